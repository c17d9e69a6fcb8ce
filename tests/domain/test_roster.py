"""Answers, places, offers and requests: each rule by an example."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.rsvp import Rsvp, RsvpSettings
from tests.domain.refusals import refuses
from tests.domain.room import HOUR, NOW, STARTS, Room


def test_a_freed_place_is_offered_to_whoever_waits_longest() -> None:
    room = Room()
    room.go(10, 30, 20)
    room.decline(10)
    assert (room.offered, room.waitlisted, room.going) == ([30], [20], [])
    assert room.roster.take(30, NOW).status == "going"
    assert room.waitlisted == [20]


def test_an_offer_that_is_passed_goes_to_the_next() -> None:
    room = Room()
    room.go(1, 2, 3)
    room.decline(1, 2)
    assert (room.offered, room.declined) == ([3], [1, 2])


def test_an_offer_nobody_takes_goes_on_and_is_not_repeated() -> None:
    room = Room()
    room.go(1, 2, 3)
    room.decline(1)
    room.wait(hours=4)
    assert (room.lapsed, room.offered) == ([2], [3])
    with room.refuses("offer_gone"):
        room.roster.take(2, room.now)
    room.wait(hours=4)
    assert (room.lapsed, room.offered, room.roster.open_places) == ([2, 3], [], 1)
    room.go(3)
    assert room.going == [3]
    room.go(2)
    assert room.waitlisted == [2]


def test_who_missed_an_offer_comes_to_the_end_of_the_list() -> None:
    room = Room()
    room.go(1, 2, 3, 4)
    room.decline(1)
    room.wait(hours=4)
    room.go(2)
    assert (room.offered, room.waitlisted) == ([3], [4, 2])


def test_an_offer_that_is_over_cannot_be_taken_before_anybody_has_noticed() -> None:
    room = Room()
    room.go(1, 2)
    room.decline(1)
    with room.refuses("offer_gone"):
        room.roster.take(2, NOW + 4 * HOUR)
    with room.refuses("offer_gone"):
        room.roster.take(9, NOW)


def test_tapping_going_takes_the_offer_too() -> None:
    room = Room()
    room.go(1, 2)
    room.decline(1)
    room.go(2)
    assert room.going == [2]
    assert room.roster.get(2) == Rsvp(2, "going", 2)


def test_an_offer_keeps_its_place_from_newcomers() -> None:
    room = Room()
    room.go(1, 2)
    room.decline(1)
    room.go(3)
    assert (room.offered, room.waitlisted, room.roster.free) == ([2], [3], 0)


def test_in_the_last_hours_and_with_no_hours_set_a_place_is_given_at_once() -> None:
    late = Room(now=STARTS - 5 * HOUR)
    late.go(1, 2)
    late.decline(1)
    assert late.going == [2]
    unasked = Room(settings=RsvpSettings(offer_hours=0))
    unasked.go(1, 2)
    unasked.decline(1)
    assert unasked.going == [2]
    assert [change.by_turn for change in unasked.roster.changes()] == [False, True]


def test_nothing_is_handed_out_once_it_is_over() -> None:
    room = Room()
    room.go(1, 2)
    room.roster.leave(1, STARTS + 3 * HOUR)
    assert (room.waitlisted, room.going) == ([2], [])


def test_while_a_date_is_looked_for_only_who_taps_gets_a_place() -> None:
    room = Room(2, rsvps=(Rsvp(1, "waitlisted", 1),))
    room.roster.event = replace(room.roster.event, state="postponed")
    room.wait(hours=1)
    assert room.waitlisted == [1]
    alone = Room(2)
    alone.roster.event = room.roster.event
    alone.go(1)
    assert alone.going == [1]


def test_a_deadline_closes_yes_and_more_guests_but_nothing_else() -> None:
    room = Room(2, RsvpSettings(guests=2, deadline=NOW + HOUR))
    room.go(1, 2, 3)
    room.roster.bring(3, 1, NOW)
    room.now += HOUR
    with room.refuses("closed"):
        room.go(4)
    with room.refuses("closed_guests"):
        room.roster.bring(3, 2, room.now)
    room.roster.bring(3, 0, room.now)
    room.go(1, 3)
    room.decline(1)
    assert room.offered == [3]
    room.wait(hours=4)
    room.go(3)
    assert room.going == [2, 3]


def test_a_role_may_be_needed_to_say_yes_and_only_for_that() -> None:
    room = Room(2, RsvpSettings(allowed_role=7))
    with refuses("rsvp.role", role=7, name="HR Tweetup"):
        room.roster.answer(1, "going", NOW, roles=(6,))
    assert room.roster.answer(1, "maybe", NOW).status == "maybe"
    assert room.roster.answer(1, "going", NOW, roles=(6, 7)).status == "going"
    assert room.roster.answer(1, "going", NOW).status == "going"


def test_requests_take_no_place_and_keep_their_turn() -> None:
    room = Room(1, RsvpSettings(approval=True))
    room.go(1, 2, 3)
    assert (room.asked, room.roster.free) == ([1, 2, 3], 1)
    assert room.roster.decide(2, NOW, approve=True).status == "going"
    assert room.roster.decide(3, NOW, approve=True).status == "waitlisted"
    assert room.roster.decide(1, NOW, approve=True).status == "waitlisted"
    assert room.waitlisted == [1, 3]
    with room.refuses("no_request"):
        room.roster.decide(1, NOW, approve=True)
    room.decline(2)
    assert room.offered == [1]


def test_a_refused_request_is_not_asked_again() -> None:
    room = Room(1, RsvpSettings(approval=True))
    room.go(1)
    room.roster.decide(1, NOW, approve=False)
    room.decline(1)
    room.go(1)
    assert room.refused == [1]


def test_a_request_can_be_withdrawn() -> None:
    room = Room(1, RsvpSettings(approval=True))
    room.go(1)
    room.decline(1)
    with room.refuses("no_request"):
        room.roster.decide(1, NOW, approve=True)


def test_who_leaves_the_server_frees_the_place_and_can_come_back() -> None:
    room = Room()
    room.go(1, 2)
    room.roster.leave(1, NOW)
    assert (room.left, room.offered) == ([1], [2])
    room.go(1)
    assert room.waitlisted == [1]


def test_a_note_stays_with_its_writer() -> None:
    room = Room()
    room.go(1)
    room.roster.annotate(1, "By wheelchair")
    room.decline(1)
    room.go(1)
    assert room.roster.get(1) == Rsvp(1, "going", 3, note="By wheelchair")
    with room.refuses("not_coming"):
        room.roster.annotate(2, "Hello")


def test_a_bigger_room_takes_in_the_queue_in_turn() -> None:
    rsvps = (Rsvp(1, "going", 1), Rsvp(2, "waitlisted", 5), Rsvp(3, "waitlisted", 4))
    for capacity, offered, going in ((1, [], [1]), (2, [3], [1]), (None, [], [1, 3, 2])):
        room = Room(capacity, rsvps=rsvps)
        room.wait()
        assert (room.offered, room.going) == (offered, sorted(going, key=[1, 3, 2].index))


def test_a_smaller_room_sends_nobody_home() -> None:
    room = Room(1, rsvps=(Rsvp(1, "going", 1), Rsvp(2, "going", 2), Rsvp(3, "waitlisted", 3)))
    room.wait()
    assert (room.going, room.waitlisted, room.roster.free) == ([1, 2], [3], 0)
    room.decline(2)
    assert room.waitlisted == [3]


def test_tapping_again_while_waiting_keeps_the_turn_and_leaving_loses_it() -> None:
    room = Room()
    room.go(1, 2, 3, 2)
    assert room.waitlisted == [2, 3]
    room.roster.answer(2, "maybe", NOW)
    room.go(2)
    assert room.waitlisted == [3, 2]


def test_offers_that_are_called_back_leave_the_queue_as_it_was() -> None:
    room = Room()
    room.go(1, 2, 3)
    room.decline(1)
    room.roster.changes()
    until = room.roster.having("offered")[0].offer_until
    assert until is not None
    room.roster.withdraw_offers()
    assert (room.offered, room.waitlisted) == ([], [2, 3])
    assert [rsvp.offer_until for rsvp in room.roster.having("waitlisted")] == [None, None]
