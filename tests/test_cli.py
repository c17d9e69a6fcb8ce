from __future__ import annotations

import socket
import sys
from contextvars import copy_context
from datetime import date
from importlib.metadata import version
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.config import Config
from bot.errors import UserError
from tests.command import COMMAND, run_process, typed

TOKENS = {
    "TWEETUP_DISCORD_TOKEN": "planted-discord-token",
    "TWEETUP_X_BEARER_TOKEN": "planted-x-token",
}
REPLAY = [
    "--hashtag",
    "hr",
    "--start",
    "2026-01-22",
    "--end",
    "2026-01-23",
    "--tz",
    "Europe/London",
]


@pytest.fixture(autouse=True)
def _empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TOKENS.items():
        monkeypatch.setenv(name, value)


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **functions: Any) -> None:
    """Puts functions where the command looks for the part that does the work."""
    module = ModuleType(name)
    for function, does in functions.items():
        setattr(module, function, does)
    monkeypatch.setitem(sys.modules, name, module)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("--version") == 0
    assert capsys.readouterr().out == f"tweetup {version('tweetup')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["sing"],
        ["run", "--loud"],
        ["demo", "--port", "0"],
        ["replay", "here.jsonl", *REPLAY[:-2]],
        ["classify"],
    ],
)
def test_misuse_is_one_message_and_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(*arguments) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: tweetup")
    assert err.splitlines()[-1].startswith("Error: ")


@pytest.mark.usefixtures("logging_put_back")
def test_it_speaks_the_language_of_the_terminal_with_the_signs_it_has(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "de_AT.UTF-8:en")
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(seen := BytesIO(), encoding="ascii"))
    backup = ("backup", "copy.db", "--db", sqlite_url)
    # In a context of its own: whatever is tested next speaks English.
    assert copy_context().run(typed, *backup) == 0
    sys.stdout.flush()
    assert seen.getvalue().decode().startswith("copy.db enth?lt die ganze Datenbank")
    assert copy_context().run(typed, *backup) == 2
    assert capsys.readouterr().err.startswith("Unter copy.db liegt schon etwas")


class TestCheckConfig:
    @pytest.mark.usefixtures("tokens")
    def test_it_says_what_is_in_force_and_no_secret(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("config.toml").write_text("[x]\nsource = 'stream'\n", encoding="utf-8")
        monkeypatch.setenv("TWEETUP_DATABASE_URL", "postgresql://me:planted@h/d")

        assert typed("check-config") == 0

        out, err = capsys.readouterr()
        assert err == ""
        assert out.splitlines() == [
            "The settings are in order. File: config.toml",
            "  database.url = postgresql+asyncpg://me:***@h/d",
            "  x.source = stream",
            "  x.api_url = https://api.x.com",
            "  x.field_names = tweet",
            "  x.poll_fastest_seconds = 30",
            "  x.poll_slowest_seconds = 900",
            "  x.prices = from 2026-01-01: $0.005 a post, $0.01 a user",
            "  budget.monthly_cap_dollars = 0.0",
            "  budget.guild_cap_dollars = 0.0",
            "  budget.kept_back_percent = 10",
            "  events.time_zone = Europe/London",
            "  privacy.keep_days = 90",
            "  web.public_url = none: no pages",
            "  web.listen = 127.0.0.1:8080",
            "  monitoring.listen = nowhere",
            "  growth.process = none: the machine's name alone",
            "  growth.shards = 1",
            "  growth.clusters = 1",
            "  log.level = info",
            "  log.format = console",
            "  secrets.discord_token = set",
            "  secrets.x_bearer_token = set",
        ]

    def test_it_lists_every_mistake(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("mine.toml").write_text("[log]\nlevel = 'loud'\n", encoding="utf-8")

        assert typed("check-config", "--config", "mine.toml") == 2

        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("2 mistakes in the configuration:\n  mine.toml, line 2: log.level:")
        assert err.count("\n") == 3

    def test_in_a_process_of_its_own(self) -> None:
        ended = run_process(*COMMAND, "check-config", cwd=Path(), TWEETUP_CONFIG="gone.toml")

        assert ended.returncode == 2
        assert "gone.toml: found nothing to read" in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.usefixtures("logging_put_back")
class TestRun:
    def test_without_tokens_nothing_starts(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        async def run(config: Config) -> int:
            raise AssertionError("started")

        stand_in(monkeypatch, "bot.app", run=run)

        assert typed("run") == 2
        assert capsys.readouterr().err.startswith("1 mistake in the configuration:")

    @pytest.mark.usefixtures("tokens")
    def test_the_bot_gets_the_settings_and_gives_the_exit_code(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def run(config: Config) -> int:
            return config.x.poll_fastest_seconds

        stand_in(monkeypatch, "bot.app", run=run)
        Path("mine.toml").write_text("[x]\npoll_fastest_seconds = 7\n", encoding="utf-8")

        assert typed("run", "--config", "mine.toml") == 7

    @pytest.mark.usefixtures("tokens")
    def test_a_mistake_of_the_users_is_one_sentence(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        async def run(config: Config) -> int:
            raise UserError("when.zone", found="Narnia", suggestion="Europe/Sarajevo")

        stand_in(monkeypatch, "bot.app", run=run)

        assert typed("run") == 2
        err = capsys.readouterr().err
        assert "Europe/Sarajevo" in err
        assert err.count("\n") == 1

    @pytest.mark.usefixtures("tokens")
    def test_a_crash_is_logged_without_secrets(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        async def run(config: Config) -> int:
            raise RuntimeError(f"refused {config.secrets.discord_token.get_secret_value()}")

        stand_in(monkeypatch, "bot.app", run=run)

        assert typed("run") == 1
        err = capsys.readouterr().err
        assert "RuntimeError: refused [redacted]" in err
        assert "planted" not in err


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ([], {"headless": False, "port": None}),
        (["--headless"], {"headless": True, "port": None}),
        (["--port", "8765"], {"headless": False, "port": 8765}),
    ],
)
def test_demo(arguments: list[str], meant: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[dict[str, Any]] = []

    def play(*, headless: bool, port: int | None) -> int:
        played.append({"headless": headless, "port": port})
        return 3

    stand_in(monkeypatch, "bot.demo", main=play)

    assert typed("demo", *arguments) == 3
    assert played == [meant]


@pytest.mark.usefixtures("logging_put_back")
def test_a_port_that_the_demo_cannot_have_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert typed("demo", "--port", str(port)) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"The page cannot be shown: preview could not bind port {port}. ")
    assert said.count("\n") == 1


def test_the_demo_asks_for_its_extra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("bot.demo", "simcord"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "bot.sandbox.discord_stage", raising=False)
    monkeypatch.setitem(sys.modules, "simcord", None)

    assert typed("demo") == 2
    assert "tweetup[demo]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "db", "as_json"),
    [
        ([], None, False),
        (["--db", "sqlite:///kept.db", "--json"], "sqlite+aiosqlite:///kept.db", True),
    ],
)
def test_replay(
    arguments: list[str], db: str | None, as_json: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("here.jsonl").touch()
    played: list[tuple[object, ...]] = []

    def play(*given: object) -> int:
        played.append(given)
        return 4

    stand_in(monkeypatch, "bot.replay", main=play)

    assert typed("replay", "here.jsonl", *REPLAY, *arguments) == 4
    assert played == [
        (
            Path("here.jsonl"),
            "hr",
            date(2026, 1, 22),
            date(2026, 1, 23),
            "Europe/London",
            db,
            as_json,
        )
    ]


@pytest.mark.parametrize(
    "arguments", [["export", "HR"], ["import", "here.jsonl"], ["replay", "here.jsonl", *REPLAY]]
)
def test_no_password_may_stand_where_the_list_of_processes_shows_it(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(*arguments, "--db", "postgresql://me:planted@127.0.0.1:1/d") == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert "PGPASSWORD" in err
    assert "planted" not in err


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_classify(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[object, ...]] = []

    def tell(*given: object) -> int:
        told.append(given)
        return 5

    stand_in(monkeypatch, "bot.classify", main=tell)

    assert typed("classify", "here.jsonl", *arguments) == 5
    assert told == [(Path("here.jsonl"), bool(arguments))]


def test_classify_cannot_read_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("classify", "gone.jsonl") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("The archive gone.jsonl cannot be read: No such file")
