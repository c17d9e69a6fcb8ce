"""What goes out of the outbox next, and what became of it: sent, removed, put off or failed.

A lane is one place; its messages go in the order of their ids. A message that is being sent
holds up its lane, so that the order is kept also when several processes send.
"""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, Lane, MessageRef
from db.delivered import OF_SOMEBODY
from db.deliveries import STANDS, UNDER_WAY, found_by
from db.departures import DEPARTURE, is_in
from db.leases import held_by_others
from db.schema import deliveries

_PLACE = (
    deliveries.c.guild_id,
    deliveries.c.channel_id,
    deliveries.c.member_id,
    deliveries.c.inside_id,
)
_LANE_PARAMETERS = tuple(f"lane_{column.name}" for column in _PLACE)
# To a guild the bot left goes nothing but the word that it did.
_MAY_GO = is_in(deliveries.c.guild_id) | deliveries.c.key.startswith(DEPARTURE, autoescape=True)
# What is put off in the middle of a change stands already: in its lane, others pass it by.
_PASSED_BY = STANDS & deliveries.c.not_before.is_not(None)
_TURN = deliveries.c.id + sa.case((_PASSED_BY, 2**62), else_=0)


def _heads(*what: Any) -> sa.Select[Any]:
    """The first waiting delivery of each lane where none is being sent, if its place exists.

    A place inside a thread exists once the thread does; what is to be taken away needs none.
    """
    sending = sa.func.sum(sa.case((deliveries.c.state == "sending", 1), else_=0))
    first = sa.select(sa.func.min(_TURN)).where(UNDER_WAY, _MAY_GO)
    thread = deliveries.alias()
    place = (
        deliveries.c.inside_id.is_(None)
        | ~deliveries.c.wanted
        | sa.exists().where(thread.c.id == deliveries.c.inside_id, thread.c.message_id.is_not(None))
    )
    return sa.select(*what).where(
        UNDER_WAY,
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
        UNDER_WAY,
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


async def lanes(conn: AsyncConnection, now: datetime) -> list[Lane]:
    """The lanes in which something can go now."""
    found = await conn.execute(_OPEN_LANES, {"now": now})
    return [Lane(*row) for row in found]


async def head(conn: AsyncConnection, lane: Lane) -> Delivery | None:
    """What is first in a lane: on its way now, or else the oldest that waits (see `can_go`)."""
    found = await found_by(conn, _HEAD, dict(zip(_LANE_PARAMETERS, astuple(lane), strict=True)))
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


async def put_off(conn: AsyncConnection, delivery_id: int, until: datetime, error: str) -> None:
    """Let a delivery wait until then and be tried again."""
    await conn.execute(_own(delivery_id).values(state="waiting", not_before=until, error=error))


async def take_up(conn: AsyncConnection, delivery_id: int) -> bool:
    """Let a delivery that was interrupted wait for its turn; False when its outcome was noted
    since it was found."""
    interrupted = _own(delivery_id).where(deliveries.c.state == "sending")
    done = await conn.execute(
        interrupted.values(state="waiting", not_before=None, error="interrupted")
    )
    return done.rowcount == 1


async def fail(conn: AsyncConnection, delivery_id: int, error: str) -> None:
    """Give a delivery up, and what waits inside the thread it would have opened.

    Asked for anew, they are tried again.
    """
    given_up = (deliveries.c.id == delivery_id) | (deliveries.c.inside_id == delivery_id)
    await conn.execute(sa.update(deliveries).where(given_up).values(state="failed", error=error))


async def interrupted(conn: AsyncConnection) -> list[Delivery]:
    """What is being sent by any process, or was when it stopped."""
    sending = sa.select(deliveries).where(deliveries.c.state == "sending")
    return await found_by(conn, sending.order_by(deliveries.c.id))


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


def _unless_changed(state: str, version: int) -> sa.ColumnElement[str]:
    """That state, or waiting again when what it should say has changed since `version`."""
    return sa.case((deliveries.c.version == version, state), else_="waiting")


def _own(delivery_id: int) -> sa.Update:
    return sa.update(deliveries).where(deliveries.c.id == delivery_id)
