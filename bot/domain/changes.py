"""What an organiser may change about a tweetup, what that makes of it, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.events import (
    NAME_LIMIT,
    PLACE_LIMIT,
    Event,
    EventState,
    checked_capacity,
    checked_description,
    checked_hashtag,
    checked_name,
    checked_place,
)
from bot.domain.lengths import parse_end
from bot.domain.rsvp import Status
from bot.domain.when import FURTHEST, parse_when, zone_named
from bot.errors import UserError

Field = Literal["name", "hashtag", "when", "length", "place", "capacity", "description"]
ChangeKind = Literal["edited", "postponed", "cancelled"]
# This tweetup alone, or it and all that follow in its series.
Scope = Literal["one", "following"]
Problem = Literal["past", "too_far", "no_place", "too_long"]

# Who comes plans by these; after a change of one of them they are asked whether they still do.
MOVES: frozenset[Field] = frozenset({"when", "place"})
# How many places there are concerns nobody who has one; what it is about stands on the card.
TOLD: tuple[Field, ...] = ("name", "hashtag", "when", "length", "place")
_MEANT_TO_COME: frozenset[Status] = frozenset({"going", "offered", "waitlisted", "asked"})
REASON_LIMIT = 300
NO_LIMIT = 0
# Discord knows no empty options.
NO_DESCRIPTION = "-"
# Whoever corrects one thing often sees the next: what follows within minutes is told together,
# but nobody waits longer than this.
TELL_AFTER = timedelta(minutes=3)
TELL_AT_LATEST = timedelta(minutes=15)
DRAFT_VALID = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """All of an event that can change once it is made."""

    name: str
    hashtag: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    capacity: int | None
    state: EventState
    reason: str | None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an organiser typed; None leaves a thing as it is, NO_LIMIT lifts the capacity.

    NO_DESCRIPTION takes the description away.
    """

    name: str | None = None
    hashtag: str | None = None
    when: str | None = None
    place: str | None = None
    capacity: int | None = None
    zone: str | None = None
    length: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An event as it stands in Discord's own list; `place` is None in a voice channel."""

    name: str
    starts_at: datetime
    ends_at: datetime | None
    place: str | None
    state: Literal["open", "running", "cancelled"] = "open"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that people are told of at `due_at`; `before` is how they last knew the event."""

    event_id: int
    kind: ChangeKind
    before: Facts
    made_at: datetime
    due_at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """A change still to be confirmed, drawn up when the event was at `revision`."""

    event_id: int
    kind: ChangeKind
    after: Facts
    revision: int
    made_at: datetime
    scope: Scope = "one"


def facts(event: Event) -> Facts:
    return Facts(**{field.name: getattr(event, field.name) for field in fields(Facts)})


def differences(before: Facts, after: Facts) -> tuple[Field, ...]:
    """What differs between the two as people see it.

    The end moves with the start, so only a different length is told apart from it.
    """
    seen: dict[Field, bool] = {
        "name": before.name != after.name,
        "hashtag": before.hashtag != after.hashtag,
        "when": _when(before) != _when(after),
        "length": before.ends_at - before.starts_at != after.ends_at - after.starts_at,
        "place": before.place != after.place,
        "capacity": before.capacity != after.capacity,
        "description": before.description != after.description,
    }
    return tuple(field for field, differs in seen.items() if differs)


def told(before: Facts, event: Event) -> tuple[Field, ...]:
    """What people are told of when they last knew the event as `before`."""
    return tuple(field for field in differences(before, facts(event)) if field in TOLD)


def concerns(kind: ChangeKind) -> frozenset[Status]:
    """Whom a change is told, by how they answered; those who might come, only the end of it."""
    return _MEANT_TO_COME | {"maybe"} if kind == "cancelled" else _MEANT_TO_COME


def edited(event: Event, wish: Wish, now: datetime) -> Facts:
    """How the event stands once the wish is granted.

    A new time zone alone leaves the time on the clock as it is: 18:30 stays 18:30. A new date
    ends a postponement.

    Raises UserError for what cannot be, and when nothing would change.
    """
    before = facts(event)
    capacity = event.capacity if wish.capacity is None else wish.capacity or None
    after = replace(
        before,
        name=checked_name(_or(wish.name, event.name)),
        place=checked_place(_or(wish.place, event.place)),
        hashtag=checked_hashtag(_or(wish.hashtag, event.hashtag)),
        capacity=None if capacity is None else checked_capacity(str(capacity)),
        description=_description(wish.description, event.description),
    )
    after = _moved(after, event, wish.when, wish.zone, now)
    if wish.length is not None:
        after = _lasting(after, wish.length, now)
    if after == before:
        raise UserError("change.nothing", name=event.name)
    return after


def postponed(event: Event, when: str | None, reason: str | None, now: datetime) -> Facts:
    """How the event stands when it is put off to `when`, or to a date still to be announced.

    Raises UserError for what cannot be, and when nothing would change.
    """
    why = None if reason is None else _reason(reason)
    if when is not None:
        after = replace(_moved(facts(event), event, when, None, now), reason=why)
        if _when(after) == _when(facts(event)):
            raise UserError("change.nothing", name=event.name)
        return after
    if event.state == "postponed":
        raise UserError("change.postponed_already", name=event.name)
    return replace(facts(event), state="postponed", reason=why)


def cancelled(event: Event, reason: str | None) -> Facts:
    """How the event stands once it is called off; the reason is there unless Discord had none."""
    return replace(
        facts(event), state="cancelled", reason=None if reason is None else _reason(reason)
    )


def relisted(event: Event, listed: Listed, now: datetime) -> Facts | Problem:
    """How the event stands once it follows Discord's list; or why it cannot."""
    if listed.place is None or listed.ends_at is None:
        return "no_place"
    if listed.starts_at != event.starts_at:
        if listed.starts_at <= now:
            return "past"
        if listed.starts_at > now + FURTHEST:
            return "too_far"
    if not (
        0 < len(listed.name.strip()) <= NAME_LIMIT and 0 < len(listed.place.strip()) <= PLACE_LIMIT
    ):
        return "too_long"
    return replace(
        facts(event),
        name=_as_spaced(listed.name, event.name),
        starts_at=listed.starts_at,
        ends_at=listed.ends_at,
        place=_as_spaced(listed.place, event.place),
    )


def revised(event: Event, after: Facts) -> Event:
    """The event as its next revision."""
    changed = {field.name: getattr(after, field.name) for field in fields(Facts)}
    return replace(event, **changed, revision=event.revision + 1)


def moves(before: Facts, after: Facts) -> bool:
    """Whether those who come are to be asked anew whether they still do."""
    return bool(MOVES & set(differences(before, after)))


def tell_at(kind: ChangeKind, made_at: datetime, now: datetime) -> datetime:
    """When people are told of a change begun at `made_at` that was added to now."""
    if kind != "edited":
        return now
    return max(now, min(now + TELL_AFTER, made_at + TELL_AT_LATEST))


def both(earlier: ChangeKind, later: ChangeKind) -> ChangeKind:
    """What two changes are that people hear of together: the graver of them."""
    order: tuple[ChangeKind, ...] = ("edited", "postponed", "cancelled")
    return max(earlier, later, key=order.index)


def _or(typed: str | None, present: str) -> str:
    return present if typed is None else typed


def _description(typed: str | None, present: str) -> str:
    if typed is None:
        return present
    return "" if typed.strip() == NO_DESCRIPTION else checked_description(typed)


def _moved(after: Facts, event: Event, when: str | None, zone: str | None, now: datetime) -> Facts:
    known = zone_named(zone or event.zone)
    if when is None and known.key != event.zone and event.state != "postponed":
        when = f"{event.local_start.day} {event.local_start:%B %Y %H:%M}"
    if when is None:
        return replace(after, zone=known.key)
    if event.state == "planned" and event.starts_at <= now:
        raise UserError("change.begun", name=event.name)
    starts_at = parse_when(when, known, now)
    ends_at = starts_at + (event.ends_at - event.starts_at)
    return replace(
        after, starts_at=starts_at, ends_at=ends_at, zone=known.key, state="planned", reason=None
    )


def _lasting(after: Facts, length: str, now: datetime) -> Facts:
    ends_at = parse_end(length, after.starts_at, zone_named(after.zone))
    if after.state == "planned" and ends_at <= now:
        raise UserError("change.ends_past")
    return replace(after, ends_at=ends_at)


def _as_spaced(listed: str, ours: str) -> str:
    """Discord tidies up spaces; that is nobody's edit."""
    return ours if listed.split() == ours.split() else listed.strip()


def _when(known: Facts) -> tuple[datetime, str] | None:
    return None if known.state == "postponed" else (known.starts_at, known.zone)


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if not 1 <= len(reason) <= REASON_LIMIT:
        raise UserError("change.reason_length", limit=REASON_LIMIT)
    return reason
