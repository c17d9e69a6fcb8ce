"""Once a day, one message tells what was folded away; whoever wants to reads it.

A digest takes its posts in the transaction that makes its delivery, so none is told of twice, and
what is due can be read from the database at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import NewDelivery
from bot.domain.digests import digest_due
from bot.domain.events import Event
from bot.domain.posts import Author, Post
from bot.errors import UserError
from bot.ports import Clock
from bot.services.conversation import authors_of
from bot.services.deliver import Deliver
from db import deliveries, events, filed
from db.engine import Database
from db.filed import Folded

POSTS_ON_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class DigestPage:
    """Some of the posts a digest tells of, with their authors; pages are counted from 1."""

    number: int
    pages: int
    posts: tuple[tuple[Post, Author], ...]


class Digest:
    pending = filed.PENDING

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def run_due(self) -> None:
        """Make the digests that are due."""
        now = self._clock.now()
        async with self._database.read() as conn:
            due = [each.event_id for each in await filed.to_digest(conn) if _due(each) <= now]
        for event_id in due:
            async with self._database.begin() as conn:
                await _make(conn, event_id, now)
        if due:
            self._deliver.wake()

    async def next_due(self, conn: AsyncConnection) -> datetime | None:
        return min((_due(each) for each in await filed.to_digest(conn)), default=None)

    async def send_now(self, event: Event) -> int:
        """Tell at once of what is folded away so far; gives how many posts that is.

        Raises UserError when it is nothing.
        """
        async with self._database.begin() as conn:
            found = await _make(conn, event.id, self._clock.now())
        if not found:
            raise UserError("digest.nothing", name=event.name)
        self._deliver.wake()
        return found

    async def page(self, guild_id: int, delivery_id: int, number: int) -> DigestPage:
        """A page of a digest, the last one if there are fewer.

        Raises UserError when nothing of it is left.
        """
        async with self._database.read() as conn:
            delivery = await deliveries.get(conn, delivery_id)
            known = delivery is not None and delivery.guild_id == guild_id
            total = sum((await filed.kinds_of(conn, delivery_id)).values()) if known else 0
            if not total:
                raise UserError("digest.gone")
            pages = ceil(total / POSTS_ON_A_PAGE)
            number = min(max(number, 1), pages)
            start = (number - 1) * POSTS_ON_A_PAGE
            posts = await filed.digested(conn, delivery_id, start, POSTS_ON_A_PAGE)
            authors = await authors_of(conn, posts)
        return DigestPage(number, pages, tuple((p, authors[p.author_id]) for p in posts))


def _due(each: Folded) -> datetime:
    return digest_due(each.since, each.digest_at, each.zone, each.quiet)


async def _make(conn: AsyncConnection, event_id: int, now: datetime) -> int:
    """Put all that is folded away into one digest; gives how many posts that is."""
    event = await events.lock(conn, event_id)
    post_ids = await filed.folded(conn, event_id)
    if event is None or not post_ids:
        return 0
    new = NewDelivery(
        guild_id=event.guild_id, event_id=event.id, kind="digest", channel_id=event.channel_id
    )
    delivery_id = await deliveries.add(conn, new, now)
    if delivery_id is None:
        raise AssertionError("a delivery without a key is always new")
    await filed.digest(conn, event.id, post_ids, delivery_id)
    return len(post_ids)
