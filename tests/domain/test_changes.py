"""What changes of an event come to: by example, and for whatever organisers may type."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.changes import (
    NO_DESCRIPTION,
    NO_LIMIT,
    REASON_LIMIT,
    TELL_AFTER,
    TELL_AT_LATEST,
    ChangeKind,
    Facts,
    Listed,
    Wish,
    both,
    cancelled,
    concerns,
    differences,
    edited,
    facts,
    moves,
    postponed,
    relisted,
    revised,
    tell_at,
    told,
)
from bot.domain.events import LENGTH
from bot.domain.when import FURTHEST
from bot.errors import UserError
from tests.domain.making import an_event
from tests.domain.refusals import worded

NOW = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)
EVENT = an_event(
    datetime(2026, 1, 22, 18, 30, tzinfo=UTC), place="The Anchor", capacity=12, created_at=NOW
)
OPEN = revised(EVENT, postponed(EVENT, None, "No venue", NOW))

wishes = st.builds(
    Wish,
    name=st.none() | st.sampled_from(["HR Tweetup", "HR social"]),
    hashtag=st.none() | st.sampled_from(["HRTweetup", "#HRsocial"]),
    when=st.none() | st.sampled_from(["22 January 18:30", "29 January 19:00", "1 July noon"]),
    place=st.none() | st.sampled_from(["The Anchor", "The Crown"]),
    capacity=st.none() | st.sampled_from([NO_LIMIT, 1, 12]),
    length=st.none() | st.sampled_from(["3 hours", "90 minutes"]),
    description=st.none() | st.sampled_from(["Drinks", NO_DESCRIPTION]),
    zone=st.none() | st.sampled_from(["Europe/London", "America/New_York", "Asia/Tokyo"]),
)


def refused(act: Any, *given: Any) -> str:
    with pytest.raises(UserError) as refusal:
        act(*given)
    return worded(refusal.value).key


@given(wishes)
def test_only_what_was_asked_for_changes(wish: Wish) -> None:
    try:
        after = edited(EVENT, wish, NOW)
    except UserError:
        assert refused(edited, EVENT, wish, NOW) == "change.nothing"
        return
    asked = {
        "name": wish.name,
        "hashtag": wish.hashtag,
        "when": wish.when or wish.zone,
        "place": wish.place,
        "capacity": wish.capacity,
        "length": wish.length,
        "description": wish.description,
    }
    differ = differences(facts(EVENT), after)
    assert set(differ) <= {field for field, typed in asked.items() if typed is not None}
    assert differ
    length = timedelta(minutes=90 if wish.length == "90 minutes" else 180)
    assert after.ends_at - after.starts_at == length
    assert (after.state, after.reason) == ("planned", None)


@given(wishes)
def test_a_change_and_its_opposite_leave_nothing_to_tell(wish: Wish) -> None:
    try:
        there = revised(EVENT, edited(EVENT, wish, NOW))
    except UserError:
        return
    back = revised(there, facts(EVENT))
    assert told(facts(EVENT), back) == ()
    assert back.revision == 2
    moved = bool({"when", "place"} & set(differences(facts(EVENT), facts(there))))
    assert moves(facts(EVENT), facts(there)) == moves(facts(there), facts(EVENT)) == moved


@given(wishes)
def test_a_revision_changes_nothing_else_of_an_event(wish: Wish) -> None:
    try:
        after = edited(EVENT, wish, NOW)
    except UserError:
        return
    changed = asdict(revised(EVENT, after))
    own = {*asdict(after), "revision"}
    assert {k: v for k, v in changed.items() if k not in own} == {
        k: v for k, v in asdict(EVENT).items() if k not in own
    }
    assert facts(revised(EVENT, after)) == after


def test_the_capacity_is_not_told_and_a_hashtags_spelling_is() -> None:
    after = edited(EVENT, Wish(capacity=3, hashtag="＃hrDrinks"), NOW)
    assert differences(facts(EVENT), after) == ("hashtag", "capacity")
    assert told(facts(EVENT), revised(EVENT, after)) == ("hashtag",)


def test_a_new_zone_keeps_the_clock_and_a_new_time_is_understood_in_it() -> None:
    moved = edited(EVENT, Wish(zone="america/new york"), NOW)
    assert moved.starts_at == datetime(2026, 1, 22, 23, 30, tzinfo=UTC)
    moved = edited(EVENT, Wish(zone="Asia/Tokyo", when="29 January 18:30"), NOW)
    assert moved.starts_at == datetime(2026, 1, 29, 9, 30, tzinfo=UTC)


def test_what_has_begun_can_move_no_more_but_all_else_can_change() -> None:
    now = EVENT.starts_at + timedelta(minutes=5)
    assert refused(edited, EVENT, Wish(when="29 January 18:30"), now) == "change.begun"
    assert refused(edited, EVENT, Wish(zone="Asia/Tokyo"), now) == "change.begun"
    assert refused(postponed, EVENT, "29 January 18:30", None, now) == "change.begun"
    assert edited(EVENT, Wish(place="Next door"), now).place == "Next door"


def test_a_postponement_lasts_until_there_is_a_date() -> None:
    open_now = postponed(EVENT, None, " No venue ", NOW)
    assert open_now == replace(facts(EVENT), state="postponed", reason="No venue")
    assert differences(facts(EVENT), facts(OPEN)) == ("when",)
    still = edited(OPEN, Wish(place="The Crown", zone="Asia/Tokyo"), NOW)
    assert (still.state, still.reason, still.starts_at) == ("postponed", "No venue", OPEN.starts_at)
    # The date it had before will do, also when that is over.
    again = edited(OPEN, Wish(when="22 January 18:30"), NOW)
    assert (again.state, again.reason) == ("planned", None)
    assert differences(facts(OPEN), again) == ("when",)
    late = OPEN.ends_at + timedelta(days=9)
    assert not OPEN.is_over(late)
    assert edited(OPEN, Wish(when="tomorrow 18:30"), late).state == "planned"
    assert refused(postponed, OPEN, None, None, NOW) == "change.postponed_already"
    assert refused(postponed, EVENT, "22 January 18:30", None, NOW) == "change.nothing"


@pytest.mark.parametrize("reason", ["", " \n ", "x" * (REASON_LIMIT + 1)])
def test_a_reason_is_a_sentence(reason: str) -> None:
    assert refused(cancelled, EVENT, reason) == "change.reason_length"
    assert refused(postponed, EVENT, None, reason, NOW) == "change.reason_length"
    assert cancelled(EVENT, " The pipes\nburst. ").reason == "The pipes burst."
    assert cancelled(EVENT, "?").reason == "?"


def entry(**changes: Any) -> Listed:
    return replace(Listed(EVENT.name, EVENT.starts_at, EVENT.ends_at, EVENT.place), **changes)


@pytest.mark.parametrize(
    ("changes", "comes_to"),
    [
        ({}, ()),
        ({"name": " HR  Tweetup "}, ()),
        ({"name": "HR social", "place": "The Crown"}, ("name", "place")),
        ({"ends_at": EVENT.ends_at + timedelta(hours=1)}, ("length",)),
        ({"starts_at": EVENT.starts_at - timedelta(hours=1)}, ("when", "length")),
        ({"starts_at": NOW}, "past"),
        ({"starts_at": NOW + FURTHEST, "ends_at": NOW + FURTHEST + LENGTH}, ("when",)),
        ({"starts_at": NOW + timedelta(days=800)}, "too_far"),
        ({"place": None}, "no_place"),
        ({"ends_at": None}, "no_place"),
        ({"name": "x" * 100, "place": "x" * 100}, ("name", "place")),
        ({"name": "x" * 101}, "too_long"),
        ({"name": " "}, "too_long"),
        ({"place": "x" * 101}, "too_long"),
        ({"place": " "}, "too_long"),
    ],
)
def test_an_event_follows_discords_list_as_far_as_it_can(
    changes: dict[str, Any], comes_to: object
) -> None:
    after = relisted(EVENT, entry(**changes), NOW)
    assert (differences(facts(EVENT), after) if isinstance(after, Facts) else after) == comes_to


@given(st.lists(st.integers(0, 600), min_size=1, max_size=20))
def test_edits_in_a_row_are_told_once_things_are_quiet_and_nobody_waits_long(
    pauses: list[int],
) -> None:
    now = due = NOW
    for pause in pauses:
        if due <= now + timedelta(seconds=pause):
            return  # told by then; what follows is another story
        now += timedelta(seconds=pause)
        due = tell_at("edited", NOW, now)
        assert now <= due <= min(now + TELL_AFTER, NOW + TELL_AT_LATEST)


@pytest.mark.parametrize("kind", ["postponed", "cancelled"])
def test_what_is_off_is_told_at_once_whatever_else_waits(kind: ChangeKind) -> None:
    assert tell_at(kind, NOW, NOW) == NOW
    assert both("edited", kind) == both(kind, "edited") == kind
    assert both("postponed", "cancelled") == "cancelled"


def test_those_who_might_come_are_told_the_end_of_it_alone() -> None:
    assert concerns("cancelled") - concerns("edited") == {"maybe"}
    meant = {"going", "offered", "waitlisted", "asked"}
    assert concerns("edited") == concerns("postponed") == meant
