"""The door: who came, who was expected, and the code by which people check themselves in.

The code changes every ten minutes and counts for ten more, so that it is of use to those who see
the screen and hardly to those they might tell. It follows from a secret and the time; nothing has
to be stored when it changes.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.domain.events import Event
from bot.domain.rsvp import Rsvp, Status
from bot.errors import UserError

How = Literal["organiser", "self", "walk_in"]

# No letters that look or sound alike, and no vowels: a code spells nothing.
CODE_LETTERS = "BCDFGHJKMNPRSTWXYZ"
CODE_LENGTH = 6
CODE_ROTATES = timedelta(minutes=10)
# Wrong codes a member may type within that time.
TRIES = 5
TRIES_WITHIN = timedelta(minutes=10)
# A door can be tried out the evening before, and put right in the days after.
OPENS_BEFORE = timedelta(days=1)
OPENS_UNTIL = timedelta(days=7)
CLOSES_AFTER = timedelta(hours=3)
# A place given up so late can hardly be passed on.
LATE = timedelta(hours=24)
# Walk-ins cannot ask to be forgotten, so their names go by themselves.
NAMES_KEPT = timedelta(days=30)
NAME_LIMIT = 80

_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Door:
    """The door of an event, open while `closed_at` is None. `secret` is what codes follow from."""

    event_id: int
    secret: str = field(repr=False)
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody who came: a member, or a walk-in known by the name they gave.

    `handle` is what a walk-in says they are called on X: a note, which links nothing. `by_id` is
    the member who checked them in; None where that was the member themselves, or is forgotten.
    """

    event_id: int
    how: How
    at: datetime
    member_id: int | None = None
    name: str | None = None
    handle: str | None = None
    by_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """What people type to check themselves in, and until when that will do."""

    letters: str = field(repr=False)
    until: datetime


def require_openable(event: Event, now: datetime) -> None:
    """Raises UserError where the event's door cannot be opened."""
    if event.state == "cancelled":
        raise UserError("event.cancelled", name=event.name)
    if now < event.starts_at - OPENS_BEFORE:
        raise UserError("door.too_early", name=event.name, opens=event.starts_at - OPENS_BEFORE)
    if now > event.ends_at + OPENS_UNTIL:
        raise UserError("door.too_late", name=event.name)


def closes_at(event: Event, door: Door) -> datetime:
    """When an open door closes by itself."""
    return max(event.ends_at, door.opened_at) + CLOSES_AFTER


def how_member_came(status: Status | None, *, by_self: bool) -> How:
    """Whoever comes without a place is a walk-in, whatever they answered."""
    if status != "going":
        return "walk_in"
    return "self" if by_self else "organiser"


def code(secret: str, now: datetime) -> Code:
    """The code to show now."""
    turn = _turn(now)
    return Code(_letters(secret, turn), _BEGINNING + (turn + 2) * CODE_ROTATES)


def is_code(secret: str, typed: str, now: datetime) -> bool:
    """Whether what somebody typed is the code shown now, or the one before."""
    tidy = "".join(typed.split()).replace("-", "").upper()
    valid = (_letters(secret, _turn(now)), _letters(secret, _turn(now) - 1))
    found = tidy.encode(errors="replace")
    return any(hmac.compare_digest(found, each.encode()) for each in valid)


def recent_tries(tries: Iterable[datetime], now: datetime) -> list[datetime]:
    """Those wrong tries that still count against a member."""
    return [at for at in tries if now - at < TRIES_WITHIN]


def next_try_at(tries: Iterable[datetime], now: datetime) -> datetime | None:
    """When a member who guessed too often may try again; None where they may now."""
    recent = sorted(recent_tries(tries, now))
    return recent[-TRIES] + TRIES_WITHIN if len(recent) >= TRIES else None


def gave_up_late(starts_at: datetime, now: datetime) -> bool:
    """Whether a place that is given up now can hardly be passed on."""
    return now >= starts_at - LATE


def still_expected(rsvps: Iterable[Rsvp], came: Iterable[Attendance]) -> list[int]:
    """The members who have a place and did not come, or not yet, in the order of their places."""
    inside = {each.member_id for each in came}
    going = sorted((r for r in rsvps if r.status == "going"), key=lambda rsvp: rsvp.turn)
    return [rsvp.member_id for rsvp in going if rsvp.member_id not in inside]


def _turn(now: datetime) -> int:
    return (now - _BEGINNING) // CODE_ROTATES


def _letters(secret: str, turn: int) -> str:
    number = int.from_bytes(hmac.digest(secret.encode(), str(turn).encode(), "sha256"), "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)
