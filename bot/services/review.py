"""Organisers decide: on a post that is held, or on everything an author posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.filtering import AUTHORS_AT_MOST, Filed, Standing
from bot.domain.posts import Author, handle_key
from bot.errors import UserError
from bot.ports import Clock
from bot.services.conversation import authors_of
from bot.services.deliver import Deliver
from bot.services.filing import held_key
from db import deliveries, events, filed, filters, people, posts
from db.engine import Database

Decision = Literal["approve", "reject", "allow", "mute"]

_STANDINGS: dict[Decision, Standing] = {"allow": "allowed", "mute": "muted"}
# Which of an author's posts change with how they stand, and to what.
_CHANGES: dict[Standing, tuple[tuple[Filed, ...], Filed]] = {
    "allowed": (("held",), "waiting"),
    "muted": (filed.OPEN, "muted"),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """Whose post was decided on, and how many posts that moved."""

    author: Author
    posts: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An author in an event's feed, and how organisers said they stand, if they did."""

    author: Author
    standing: Standing | None


class Review:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def event_id(self, guild_id: int, delivery_id: int) -> int:
        """The event for which a message asks. Raises UserError when it is not this guild's."""
        async with self._database.read() as conn:
            return (await _held(conn, guild_id, delivery_id))[0]

    async def decide(self, guild_id: int, delivery_id: int, decision: Decision) -> Decided:
        """Decide on the held post that a message put before the organisers.

        Raises UserError when that was done before, or the post is gone.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            event_id, post_id = await _held(conn, guild_id, delivery_id)
            await events.lock(conn, event_id)
            post = (await posts.get_many(conn, [post_id])).get(post_id)
            if post is None:
                raise UserError("held.gone")
            state = (await filed.states_of(conn, [post_id])).get(event_id, {}).get(post_id)
            if state != "held":
                raise UserError("held.decided")
            author = (await authors_of(conn, [post]))[post.author_id]
            if decision in _STANDINGS:
                moved = await _stand(conn, event_id, author.id, _STANDINGS[decision], now)
            else:
                moved = {post_id: "waiting" if decision == "approve" else "dropped"}
                await _move(conn, event_id, moved, ("held",), now)
        self._deliver.wake()
        return Decided(author, len(moved))

    async def set_standing(self, event: Event, typed: str, standing: Standing) -> Decided:
        """Always allow an author, or mute them, from now on.

        Those of their posts that are held go out when they are allowed. When they are muted,
        none goes out that stands nowhere yet.

        Raises UserError when nobody of that handle has posted, or too many are listed.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            author = await filed.author_named(conn, event.id, typed.strip())
            if author is None:
                raise UserError("filter.no_author", found=typed, hashtag=event.hashtag)
            moved = await _stand(conn, event.id, author.id, standing, now)
        self._deliver.wake()
        return Decided(author, len(moved))

    async def clear_standing(self, event: Event, typed: str) -> Listed:
        """Treat an author as any other again; gives how they stood.

        Raises UserError when they were neither muted nor allowed.
        """
        async with self._database.begin() as conn:
            for each in await _listed(conn, event.id):
                if handle_key(each.author.handle) == handle_key(typed.strip()):
                    await filters.set_person(conn, event.id, each.author.id, None)
                    return each
        raise UserError("filter.not_listed", found=typed)

    async def authors(self, event: Event, typed: str, most: int) -> list[Author]:
        """People who posted in the event's feed and fit what is being typed."""
        async with self._database.read() as conn:
            return await filed.authors(conn, event.id, typed, most)

    async def listed(self, event: Event) -> list[Listed]:
        """The authors whom organisers muted or always allow, by handle."""
        async with self._database.read() as conn:
            return await _listed(conn, event.id)


async def _held(conn: AsyncConnection, guild_id: int, delivery_id: int) -> tuple[int, int]:
    """The event and the post that a message is about."""
    delivery: Delivery | None = await deliveries.get(conn, delivery_id)
    here = delivery is not None and delivery.guild_id == guild_id and delivery.kind == "held"
    if delivery is None or not here or delivery.event_id is None:
        raise UserError("held.gone")
    return delivery.event_id, int(str(delivery.about["post"]))


async def _stand(
    conn: AsyncConnection, event_id: int, author_id: int, standing: Standing, now: datetime
) -> Mapping[int, str]:
    """Note how an author stands; gives those of their posts that this moves, and where to."""
    listed = await filters.people(conn, event_id)
    if author_id not in listed and len(listed) >= AUTHORS_AT_MOST:
        raise UserError("filter.many_authors", limit=AUTHORS_AT_MOST)
    await filters.set_person(conn, event_id, author_id, standing)
    before, after = _CHANGES[standing]
    moved = dict.fromkeys(await filed.by_author(conn, event_id, author_id, before), after)
    await _move(conn, event_id, moved, before, now)
    return moved


async def _move(
    conn: AsyncConnection,
    event_id: int,
    moved: Mapping[int, str],
    before: tuple[Filed, ...],
    now: datetime,
) -> None:
    """Let posts change their place, and the messages that asked about them say so."""
    await filed.move(conn, event_id, moved, before, now)
    for post_id in moved:
        await deliveries.rearm(conn, held_key(event_id, post_id), now)


async def _listed(conn: AsyncConnection, event_id: int) -> list[Listed]:
    standings = await filters.people(conn, event_id)
    known = await people.get_many(conn, standings)
    found = [
        Listed(known.get(each) or Author(each, str(each), ""), standing)
        for each, standing in standings.items()
    ]
    return sorted(found, key=lambda each: handle_key(each.author.handle))
