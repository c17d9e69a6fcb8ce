"""Who comes: the rules of answers, capacity and the waitlist.

Places go in the order of answers. Whoever has a place keeps it until they give it up; whoever
waits keeps their turn however often they tap; a place given up goes to the first who waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Answer = Literal["going", "maybe", "declined"]
Status = Literal["going", "waitlisted", "maybe", "declined"]


@dataclass(frozen=True, slots=True)
class Rsvp:
    """One member's answer. `turn` orders the waitlist: lower came first."""

    member_id: int
    status: Status
    turn: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer leads to: the member's own RSVP now, and whoever gets a place by it."""

    own: Rsvp
    changed: bool
    promoted: tuple[Rsvp, ...] = ()


def answer(rsvps: Iterable[Rsvp], member_id: int, wish: Answer, *, capacity: int | None) -> Outcome:
    """Apply one member's answer to an event with these RSVPs.

    `capacity` is the number of places; None means there is no limit.
    """
    everyone = {rsvp.member_id: rsvp for rsvp in rsvps}
    before = everyone.get(member_id)
    status: Status = wish
    if wish == "going" and (before is None or before.status != "going"):
        status = "waitlisted"  # behind everybody who waits; it is their turn at once if nobody does
    if before is not None and before.status == status:
        return Outcome(before, changed=False)
    turn = 1 + max((rsvp.turn for rsvp in everyone.values()), default=0)
    own = Rsvp(member_id, status, turn)
    everyone[member_id] = own
    promoted = {rsvp.member_id: rsvp for rsvp in promotions(everyone.values(), capacity)}
    own = promoted.pop(member_id, own)
    return Outcome(own, changed=True, promoted=tuple(promoted.values()))


def promotions(rsvps: Iterable[Rsvp], capacity: int | None) -> tuple[Rsvp, ...]:
    """The waiting members for whom there is a place now, first come first, as they will stand."""
    everyone = {rsvp.member_id: rsvp for rsvp in rsvps}
    waiting = _waiting(everyone)
    free = len(waiting) if capacity is None else capacity - _count(everyone, "going")
    return tuple(Rsvp(r.member_id, "going", r.turn) for r in waiting[: max(free, 0)])


def _count(everyone: dict[int, Rsvp], status: Status) -> int:
    return sum(rsvp.status == status for rsvp in everyone.values())


def _waiting(everyone: dict[int, Rsvp]) -> list[Rsvp]:
    return sorted(
        (rsvp for rsvp in everyone.values() if rsvp.status == "waitlisted"),
        key=lambda rsvp: rsvp.turn,
    )
