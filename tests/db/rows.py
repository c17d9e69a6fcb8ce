"""Invented rows. What a test is about it says itself; the rest stands here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event, EventDraft
from bot.domain.interactions import interactions_of
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.members import AccountLink
from bot.domain.noise import Past, Verdict
from bot.domain.noise.verdict import Kind
from bot.domain.posts import Post
from db import deliveries, feed, interactions, posts, verdicts
from db.schema import events
from db.schema_reading import audit
from db.sending import Sender

GUILD, CHANNEL, ORGANISER = 10, 20, 30
NOW = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
# A process that sends, and is the only one.
US = Sender("cluster/0", "us")
# Ids of X and Discord may grow to this.
LARGEST = 2**63 - 1


def a_draft(**changed: Any) -> EventDraft:
    fields: dict[str, Any] = {
        "guild_id": GUILD,
        "channel_id": CHANNEL,
        "organiser_id": ORGANISER,
        "name": "HR drinks",
        "hashtag": "HRdrinks",
        "starts_at": NOW + 14 * 24 * HOUR,
        "ends_at": NOW + 14 * 24 * HOUR + 3 * HOUR,
        "zone": "Europe/London",
        "place": "The Anchor",
        "capacity": 12,
        "created_at": NOW,
    }
    return EventDraft(**fields | changed)


def a_post(post_id: int, author_id: int = 1, **changed: Any) -> Post:
    fields: dict[str, Any] = {
        "text": f"Post {post_id} #HRdrinks",
        "created_at": NOW + timedelta(minutes=post_id % 10_000),
    }
    return Post(post_id, author_id, **fields | changed)


def a_link(member_id: int, **changed: Any) -> AccountLink:
    fields: dict[str, Any] = {
        "guild_id": GUILD,
        "handle": f"person{member_id}",
        "code": f"tw-{member_id}",
        "expires_at": NOW + HOUR,
    }
    return AccountLink(member_id=member_id, **fields | changed)


def member_of(person_id: int) -> int:
    return 100 + person_id


def an_introduction(event_id: int, one_id: int, other_id: int, **changed: Any) -> MadeIntroduction:
    fields: dict[str, Any] = {
        "guild_id": GUILD,
        "members": tuple(IntroducedMember(member_of(each), each) for each in (one_id, other_id)),
        "kind": "finally_meet",
        "evidence": (LARGEST, 7),
        "opening": "any.3",
        "made_at": NOW,
    }
    return MadeIntroduction(event_id=event_id, **fields | changed)


def a_notice(key: str | None = None, **changed: Any) -> NewDelivery:
    fields: dict[str, Any] = {"guild_id": GUILD, "kind": "notice", "channel_id": CHANNEL}
    return NewDelivery(key=key, **fields | changed)


async def cancel(conn: AsyncConnection, event_id: int) -> None:
    """Cancel an event behind the stores' back, to see that they no longer serve it."""
    await conn.execute(sa.update(events).where(events.c.id == event_id).values(state="cancelled"))


async def put(conn: AsyncConnection, event: Event, *given: Post, state: str = "mirrored") -> None:
    """Posts that were read, and stand so in the event's feed."""
    await posts.save(conn, given)
    await feed.add(conn, [(event.id, post.id, state) for post in given])
    for post in given:
        await interactions.add(conn, interactions_of(post))


async def judge(conn: AsyncConnection, post: Post, kind: Kind) -> None:
    past = Past(post.author_id, post.created_at, kind, False, "")
    await verdicts.save(conn, [(post.id, past, Verdict(kind, 0.9, ()))])


async def audited(conn: AsyncConnection) -> dict[str, int]:
    """How many in all, by what befell them."""
    query = sa.select(audit.c.what, sa.func.sum(audit.c.how_many).label("all"))
    found = await conn.execute(query.group_by(audit.c.what))
    return {what: int(how_many) for what, how_many in found}


async def add_notice(conn: AsyncConnection, key: str | None = None, **changed: Any) -> int:
    """The id of a new delivery."""
    delivery_id = await deliveries.add(conn, a_notice(key, **changed), NOW)
    assert delivery_id is not None
    return delivery_id
