"""Tweetups that come again: which is next, when it is made, what a change of all makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.changes import Facts
from bot.domain.events import TRACKED_AFTER, Event, EventDraft
from bot.domain.posts import normalise_hashtag
from bot.domain.recurrence import Recurrence, next_occurrences, parse_recurrence
from bot.domain.rsvp import RsvpSettings
from bot.errors import UserError

SeriesState = Literal["proposed", "running", "ended"]

PROPOSAL_VALID = timedelta(days=1)
# The next is made when the one before is over: one hashtag, one card to look at. Should that one
# be put off, this long before its own start; less than a week, for weekly ones overlap otherwise.
MADE_BEFORE = timedelta(days=6)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Template:
    """What the next tweetup of a series is made from."""

    name: str
    hashtag: str
    place: str
    capacity: int | None
    description: str
    length: timedelta


@dataclass(frozen=True, slots=True)
class Series:
    """A series, up to its latest tweetup `event_id`, which is the `number`-th.

    That one's turn was at `slot_at`, wherever it was moved since; the next one's is at `next_at`,
    None after the last. `times` is how many there are in all, and `rule` counts none. `revision`
    is the first tweetup's when the series was proposed.
    """

    guild_id: int
    rule: Recurrence
    zone: str
    times: int | None
    template: Template
    event_id: int
    revision: int
    slot_at: datetime
    next_at: datetime | None
    made_at: datetime
    state: SeriesState = "proposed"
    number: int = 1
    id: int = 0

    @property
    def whole(self) -> Recurrence:
        """The rule, its end included."""
        return replace(self.rule, count=self.times)


class Occurrence(NamedTuple):
    """The `number`-th of a series, whose turn is at `slot_at`; without an event it was missed."""

    series_id: int
    number: int
    event_id: int | None
    slot_at: datetime


def proposed(
    event: Event, typed: str, until: str | None, times: int | None, now: datetime
) -> Series:
    """The series that begins with `event`, at its time of day.

    Its day need not be one of the rule's: then it comes first, and the rule goes on from there.
    Raises UserError for what cannot be read, and when nothing would follow.
    """
    if event.state != "planned":
        raise UserError("series.no_date", name=event.name)
    if until is not None and times is not None:
        raise UserError("series.two_ends")
    phrase = typed if until is None else f"{typed} until {until}"
    phrase = phrase if times is None else f"{phrase} for {times} times"
    start = event.local_start
    rule = parse_recurrence(phrase, start.time().replace(fold=0), start.date())
    series = Series(
        guild_id=event.guild_id,
        rule=replace(rule, count=None),
        zone=event.zone,
        times=rule.count,
        template=Template(
            name=event.name,
            hashtag=event.hashtag,
            place=event.place,
            capacity=event.capacity,
            description=event.description,
            length=event.ends_at - event.starts_at,
        ),
        event_id=event.id,
        revision=event.revision,
        slot_at=event.starts_at,
        next_at=None,
        made_at=now,
    )
    series = replace(series, next_at=_next(series))
    if series.next_at is None:
        raise UserError("series.no_more", name=event.name)
    return series


def following(series: Series, number: int, after: datetime, n: int) -> tuple[datetime, ...]:
    """When the next `n` are that come after the `number`-th, which is at `after`."""
    left = n if series.times is None else min(n, series.times - number)
    return next_occurrences(series.rule, ZoneInfo(series.zone), after, max(left, 0))


def due_at(next_at: datetime, ends_at: datetime) -> datetime:
    """When a tweetup that begins at `next_at` is made, the one before it ending at `ends_at`."""
    return min(ends_at, next_at - MADE_BEFORE)


def advanced(series: Series, event_id: int | None) -> Series:
    """The series with its next one behind it: made as that event, or missed."""
    if series.next_at is None:
        raise ValueError("after the last of a series comes none")
    series = replace(
        series,
        number=series.number + 1,
        slot_at=series.next_at,
        event_id=series.event_id if event_id is None else event_id,
    )
    return replace(series, next_at=_next(series))


def caught_up(series: Series, now: datetime) -> tuple[Series, tuple[Occurrence, ...]]:
    """The series as it goes on at `now`, and what was missed: those that have begun unmade."""
    missed: list[Occurrence] = []
    while series.next_at is not None and series.next_at <= now:
        series = advanced(series, None)
        missed.append(Occurrence(series.id, series.number, None, series.slot_at))
    return series, tuple(missed)


def drafted(series: Series, latest: Event, now: datetime) -> EventDraft:
    """The next of a series, of which `latest` is the last that was made."""
    if series.next_at is None:
        raise ValueError("after the last of a series comes none")
    template = asdict(series.template)
    length: timedelta = template.pop("length")
    return EventDraft(
        **template,
        guild_id=latest.guild_id,
        channel_id=latest.channel_id,
        organiser_id=latest.organiser_id,
        starts_at=series.next_at,
        ends_at=series.next_at + length,
        zone=series.zone,
        created_at=now,
    )


def heard_since(draft: EventDraft, before: Event) -> datetime | None:
    """From when on posts are for a new tweetup and no longer for the one before it.

    None where the two do not share the hashtag: then from the beginning.
    """
    handed_over = before.ends_at + TRACKED_AFTER
    shared = normalise_hashtag(draft.hashtag) == normalise_hashtag(before.hashtag)
    still = shared and before.state != "cancelled" and not before.archived
    if not still or not draft.created_at < handed_over < draft.starts_at:
        return None
    return handed_over


def answering(settings: RsvpSettings, before: Event, event: Event) -> RsvpSettings:
    """The settings of an earlier tweetup for a later one: the deadline as long before its start,
    by the clock on the wall; none where that is over when it is made."""
    if settings.deadline is None:
        return settings
    wall = settings.deadline.astimezone(ZoneInfo(before.zone)).replace(tzinfo=None)
    ahead = before.local_start.replace(tzinfo=None) - wall
    there = (event.local_start.replace(tzinfo=None) - ahead).replace(tzinfo=ZoneInfo(event.zone))
    deadline = there.astimezone(UTC)
    return replace(settings, deadline=deadline if deadline > event.created_at else None)


def changed(series: Series, number: int, before: Facts, after: Facts) -> Series:
    """The series once its `number`-th tweetup and all that follow change from `before` to `after`.

    A new time is the series' new time; a new day is the new kind of day: its weekday, its place in
    the month. What comes is counted from there.
    """
    template = replace(series.template, length=_length(series, before, after))
    for name in ("name", "hashtag", "place", "capacity", "description"):
        if getattr(before, name) != getattr(after, name):
            template = replace(template, **{name: getattr(after, name)})
    series = replace(series, template=template)
    if not moves(before, after):
        return series
    start = after.starts_at.astimezone(ZoneInfo(after.zone))
    rule = replace(series.rule, at=start.time().replace(fold=0))
    if start.date() != before.starts_at.astimezone(ZoneInfo(before.zone)).date():
        rule = _on_day(rule, start.date())
    series = replace(series, rule=rule, zone=after.zone)
    # Those that were made already have their turns first.
    turns = following(series, number, after.starts_at, series.number - number + 1)
    slots = (after.starts_at, *turns)
    behind = series.number - number
    return replace(
        series,
        slot_at=slots[min(behind, len(slots) - 1)],
        next_at=slots[behind + 1] if len(slots) > behind + 1 else None,
    )


def moves(before: Facts, after: Facts) -> bool:
    """Whether a change concerns when a series takes place."""
    return (before.starts_at, before.zone) != (after.starts_at, after.zone)


def carried_over(own: Facts, slot_at: datetime, old: Series, new: Series, turn: datetime) -> Facts:
    """A later tweetup, `own`, once its series changes from `old` to `new`, its turn from `slot_at`
    to `turn`. What was changed of it alone stays."""
    values = {
        name: getattr(new.template, name)
        for name in ("name", "hashtag", "place", "capacity", "description")
        if getattr(own, name) == getattr(old.template, name)
    }
    length = own.ends_at - own.starts_at
    length = new.template.length if length == old.template.length else length
    in_turn = own.starts_at == slot_at
    starts_at = turn if in_turn else own.starts_at
    zone = new.zone if in_turn else own.zone
    return replace(own, **values, starts_at=starts_at, ends_at=starts_at + length, zone=zone)


def turns(
    series: Series, number: int, starts_at: datetime, later: Sequence[Occurrence]
) -> dict[int, datetime]:
    """The turns of those made already after the `number`-th, by their numbers, in a new rule.

    Beyond the end of the series they keep theirs.
    """
    found = following(series, number, starts_at, series.number - number)
    return {
        each.number: found[each.number - number - 1]
        if each.number - number <= len(found)
        else each.slot_at
        for each in later
    }


def _next(series: Series) -> datetime | None:
    return next(iter(following(series, series.number, series.slot_at, 1)), None)


def _length(series: Series, before: Facts, after: Facts) -> timedelta:
    was, is_now = before.ends_at - before.starts_at, after.ends_at - after.starts_at
    return series.template.length if was == is_now else is_now


def _on_day(rule: Recurrence, day: date) -> Recurrence:
    """The rule on that kind of day, counted from it."""
    rule = replace(rule, since=day)
    if rule.day is not None:
        return replace(rule, day=day.day)
    if rule.position is not None:
        position = (day.day + 6) // 7
        is_last = (day + timedelta(days=7)).month != day.month
        if position > 4 or (is_last and rule.position == -1):
            position = -1
        rule = replace(rule, position=position)
    return replace(rule, weekday=day.weekday())
