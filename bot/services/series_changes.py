"""One change of a tweetup and of all that follow it in its series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import series as rules
from bot.domain.changes import ChangeKind, Facts, facts
from bot.domain.events import Event
from bot.domain.recurrence import Recurrence
from bot.domain.series import SHOWN, Occurrence, Series
from bot.errors import UserError
from bot.services.apply_change import apply_change
from db import events, series


@dataclass(frozen=True, slots=True)
class Following:
    """What a change would make of a series: its rule, the dates after the tweetup, if they move,
    and how many of those made already change with it."""

    rule: Recurrence
    zone: str
    dates: tuple[datetime, ...]
    made: int


async def lock_series(conn: AsyncConnection, event: Event) -> tuple[Series, Occurrence]:
    """The series that goes on with the event, kept from everybody else; before the event is.

    Raises UserError when it is in none.
    """
    occurrence = await series.running_of(conn, event.id)
    found = None if occurrence is None else await series.lock(conn, occurrence.series_id)
    if occurrence is None or found is None or found.state != "running":
        raise UserError("series.none", name=event.name)
    return found, occurrence


async def preview(
    conn: AsyncConnection, event: Event, kind: ChangeKind, after: Facts, now: datetime
) -> Following:
    """Raises UserError when the event is in no series."""
    known, own = await lock_series(conn, event)
    still = await _still_to_come(conn, known, own, now)
    if kind == "cancelled":
        return Following(known.whole, known.zone, (), len(still))
    before = facts(event)
    new = rules.changed(known, own.number, before, after)
    dates: tuple[datetime, ...] = ()
    if rules.moves(before, after):
        dates = rules.following(new, own.number, after.starts_at, SHOWN)
    return Following(new.whole, new.zone, dates, len(still))


async def change_following(
    conn: AsyncConnection,
    known: Series,
    own: Occurrence,
    before: Event,
    kind: ChangeKind,
    after: Facts,
    now: datetime,
) -> None:
    """Let all that follow `before`, the `own` one of a locked series, change as it did."""
    still = await _still_to_come(conn, known, own, now)
    if kind == "cancelled":
        await series.save(conn, replace(known, state="ended"))
        for _, event in still:
            called_off = replace(facts(event), state="cancelled", reason=after.reason)
            await apply_change(conn, event, "cancelled", called_off, now)
        return
    new = rules.changed(known, own.number, facts(before), after)
    await series.save(conn, new)
    later = await series.later(conn, known.id, own.number)
    turns = {each.number: each.slot_at for each in later}
    if rules.moves(facts(before), after):
        turns = rules.turns(new, own.number, after.starts_at, later)
        await series.move(conn, known.id, own.number, after.starts_at)
        for number, turn in turns.items():
            await series.move(conn, known.id, number, turn)
    for each, event in still:
        stands = facts(event)
        wanted = rules.carried_over(stands, each.slot_at, known, new, turns[each.number])
        if wanted != stands:
            await apply_change(conn, event, kind, wanted, now)


async def _still_to_come(
    conn: AsyncConnection, known: Series, own: Occurrence, now: datetime
) -> list[tuple[Occurrence, Event]]:
    """Those made after it that can still change, locked in the order of their ids."""
    found: list[tuple[Occurrence, Event]] = []
    for each in await series.later(conn, known.id, own.number):
        event = None if each.event_id is None else await events.lock(conn, each.event_id)
        if event is not None and event.state != "cancelled" and event.starts_at > now:
            found.append((each, event))
    return found
