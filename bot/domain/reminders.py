"""When people are reminded of a tweetup, and what still helps when the bot comes back late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

ReminderKind = Literal["week", "day", "hours"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of an event, due at an aware UTC time."""

    event_id: int
    kind: ReminderKind
    due_at: datetime


BEFORE: dict[ReminderKind, relativedelta] = {
    "week": relativedelta(weeks=1),
    "day": relativedelta(days=1),
    "hours": relativedelta(hours=2),
}

# How late a reminder may go out and still say something true and useful ("misfire grace").
MISFIRE_GRACE: dict[ReminderKind, timedelta] = {
    "week": timedelta(days=2),
    "day": timedelta(hours=12),
    "hours": timedelta(minutes=90),
}


def due_at(starts_at: datetime, zone: str, kind: ReminderKind) -> datetime:
    """When the reminder of that kind is due, in UTC.

    A week and a day before mean the same time by the clock on the wall, also when the clocks
    change in between; two hours before are two real hours.
    """
    if kind == "hours":
        return starts_at - BEFORE[kind]
    local = starts_at.astimezone(ZoneInfo(zone))
    return (local - BEFORE[kind]).astimezone(UTC)


def plan(event_id: int, starts_at: datetime, zone: str, now: datetime) -> tuple[Reminder, ...]:
    """The reminders still to come for an event, earliest first."""
    reminders = (Reminder(event_id, kind, due_at(starts_at, zone, kind)) for kind in BEFORE)
    return tuple(reminder for reminder in reminders if reminder.due_at > now)


def replan(planned: Iterable[Reminder], settled: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Which reminders an event needs that was put to another date.

    `planned` are those of the new date, `settled` those that went out or were missed for earlier
    ones. A small step needs none anew that has just been given.
    """
    given = {reminder.kind: reminder.due_at for reminder in settled}
    return tuple(
        reminder
        for reminder in planned
        if reminder.kind not in given
        or abs(reminder.due_at - given[reminder.kind]) > MISFIRE_GRACE[reminder.kind]
    )


def choose(
    due: Iterable[Reminder], now: datetime
) -> tuple[tuple[Reminder, ...], tuple[Reminder, ...]]:
    """Split one event's reminders that are due into (to send, missed).

    Of several that came due while the bot was away only the last says something new, and only
    within its misfire grace.
    """
    ordered = sorted(due, key=lambda reminder: reminder.due_at)
    useful = [r for r in ordered if now - r.due_at <= MISFIRE_GRACE[r.kind]]
    send = tuple(useful[-1:])
    return send, tuple(r for r in ordered if r not in send)
