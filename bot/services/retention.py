"""Tweetups long over are reduced to counts.

    over for long enough -> counted, and what is kept of each member goes
                         -> posts go with the messages that show them, a few at a time
                         -> what nothing needs any more goes

Each step is a transaction, and the next follows from what stands in the database: a crash between
two of them changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import aftermath
from bot.domain.earliest import earliest
from bot.ports import Clock
from bot.services.counting import counted
from bot.services.deliver import Deliver
from bot.services.introduction_placing import take_words_away
from db import (
    delivered,
    deliveries,
    erasing,
    event_counts,
    events,
    feed,
    introductions,
    reductions,
    traces,
)
from db.engine import Database

log = structlog.get_logger(__name__)

# Messages that are taken away go before later ones to the same channel: a few, then a pause.
MESSAGES = 25
PAUSE = timedelta(minutes=10)
POSTS = 500


class Retention:
    """`kept` is how long after its end everything is kept of a tweetup."""

    pending = reductions.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver, kept: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._kept = kept

    async def run_due(self) -> None:
        """Take one step: others have duties as well."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = await self.next_due(conn)
        if due is None or due > now:
            return
        async with self._database.begin() as conn:
            event_id = await reductions.due(conn, now - self._kept)
            if event_id is not None:
                await _reduce(conn, event_id, now)
            elif (left := await reductions.under_way(conn, now)) is not None:
                await reductions.go_on(conn, left, await self._erase_some(conn, left, now))
            else:
                return
        self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        end = await reductions.next_end(conn)
        turn = await reductions.next_turn(conn, self._clock.now())
        return earliest(turn, None if end is None else end + self._kept)

    async def _erase_some(
        self, conn: AsyncConnection, event_id: int, now: datetime
    ) -> datetime | None:
        """Erase some of a reduced event's posts; gives when to go on, None when none are left."""
        showing = await erasing.showing(conn, event_id, MESSAGES)
        for each in showing:
            if each.kind == "held" and each.key is not None:
                await deliveries.rearm(conn, each.key, now, wanted=False)
            else:
                await deliveries.take_away(conn, each.delivery_id, each.post_ids, now)
        post_ids = await erasing.not_shown(conn, event_id, POSTS)
        await self._keep_evidence(conn, set(post_ids), now)
        await erasing.leave_feed(conn, event_id, post_ids)
        erased = await erasing.erase_posts(conn, post_ids)
        log.info("posts of a past event erased", event_id=event_id, how_many=erased)
        if showing:
            return now + PAUSE
        if post_ids:
            return now
        await erasing.erase_loose_ends(conn, now - self._kept)
        return None

    async def _keep_evidence(
        self, conn: AsyncConnection, post_ids: set[int], now: datetime
    ) -> None:
        """Let posts that a later tweetup's introductions rest on be known there as well."""
        for event in await events.ended_after(conn, now - self._kept):
            for made in await introductions.of_event(conn, event.id):
                needed = post_ids.intersection(made.evidence) if made.state == "made" else set()
                await feed.add(conn, [(event.id, post_id, "imported") for post_id in needed])


async def _reduce(conn: AsyncConnection, event_id: int, now: datetime) -> None:
    event = await events.lock(conn, event_id)
    if event is None:
        return
    made = await introductions.of_event(conn, event_id)
    said = await event_counts.said(conn, event_id)
    counts = await counted(conn, event, now, terms_from=aftermath.TERM_KEPT)
    # Where it was put off for so long that it was counted before, what was said then is gone.
    earlier = await event_counts.of_event(conn, event_id)
    counts.update({what: earlier.get(what, 0) for what in aftermath.OF_TALK})
    turned = await event_counts.interactions_in(conn, event_id)
    heard = await event_counts.first_heard(conn, event.guild_id)
    days = aftermath.of_days(said, turned, event.zone, heard)
    await event_counts.save(conn, event_id, counts, days)
    for each in made:
        if each.state == "made":
            await take_words_away(conn, each, now)
        await introductions.rest_on(conn, each.id, (), ())
    await traces.erase(conn, event_id)
    await delivered.forget_of_event(conn, event_id)
    await reductions.begin(conn, event, now)
    log.info("past event reduced to counts", event_id=event_id)
