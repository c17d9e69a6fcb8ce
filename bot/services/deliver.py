"""The one sender: every message the bot starts leaves through here, once.

    waiting -> claim -> sending -> Discord -> sent

A delivery that was interrupted in mid-call is looked for in its channel before it is sent
again, and Discord is given the delivery's id as nonce: so nothing is lost and nothing doubled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import metrics
from bot.alarm import Alarm
from bot.domain.deliveries import Delivery, Lane, MessageRef
from bot.domain.earliest import earliest
from bot.domain.leases import cluster
from bot.domain.undelivered import reposted
from bot.errors import OutcomeUnknown, TryLater, Unreachable
from bot.heartbeats import beat
from bot.ports import Announcer, Clock, Outgoing, Place
from bot.services.announcements import load
from bot.services.chat_answers import bereft
from bot.services.feed import next_feed_message, next_opening, open_feeds
from bot.services.introduction_placing import fall_back
from bot.services.languages import language_of
from bot.services.leases import Leases
from bot.services.undelivered import notice_about, unwanted
from db import deliveries, sending
from db.engine import Database

log = structlog.get_logger(__name__)

# How long the worker sleeps when nothing tells it to wake (another process may add work).
IDLE = timedelta(hours=1)
RETRY_AFTER = timedelta(seconds=2)
RETRY_AT_MOST = timedelta(minutes=5)
# A missing permission can be given back at any time, and then nothing should be lost.
RETRY_WITHOUT_PERMISSION = timedelta(minutes=15)
# Discord takes fifty requests a second of a bot, and one message a second in each channel.
LANES_AT_ONCE = 50
# What others wait for: a thread, or the message on which a thread is to be opened.
OPENING = {"introduction_thread", "chat_question", "chat_thread"}

# What is to be noted of a delivery, in the transaction that takes the next one.
Settlement = Callable[[AsyncConnection], Awaitable[None]]


class Deliver:
    """Serves the guilds for which `owns` holds; `lease_of` gives the lease that makes it so. Unless
    told otherwise it serves all, as a process that has its database to itself.

    `on_wake` is called when there may be something that another process is to deliver.
    """

    on_wake: Callable[[], None] = staticmethod(lambda: None)
    owns: Callable[[int], bool] = staticmethod(lambda _guild_id: True)
    lease_of: Callable[[int], str] = staticmethod(lambda _guild_id: cluster(0))

    def __init__(
        self, database: Database, clock: Clock, announcer: Announcer, leases: Leases
    ) -> None:
        self._database = database
        self._clock = clock
        self._announcer = announcer
        self._leases = leases
        self._under_way: set[int] = set()
        self._alarm = Alarm(clock)
        self._room = asyncio.Semaphore(LANES_AT_ONCE)
        self._more = False
        self._serving: set[asyncio.Task[None]] = set()
        self._finishing = False

    def wake(self) -> None:
        """There may be something to deliver, for this process or another."""
        self._alarm.ring()
        self.on_wake()

    async def look(self) -> None:
        """Another process may have made something to deliver, or left something half done."""
        await self.recover()
        self._alarm.ring()

    async def run(self) -> None:
        """Deliver for ever."""
        await self.recover()
        while True:
            await self.drain()
            await self._alarm.wait(await self._until_next())

    async def finish(self) -> None:
        """Begin no further delivery; done once those that are under way have been noted."""
        self._finishing = True
        if self._serving:
            await asyncio.wait(self._serving)

    async def recover(self, lease: str | None = None) -> None:
        """Take up what was in mid-call when whoever served these guilds before stopped: those under
        that lease, or all that it serves."""
        async with self._database.begin() as conn:
            for delivery in await sending.interrupted(conn):
                guild_id = delivery.guild_id
                mine = self.owns(guild_id) if lease is None else self.lease_of(guild_id) == lease
                if delivery.id in self._under_way or not mine:
                    continue
                if await sending.take_up(conn, delivery.id):
                    log.warning("delivery interrupted", delivery=delivery.id, kind=delivery.kind)

    async def drain(self) -> None:
        """Deliver all that can go now, places side by side, each place in order."""
        self._more = True
        while self._more:
            self._more = False
            now = self._clock.now()
            async with self._database.read() as conn:
                lanes = set(await sending.lanes(conn, now))
                for waiting in await open_feeds(conn, now):
                    lanes.add(Lane(waiting.guild_id, waiting.channel_id, None, None))
            served = (lane for lane in lanes if self.owns(lane.guild_id))
            self._serving = {asyncio.create_task(self._serve(lane)) for lane in served}
            await asyncio.gather(*self._serving)

    async def _until_next(self) -> float:
        now = self._clock.now()
        async with self._database.read() as conn:
            wake_at = earliest(await sending.next_wake(conn), await next_opening(conn, now))
        if wake_at is None:
            return IDLE.total_seconds()
        return min(max((wake_at - now).total_seconds(), 0.1), IDLE.total_seconds())

    async def _serve(self, lane: Lane) -> None:
        """Deliver everything of a lane that can go now.

        What a lost lease keeps it from noting is left to whoever took that over.
        """
        async with self._room:
            settle: Settlement | None = None
            claimed: set[int] = set()
            try:
                while self.owns(lane.guild_id):
                    async with self._database.begin() as conn:
                        if settle is not None:
                            await settle(conn)
                        taken = None if self._finishing else await self._take(conn, lane)
                        if taken is not None:
                            # Before anybody can see that it is being sent, until its outcome is
                            # noted: whoever recovers meanwhile is to leave it alone.
                            claimed.add(taken[0].id)
                            self._under_way.add(taken[0].id)
                    if taken is None:
                        return
                    settle = await self._carry_out(*taken)
                    beat()
            finally:
                self._under_way -= claimed

    async def _take(
        self, conn: AsyncConnection, lane: Lane
    ) -> tuple[Delivery, Outgoing | Unreachable | None] | None:
        """Claim the next delivery of a lane; when there is none, the next posts of its feed."""
        now = self._clock.now()
        head = await sending.head(conn, lane)
        delivery = head if head is not None and sending.can_go(head, now) else None
        if head is None or (delivery is None and sending.can_be_passed(head)):
            delivery = await next_feed_message(conn, lane, now)
        sender = sending.Sender(self.lease_of(lane.guild_id), self._leases.token)
        if delivery is None or not await sending.claim(conn, delivery.id, sender):
            return None
        outgoing = await self._outgoing(conn, delivery)
        if outgoing is not None and delivery.wanted and await unwanted(conn, delivery):
            return delivery, Unreachable("dm_unwanted")
        return delivery, outgoing

    async def _outgoing(self, conn: AsyncConnection, delivery: Delivery) -> Outgoing | None:
        announcement = await load(conn, delivery, self._clock.now())
        place = Place(delivery.guild_id, delivery.channel_id, delivery.member_id)
        if delivery.inside_id is not None:
            thread = await deliveries.standing_of(conn, delivery.inside_id)
            place = Place(delivery.guild_id, thread.message_id if thread else None, None)
        if announcement is None:
            return None
        return Outgoing(delivery.id, place, announcement, await language_of(conn, place))

    async def _carry_out(
        self, delivery: Delivery, outgoing: Outgoing | Unreachable | None
    ) -> Settlement:
        """Do what a delivery asks of Discord; gives what is to be noted of it."""
        try:
            if isinstance(outgoing, Unreachable):
                raise outgoing
            if outgoing is None or not delivery.wanted:
                await self._take_away(delivery, outgoing)
                _count(delivery, "removed")
                return partial(
                    sending.settle_removed, delivery_id=delivery.id, version=delivery.version
                )
            standing = await self._put_up(delivery, outgoing)
        except TryLater as error:
            return self._again(delivery, error.detail, error.seconds)
        except OutcomeUnknown as error:
            return self._again(delivery, f"outcome unknown: {error}")
        except Unreachable as error:
            return partial(self._unreachable, delivery=delivery, error=error)
        except Exception as error:  # one message that cannot be made must not hold up the others
            log.exception("delivery failed", delivery=delivery.id, kind=delivery.kind)
            return self._again(delivery, repr(error))
        # What stands now lets in what waits for it.
        self._more = self._more or delivery.kind in OPENING
        _count(delivery, "sent")
        if delivery.asked_at is not None:
            lag = self._clock.now() - delivery.asked_at
            metrics.DELIVERY_LAG.observe(lag.total_seconds())
        return partial(
            sending.settle_sent,
            delivery_id=delivery.id,
            version=delivery.version,
            standing=standing,
            at=self._clock.now(),
        )

    async def _put_up(self, delivery: Delivery, outgoing: Outgoing) -> MessageRef:
        standing = delivery.standing
        if standing is None and delivery.attempts > 0:
            standing = await self._announcer.find(outgoing)
            if standing is not None:
                log.info("delivery found standing", delivery=delivery.id)
                if delivery.version == 1:
                    return standing
        if standing is None:
            return await self._announcer.send(outgoing)
        await self._announcer.update(outgoing, standing)
        return standing

    async def _take_away(self, delivery: Delivery, outgoing: Outgoing | None) -> None:
        standing = delivery.standing
        if standing is None and delivery.attempts > 0 and outgoing is not None:
            standing = await self._announcer.find(outgoing)
        if standing is not None:
            place = Place(delivery.guild_id, delivery.channel_id, delivery.member_id)
            await self._announcer.remove(delivery.kind, place, standing)

    def _again(self, delivery: Delivery, detail: str, seconds: float | None = None) -> Settlement:
        """Put a delivery off: as long as Discord asks, else longer each time."""
        wait = RETRY_AFTER * 2 ** min(delivery.attempts, 10)
        wait = timedelta(seconds=seconds) if seconds is not None else min(wait, RETRY_AT_MOST)
        log.warning("delivery put off", delivery=delivery.id, wait=str(wait), detail=detail)
        _count(delivery, "put_off")
        until = self._clock.now() + wait
        return partial(sending.put_off, delivery_id=delivery.id, until=until, error=detail)

    async def _unreachable(
        self, conn: AsyncConnection, delivery: Delivery, error: Unreachable
    ) -> None:
        """Give up or wait, and tell the one person who can mend it, once."""
        log.warning("delivery unreachable", delivery=delivery.id, why=str(error))
        _count(delivery, "unreachable")
        now = self._clock.now()
        self._more = await fall_back(conn, delivery, now) or self._more
        notice = await bereft(conn, delivery, error) or await notice_about(conn, delivery, error)
        told = notice is not None and await deliveries.add(conn, notice, now) is not None
        self._more = self._more or told
        if error.reason == "no_permission" and delivery.member_id is None:
            until = now + RETRY_WITHOUT_PERMISSION
            await sending.put_off(conn, delivery.id, until, str(error))
        elif told and reposted(delivery, error):
            await sending.lost(conn, delivery.id, again=True)
        else:
            await sending.fail(conn, delivery.id, str(error))


def _count(delivery: Delivery, outcome: str) -> None:
    metrics.DELIVERIES.labels(delivery.kind, outcome).inc()
