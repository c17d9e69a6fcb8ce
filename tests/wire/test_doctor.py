"""`tweetup doctor`: each thing that can be wrong is planted, found, and told with its mend."""

from __future__ import annotations

import shutil
import sqlite3
import zoneinfo
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import sqlalchemy as sa

from bot import app
from bot.config import ConfigError
from bot.domain.rsvp import RsvpSettings
from bot.sandbox.x_api import Fault
from cogs.rights import DiscordRights
from db import filters, rsvp_settings
from db.engine import Database
from db.filters import FilterSettings
from tests.clock import ManualClock
from tests.wire.launcher import config
from tests.wire.stage import Stage
from tests.wire.typing_in import Ended, Terminal

GB = 10**9


@pytest.fixture
def terminal(
    empty_stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, logging_put_back: None
) -> Terminal:
    terminal = Terminal(empty_stage, monkeypatch, tmp_path)
    terminal.secrets()
    terminal.settings += "budget.monthly_cap_dollars = 20.0\n"
    return terminal


def told(ended: Ended, level: str) -> list[str]:
    """The findings of a level, each with its mend where it has one."""
    lines = [line.strip() for line in ended.said.splitlines() if line.strip()]
    starts = [n for n, line in enumerate(lines) if line[:2] in {"✓ ", "! ", "✗ "}]
    found = []
    for start, end in zip(starts, [*starts[1:], len(lines) - 1], strict=True):
        if lines[start].startswith(level):
            found.append(" ".join(" ".join(lines[start:end]).split()))
    return found


async def test_a_bot_at_work_is_well_and_what_befalls_it_is_found(terminal: Terminal) -> None:
    stage = terminal.stage
    await stage.start()
    await stage.set_up()
    await stage.settle()
    well = await terminal.type("doctor")
    assert well.code == 0, well.said
    assert told(well, "!") == []
    assert told(well, "✗") == []
    for words in ("In #tweetup, for HR Tweetup", "which is in 1 server", "of this version ("):
        assert words in well.said
    assert well.said.endswith("All is well.\n")

    await _harm(stage)
    await stage.remote.do("delete_channel", channel_id=stage.channel_id)
    ill = await terminal.type("doctor")
    assert ill.code == 1
    faults = told(ill, "✗")
    for what, mend in (
        ("Missing: Create Events.", "→ Server Settings, Roles"),
        ("The channel of HR Tweetup is gone", "→ A tweetup cannot move."),
        ("look at held posts is gone", "→ Choose another with `/feed filter`"),
        ("I lack Manage Roles", "→ Server Settings, Roles"),
        ("1 message has been waiting", "→ Mend what else"),
    ):
        assert [what in each and mend in each for each in faults].count(True) == 1, what
    assert len(faults) == 5
    # The same by the running bot itself.
    rights = DiscordRights(stage.bot)
    found = await stage.bot.services.doctor.guild(stage.guild_id, rights)
    assert len([each for each in found if each.level == "fault"]) == 5

    # A bot that is online notes that it was thrown out.
    await stage.stop()
    await stage.remote.do("leave", guild_id=stage.guild_id, user_id=stage.bot_id)
    terminal.patch.setenv("COLUMNS", "80")
    gone = await terminal.type("doctor")
    assert "✗ to mend Server I am no longer in the server of HR Tweetup." in told(gone, "✗")[0]
    assert "! to know Discord tweetup is in no server yet." in told(gone, "!")[0]
    # However narrow the terminal, the link can be copied.
    assert gone.said.splitlines()[-1].startswith("https://discord.com/oauth2/authorize?client_id=")


def _file(terminal: Terminal) -> Path:
    return Path(sa.make_url(terminal.stage.url).database or "")


def _revise(terminal: Terminal, revision: str) -> None:
    with closing(sqlite3.connect(_file(terminal))) as file, file:
        file.execute("UPDATE alembic_version SET version_num = ?", [revision])


def _spoil(terminal: Terminal, content: bytes) -> None:
    _file(terminal).write_bytes(content)


def _spoil_page(terminal: Terminal) -> None:
    """Some pages in the middle are lost."""
    whole = _file(terminal).read_bytes()
    middle = len(whole) // 2
    _spoil(terminal, whole[:middle] + bytes(40_000) + whole[middle + 40_000 :])


def _empty(terminal: Terminal) -> None:
    _file(terminal).unlink()


def _late(terminal: Terminal, seconds: float) -> None:
    terminal.clock = ManualClock(terminal.stage.clock.now() + timedelta(seconds=seconds))


def _free(terminal: Terminal, free: int) -> None:
    terminal.patch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))


def _on(terminal: Terminal, kind: str) -> None:
    mounted = [SimpleNamespace(mountpoint="/", fstype=kind)]
    terminal.patch.setattr(psutil, "disk_partitions", lambda **_: mounted)


def _have(terminal: Terminal, **versions: str) -> None:
    true = metadata.version
    terminal.patch.setattr(metadata, "version", lambda name: versions.get(name) or true(name))


def _zones(terminal: Terminal, first_line: str) -> None:
    (terminal.where / "zones" / "Europe").mkdir(parents=True)
    (terminal.where / "zones" / "Europe" / "London").touch()
    (terminal.where / "zones" / "tzdata.zi").write_text(first_line, encoding="utf-8")
    terminal.patch.setattr(zoneinfo, "TZPATH", (str(terminal.where / "zones"),))


def _uncapped(terminal: Terminal) -> None:
    terminal.settings = terminal.settings.partition("budget")[0]


async def _harm(stage: Stage) -> None:
    """Take rights away, and have a message wait."""
    less = ("view_channel", "send_messages", "embed_links", "read_message_history")
    ids = {"guild_id": stage.guild_id, "role_id": stage.bot_role_id}
    await stage.remote.do("allow", **ids, allows=less)
    role = await stage.remote.do("add_role", guild_id=stage.guild_id, name="Coming", allows=[])
    database = Database(stage.url)
    async with database.begin() as conn:
        await rsvp_settings.save(conn, 1, RsvpSettings(attendee_role=role["id"]))
        await filters.save(conn, 1, FilterSettings(review_channel_id=1))
        await conn.exec_driver_sql(
            "UPDATE deliveries SET state = 'waiting', attempts = 3, not_before = '2099-01-01',"
            " asked_at = '2026-01-01 00:00:00' WHERE kind = 'card'"
        )
    await database.close()


@pytest.mark.parametrize(
    ("plant", "words", "mend"),
    [
        (lambda t: t.secrets(DISCORD_TOKEN="bad"), "Discord does not accept the token", "Reset"),
        (lambda t: t.secrets(X_BEARER_TOKEN="bad"), "X does not accept the token", "start the bot"),
        (
            lambda t: t.stage.x.faults.add("search", Fault.credits_depleted()),
            "The X account is out of credits",
            "`/feed resume`",
        ),
        (
            lambda t: t.stage.x.faults.add("search", Fault.client_forbidden()),
            "This app is not enrolled",
            "`/feed resume`",
        ),
        (
            lambda t: t.stage.x.faults.add("rules", Fault.client_forbidden()),
            "X does not let the bot stream",
            "polling needs no stream",
        ),
        (lambda t: _revise(t, "9999_later"), "written by a newer version", "Install the newer"),
        (lambda t: _spoil(t, b"no database at all" * 9), "cannot be opened", "Check the url"),
        (
            lambda t: t.patch.setenv("TWEETUP_DATABASE_URL", "postgresql://me:pw@127.0.0.1:1/d"),
            "postgresql+asyncpg://me:***@127.0.0.1:1/d cannot be opened",
            "that the database runs",
        ),
        (_spoil_page, "The database is damaged", "the last backup"),
        (lambda t: _late(t, 90), "The clock is wrong, by 90 seconds", "NTP"),
        (lambda t: _free(t, GB // 20), "Just 50 MB are free", "Make room now"),
        (lambda t: _on(t, "nfs4"), "is on a network disk (nfs4)", "or use PostgreSQL"),
        (lambda t: _have(t, tweepy="3.0"), "tweepy 3.0 (", "`make setup`"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
async def test_what_is_broken_is_a_fault(
    terminal: Terminal, plant: Callable[[Terminal], None], words: str, mend: str
) -> None:
    plant(terminal)
    ended = await terminal.type("doctor")
    assert ended.code == 1, ended.said
    (fault,) = told(ended, "✗")
    assert words in fault
    assert mend in fault.partition("→")[2]


@pytest.mark.parametrize(
    ("plant", "words", "mend"),
    [
        (lambda t: t.secrets(X_BEARER_TOKEN=""), "There is no token for X", "`tweetup init`"),
        (
            lambda t: t.stage.x.faults.add("usage", Fault.server_error(), times=2),
            "X gives no answer just now: HTTP 500",
            "again in a quarter",
        ),
        (_empty, "There is no database yet", "the first `tweetup run`"),
        (lambda t: _revise(t, "0018_meeting"), "of an earlier version (00", "Make a backup"),
        (lambda t: _late(t, -20), "The clock is 20 seconds off", "NTP"),
        (lambda t: _free(t, GB // 2), "Only 500 MB are free", "Make room"),
        (lambda t: (t.where / ".env").chmod(0o644), "Others on this machine", "`chmod 600 .env`"),
        (lambda t: _have(t, tweepy="4.99"), "tweepy 4.99 (4.17.0)", "`make setup`"),
        (lambda t: _zones(t, "# version 2019c\n"), "old (2019c)", "system’s tzdata"),
        (_uncapped, "No limit is set", "monthly_cap_dollars"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
async def test_what_somebody_had_better_know_is_no_fault(
    terminal: Terminal, plant: Callable[[Terminal], None], words: str, mend: str
) -> None:
    plant(terminal)
    ended = await terminal.type("doctor")
    assert ended.code == 0, ended.said
    (note,) = told(ended, "!")
    assert words in note
    assert mend in note.partition("→")[2]


async def test_rules_that_nobody_needs_any_more_are_named(terminal: Terminal) -> None:
    stage = terminal.stage
    await stage.start()
    settings = config(stage.url, stage.x.url, stage.x.token)
    async with app.x_client(settings, stage.bot.services) as client:
        await client.add_rules({"#old": "tweetup:old", "#theirs": "somebody else's"})
    ended = await terminal.type("doctor")
    (note,) = told(ended, "!")
    assert "of no tweetup stand at X: #old." in note


async def test_the_settings_are_told_first_where_they_will_not_do(terminal: Terminal) -> None:
    terminal.settings = "[log]\nlevel = 'loud'\n"
    with pytest.raises(ConfigError, match=r"config\.toml, line 2"):
        await terminal.type("doctor")


async def test_a_discord_that_does_not_answer_is_out_of_reach(terminal: Terminal) -> None:
    await terminal.stage.remote.do("add_fault", path="/users/@me", act="answer", status=503)
    ended = await terminal.type("doctor")
    assert ended.code == 1
    (fault,) = told(ended, "✗")
    assert "Discord cannot be reached: 503" in fault
    assert "Check this machine’s network" in fault
