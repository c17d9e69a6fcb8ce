from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import aiohttp
import pytest
from simcord import Env
from structlog.testing import capture_logs

from cogs import errors
from cogs.client import PAUSE
from db.engine import Database
from tests.cogs.town import SimClock, Town, new_bot, said


class Broken(Exception):
    pass


async def broken(*_: object, **__: object) -> None:
    raise Broken


@dataclass
class Worker:
    """Fails a few times, then works, then is done."""

    clock: SimClock
    failures: int
    begun: list[float] = field(default_factory=list)
    stopped: bool = False

    async def run(self) -> None:
        self.begun.append(self.clock.now().timestamp())
        if len(self.begun) <= self.failures:
            raise Broken
        try:
            await self.clock.sleep(10)
        finally:
            self.stopped = True


@pytest.fixture
def worker(clock: SimClock) -> Worker:
    return Worker(clock, failures=2)


async def test_a_worker_that_fails_begins_again_after_a_pause(
    town: Town, file: Database, clock: SimClock, worker: Worker
) -> None:
    with capture_logs() as logs:
        await town.env.restart_bot(new_bot(file, clock, worker.run))
        start = worker.begun[0]
        await town.env.advance_time(3 * PAUSE)
    assert [begun - start for begun in worker.begun] == [0, PAUSE, 2 * PAUSE]
    failed = [entry for entry in logs if entry["event"] == "worker failed"]
    assert [entry["worker"] for entry in failed] == ["Worker.run"] * 2
    assert worker.stopped, "it was done, and is not begun again"


async def test_closing_the_bot_ends_its_workers(
    simcord_env: Env, file: Database, clock: SimClock, worker: Worker
) -> None:
    clock.env = simcord_env
    worker.failures = 0
    bot = new_bot(file, clock, worker.run)
    await simcord_env.restart_bot(bot)
    assert not worker.stopped
    await bot.close()
    assert worker.stopped


async def test_what_nobody_foresaw_is_apologised_for_and_logged(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.foreseen = (Broken,)
    await town.set_up()
    olive = town.member("ada")
    monkeypatch.setattr(town.services.rsvp, "answer", broken)
    monkeypatch.setattr(town.services.privacy, "known", broken)
    with capture_logs() as logs:
        tapped = said(await olive.click(town.card(), label="Going"))
        asked = said(await olive.slash(town.channel, "me show"))
    assert tapped.startswith("Sorry, that went wrong on my side.")
    references = [re.findall(r"[0-9a-f]{6}", sentence)[0] for sentence in (tapped, asked)]
    logged = [entry for entry in logs if entry["event"] == "interaction failed"]
    assert [entry["reference"] for entry in logged] == references
    assert [entry["what"] for entry in logged] == [f"rsvp:{town.guild.id}:1:going:d1", "me show"]
    assert all(isinstance(entry["exc_info"], Broken) for entry in logged)


async def test_an_answer_that_comes_too_late_is_no_error(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.foreseen = (Broken,)
    await town.set_up()
    monkeypatch.setattr(town.services.rsvp, "answer", broken)
    town.env.inject_error("POST", "/webhooks/*", status=404, code=10062, times=None)
    with capture_logs() as logs:
        await town.member("ada").click(town.card(), label="Going")
    assert "could not explain" in [entry["event"] for entry in logs]


async def test_an_answer_that_does_not_get_through_is_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unsaid(*_: object) -> NoReturn:
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(errors, "_say", unsaid)
    interaction: Any = None
    with capture_logs() as logs:
        await errors.explain_stale(interaction)
    assert [entry["event"] for entry in logs] == ["could not explain"]


async def test_nothing_privileged_is_asked_for(town: Town) -> None:
    intents = town.bot.intents
    assert {name for name, wanted in intents if wanted} == {"guilds", "guild_scheduled_events"}


async def test_every_command_and_option_is_named_by_the_catalogue(town: Town) -> None:
    commands = {each.name: each for each in await town.bot.tree.fetch_commands()}
    assert set(commands) == {
        *("tweetup", "feed", "door", "chat", "forecast", "help"),
        *("link", "unlink", "me", "checkin", "people", "scorecard"),
    }
    subcommands = {each.name: each for each in commands["tweetup"].options}
    assert {"create", "edit", "postpone", "cancel", "list", "archive"} <= {*subcommands}
    create, reminders = subcommands["create"], subcommands["reminders"]
    assert [option.name for option in reminders.options] == ["event", "times"]  # type: ignore[union-attr]
    assert [option.name for option in create.options] == [  # type: ignore[union-attr]
        "name",
        "hashtag",
        "when",
        "place",
        "time_zone",
        "channel",
        "capacity",
        "length",
        "description",
    ]
    # Organisers are known to the bot alone, so Discord hides no command from anybody.
    assert all(each.default_member_permissions is None for each in commands.values())
