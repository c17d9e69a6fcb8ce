"""What changed on a roster, for those who have to be told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.roster import Change
from bot.domain.rsvp import Rsvp, Status
from tests.domain.room import HOUR, NOW, Room


def test_what_did_not_change_is_no_change() -> None:
    room = Room(rsvps=(Rsvp(1, "going", 1),))
    room.go(1)
    room.decline(2)
    room.roster.annotate(1, "a")
    room.roster.annotate(1, None)
    assert [change.after for change in room.roster.changes()] == [Rsvp(2, "declined", 2)]
    assert replace(Rsvp(1, "going", 1), guests=2).places == 3


def test_who_is_forgotten_is_known_no_more() -> None:
    room = Room(rsvps=(Rsvp(1, "going", 1), Rsvp(2, "waitlisted", 2)))
    room.roster.forget(1, NOW)
    assert room.roster.get(1) is None
    gone, offered = room.roster.changes()
    assert (gone.before, gone.after) == (Rsvp(1, "going", 1), None)
    assert gone.away_from("going")
    assert offered.to("offered")
    assert offered.by_turn


def test_an_offer_is_news_when_it_comes_moves_or_goes() -> None:
    waits = Rsvp(1, "waitlisted", 1)
    offered = replace(waits, status="offered", offer_until=NOW + HOUR)
    moved = replace(offered, offer_until=NOW + 2 * HOUR)
    with_guest = replace(offered, guests=1)
    told = {
        (waits, offered): (True, False),
        (offered, moved): (True, True),
        (offered, waits): (False, True),
        (offered, None): (False, True),
        (None, offered): (True, False),
        (offered, with_guest): (False, False),
        (None, waits): (False, False),
    }
    for (before, after), expected in told.items():
        change = Change(before, after)
        assert (change.offers(), change.withdraws()) == expected


@pytest.mark.parametrize(
    ("before", "after", "to", "away"),
    [
        (None, "going", True, False),
        ("waitlisted", "going", True, False),
        ("going", "going", False, False),
        ("going", "declined", False, True),
        ("going", None, False, True),
        (None, None, False, False),
        ("declined", "waitlisted", False, False),
    ],
)
def test_who_came_to_a_standing_and_who_left_it(
    before: Status | None, after: Status | None, to: bool, away: bool
) -> None:
    change = Change(
        None if before is None else Rsvp(1, before, 1), None if after is None else Rsvp(1, after, 1)
    )
    assert (change.to("going"), change.away_from("going")) == (to, away)
