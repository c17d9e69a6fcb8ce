"""Series of tweetups: a year of them by the clock on the wall, and what changes come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.changes import Facts, Wish, edited, facts, postponed
from bot.domain.events import Event
from bot.domain.rsvp import RsvpSettings
from bot.domain.series import (
    MADE_BEFORE,
    Occurrence,
    Series,
    advanced,
    answering,
    carried_over,
    caught_up,
    changed,
    drafted,
    due_at,
    following,
    heard_since,
    proposed,
    turns,
)
from cogs.render.recurrence import described
from tests.domain.making import an_event
from tests.domain.refusals import refuses
from tests.domain.wall_clocks import ZONES, wall_clock
from tests.sampled import sampled

NOW = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)


def thursday_in(zone: str) -> Event:
    start = datetime(2026, 1, 29, 18, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return an_event(start, zone=zone, capacity=12, created_at=NOW)


EVENT = thursday_in("Europe/London")
LAST_THURSDAY = proposed(EVENT, "every last Thursday", None, None, NOW)


def the_rest(series: Series, most: int = 60) -> list[datetime]:
    """When all are that follow, made one after another."""
    found: list[datetime] = []
    while series.next_at is not None and len(found) < most:
        found.append(series.next_at)
        series = advanced(series, 100 + len(found))
    return found


@pytest.mark.parametrize("zone", sampled(ZONES, every=2))
@given(st.sampled_from(["every Thursday", "every last Thursday", "monthly on the 29th"]))
def test_a_year_of_a_series_keeps_the_time_on_the_wall(zone: str, typed: str) -> None:
    event = thursday_in(zone)
    clock = wall_clock(zone)
    series = proposed(event, typed, None, None, NOW)
    year = [at for at in the_rest(series) if at < event.starts_at + timedelta(days=365)]
    assert len(year) >= 11
    for at in year:
        shown = clock.shown(at)
        assert clock.moment(datetime.combine(shown.date(), time(18, 30))) == at
        assert shown.day == 29 or "29th" not in typed or shown.month == 2
        assert shown.weekday() == 3 or "Thursday" not in typed
    assert year == sorted(set(year))


@given(st.integers(2, 30))
def test_as_many_come_as_were_asked_for_the_first_included(times: int) -> None:
    assert len(the_rest(proposed(EVENT, "every Thursday", None, times, NOW))) == times - 1
    in_words = proposed(EVENT, f"every Thursday for {times} times", None, None, NOW)
    assert len(the_rest(in_words)) == times - 1


def test_one_on_another_day_comes_first_and_the_rule_goes_on_from_there() -> None:
    series = proposed(EVENT, "every Monday", "16 February", None, NOW)
    assert [f"{at:%d %b}" for at in the_rest(series)] == ["02 Feb", "09 Feb", "16 Feb"]


def test_what_nothing_would_follow_or_has_no_date_is_no_series() -> None:
    for typed, until, times, key in (
        ("every Thursday", "29 January", None, "series.no_more"),
        ("every Thursday", "1 March", 3, "series.two_ends"),
    ):
        with refuses(key):
            proposed(EVENT, typed, until, times, NOW)
    put_off = postponed(EVENT, None, "No venue", NOW)
    with refuses("series.no_date"):
        proposed(replace(EVENT, state=put_off.state), "every Thursday", None, None, NOW)


def test_the_next_is_made_when_the_last_is_over_or_some_days_before() -> None:
    next_at = EVENT.starts_at + timedelta(days=28)
    assert due_at(next_at, EVENT.ends_at) == EVENT.ends_at
    assert due_at(next_at, next_at + timedelta(days=1)) == next_at - MADE_BEFORE


def test_what_begins_this_moment_unmade_is_missed() -> None:
    weekly = replace(proposed(EVENT, "every Thursday", None, 20, NOW), id=1)
    first, second = the_rest(weekly)[:2]
    assert [each.slot_at for each in caught_up(weekly, first)[1]] == [first]
    assert caught_up(weekly, first)[0].next_at == second


@given(st.integers(0, 200))
def test_after_an_outage_it_goes_on_with_the_next_that_can_still_be(days: int) -> None:
    weekly = replace(proposed(EVENT, "every Thursday", None, 20, NOW), id=1)
    now = EVENT.ends_at + timedelta(days=days)
    dates = the_rest(weekly)
    series, missed = caught_up(weekly, now)
    assert [each.slot_at for each in missed] == [at for at in dates if at <= now]
    assert [each.number for each in missed] == list(range(2, 2 + len(missed)))
    assert the_rest(series) == [at for at in dates if at > now]
    assert series.event_id == EVENT.id


def test_posts_of_the_day_after_are_for_the_one_that_was() -> None:
    weekly = proposed(EVENT, "every Thursday", None, None, NOW)
    draft = drafted(weekly, EVENT, EVENT.ends_at)
    assert heard_since(draft, EVENT) == EVENT.ends_at + timedelta(days=1)
    for other in (
        replace(EVENT, hashtag="Other"),
        replace(EVENT, state="cancelled"),
        replace(EVENT, archived=True),
        replace(EVENT, ends_at=EVENT.ends_at + timedelta(days=30)),
    ):
        assert heard_since(draft, other) is None


def test_a_deadline_is_as_long_before_by_the_clock_on_the_wall() -> None:
    march = replace(EVENT, starts_at=datetime(2026, 3, 26, 18, 30, tzinfo=UTC))
    april = replace(EVENT, starts_at=datetime(2026, 4, 30, 17, 30, tzinfo=UTC))
    settings = RsvpSettings(guests=2, deadline=datetime(2026, 3, 24, 12, tzinfo=UTC))
    assert answering(settings, march, april) == RsvpSettings(
        guests=2, deadline=datetime(2026, 4, 28, 11, tzinfo=UTC)
    )
    late = replace(april, created_at=datetime(2026, 4, 28, 11, tzinfo=UTC))
    assert answering(settings, march, late) == RsvpSettings(guests=2)


def changed_by(series: Series, wish: Wish, number: int = 1) -> tuple[Series, Facts]:
    after = edited(EVENT, wish, NOW)
    return changed(series, number, facts(EVENT), after), after


@pytest.mark.parametrize(
    ("typed", "when", "words"),
    [
        ("every Thursday", "29 January 19:00", "every Thursday at 19:00"),
        ("every two weeks on Thursday", "27 January 18:30", "every 2 weeks on Tuesday at 18:30"),
        ("every last Thursday", "28 January 18:30", "the last Wednesday of every month at 18:30"),
        ("every last Thursday", "20 January 18:30", "the third Tuesday of every month at 18:30"),
        ("every first Monday", "13 January 18:30", "the second Tuesday of every month at 18:30"),
        ("monthly on the 29th", "15 January 12:00", "day 15 of every month at 12:00"),
    ],
)
def test_a_new_day_of_one_is_the_new_kind_of_day_for_all(typed: str, when: str, words: str) -> None:
    series, after = changed_by(proposed(EVENT, typed, None, None, NOW), Wish(when=when))
    assert described(series.whole) == words
    assert series.next_at is not None
    assert series.next_at > after.starts_at
    assert series.slot_at == after.starts_at


def test_what_is_made_already_moves_to_its_new_turn_unless_it_was_changed_alone() -> None:
    old = advanced(advanced(proposed(EVENT, "every Thursday", None, 4, NOW), 8), 9)
    new, after = changed_by(old, Wish(when="27 January 19:00", place="The Crown"))
    made = [
        Occurrence(1, number, 6 + number, EVENT.starts_at + timedelta(weeks=number - 1))
        for number in (2, 3)
    ]
    found = turns(new, 1, after.starts_at, made)
    assert list(found.values()) == [after.starts_at + timedelta(weeks=n) for n in (1, 2)]
    assert new.slot_at == found[3]
    assert the_rest(new) == [after.starts_at + timedelta(weeks=3)]

    second = replace(facts(EVENT), starts_at=made[0].slot_at)
    second = replace(second, ends_at=second.starts_at + timedelta(hours=3))
    moved = carried_over(second, made[0].slot_at, old, new, found[2])
    assert (moved.starts_at, moved.place) == (found[2], "The Crown")
    assert moved.ends_at - moved.starts_at == timedelta(hours=3)
    alone = replace(second, place="Elsewhere", starts_at=second.starts_at + timedelta(days=1))
    kept = carried_over(alone, made[0].slot_at, old, new, found[2])
    assert kept == alone

    longer, after = changed_by(old, Wish(length="5 hours", zone="America/New_York"))
    moved = carried_over(second, made[0].slot_at, old, longer, after.starts_at)
    assert moved.ends_at - moved.starts_at == timedelta(hours=5)
    assert moved.zone == "America/New_York"
    short = replace(alone, ends_at=alone.starts_at + timedelta(hours=1))
    assert carried_over(short, made[0].slot_at, old, longer, after.starts_at) == short


@given(
    st.sampled_from(["name", "place", "description", "hashtag"]), st.sampled_from(["New", "Newer"])
)
def test_a_change_of_anything_but_the_time_leaves_the_dates(field: str, typed: str) -> None:
    new, _ = changed_by(LAST_THURSDAY, Wish(**{field: typed}))  # type: ignore[arg-type]
    assert getattr(new.template, field) == typed
    assert replace(new, template=LAST_THURSDAY.template) == LAST_THURSDAY


def test_another_zone_keeps_the_clock_and_another_length_is_for_all() -> None:
    new, after = changed_by(LAST_THURSDAY, Wish(zone="America/New_York", length="2 hours"))
    assert new.whole == LAST_THURSDAY.whole
    dates = following(new, 1, after.starts_at, 3)
    assert {at.astimezone(ZoneInfo("America/New_York")).hour for at in dates} == {18}
    draft = drafted(new, EVENT, NOW)
    assert draft.ends_at - draft.starts_at == timedelta(hours=2)
    assert (draft.zone, draft.created_at) == ("America/New_York", NOW)
    assert (draft.guild_id, draft.channel_id, draft.organiser_id) == (
        EVENT.guild_id,
        EVENT.channel_id,
        EVENT.organiser_id,
    )
