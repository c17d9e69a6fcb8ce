"""Series of tweetups, against a calendar walked day by day and clocks read off a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import Recurrence, next_occurrences, parse_recurrence
from bot.texts import speaking
from cogs.render.recurrence import described
from tests.domain.refusals import refuses
from tests.domain.wall_clocks import FROM, UNTIL, ZONES, wall_clock
from tests.sampled import sampled

START = date(2026, 2, 3)  # a Tuesday
EVENING = time(18, 30)
# When clocks change, somewhere: from the evening before until late in the morning.
times = st.sampled_from(
    [time(h % 24, m) for h in range(22, 29) for m in (0, 15, 30, 45)] + [EVENING]
)
rules = st.one_of(
    st.builds(
        Recurrence,
        st.just("week"),
        st.integers(1, 5),
        times,
        st.dates(date(2026, 1, 10), date(2026, 3, 1)),
        weekday=st.integers(0, 6),
    ),
    st.builds(
        Recurrence,
        st.just("month"),
        st.integers(1, 4),
        times,
        st.dates(date(2026, 1, 10), date(2026, 3, 1)),
        weekday=st.integers(0, 6),
        position=st.sampled_from((1, 2, 3, 4, -1)),
    ),
    st.builds(
        Recurrence,
        st.just("month"),
        st.integers(1, 4),
        times,
        st.dates(date(2026, 1, 10), date(2026, 3, 1)),
        day=st.integers(1, 31),
    ),
)


def fits(rule: Recurrence, day: date) -> bool:
    """Whether a day is of the kind a series names, whatever its interval."""
    if rule.unit == "week":
        return day.weekday() == rule.weekday
    month_ends = (day + timedelta(days=1)).month != day.month
    if rule.day is not None:
        return day.day == rule.day or (month_ends and day.day < rule.day)
    if day.weekday() != rule.weekday:
        return False
    if rule.position == -1:
        return (day + timedelta(days=7)).month != day.month
    return (day.day + 6) // 7 == rule.position


def days_of(rule: Recurrence) -> Iterator[date]:
    """Every day of a series, by looking at every day there is."""
    monday = rule.since - timedelta(days=rule.since.weekday())
    day, found = rule.since, 0
    while day < UNTIL.date() - timedelta(days=2):
        units = (
            (day - monday).days // 7
            if rule.unit == "week"
            else (day.year - rule.since.year) * 12 + day.month - rule.since.month
        )
        if fits(rule, day) and units % rule.every == 0:
            if (rule.until is not None and day > rule.until) or found == rule.count:
                return
            found += 1
            yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("name", sampled(ZONES, every=3))
@settings(max_examples=8)
@given(rules)
def test_ten_years_of_a_series_keep_the_time_on_the_wall(name: str, rule: Recurrence) -> None:
    clock = wall_clock(name)
    expected = [clock.moment(datetime.combine(day, rule.at)) for day in days_of(rule)]
    found = next_occurrences(rule, ZoneInfo(name), FROM, len(expected))
    assert list(found) == expected
    assert all(moment.tzinfo is UTC for moment in found)


@pytest.mark.parametrize("name", ZONES)
def test_every_change_of_ten_years_falls_on_a_series(name: str) -> None:
    """A weekly tweetup at each quarter of an hour around each change, that very day."""
    clock = wall_clock(name)
    for change in clock.changes:
        for quarter in range(-12, 13):
            wall = clock.shown(change) + quarter * timedelta(minutes=15)
            rule = Recurrence(
                "week",
                1,
                wall.time(),
                wall.date() - timedelta(weeks=1),
                weekday=wall.weekday(),
            )
            after = clock.moment(wall - timedelta(days=7))
            expected = [clock.moment(wall + timedelta(weeks=week)) for week in (0, 1)]
            assert list(next_occurrences(rule, ZoneInfo(name), after, 2)) == expected


@given(rules, st.sampled_from(ZONES), st.integers(1, 40), st.data())
@settings(max_examples=50)
def test_going_on_from_anywhere_gives_the_rest(
    rule: Recurrence, name: str, n: int, data: st.DataObject
) -> None:
    zone = ZoneInfo(name)
    whole = next_occurrences(rule, zone, FROM, n + 3)
    at = data.draw(st.integers(0, n - 1))
    assert next_occurrences(rule, zone, whole[at], 3) == whole[at + 1 : at + 4]
    a_moment_before = whole[at] - timedelta(microseconds=1)
    assert next_occurrences(rule, zone, a_moment_before, 1) == whole[at : at + 1]


@given(rules, st.integers(1, 20))
@settings(max_examples=50)
def test_a_series_ends_after_its_count_or_on_its_last_day(rule: Recurrence, count: int) -> None:
    zone = ZoneInfo("Europe/London")
    whole = next_occurrences(rule, zone, FROM, count)
    counted = replace(rule, count=count)
    assert next_occurrences(counted, zone, FROM, count + 5) == whole
    ended = replace(rule, until=whole[-1].astimezone(zone).date())
    assert next_occurrences(ended, zone, FROM, count + 5) == whole
    assert next_occurrences(ended, zone, whole[-1], 5) == ()


@pytest.mark.parametrize(
    ("typed", "days", "words"),
    [
        ("every last Thursday", ["02-26", "03-26", "04-30"], "the last Thursday of every month"),
        (
            "Every second Tuesday of the month",
            ["02-10", "03-10", "04-14"],
            "the second Tuesday of every month",
        ),
        ("every two weeks on Monday", ["02-09", "02-23", "03-09"], "every 2 weeks on Monday"),
        ("every other Mon", ["02-09", "02-23", "03-09"], "every 2 weeks on Monday"),
        ("fortnightly on Tuesdays", ["02-03", "02-17", "03-03"], "every 2 weeks on Tuesday"),
        ("weekly on Thursday", ["02-05", "02-12", "02-19"], "every Thursday"),
        ("each Wednesday", ["02-04", "02-11", "02-18"], "every Wednesday"),
        ("monthly on the 15th", ["02-15", "03-15", "04-15"], "day 15 of every month"),
        (
            "monthly on the 31st",
            ["02-28", "03-31", "04-30"],
            "day 31 of every month (the last day of a shorter month)",
        ),
        (
            "every 3 months on the first Friday",
            ["02-06", "05-01", "08-07"],
            "the first Friday, every 3 months",
        ),
        ("the first Monday", ["03-02", "04-06", "05-04"], "the first Monday of every month"),
    ],
)
def test_series_as_people_write_them(typed: str, days: list[str], words: str) -> None:
    rule = parse_recurrence(typed, EVENING, START)
    found = next_occurrences(rule, ZoneInfo("UTC"), FROM, 3)
    assert [f"{moment:%m-%d}" for moment in found] == days
    assert all(moment.time() == EVENING for moment in found)
    assert described(rule) == f"{words} at 18:30"
    assert rule.since == found[0].date()


@pytest.mark.parametrize(
    ("typed", "last", "words"),
    [
        ("every Monday until 24 June", "2026-06-22", "until 24 June 2026"),
        ("every Monday, until 5 January 2027", "2027-01-04", "until 5 January 2027"),
        ("every Monday until 9 February", "2026-02-09", "until 9 February 2026"),
        ("every Monday for 6 times", "2026-03-16", "6 times"),
        ("every Monday twice", "2026-02-16", "2 times"),
    ],
)
def test_series_that_end(typed: str, last: str, words: str) -> None:
    rule = parse_recurrence(typed, EVENING, START)
    found = next_occurrences(rule, ZoneInfo("UTC"), FROM, 200)
    assert found[-1].date().isoformat() == last
    assert described(rule) == f"every Monday at 18:30, {words}"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("now and then", "recurrence.unreadable"),
        ("every two weeks", "recurrence.unreadable"),
        ("every fifth Monday", "recurrence.unreadable"),
        ("every day", "recurrence.unreadable"),
        ("x" * 200, "recurrence.unreadable"),
        ("every second Tuesday", "recurrence.ambiguous"),
        ("every 3rd Friday", "recurrence.ambiguous"),
        ("monthly on the 32nd", "recurrence.no_such_day"),
        ("monthly on the 0th", "recurrence.no_such_day"),
        ("every 20 weeks on Monday", "recurrence.too_rare"),
        ("every Monday 101 times", "recurrence.too_often"),
        ("every Monday until 1 January 2026", "recurrence.ends_first"),
        ("every Monday until 03/04", "when.ambiguous"),
        ("every Monday until the cows come home", "when.unreadable"),
    ],
)
def test_what_cannot_be_is_refused(typed: str, key: str) -> None:
    with refuses(key):
        parse_recurrence(typed, EVENING, START)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("every Monday twice", "jeden Montag um 18:30, insgesamt 2-mal"),
        ("every two weeks on Monday", "alle 2 Wochen am Montag um 18:30"),
        (
            "every last Thursday until 24 June 2027",
            "am letzten Donnerstag jedes Monats um 18:30, bis 24. Juni 2027",
        ),
        ("every 3 months on the first Friday", "am ersten Freitag, alle 3 Monate um 18:30"),
        (
            "monthly on the 31st",
            "am 31. jedes Monats (in kürzeren Monaten am letzten Tag) um 18:30",
        ),
    ],
)
def test_a_series_is_told_in_other_languages(typed: str, words: str) -> None:
    rule = parse_recurrence(typed, EVENING, START)
    with speaking("de"):
        assert described(rule) == words
