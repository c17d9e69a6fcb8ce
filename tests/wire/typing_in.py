"""The `tweetup` command typed in this process, in a Discord and an X on loopback."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import app, cli
from tests.clock import ManualClock
from tests.discord_api import TOKEN
from tests.wire.pointing import pointed_at
from tests.wire.stage import Stage


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    said: str


@dataclass
class Terminal:
    """A directory of its own, with what stands in its settings and in the environment."""

    stage: Stage
    patch: pytest.MonkeyPatch
    where: Path
    clock: ManualClock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = self.stage.clock
        self.patch.setattr(app, "SystemClock", lambda: self.clock)
        self.patch.chdir(self.where)
        # So that no sentence is broken in two.
        self.patch.setenv("COLUMNS", "400")
        for name in ("TWEETUP_CONFIG", "TWEETUP_DISCORD_TOKEN", "TWEETUP_X_BEARER_TOKEN"):
            self.patch.delenv(name, raising=False)
        self.settings = f"x.api_url = '{self.stage.x.url}'\n"
        self.patch.setenv("TWEETUP_DATABASE_URL", self.stage.url)

    @property
    def settings(self) -> str:
        return (self.where / "config.toml").read_text(encoding="utf-8")

    @settings.setter
    def settings(self, words: str) -> None:
        (self.where / "config.toml").write_text(words, encoding="utf-8")

    @property
    def env(self) -> str:
        """What stands in .env; empty where there is none."""
        file = self.where / ".env"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @env.setter
    def env(self, words: str) -> None:
        (self.where / ".env").write_text(words, encoding="utf-8")
        (self.where / ".env").chmod(0o644)

    @property
    def env_is_private(self) -> bool:
        return ((self.where / ".env").stat().st_mode & 0o777) == 0o600

    def secrets(self, **tokens: str) -> None:
        """Both tokens, unless another is given."""
        known = {"DISCORD_TOKEN": TOKEN, "X_BEARER_TOKEN": self.stage.x.token} | tokens
        words = "".join(f"TWEETUP_{name}={value}\n" for name, value in known.items() if value)
        self.env = words
        (self.where / ".env").chmod(0o600)

    async def type(self, command: str, *answers: str) -> Ended:
        """The command, and what is typed where it asks; after that its input is at its end."""

        def run() -> Ended:
            typed = "".join(f"{each}\n" for each in answers)
            with pointed_at(self.stage.remote.url):
                result = CliRunner().invoke(cli.app, command.split(), input=typed)
            if result.exception is not None and not isinstance(result.exception, SystemExit):
                raise result.exception
            return Ended(result.exit_code, result.output)

        ended = await asyncio.to_thread(run)
        assert TOKEN not in ended.said
        assert self.stage.x.token not in ended.said
        return ended
