"""What a new user may type wrong: one clear sentence, exit code 2, and nothing half-made.

What is typed in Discord (a date, a time zone, a hashtag, a capacity) is tried in tests/cogs.
"""

from __future__ import annotations

import asyncio
import gzip
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from discord.http import Route

from tests.command import typed
from tests.end_to_end.archives import invented_archive
from tests.forked import forked, tweetup

DAYS = ("--start", "2026-01-22", "--end", "2026-01-23")
REPLAY = ("--hashtag", "hr", *DAYS, "--tz", "Europe/London", "--db", "sqlite:///kept.db")
TOKENS = {
    "TWEETUP_DISCORD_TOKEN": "planted-discord-token",
    "TWEETUP_X_BEARER_TOKEN": "planted-x-token",
}


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TOKENS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logging_put_back: None) -> Path:
    """Where the command is typed, with a good archive and bad ones."""
    monkeypatch.chdir(tmp_path)
    whole = invented_archive(tmp_path, zipped=True).path.rename("whole.jsonl").read_bytes()
    Path("cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    Path("damaged.jsonl.gz").write_bytes(whole[:200] + b"\0" * 50 + whole[250:])
    lines = gzip.decompress(whole).splitlines(keepends=True)
    Path("cut.jsonl").write_bytes(lines[0] + lines[1][:-100])
    Path("letter.txt").write_text("Dear archive,\n", encoding="utf-8")
    Path("other.json").write_text('{"rows": [1, 2]}\n', encoding="utf-8")
    Path("empty.jsonl").touch()
    Path("some").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("gone.jsonl", *REPLAY), "The archive gone.jsonl cannot be read: No such file"),
        (("some", *REPLAY), "The archive some cannot be read: Is a directory."),
        (("letter.txt", *REPLAY), "Line 1 of letter.txt is not JSON."),
        (("other.json", *REPLAY), "Line 1 of other.json is JSON, but not an answer of X’s API v2."),
        (("empty.jsonl", *REPLAY), "There is no post in the archive empty.jsonl."),
        (("cut.jsonl", *REPLAY), "The archive cut.jsonl is damaged or ends in the middle."),
        (("cut.jsonl.gz", *REPLAY), "The archive cut.jsonl.gz is damaged or ends in the middle."),
        (("damaged.jsonl.gz", *REPLAY), "The archive damaged.jsonl.gz is damaged or ends"),
        (("whole.jsonl", *REPLAY, "--start", "2026-01-24"), "The last day, 2026-01-23, is before"),
        (("whole.jsonl", *REPLAY, "--start", "2026-02-30"), "“2026-02-30” is no day"),
        (("whole.jsonl", *REPLAY, "--end", "23/01/2026"), "“23/01/2026” is no day"),
        (("whole.jsonl", *REPLAY, "--tz", "Narnia"), "I do not know the time zone “Narnia”."),
        (("whole.jsonl", *REPLAY, "--tz", "BST"), "I do not know the time zone “BST”."),
        (("whole.jsonl", *REPLAY, "--hashtag", "h r"), "“h r” cannot be a hashtag on X."),
        (("whole.jsonl", *REPLAY, "--hashtag", "#"), "“#” cannot be a hashtag on X."),
        (("whole.jsonl", *REPLAY, "--db", "sqlite:///no/such.db"), "The directory no for the data"),
        (("whole.jsonl", *REPLAY, "--db", "sqlite://"), "SQLite in memory would forget"),
        (("whole.jsonl", *REPLAY, "--db", "mysql://me:planted@h/d"), "“mysql” is no database I"),
        (("whole.jsonl", *REPLAY, "--db", "kept.db"), "“kept.db” is no database I know."),
        (("whole.jsonl", *REPLAY, "--db", "sqlite:///letter.txt"), "letter.txt cannot be opened"),
        (("whole.jsonl", *REPLAY, "--db", "sqlite:///some"), "some cannot be opened"),
        (
            (
                "whole.jsonl",
                *REPLAY,
                "--db",
                "postgresql://me@127.0.0.1:1/d",
            ),
            "Connect call failed",
        ),
    ],
)
def test_replay(
    arguments: tuple[str, ...], sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _contents(folder)

    assert typed("replay", *arguments) == 2

    _is_one_sentence(capsys, sentence)
    assert _contents(folder) == before


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("command", [("run",), ("replay", "whole.jsonl", *REPLAY)])
def test_a_database_of_a_later_version_is_left_alone(
    command: tuple[str, ...],
    sqlite_template: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = folder / "kept.db"
    kept.write_bytes(sqlite_template.read_bytes())
    with closing(sqlite3.connect(kept)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    monkeypatch.setenv("TWEETUP_DATABASE_URL", "sqlite:///kept.db")
    before = _contents(folder)

    assert typed(*command) == 2

    _is_one_sentence(capsys, "The database was written by a newer version of Tweetup")
    assert _contents(folder) == before


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///no/such.db", "The directory no for the database does not exist."),
        ("sqlite:///letter.txt", "letter.txt cannot be opened: file is not a database."),
    ],
)
def test_run_without_a_database_it_can_use(
    url: str,
    sentence: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TWEETUP_DATABASE_URL", url)
    before = _contents(folder)

    assert typed("run") == 2

    _is_one_sentence(capsys, sentence)
    assert _contents(folder) == before


def test_run_without_a_token_for_discord(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TWEETUP_X_BEARER_TOKEN", TOKENS["TWEETUP_X_BEARER_TOKEN"])
    before = _contents(folder)

    assert typed("run") == 2

    heading, told = capsys.readouterr().err.splitlines()
    assert heading == "1 mistake in the configuration:"
    missing = "TWEETUP_DISCORD_TOKEN: found nothing; expected the "
    assert told.startswith(f"  environment and .env: {missing}")
    assert _contents(folder) == before


@pytest.fixture
async def refusing_discord() -> AsyncIterator[str]:
    async def refuse(_: web.Request) -> web.Response:
        return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    async with TestServer(app) as server:
        yield str(server.make_url("/api/v10"))


@pytest.mark.usefixtures("tokens")
async def test_run_with_a_token_discord_does_not_know(refusing_discord: str, folder: Path) -> None:
    log, said = await _run_against(refusing_discord, folder)

    assert said == (
        "Discord does not accept the token. Please put your bot’s own into TWEETUP_DISCORD_TOKEN."
    )
    assert all("[info " in line for line in log)


@pytest.mark.usefixtures("tokens")
async def test_run_where_discord_cannot_be_reached(folder: Path) -> None:
    log, said = await _run_against(f"http://127.0.0.1:{unused_port()}/api/v10", folder)

    assert said.startswith("Discord cannot be reached: Cannot connect to host 127.0.0.1:")
    assert all("[info " in line for line in log)


async def _run_against(discord: str, folder: Path) -> tuple[list[str], str]:
    """What `tweetup run` logs, and the sentence with which it then gives up."""
    out, err = folder / "said.out", folder / "said.err"
    with forked(_run_with, discord, cwd=folder, out=out, err=err) as process:
        await asyncio.to_thread(process.join)
        assert (process.exitcode, out.read_text(encoding="utf-8")) == (2, "")
    told = err.read_text(encoding="utf-8")
    assert "planted" not in told
    *log, said = told.splitlines()
    return log, said


def _run_with(discord: str) -> None:
    # Its address is in no setting: it is the same for everybody but this test.
    with patch.object(Route, "BASE", discord):
        tweetup("run")


def _is_one_sentence(capsys: pytest.CaptureFixture[str], sentence: str) -> None:
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert "planted" not in err


def _contents(folder: Path) -> dict[str, bytes | None]:
    """Every file and what is in it; nothing is in a folder."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}
