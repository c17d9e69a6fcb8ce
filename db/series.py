"""Series of tweetups, and which of their turns became which event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.recurrence import Recurrence
from bot.domain.series import MADE_BEFORE, Occurrence, Series, Template, due_at
from db.departures import is_in
from db.schema import events
from db.schema_series import occurrences, series

# What makes it one of which another is to be made.
_GOING_ON = (series.c.state == "running") & series.c.next_at.is_not(None) & is_in(series.c.guild_id)
PENDING = sa.exists().where(_GOING_ON)


async def add(conn: AsyncConnection, new: Series) -> int:
    """Keep a series, proposed or not, and give it an id."""
    insertion = sa.insert(series).values(**_values(new)).returning(series.c.id)
    return int((await conn.execute(insertion)).scalar_one())


async def save(conn: AsyncConnection, changed: Series) -> None:
    """Let the series of that id be as it is given."""
    await conn.execute(
        sa.update(series).where(series.c.id == changed.id).values(**_values(changed))
    )


async def lock(conn: AsyncConnection, series_id: int) -> Series | None:
    """The series, kept from everybody else who locks it until the transaction ends.

    Lock it before any of its events.
    """
    query = sa.select(series).where(series.c.id == series_id).with_for_update()
    return _found((await conn.execute(query)).one_or_none())


async def get(conn: AsyncConnection, series_id: int) -> Series | None:
    query = sa.select(series).where(series.c.id == series_id)
    return _found((await conn.execute(query)).one_or_none())


async def remove(conn: AsyncConnection, series_id: int) -> None:
    """Drop a series that was only proposed."""
    own = (series.c.id == series_id) & (series.c.state == "proposed")
    await conn.execute(sa.delete(series).where(own))


async def drop_proposals(conn: AsyncConnection, before: datetime) -> None:
    old = (series.c.state == "proposed") & (series.c.made_at < before)
    await conn.execute(sa.delete(series).where(old))


async def running_of(conn: AsyncConnection, event_id: int) -> Occurrence | None:
    """Which one an event is of a series that goes on; None when it is in none."""
    query = (
        sa.select(occurrences)
        .join(series)
        .where(occurrences.c.event_id == event_id, series.c.state == "running")
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else Occurrence(**row._mapping)


async def later(conn: AsyncConnection, series_id: int, number: int) -> list[Occurrence]:
    """Those made after the `number`-th, in their order."""
    query = sa.select(occurrences).where(
        occurrences.c.series_id == series_id,
        occurrences.c.number > number,
        occurrences.c.event_id.is_not(None),
    )
    rows = await conn.execute(query.order_by(occurrences.c.number))
    return [Occurrence(**row._mapping) for row in rows]


async def note(conn: AsyncConnection, found: Iterable[Occurrence]) -> None:
    """Note what became of turns. Of each there is one row, once."""
    if rows := [each._asdict() for each in found]:
        await conn.execute(sa.insert(occurrences), rows)


async def move(conn: AsyncConnection, series_id: int, number: int, slot_at: datetime) -> None:
    """Give one another turn."""
    own = (occurrences.c.series_id == series_id) & (occurrences.c.number == number)
    await conn.execute(sa.update(occurrences).where(own).values(slot_at=slot_at))


async def due(conn: AsyncConnection, now: datetime) -> list[int]:
    """The series of which another tweetup is to be made by `now`."""
    ready = (series.c.next_at <= now + MADE_BEFORE) | (events.c.ends_at <= now)
    query = sa.select(series.c.id).join(events).where(_GOING_ON, ready).order_by(series.c.id)
    return list(await conn.scalars(query))


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next tweetup of any series is to be made."""
    first = sa.select(sa.func.min(series.c.next_at), sa.func.min(events.c.ends_at))
    row = (await conn.execute(first.join_from(series, events).where(_GOING_ON))).one()
    return None if row[0] is None else due_at(row[0], row[1])


def _values(known: Series) -> dict[str, Any]:
    values = {name: value for name, value in asdict(known).items() if name != "id"}
    rule = known.rule
    values["rule"] = asdict(rule) | {
        "at": rule.at.isoformat(),
        "since": rule.since.isoformat(),
        "until": None if rule.until is None else rule.until.isoformat(),
    }
    length = known.template.length.total_seconds()
    values["template"] = asdict(known.template) | {"length": length}
    return values


def _found(row: sa.Row[Any] | None) -> Series | None:
    if row is None:
        return None
    rule, template = row.rule, row.template
    until = rule["until"]
    times = {
        "at": time.fromisoformat(rule["at"]),
        "since": date.fromisoformat(rule["since"]),
        "until": None if until is None else date.fromisoformat(until),
    }
    length = timedelta(seconds=template["length"])
    return Series(
        **dict(row._mapping)
        | {
            "rule": Recurrence(**rule | times),
            "template": Template(**template | {"length": length}),
        }
    )
