"""What the wizard finds and keeps: the settings' file, and .env for what is secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from dotenv import set_key

from bot.config import ENV_FILE, Config, ConfigError, config_path, load
from bot.config.load import DEFAULT_FILE
from bot.errors import UserError

DISCORD = "TWEETUP_DISCORD_TOKEN"
X = "TWEETUP_X_BEARER_TOKEN"
HEADER = "# Tweetup's settings. What there is to set, and what it means: config.example.toml\n"
# Stands for the token that is still to be asked for; nothing is ever sent with it.
_NONE_YET = "none-yet"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was there when the wizard began. `file` is there by now."""

    file: Path
    config: Config
    discord_token: str | None

    @property
    def x_token(self) -> str | None:
        token = self.config.secrets.x_bearer_token
        return None if token is None else token.get_secret_value()


def read(path: Path | None, env: Mapping[str, str]) -> Kept:
    """Raises ConfigError for every mistake but that there is no token for Discord, UserError where
    nothing can be written."""
    file = config_path(path, env) or DEFAULT_FILE
    if not file.exists():
        _write(file, HEADER)
    try:
        config = load(file, env=env)
    except ConfigError as error:
        # The wizard mends no more than the token it asks for, where it keeps it: in .env.
        others = [
            each for each in error.mistakes if each.key != DISCORD or each.file == "environment"
        ]
        if others:
            raise ConfigError(others) from None
        return Kept(file, load(file, env={**env, DISCORD: _NONE_YET}), None)
    return Kept(file, config, config.secrets.discord_token.get_secret_value())


def keep_secret(name: str, value: str) -> None:
    """In .env, which nobody else may read from then on. Raises UserError where it cannot be."""
    with _writing(ENV_FILE):
        if ENV_FILE.exists():
            ENV_FILE.chmod(0o600)
        # A file that is new gets that mode from the library.
        set_key(ENV_FILE, name, value)


def keep_zone(file: Path, zone: str) -> None:
    """Whatever else stands in the file stays as it is written, comments included.

    Raises UserError where it cannot be written.
    """
    document = tomlkit.parse(file.read_text(encoding="utf-8-sig"))
    document.setdefault("events", tomlkit.table())["time_zone"] = zone
    _write(file, tomlkit.dumps(document))


def _write(file: Path, words: str) -> None:
    """All of it or nothing."""
    new = file.with_name(f"{file.name}.new")
    with _writing(file):
        new.write_text(words, encoding="utf-8")
        new.replace(file)


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError("init.unwritable", path=str(file.absolute()), reason=reason) from error
