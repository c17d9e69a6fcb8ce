"""The outbox: every message the bot starts. What goes out of it next stands in `db/sending.py`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, DeliveryKind, MessageRef, NewDelivery
from db.lookup import chunks
from db.schema import deliveries
from db.upsert import insert

UNDER_WAY = deliveries.c.state.in_(("waiting", "sending"))
STANDS = deliveries.c.message_id.is_not(None)
_SHOWN = deliveries.c.wanted & (STANDS | UNDER_WAY)


async def add(conn: AsyncConnection, new: NewDelivery, at: datetime) -> int | None:
    """Put an announcement into the outbox and give it an id; None when its key is there."""
    insertion = insert(conn, deliveries).values(
        **asdict(new), wanted=True, version=1, state="waiting", attempts=0, asked_at=at
    )
    found: int | None = await conn.scalar(
        insertion.on_conflict_do_nothing().returning(deliveries.c.id)
    )
    return found


async def add_standing(
    conn: AsyncConnection, new: NewDelivery, standing: MessageRef, at: datetime
) -> None:
    """Ask that something be taken away that stands there and of which there is no delivery yet."""
    delivery_id = await add(conn, new, at)
    if delivery_id is not None:
        there = {"stands_in": standing.channel_id, "message_id": standing.message_id}
        own = sa.update(deliveries).where(deliveries.c.id == delivery_id)
        await conn.execute(own.values(wanted=False, **there))


async def rearm(conn: AsyncConnection, key: str, at: datetime, *, wanted: bool = True) -> bool:
    """Ask that an announcement be brought up to date, or taken away when not `wanted`.

    False when there is none of that key.
    """
    return await _rearm(conn, deliveries.c.key == key, at, wanted=wanted) == 1


async def touch(conn: AsyncConnection, ids: Collection[int], at: datetime) -> None:
    """Ask that those of these announcements which stand, or will, be brought up to date."""
    for chunk in chunks(ids):
        await _rearm(conn, deliveries.c.id.in_(chunk) & _SHOWN, at, wanted=True)


async def touch_keys(conn: AsyncConnection, keys: Collection[str], at: datetime) -> None:
    """The same for announcements of these keys."""
    for chunk in chunks(keys):
        await _rearm(conn, deliveries.c.key.in_(chunk) & _SHOWN, at, wanted=True)


async def take_keys_away(conn: AsyncConnection, keys: Collection[str], at: datetime) -> None:
    """Ask that those announcements of these keys which there are be taken away."""
    for chunk in chunks(keys):
        await _rearm(conn, deliveries.c.key.in_(chunk), at, wanted=False)


async def take_away(
    conn: AsyncConnection, delivery_id: int, post_ids: Collection[int], at: datetime
) -> None:
    """Ask that a message be taken away of which these posts were all.

    Where it is not known to stand, their ids are what it can still be found by.
    """
    own = deliveries.c.id == delivery_id
    await _rearm(conn, own, at, wanted=False)
    unsure = ~STANDS & (deliveries.c.attempts > 0)
    await conn.execute(
        sa.update(deliveries).where(own, unsure).values(about={"posts": sorted(post_ids)})
    )


async def redirect(
    conn: AsyncConnection, event_id: int, kind: DeliveryKind, channel_id: int, at: datetime
) -> None:
    """Send an event's announcements of a kind that stand nowhere to another channel."""
    nowhere = ~STANDS & deliveries.c.wanted & deliveries.c.state.in_(("waiting", "failed"))
    of_event = (deliveries.c.event_id == event_id) & (deliveries.c.kind == kind)
    await conn.execute(
        sa.update(deliveries)
        .where(of_event, nowhere)
        .values(channel_id=channel_id, state="waiting", attempts=0, not_before=None, asked_at=at)
    )


async def _rearm(
    conn: AsyncConnection, which: sa.ColumnElement[bool], at: datetime, *, wanted: bool
) -> int:
    """How many there were."""
    state = sa.case((deliveries.c.state == "sending", "sending"), else_="waiting")
    # As long as it is not known to stand, earlier attempts still tell that it may.
    attempts = sa.case((STANDS, 0), else_=deliveries.c.attempts)
    done = await conn.execute(
        sa.update(deliveries)
        .where(which)
        .values(
            wanted=wanted,
            version=deliveries.c.version + 1,
            state=state,
            attempts=attempts,
            not_before=None,
            asked_at=at,
        )
    )
    return done.rowcount


async def get(conn: AsyncConnection, delivery_id: int) -> Delivery | None:
    found = await found_by(conn, sa.select(deliveries).where(deliveries.c.id == delivery_id))
    return found[0] if found else None


async def of_key(conn: AsyncConnection, key: str) -> Delivery | None:
    found = await found_by(conn, sa.select(deliveries).where(deliveries.c.key == key))
    return found[0] if found else None


async def of_introduction(
    conn: AsyncConnection, event_id: int, introduction_id: int
) -> list[Delivery]:
    """Everything that is said of an introduction before an event, or was."""
    about = deliveries.c.about["introduction"].as_integer() == introduction_id
    return await found_by(
        conn, sa.select(deliveries).where(deliveries.c.event_id == event_id, about)
    )


async def standing_at(
    conn: AsyncConnection, kind: DeliveryKind, where: MessageRef
) -> Delivery | None:
    """The delivery of that kind that stands there."""
    query = sa.select(deliveries).where(
        deliveries.c.kind == kind,
        deliveries.c.stands_in == where.channel_id,
        deliveries.c.message_id == where.message_id,
    )
    found = await found_by(conn, query)
    return found[0] if found else None


async def standing(conn: AsyncConnection, kind: DeliveryKind) -> list[Delivery]:
    """Every delivery of that kind that stands somewhere."""
    query = sa.select(deliveries).where(deliveries.c.kind == kind, STANDS)
    return await found_by(conn, query.order_by(deliveries.c.id))


async def of_event(conn: AsyncConnection, event_id: int, kind: DeliveryKind) -> list[Delivery]:
    """All of an event's deliveries of that kind, whatever became of them, oldest first."""
    query = sa.select(deliveries).where(
        deliveries.c.event_id == event_id, deliveries.c.kind == kind
    )
    return await found_by(conn, query.order_by(deliveries.c.id))


async def wanted_of_kind(conn: AsyncConnection, kind: DeliveryKind) -> list[Delivery]:
    """Every delivery of that kind that stands somewhere, or is to."""
    query = sa.select(deliveries).where(deliveries.c.kind == kind, deliveries.c.wanted)
    return await found_by(conn, query.order_by(deliveries.c.id))


async def standing_of(conn: AsyncConnection, delivery_id: int) -> MessageRef | None:
    """Where a delivery stands, if it does."""
    found = await get(conn, delivery_id)
    return found.standing if found else None


async def count_sent(conn: AsyncConnection, event_id: int) -> dict[DeliveryKind, int]:
    """How many of an event's deliveries stand where they were sent, by kind."""
    query = (
        sa.select(deliveries.c.kind, sa.func.count().label("sent"))
        .where(STANDS, deliveries.c.event_id == event_id)
        .group_by(deliveries.c.kind)
    )
    return {row.kind: row.sent for row in await conn.execute(query)}


async def forget(conn: AsyncConnection, key: str) -> None:
    """Erase a delivery; what it left stands as before."""
    await conn.execute(sa.delete(deliveries).where(deliveries.c.key == key))


async def forget_all(conn: AsyncConnection, prefix: str) -> None:
    """Erase the deliveries whose keys begin so; what they left stands as before."""
    theirs = deliveries.c.key.startswith(prefix, autoescape=True)
    await conn.execute(sa.delete(deliveries).where(theirs))


async def found_by(
    conn: AsyncConnection, query: sa.Select[Any], parameters: dict[str, Any] | None = None
) -> list[Delivery]:
    """The deliveries that a query of their table gives."""
    return [_delivery(row) for row in await conn.execute(query, parameters)]


def _delivery(row: sa.Row[Any]) -> Delivery:
    fields = dict(row._mapping)
    stands_in, message_id = fields.pop("stands_in"), fields.pop("message_id")
    standing = None if message_id is None else MessageRef(stands_in, message_id)
    return Delivery(**fields, standing=standing)
