"""Guests take places with whoever brings them: each rule by an example."""

from __future__ import annotations

from bot.domain.rsvp import Rsvp, RsvpSettings
from tests.domain.room import NOW, Room


def test_guests_take_places_and_wait_with_their_host() -> None:
    room = Room(4, RsvpSettings(guests=3))
    room.go(1)
    room.roster.bring(1, 2, NOW)
    assert room.roster.free == 1
    room.go(2, 3)
    assert (room.going, room.waitlisted) == ([1, 2], [3])
    room.roster.bring(3, 1, NOW)
    room.roster.bring(1, 1, NOW)
    assert (room.offered, room.waitlisted) == ([], [3])  # two of three places: not enough yet
    room.roster.bring(1, 0, NOW)
    assert (room.offered, room.roster.free) == ([3], 0)


def test_a_small_party_does_not_overtake_a_big_one() -> None:
    room = Room(3, RsvpSettings(guests=2))
    room.go(1, 2, 3, 4, 5)
    room.roster.bring(4, 2, NOW)
    room.decline(1)
    assert (room.offered, room.waitlisted) == ([], [4, 5])
    with room.refuses("no_room"):
        room.roster.bring(2, 1, NOW)
    room.go(6)
    assert room.waitlisted == [4, 5, 6]
    room.roster.bring(4, 0, NOW)
    assert (room.offered, room.waitlisted) == ([4], [5, 6])


def test_a_party_that_a_smaller_room_cannot_hold_does_not_block_the_list() -> None:
    waiting = (Rsvp(1, "waitlisted", 1, guests=2), Rsvp(2, "waitlisted", 2))
    room = Room(2, RsvpSettings(guests=2), waiting)
    room.wait()
    assert (room.offered, room.waitlisted) == ([2], [1])


def test_guests_need_room_and_leave() -> None:
    room = Room(2, RsvpSettings(guests=3))
    room.go(1)
    with room.refuses("no_room"):
        room.roster.bring(1, 2, NOW)
    with room.refuses("guests_limit"):
        room.roster.bring(1, 4, NOW)
    with room.refuses("not_coming"):
        room.roster.bring(2, 1, NOW)
    room.go(2, 3)
    room.decline(2)
    with room.refuses("no_room"):
        room.roster.bring(1, 1, NOW)
    assert room.roster.get(1) == Rsvp(1, "going", 1)


def test_more_guests_need_only_as_many_places_as_they_are_more() -> None:
    room = Room(4, RsvpSettings(guests=3))
    room.go(1)
    room.roster.bring(1, 2, NOW)
    room.roster.bring(1, 3, NOW)
    assert room.roster.free == 0
