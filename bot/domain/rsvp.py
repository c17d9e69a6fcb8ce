"""Who comes, as data: a member's answer, and what an organiser set for answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.errors import UserError

Answer = Literal["going", "maybe", "declined"]
# `offered`: a place is kept for them until they take it; `lapsed`: they did not in time;
# `asked` and `refused`: organisers decide, or did; `left`: no longer in the guild.
Status = Literal[
    "going",
    "offered",
    "waitlisted",
    "lapsed",
    "asked",
    "refused",
    "maybe",
    "declined",
    "left",
]

NOTE_LIMIT = 200
GUESTS_LIMIT = 10
OFFER_HOURS = 4
OFFER_HOURS_LIMIT = 48


@dataclass(frozen=True, slots=True)
class Rsvp:
    """One member's answer. `turn` orders the waitlist: lower came first.

    `note` is for the organisers alone; `offer_until` is set while a place is offered.
    """

    member_id: int
    status: Status
    turn: int
    guests: int = 0
    note: str | None = None
    offer_until: datetime | None = None

    @property
    def party(self) -> int:
        return 1 + self.guests

    @property
    def places(self) -> int:
        """The places that are taken by this answer: an offer keeps its own."""
        return self.party if self.status in {"going", "offered"} else 0

    @property
    def coming(self) -> bool:
        """Whether they mean to come, with a place or waiting for one."""
        return self.status in {"going", "offered", "waitlisted", "asked"}


@dataclass(frozen=True, slots=True)
class RsvpSettings:
    """What an organiser set for an event's answers.

    `guests` is the most that each may bring; after `deadline` nobody new can say yes; with
    `approval` organisers decide on each yes; a yes needs `allowed_role`; who is going has
    `attendee_role`; an offer lasts `offer_hours` waking hours, 0 gives places without asking.
    """

    guests: int = 0
    deadline: datetime | None = None
    approval: bool = False
    allowed_role: int | None = None
    attendee_role: int | None = None
    offer_hours: int = OFFER_HOURS

    def closed(self, now: datetime) -> bool:
        return self.deadline is not None and self.deadline <= now


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many people are going, and how many confirmed that they still come; with each, how
    many of them are guests. A guest confirms with whoever brings them."""

    going: int = 0
    guests: int = 0
    confirmed: int = 0
    confirmed_guests: int = 0


def checked_note(text: str) -> str | None:
    """A member's note as it is kept; None for an empty one. Raises UserError when too long."""
    note = " ".join(text.split())
    if len(note) > NOTE_LIMIT:
        raise UserError("rsvp.note_length", limit=NOTE_LIMIT)
    return note or None
