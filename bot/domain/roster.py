"""Who has a place and who waits: the rules of capacity, guests, the waitlist and its offers.

Places go strictly in turn. Whoever has a place keeps it until they give it up. A place that comes
free is offered to the first who waits; a party that needs more places than are free is waited
for, and nobody behind it is preferred. Who lets an offer pass is not asked again until they tap
Going, which puts them at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.events import Event
from bot.domain.offers import offer_until
from bot.domain.rsvp import Answer, Rsvp, RsvpSettings, Status
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Change:
    """How a member stood and how they stand now; None before a first answer and once forgotten.

    `by_turn` says that the place came to them without a tap of their own.
    """

    before: Rsvp | None
    after: Rsvp | None
    by_turn: bool = False

    def to(self, status: Status) -> bool:
        return self.after is not None and self.after.status == status and not self._was(status)

    def away_from(self, status: Status) -> bool:
        return self._was(status) and (self.after is None or self.after.status != status)

    def offers(self) -> bool:
        """Whether a place is offered now: for the first time, or until another time."""
        return self._offer(self.after) is not None and self._differs()

    def withdraws(self) -> bool:
        """Whether the offer there was is over, or until another time."""
        return self._offer(self.before) is not None and self._differs()

    def _differs(self) -> bool:
        return self._offer(self.before) != self._offer(self.after)

    @staticmethod
    def _offer(rsvp: Rsvp | None) -> datetime | None:
        return None if rsvp is None else rsvp.offer_until

    def _was(self, status: Status) -> bool:
        return self.before is not None and self.before.status == status


class Roster:
    """An event's answers, changed one tap at a time; `changes` tells what came of it.

    Every method that takes a tap gives the member's own answer as it is then.
    """

    def __init__(self, event: Event, settings: RsvpSettings, rsvps: Iterable[Rsvp]) -> None:
        self.event = event
        self.settings = settings
        self._everyone: dict[int, Rsvp] = {}
        self._having: defaultdict[Status, set[int]] = defaultdict(set)
        self._taken = 0
        self._turn = 0
        self._before: dict[int, Rsvp | None] = {}
        self._by_turn: set[int] = set()
        for rsvp in rsvps:
            self._put(rsvp)
        self._before.clear()

    def get(self, member_id: int) -> Rsvp | None:
        return self._everyone.get(member_id)

    def having(self, status: Status) -> list[Rsvp]:
        """Those who stand like that, by turn."""
        found = (self._everyone[member_id] for member_id in self._having[status])
        return sorted(found, key=lambda rsvp: rsvp.turn)

    @property
    def free(self) -> int | None:
        """Places that nobody has and that are offered to nobody; None without a limit."""
        if self.event.capacity is None:
            return None
        return max(self.event.capacity - self._taken, 0)

    @property
    def open_places(self) -> int | None:
        """Places that somebody new would get: none while others wait."""
        return 0 if self._queue() else self.free

    def changes(self) -> list[Change]:
        found = []
        for member_id, before in self._before.items():
            after = self._everyone.get(member_id)
            if before != after:
                found.append(Change(before, after, member_id in self._by_turn))
        return found

    def answer(
        self, member_id: int, wish: Answer, now: datetime, roles: Collection[int] = ()
    ) -> Rsvp:
        """Raises UserError when saying yes is closed, or needs a role that is not in `roles`."""
        self.lapse(now)
        before = self.get(member_id)
        if before is not None and before.status in {wish, "refused"}:
            return before
        if wish == "going":
            return self._come(member_id, before, now, roles)
        note = None if before is None else before.note
        self._put(Rsvp(member_id, wish, self._next_turn(), note=note))
        self.advance(now)
        return self._everyone[member_id]

    def take(self, member_id: int, now: datetime) -> Rsvp:
        """Take the place that is offered. Raises UserError when it no longer is."""
        self.lapse(now)
        own = self.get(member_id)
        if own is None or own.status not in {"going", "offered"}:
            raise UserError("rsvp.offer_gone", name=self.event.name)
        return self._put(replace(own, status="going", offer_until=None))

    def bring(self, member_id: int, guests: int, now: datetime) -> Rsvp:
        """Change how many guests a member brings; who waits keeps their turn.

        Raises UserError when there is no room for that many, or it is too late to bring more.
        """
        self.lapse(now)
        own = self.get(member_id)
        if own is None or not own.coming:
            raise UserError("rsvp.not_coming", name=self.event.name)
        if guests > own.guests:
            self._check_room(own, guests, now)
        self._put(replace(own, guests=max(guests, 0)))
        self.advance(now)
        return self._everyone[member_id]

    def annotate(self, member_id: int, note: str | None) -> Rsvp:
        """Change a member's note. Raises UserError when they are not coming."""
        own = self.get(member_id)
        if own is None or not own.coming:
            raise UserError("rsvp.not_coming", name=self.event.name)
        return self._put(replace(own, note=note))

    def decide(self, member_id: int, now: datetime, *, approve: bool) -> Rsvp:
        """An organiser's word on a request, whose turn is since it was made.

        Raises UserError when there is no request any more.
        """
        own = self.get(member_id)
        if own is None or own.status != "asked":
            raise UserError("rsvp.no_request")
        self._put(replace(own, status="waitlisted" if approve else "refused"))
        self.advance(now, arriving=member_id)
        return self._everyone[member_id]

    def leave(self, member_id: int, now: datetime) -> None:
        """The member is no longer in the guild: their place goes on."""
        own = self.get(member_id)
        if own is not None:
            self._put(Rsvp(member_id, "left", own.turn))
            self.advance(now)

    def forget(self, member_id: int, now: datetime) -> None:
        own = self._everyone.pop(member_id, None)
        if own is not None:
            self._before.setdefault(member_id, own)
            self._having[own.status].discard(member_id)
            self._taken -= own.places
            self.advance(now)

    def lapse(self, now: datetime) -> None:
        """End the offers that nobody took in time."""
        for own in [self._everyone[member_id] for member_id in self._having["offered"]]:
            if own.offer_until is not None and own.offer_until <= now:
                self._put(replace(own, status="lapsed", offer_until=None))

    def withdraw_offers(self) -> None:
        """End the offers that were made for another time, or for a tweetup that is off.

        Those they were made to wait again, first in their turn as before.
        """
        for own in self.having("offered"):
            self._put(replace(own, status="waitlisted", offer_until=None))

    def advance(self, now: datetime, *, arriving: int | None = None) -> None:
        """End the offers that are over, and hand out the places that are free, in turn.

        Whoever is `arriving` has just tapped and need not be asked. While a date is looked for
        nobody else is: a place can be taken by who knows when. A tweetup that is off has none.
        """
        self.lapse(now)
        if self.event.is_over(now) or self.event.state == "cancelled" or self.free == 0:
            return
        until = self._offer_until(now)
        for own in self._queue():
            if self.free is not None and own.party > self.free:
                break
            if own.member_id != arriving and self.event.state == "postponed":
                break
            if own.member_id != arriving:
                self._by_turn.add(own.member_id)
            if until is None or own.member_id == arriving:
                self._put(replace(own, status="going"))
            else:
                self._put(replace(own, status="offered", offer_until=until))

    def _come(
        self, member_id: int, before: Rsvp | None, now: datetime, roles: Collection[int]
    ) -> Rsvp:
        status: Status = "waitlisted"
        if before is not None:
            if before.status in {"waitlisted", "asked"}:
                return before
            if before.status == "offered":
                return self.take(member_id, now)
        # Who let an offer pass had said yes in time, and was let in.
        if before is None or before.status != "lapsed":
            self._check_open(now, roles)
            status = "asked" if self.settings.approval else "waitlisted"
        kept = before or Rsvp(member_id, status, 0)
        guests = min(kept.guests, self.settings.guests)
        self._put(Rsvp(member_id, status, self._next_turn(), guests, kept.note))
        self.advance(now, arriving=member_id)
        return self._everyone[member_id]

    def _check_open(self, now: datetime, roles: Collection[int]) -> None:
        if self.settings.closed(now):
            raise UserError("rsvp.closed", name=self.event.name)
        role = self.settings.allowed_role
        if role is not None and role not in roles:
            raise UserError("rsvp.role", name=self.event.name, role=role)

    def _check_room(self, own: Rsvp, guests: int, now: datetime) -> None:
        if guests > self.settings.guests:
            raise UserError("rsvp.guests_limit", limit=self.settings.guests)
        if self.settings.closed(now):
            raise UserError("rsvp.closed_guests", name=self.event.name)
        capacity, free = self.event.capacity, self.open_places
        more = guests - own.guests
        too_many = free is not None and own.places > 0 and more > free
        if too_many or (capacity is not None and 1 + guests > capacity):
            raise UserError("rsvp.no_room", name=self.event.name)

    def _queue(self) -> list[Rsvp]:
        """Those who wait, by turn, but for parties the whole room could not hold."""
        capacity = self.event.capacity
        waiting = self.having("waitlisted")
        return [rsvp for rsvp in waiting if capacity is None or rsvp.party <= capacity]

    def _offer_until(self, now: datetime) -> datetime | None:
        if self.event.capacity is None:
            return None  # with room for everybody there is nothing to pass on
        event = self.event
        return offer_until(now, event.starts_at, event.zone, self.settings.offer_hours)

    def _next_turn(self) -> int:
        return self._turn + 1

    def _put(self, rsvp: Rsvp) -> Rsvp:
        before = self._everyone.get(rsvp.member_id)
        self._before.setdefault(rsvp.member_id, before)
        if before is not None:
            self._having[before.status].discard(rsvp.member_id)
            self._taken -= before.places
        self._everyone[rsvp.member_id] = rsvp
        self._having[rsvp.status].add(rsvp.member_id)
        self._taken += rsvp.places
        self._turn = max(self._turn, rsvp.turn)
        return rsvp
