"""When people are reminded of a tweetup, and what still helps when the bot comes back late."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain.members import Which
from bot.domain.offsets import Offset
from bot.errors import UserError

Tone = Literal["ahead", "soon", "starting"]
Snooze = Literal["hours", "morning"]

# What an event has unless its organiser sets other times.
USUAL = (Offset(7, "d"), Offset(1, "d"), Offset(2, "h"))
# Of a message's 2,000 characters a mention takes 23, and Discord pings 100 people at most.
PINGS = 40
LARGEST_ID = 2**63 - 1
SNOOZED_HOURS = timedelta(hours=3)
MORNING = time(9)
# Who is up at one in the night means the morning to come.
BEFORE_MORNING = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of an event, due at an aware UTC time."""

    event_id: int
    offset: Offset
    due_at: datetime


def due_at(starts_at: datetime, zone: str, offset: Offset) -> datetime:
    """When the reminder that long before the start is due, in UTC.

    Days and weeks before mean the same time by the clock on the wall, also when the clocks change
    in between: a time that comes twice is the first of the two, one that is skipped comes as much
    later as the clocks jump. Hours and minutes are real ones.
    """
    if offset.unit != "d":
        return starts_at - offset.length
    local = starts_at.astimezone(ZoneInfo(zone))
    return (local - relativedelta(days=offset.count)).astimezone(UTC)


def plan(
    event_id: int,
    starts_at: datetime,
    zone: str,
    now: datetime,
    offsets: Iterable[Offset] = USUAL,
) -> tuple[Reminder, ...]:
    """The reminders still to come for an event, earliest first."""
    reminders = (Reminder(event_id, each, due_at(starts_at, zone, each)) for each in offsets)
    to_come = (reminder for reminder in reminders if reminder.due_at > now)
    return tuple(sorted(to_come, key=lambda reminder: reminder.due_at))


def grace(ahead: timedelta) -> timedelta:
    """How late what was due `ahead` of the start may go out and still help ("misfire grace").

    Half the time it leaves, and three quarters of it where that is an hour and a half at most;
    never more than two days. So a week before: two days, a day: twelve hours, two hours: an hour
    and a half.
    """
    short = min(ahead * 3 / 4, timedelta(minutes=90))
    return min(max(ahead / 2, short), timedelta(days=2))


def replan(planned: Iterable[Reminder], settled: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Which reminders an event needs that was put to another date.

    `planned` are those of the new date, `settled` those that went out or were missed for earlier
    ones. A small step needs none anew that has just been given.
    """
    given = {reminder.offset: reminder.due_at for reminder in settled}
    return tuple(
        reminder
        for reminder in planned
        if reminder.offset not in given
        or abs(reminder.due_at - given[reminder.offset]) > grace(reminder.offset.length)
    )


def choose(
    due: Iterable[Reminder], now: datetime
) -> tuple[tuple[Reminder, ...], tuple[Reminder, ...]]:
    """Split one event's reminders that are due into (to send, missed).

    Of several that came due while the bot was away only the last says something new, and only
    within its misfire grace.
    """
    ordered = sorted(due, key=lambda reminder: (reminder.due_at, -reminder.offset.length))
    useful = [r for r in ordered if now - r.due_at <= grace(r.offset.length)]
    send = tuple(useful[-1:])
    return send, tuple(r for r in ordered if r not in send)


def tone(left: timedelta) -> Tone:
    """How to speak of a tweetup that begins in so long."""
    if left > timedelta(hours=36):
        return "ahead"
    return "soon" if left > timedelta(hours=3) else "starting"


def asks(offset: Offset) -> bool:
    """Whether that reminder, as the one of the day before, asks who still comes."""
    return timedelta(hours=12) <= offset.length <= timedelta(hours=36)


def reaches(which: Which, offset: Offset) -> bool:
    """Whether a member who wants those reminders wants this one."""
    return which == "all" or offset.length <= timedelta(days=1)


def spans(member_ids: Collection[int]) -> list[tuple[int, int]]:
    """Part all possible members so that no part holds too many of these to ping in one message.

    Each span is (above, up to). Where one ends lies between two members, so it is nobody's id.
    """
    ordered = sorted(member_ids)
    edges = [
        (one + other) // 2
        for one, other in zip(ordered[PINGS - 1 :: PINGS], ordered[PINGS::PINGS], strict=False)
    ]
    return list(zip([0, *edges], [*edges, LARGEST_ID], strict=True))


def snoozed_until(choice: Snooze, starts_at: datetime, zone: str, now: datetime) -> datetime:
    """When somebody wants to be reminded again: in three hours, or at nine the next morning.

    Raises UserError("reminder.snooze_too_late") when it will have begun by then.
    """
    until = now + SNOOZED_HOURS
    if choice == "morning":
        first = (now + BEFORE_MORNING).astimezone(ZoneInfo(zone))
        day = first.date() if first.time() <= MORNING else first.date() + timedelta(days=1)
        until = datetime.combine(day, MORNING, first.tzinfo).astimezone(UTC)
    if until >= starts_at:
        raise UserError("reminder.snooze_too_late")
    return until


def snoozes(starts_at: datetime, zone: str, now: datetime) -> tuple[Snooze, ...]:
    """What can be offered to somebody who would rather hear of it again later."""
    offered: list[Snooze] = []
    choices: tuple[Snooze, ...] = ("hours", "morning")
    for choice in choices:
        try:
            snoozed_until(choice, starts_at, zone, now)
        except UserError:
            continue
        offered.append(choice)
    return tuple(offered)
