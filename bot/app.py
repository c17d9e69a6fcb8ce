"""The running bot, put together: the one place that knows every part."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from types import FrameType
from typing import Any
from weakref import WeakSet

import discord
import structlog

from bot import heartbeats
from bot.config import Config
from bot.domain.feed import SourceKind
from bot.domain.leases import WORK
from bot.errors import UserError
from bot.monitoring import Monitoring
from bot.ports import Clock, LiveSource
from bot.services.leases import Leases
from bot.services.suite import Services, build
from bot.systemd import notify
from bot.watchdog import watch
from bot.web import Web
from bot.x.client import XClient
from bot.x.compliance import Compliance
from bot.x.history import SearchHistory
from bot.x.lookup import Lookup
from bot.x.people import PeopleLookup
from bot.x.poll import PollSource
from bot.x.session import USER_AGENT
from bot.x.stream import StreamSource
from bot.x.timelines import TimelineReader
from bot.x.usage import UsageEndpoint
from cogs.announcer import DiscordAnnouncer
from cogs.client import TweetupBot, Worker
from cogs.presence import DiscordPresence
from db.engine import UNUSABLE, Database

log = structlog.get_logger(__name__)

# Seconds that the database has for it when the bot stops.
GIVING_BACK = 2.0
# What was told to end.
_ENDING: WeakSet[asyncio.Task[Any]] = WeakSet()


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        with heartbeats.asleep(seconds):
            await asyncio.sleep(seconds)


async def run(config: Config) -> int:
    """Run the bot until SIGINT or SIGTERM; gives the exit code.

    Raises UserError when the database cannot be used or Discord refuses the token, Replaced when
    another process of the same name has begun.
    """
    told_to_stop = asyncio.Event()
    # Not by the loop's own means: with these a second signal would strike once the loop is over.
    loop = asyncio.get_running_loop()
    _on_signals(lambda _number, _frame: loop.call_soon_threadsafe(told_to_stop.set))
    working = asyncio.create_task(_work(config))
    waiting = asyncio.create_task(told_to_stop.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    end_once(working)
    waiting.cancel()
    try:
        with suppress(asyncio.CancelledError):
            await working
    finally:
        _on_signals(signal.SIG_IGN)
    return 0


def _on_signals(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, handler)


def end_once(working: asyncio.Task[Any]) -> None:
    """Once, however often it is told to, and whoever takes its place meanwhile: who cancels what is
    ending cuts its end off."""
    # Of itself a task tells only whether it is being cancelled, which a time limit in it does too.
    if working not in _ENDING:
        _ENDING.add(working)
        working.cancel()


def keep_what_is_loaded() -> None:
    """Have Python no longer look for garbage in what is there now, which stays to the end.

    That is most of what it would look through: each time it did, everybody waited a tenth of a
    second, and storing posts took a seventh longer.
    """
    gc.collect()
    gc.freeze()
    # A batch of posts makes thousands of objects that live until it is stored. To look through them
    # at every 700th, as Python does by itself, is a twentieth of what storing costs; at every
    # 5,000th it is half of that, and everybody waits four milliseconds at a time.
    gc.set_threshold(5_000)


async def _work(config: Config) -> None:
    database = Database(config.database.url)
    try:
        await database.migrate()
        bot = assemble(config, database, SystemClock())
        keep_what_is_loaded()
        async with _monitored(bot, config.monitoring.host_and_port), _keeping(bot.services.leases):
            await _live(bot, config.secrets.discord_token.get_secret_value())
    finally:
        await database.close()


def assemble(config: Config, database: Database, clock: Clock) -> TweetupBot:
    """The bot with its services and workers, ready to log in."""
    layout = config.growth.layout
    bot = TweetupBot(clock=clock, default_zone=config.events.time_zone, layout=layout)
    public_url = config.web.public_url or None
    services = build(
        database,
        clock,
        DiscordAnnouncer(bot),
        config.terms(),
        public_url,
        config.privacy.kept,
        config.growth.name,
        layout,
    )
    leases, clusters = services.leases, services.clusters
    services.deliver.owns, services.deliver.lease_of = clusters.owns, clusters.lease_of
    look_up = partial(look_up_x, config, services, clock)
    read = partial(read_x, config, services, clock)
    sweep = partial(sweep_x, config, services, clock)
    compare = partial(compare_usage, config, services)
    look = partial(services.leavers.run, DiscordPresence(bot))
    look_for_servers = partial(services.departures.run, DiscordPresence(bot))
    workers: list[Worker] = [
        services.deliver.run,
        partial(clusters.run, bot),
        leases.under(WORK, services.timetable.run),
    ]
    if database.shared:
        workers += [services.calls.run, services.calls.look]
    if config.secrets.x_bearer_token is None:
        log.warning("no token for X: nothing is read there")
    else:
        workers += [
            leases.under(WORK, look_up),
            read,
            leases.under(WORK, sweep),
            leases.under(WORK, compare),
        ]
    workers += [look, look_for_servers]
    if public_url is not None:
        pages = Web(services.calendars, services.check_in, *config.web.host_and_port)
        workers.append(leases.under(WORK, pages.run))
    bot.use(services, workers=workers)
    return bot


@asynccontextmanager
async def _monitored(bot: TweetupBot, listen: tuple[str, int] | None) -> AsyncIterator[None]:
    if listen is None:
        yield
        return

    def unready() -> list[str]:
        if bot.stopping:
            return ["stopping"]
        if bot.services.clusters.standing_by.is_set():
            return ["standing by"]
        return [] if bot.connected else ["discord"]

    monitoring = Monitoring(bot.services.vital_signs, bot.heartbeats, unready)
    async with monitoring.served(*listen):
        yield


async def look_up_x(config: Config, services: Services, clock: Clock) -> None:
    """Look up posts that others refer to, for ever."""
    async with x_client(config, services) as client:
        await services.contexts.run(Lookup(client, clock))


async def read_x(config: Config, services: Services, clock: Clock) -> None:
    """Read the followed hashtags from X for as long as the bot runs."""
    async with x_client(config, services) as client:

        def open_source(kind: SourceKind) -> LiveSource:
            match kind:
                case "stream":
                    return StreamSource(client, services.ingest, clock)
                case "poll":
                    return PollSource(
                        client,
                        services.sharing,
                        clock,
                        fastest=config.x.poll_fastest_seconds,
                        slowest=config.x.poll_slowest_seconds,
                    )

        services.contexts.expect()
        services.events.on_follow = services.reading.wake
        services.backfill.history = SearchHistory(client, clock)
        services.vouching.lookup = PeopleLookup(client)
        services.scorecards.timelines = TimelineReader(client, config.x.field_names)
        await services.reading.run(open_source, config.x.source)


async def sweep_x(config: Config, services: Services, clock: Clock) -> None:
    """Hold what is kept against X, for ever."""
    async with x_client(config, services) as client:
        await services.sweep.run(Compliance(client, services.sweep, clock))


async def compare_usage(config: Config, services: Services) -> None:
    """Ask X every day what it counted, also while nothing else is read."""
    async with x_client(config, services) as client:
        await services.usage.run(UsageEndpoint(client))


def x_client(config: Config, services: Services) -> XClient:
    """A connection to X that keeps the ledger, is as sparing as the budget asks, and sees to it
    that what is gone there goes here."""
    if config.secrets.x_bearer_token is None:
        raise ValueError("there is no token for X")
    return XClient(
        config.secrets.x_bearer_token.get_secret_value(),
        ledger=services.budget,
        thrift=services.budget,
        user_agent=USER_AGENT,
        api_url=config.x.api_url,
        field_names=config.x.field_names,
        witness=services.removal,
    )


@asynccontextmanager
async def _keeping(leases: Leases) -> AsyncIterator[None]:
    """Keep the leases for as long as this lasts, and then give them back.

    What is inside is cancelled, and Replaced raised, once another process does what this one did.
    """
    inside = asyncio.current_task()
    keeping = asyncio.create_task(leases.keep())

    def end(_: object) -> None:
        if inside is not None:
            end_once(inside)

    keeping.add_done_callback(end)
    try:
        yield
    except asyncio.CancelledError:
        if keeping.done():
            keeping.result()
        raise
    finally:
        keeping.remove_done_callback(end)
        keeping.cancel()
        with suppress(TimeoutError, *UNUSABLE):
            async with asyncio.timeout(GIVING_BACK):
                await leases.give_back()


async def _live(bot: TweetupBot, token: str) -> None:
    async with bot:
        watching = asyncio.create_task(watch(bot.heartbeats, partial(_begun, bot)))
        try:
            await bot.start(token)
        except asyncio.CancelledError:
            log.info("stopping")
            notify("STOPPING=1")
            await bot.finish()
            raise
        except discord.LoginFailure as error:
            raise UserError("discord.token") from error
        except (OSError, discord.HTTPException) as error:
            raise UserError("discord.unreachable", reason=str(error)) from error
        finally:
            watching.cancel()


async def _begun(bot: TweetupBot) -> None:
    """Done once the bot is online, or stands by."""
    standing_by = bot.services.clusters.standing_by
    either = {asyncio.ensure_future(each) for each in (bot.wait_until_ready(), standing_by.wait())}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in either:
            each.cancel()
