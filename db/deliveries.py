"""The outbox: every message the bot starts, from waiting to sent, removed or failed.

A lane is one place; its messages go in the order of their ids. A message that is being sent
holds up its lane, so that the order is kept also when several processes send.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, astuple
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, DeliveryKind, Lane, MessageRef, NewDelivery
from db.delivered import OF_SOMEBODY
from db.departures import DEPARTURE, is_in
from db.leases import held_by_others
from db.lookup import chunks
from db.schema import deliveries
from db.upsert import insert

_PLACE = (
    deliveries.c.guild_id,
    deliveries.c.channel_id,
    deliveries.c.member_id,
    deliveries.c.inside_id,
)
_LANE_PARAMETERS = tuple(f"lane_{column.name}" for column in _PLACE)
_UNDER_WAY = deliveries.c.state.in_(("waiting", "sending"))
_STANDS = deliveries.c.message_id.is_not(None)
_SHOWN = deliveries.c.wanted & (_STANDS | _UNDER_WAY)
# To a server the bot left goes nothing but the word that it did.
_MAY_GO = is_in(deliveries.c.guild_id) | deliveries.c.key.startswith(DEPARTURE, autoescape=True)
# What is put off in the middle of a change stands already: in its lane, others pass it by.
_PASSED_BY = _STANDS & deliveries.c.not_before.is_not(None)
_TURN = deliveries.c.id + sa.case((_PASSED_BY, 2**62), else_=0)


def _heads(*what: Any) -> sa.Select[Any]:
    """The first waiting delivery of each lane where none is being sent, if its place exists.

    A place inside a thread exists once the thread does; what is to be taken away needs none.
    """
    sending = sa.func.sum(sa.case((deliveries.c.state == "sending", 1), else_=0))
    first = sa.select(sa.func.min(_TURN)).where(_UNDER_WAY, _MAY_GO)
    thread = deliveries.alias()
    place = (
        deliveries.c.inside_id.is_(None)
        | ~deliveries.c.wanted
        | sa.exists().where(thread.c.id == deliveries.c.inside_id, thread.c.message_id.is_not(None))
    )
    return sa.select(*what).where(
        _UNDER_WAY,
        _TURN.in_(first.group_by(*_PLACE).having(sending == 0)),
        place,
    )


# Asked for at every turn of the sender, so they are put together once.
_OPEN_LANES = _heads(*_PLACE).where(
    deliveries.c.not_before.is_(None) | (deliveries.c.not_before <= sa.bindparam("now"))
)
_PUT_OFF = _heads(deliveries.c.not_before).subquery()
_NEXT_WAKE = sa.select(sa.func.min(_PUT_OFF.c.not_before))
_HEAD = (
    sa.select(deliveries)
    .where(
        _UNDER_WAY,
        _MAY_GO,
        *(
            column.is_not_distinct_from(sa.bindparam(name, type_=column.type))
            for column, name in zip(_PLACE, _LANE_PARAMETERS, strict=True)
        ),
    )
    .order_by(sa.case((deliveries.c.state == "sending", 0), else_=1), _TURN)
    .limit(1)
)


class Sender(NamedTuple):
    """The process that sends: the lease that makes it the one to, and its token."""

    lease: str
    token: str


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
        await conn.execute(_own(delivery_id).values(wanted=False, **there))


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
    unsure = ~_STANDS & (deliveries.c.attempts > 0)
    await conn.execute(
        sa.update(deliveries).where(own, unsure).values(about={"posts": sorted(post_ids)})
    )


async def redirect(
    conn: AsyncConnection, event_id: int, kind: DeliveryKind, channel_id: int, at: datetime
) -> None:
    """Send an event's announcements of a kind that stand nowhere to another channel."""
    nowhere = ~_STANDS & deliveries.c.wanted & deliveries.c.state.in_(("waiting", "failed"))
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
    attempts = sa.case((_STANDS, 0), else_=deliveries.c.attempts)
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


async def lanes(conn: AsyncConnection, now: datetime) -> list[Lane]:
    """The lanes in which something can go now."""
    found = await conn.execute(_OPEN_LANES, {"now": now})
    return [Lane(*row) for row in found]


async def head(conn: AsyncConnection, lane: Lane) -> Delivery | None:
    """What is first in a lane: on its way now, or else the oldest that waits (see `can_go`)."""
    found = await _which(conn, _HEAD, dict(zip(_LANE_PARAMETERS, astuple(lane), strict=True)))
    return found[0] if found else None


def can_go(first: Delivery, now: datetime) -> bool:
    """Whether the head of a lane, whose place exists, can be claimed now."""
    due = first.not_before is None or first.not_before <= now
    return first.state == "waiting" and due


def can_be_passed(first: Delivery) -> bool:
    """Whether what comes after the head of a lane need not wait for it."""
    return first.state == "waiting" and first.standing is not None and first.not_before is not None


async def next_wake(conn: AsyncConnection) -> datetime | None:
    """When the next of what was put off is to be tried again."""
    found: datetime | None = await conn.scalar(_NEXT_WAKE)
    return found


async def claim(conn: AsyncConnection, delivery_id: int, by: Sender) -> bool:
    """Take a waiting delivery to send it; False when somebody else has, or is to send it."""
    done = await conn.execute(
        _own(delivery_id)
        .where(deliveries.c.state == "waiting", ~held_by_others(conn, by.lease, by.token))
        .values(state="sending", attempts=deliveries.c.attempts + 1)
    )
    return done.rowcount == 1


async def settle_sent(
    conn: AsyncConnection, delivery_id: int, version: int, standing: MessageRef, at: datetime
) -> None:
    """Note where a delivery stands since `at`, saying what it had to say as of `version`.

    A message that was changed stands there since it was first sent.
    """
    await conn.execute(
        _own(delivery_id).values(
            state=_unless_changed("sent", version),
            stands_in=standing.channel_id,
            message_id=standing.message_id,
            sent_at=sa.case(
                (deliveries.c.message_id == standing.message_id, deliveries.c.sent_at), else_=at
            ),
            attempts=0,
            not_before=None,
            error=None,
        )
    )


async def settle_removed(conn: AsyncConnection, delivery_id: int, version: int) -> None:
    """Note that a delivery stands nowhere, as was wanted as of `version`."""
    await conn.execute(
        _own(delivery_id).values(
            state=_unless_changed("removed", version),
            stands_in=None,
            message_id=None,
            attempts=0,
            not_before=None,
            error=None,
        )
    )
    # Nothing is left to be done about these once they are taken away, nor to be known of them.
    gone = OF_SOMEBODY & (deliveries.c.state == "removed")
    await conn.execute(sa.delete(deliveries).where(deliveries.c.id == delivery_id, gone))


async def put_off(
    conn: AsyncConnection, delivery_id: int, until: datetime | None, error: str
) -> None:
    """Let a delivery wait until then (None: for its turn only) and be tried again."""
    await conn.execute(_own(delivery_id).values(state="waiting", not_before=until, error=error))


async def fail(conn: AsyncConnection, delivery_id: int, error: str) -> None:
    """Give a delivery up, and what waits inside the thread it would have opened.

    Asked for anew, they are tried again.
    """
    given_up = (deliveries.c.id == delivery_id) | (deliveries.c.inside_id == delivery_id)
    await conn.execute(sa.update(deliveries).where(given_up).values(state="failed", error=error))


async def interrupted(conn: AsyncConnection) -> list[Delivery]:
    """What is being sent by any process, or was when it stopped."""
    sending = sa.select(deliveries).where(deliveries.c.state == "sending")
    return await _which(conn, sending.order_by(deliveries.c.id))


async def get(conn: AsyncConnection, delivery_id: int) -> Delivery | None:
    found = await _which(conn, sa.select(deliveries).where(deliveries.c.id == delivery_id))
    return found[0] if found else None


async def of_key(conn: AsyncConnection, key: str) -> Delivery | None:
    found = await _which(conn, sa.select(deliveries).where(deliveries.c.key == key))
    return found[0] if found else None


async def of_introduction(
    conn: AsyncConnection, event_id: int, introduction_id: int
) -> list[Delivery]:
    """Everything that is said of an introduction before an event, or was."""
    about = deliveries.c.about["introduction"].as_integer() == introduction_id
    return await _which(conn, sa.select(deliveries).where(deliveries.c.event_id == event_id, about))


async def standing_at(
    conn: AsyncConnection, kind: DeliveryKind, where: MessageRef
) -> Delivery | None:
    """The delivery of that kind that stands there."""
    query = sa.select(deliveries).where(
        deliveries.c.kind == kind,
        deliveries.c.stands_in == where.channel_id,
        deliveries.c.message_id == where.message_id,
    )
    found = await _which(conn, query)
    return found[0] if found else None


async def standing(conn: AsyncConnection, kind: DeliveryKind) -> list[Delivery]:
    """Every delivery of that kind that stands somewhere."""
    query = sa.select(deliveries).where(deliveries.c.kind == kind, _STANDS)
    return await _which(conn, query.order_by(deliveries.c.id))


async def of_event(conn: AsyncConnection, event_id: int, kind: DeliveryKind) -> list[Delivery]:
    """All of an event's deliveries of that kind, whatever became of them, oldest first."""
    query = sa.select(deliveries).where(
        deliveries.c.event_id == event_id, deliveries.c.kind == kind
    )
    return await _which(conn, query.order_by(deliveries.c.id))


async def wanted_of_kind(conn: AsyncConnection, kind: DeliveryKind) -> list[Delivery]:
    """Every delivery of that kind that stands somewhere, or is to."""
    query = sa.select(deliveries).where(deliveries.c.kind == kind, deliveries.c.wanted)
    return await _which(conn, query.order_by(deliveries.c.id))


async def lost(conn: AsyncConnection, delivery_id: int, *, again: bool) -> None:
    """Note that what stood was taken away by hand; `again` asks for it to be put up once more."""
    await conn.execute(
        _own(delivery_id).values(
            state="waiting" if again else "removed",
            stands_in=None,
            message_id=None,
            attempts=0,
            not_before=None,
        )
    )


async def standing_of(conn: AsyncConnection, delivery_id: int) -> MessageRef | None:
    """Where a delivery stands, if it does."""
    found = await get(conn, delivery_id)
    return found.standing if found else None


async def count_sent(conn: AsyncConnection, event_id: int) -> dict[DeliveryKind, int]:
    """How many of an event's deliveries stand where they were sent, by kind."""
    query = (
        sa.select(deliveries.c.kind, sa.func.count().label("sent"))
        .where(_STANDS, deliveries.c.event_id == event_id)
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


def _own(delivery_id: int) -> sa.Update:
    return sa.update(deliveries).where(deliveries.c.id == delivery_id)


def _unless_changed(state: str, version: int) -> sa.ColumnElement[str]:
    """That state, or waiting again when what it should say has changed since `version`."""
    return sa.case((deliveries.c.version == version, state), else_="waiting")


async def _which(
    conn: AsyncConnection, query: sa.Select[Any], parameters: dict[str, Any] | None = None
) -> list[Delivery]:
    return [_delivery(row) for row in await conn.execute(query, parameters)]


def _delivery(row: sa.Row[Any]) -> Delivery:
    fields = dict(row._mapping)
    stands_in, message_id = fields.pop("stands_in"), fields.pop("message_id")
    standing = None if message_id is None else MessageRef(stands_in, message_id)
    return Delivery(**fields, standing=standing)
