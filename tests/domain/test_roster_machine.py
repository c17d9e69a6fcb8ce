"""Any history of taps, guests, decisions, hours and rooms, against a model of plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.offers import offer_until
from bot.domain.roster import Roster
from bot.domain.rsvp import Answer, Rsvp, RsvpSettings
from bot.errors import UserError
from tests.domain.room import NOW, event_for

PEOPLE = st.integers(1, 8)
GUESTS = 3


@dataclass
class Model:
    """Who has which places and who stands in line, without turns or states.

    `kept` are offers: the places, and when they end.
    """

    capacity: int | None
    approval: bool
    party: dict[int, int] = field(default_factory=dict)
    inside: set[int] = field(default_factory=set)
    kept: dict[int, object] = field(default_factory=dict)
    line: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    lapsed: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)

    def taken(self) -> int:
        return sum(self.party[who] for who in (*self.inside, *self.kept))

    def fits(self, who: int) -> bool:
        return self.capacity is None or self.taken() + self.party[who] <= self.capacity

    def hand_out(self, until: object, arriving: int | None = None) -> None:
        for who in list(self.line):
            if self.capacity is not None and self.party[who] > self.capacity:
                continue
            if not self.fits(who):
                return
            self.line.remove(who)
            if self.capacity is None or until is None or who == arriving:
                self.inside.add(who)
            else:
                self.kept[who] = until

    def drop(self, who: int) -> None:
        self.inside.discard(who)
        self.kept.pop(who, None)
        self.lapsed.discard(who)
        for each in (self.line, self.asked, self.order):
            if who in each:
                each.remove(who)


class Rosters(RuleBasedStateMachine):
    """What the service does: a roster for each tap, of what the last one left."""

    @initialize(
        capacity=st.sampled_from((3, 4, 5, 2, 1, None)),
        approval=st.booleans(),
        hours=st.sampled_from((4, 1, 0)),
        crowd=st.lists(st.integers(0, 2), max_size=7),
    )
    def begin(self, capacity: int | None, approval: bool, hours: int, crowd: list[int]) -> None:
        self.event = event_for(capacity)
        self.settings = RsvpSettings(guests=GUESTS, approval=approval, offer_hours=hours)
        self.rsvps: dict[int, Rsvp] = {}
        self.now = NOW
        self.model = Model(capacity, approval)
        for who, guests in enumerate(crowd, start=1):
            self.go(who)
            self.bring(who, guests)

    def roster(self) -> Roster:
        return Roster(self.event, self.settings, self.rsvps.values())

    def keep(self, roster: Roster) -> None:
        for change in roster.changes():
            if change.after is not None:
                self.rsvps[change.after.member_id] = change.after
            elif change.before is not None:
                del self.rsvps[change.before.member_id]

    @property
    def until(self) -> object:
        hours = self.settings.offer_hours
        return offer_until(self.now, self.event.starts_at, self.event.zone, hours)

    def stand(self, status: str) -> list[int]:
        having = [rsvp for rsvp in self.rsvps.values() if rsvp.status == status]
        return [rsvp.member_id for rsvp in sorted(having, key=lambda rsvp: rsvp.turn)]

    @rule(who=PEOPLE)
    def go(self, who: int) -> None:
        roster = self.roster()
        roster.answer(who, "going", self.now)
        self.keep(roster)
        model = self.model
        if who in model.refused | model.inside or who in (*model.line, *model.asked):
            return
        if who in model.kept:
            del model.kept[who]
            model.inside.add(who)
            return
        again = who in model.lapsed
        if not again:
            model.party[who] = 1
        model.drop(who)
        model.order.append(who)
        if model.approval and not again:
            model.asked.append(who)
        else:
            model.line.append(who)
            model.hand_out(self.until, arriving=who)

    @rule(who=PEOPLE, wish=st.sampled_from(("maybe", "declined")))
    def give_up(self, who: int, wish: Answer) -> None:
        roster = self.roster()
        roster.answer(who, wish, self.now)
        self.keep(roster)
        if who not in self.model.refused:
            self.model.drop(who)
            self.model.hand_out(self.until)

    @rule(who=PEOPLE)
    def leave(self, who: int) -> None:
        roster = self.roster()
        roster.leave(who, self.now)
        self.keep(roster)
        self.model.refused.discard(who)
        self.model.drop(who)
        self.model.hand_out(self.until)

    @rule(who=PEOPLE, guests=st.integers(0, GUESTS))
    def bring(self, who: int, guests: int) -> None:
        model, roster = self.model, self.roster()
        coming = who in model.inside or who in (*model.kept, *model.line, *model.asked)
        more = 1 + guests - model.party.get(who, 1)
        holds = who in model.inside or who in model.kept
        may = coming
        if more > 0 and model.capacity is not None:
            can_wait = [w for w in model.line if model.party[w] <= model.capacity]
            room = model.taken() + more <= model.capacity and not can_wait
            may = coming and 1 + guests <= model.capacity and (room or not holds)
        try:
            roster.bring(who, guests, self.now)
        except UserError:
            assert not may
            return
        assert may
        self.keep(roster)
        model.party[who] = 1 + guests
        model.hand_out(self.until)

    @rule(approve=st.booleans(), data=st.data())
    def decide(self, approve: bool, data: st.DataObject) -> None:
        model = self.model
        if not model.asked:
            return
        who = data.draw(st.sampled_from(model.asked))
        roster = self.roster()
        roster.decide(who, self.now, approve=approve)
        self.keep(roster)
        model.asked.remove(who)
        if not approve:
            model.order.remove(who)
            model.refused.add(who)
        else:
            model.line = [w for w in model.order if w in {*model.line, who}]
        model.hand_out(self.until, arriving=who)

    @rule(hours=st.integers(1, 20))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        roster = self.roster()
        roster.advance(self.now)
        self.keep(roster)
        model = self.model
        for who, until in list(model.kept.items()):
            if until <= self.now:  # type: ignore[operator]
                model.drop(who)
                model.lapsed.add(who)
        if self.now < self.event.ends_at:
            model.hand_out(self.until)

    @rule(capacity=st.none() | st.integers(1, 6))
    def rebuild(self, capacity: int | None) -> None:
        before = self.model.taken()
        self.event = replace(self.event, capacity=capacity)
        self.model.capacity = capacity
        roster = self.roster()
        roster.advance(self.now)
        self.keep(roster)
        self.model.hand_out(self.until)
        assert capacity is None or self.model.taken() <= max(before, capacity)

    @rule(who=st.integers(20, 22))
    def undo(self, who: int) -> None:
        """Yes and then no, by somebody new, leaves everybody else as they were."""
        before = dict(self.rsvps)
        roster = self.roster()
        roster.answer(who, "going", self.now)
        roster.answer(who, "declined", self.now)
        assert {c.after.member_id for c in roster.changes() if c.after} <= {who}
        assert self.rsvps == before

    @rule(who=PEOPLE, wish=st.sampled_from(("going", "maybe", "declined")))
    def tap_twice(self, who: int, wish: Answer) -> None:
        roster = self.roster()
        first = roster.answer(who, wish, self.now)
        once = roster.changes()
        assert roster.answer(who, wish, self.now) == first
        assert roster.changes() == once

    @invariant()
    def the_same_as_the_model(self) -> None:
        model = self.model
        assert set(self.stand("going")) == model.inside
        assert set(self.stand("offered")) == set(model.kept)
        assert self.stand("waitlisted") == model.line
        assert self.stand("asked") == model.asked
        assert set(self.stand("lapsed")) == model.lapsed
        assert set(self.stand("refused")) == model.refused
        for who in (*model.inside, *model.kept, *model.line):
            assert self.rsvps[who].party == model.party[who]
        for who, until in model.kept.items():
            assert self.rsvps[who].offer_until == until


TestRosters = Rosters.TestCase
TestRosters.settings = hypothesis_settings(
    max_examples=2 * hypothesis_settings().max_examples, stateful_step_count=30
)
