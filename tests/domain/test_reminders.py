"""When reminders are due, against the rules of twenty zones; and what is still worth saying."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import Which
from bot.domain.offsets import Offset, parse_offsets
from bot.domain.reminders import (
    LARGEST_ID,
    PINGS,
    USUAL,
    Reminder,
    Snooze,
    asks,
    choose,
    due_at,
    grace,
    plan,
    reaches,
    replan,
    snoozed_until,
    snoozes,
    spans,
    tone,
)
from bot.errors import UserError
from tests.domain.wall_clocks import ZONES, wall_clock
from tests.sampled import sampled

WEEK, DAY, HOURS = USUAL
moments = st.datetimes(datetime(2026, 3, 5), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


offsets = st.builds(Offset, st.integers(1, 60), st.just("d")) | st.builds(
    Offset, st.integers(1, 48), st.sampled_from(("h", "m"))
)


@pytest.mark.parametrize("name", sampled(ZONES, every=2))
def test_days_before_are_told_by_the_clock_on_the_wall_around_every_change(name: str) -> None:
    """Reminders that fall on and around each change of the next ten years, quarter by quarter."""
    clock = wall_clock(name)
    for change in clock.changes:
        for quarter in range(-16, 17):
            wanted = clock.shown(change + quarter * timedelta(minutes=15))
            for days in (1, 2, 7):
                starts_at = clock.moment(wanted + timedelta(days=days))
                if clock.shown(starts_at) != wanted + timedelta(days=days):
                    continue  # it would begin at a time that is skipped itself
                due = due_at(starts_at, name, Offset(days, "d"))
                assert due == clock.moment(wanted)
                assert due.tzinfo is UTC


@given(moments, st.sampled_from(ZONES), st.integers(1, 60))
def test_days_before_are_told_by_the_clock_on_the_wall(
    starts_at: datetime, name: str, days: int
) -> None:
    clock = wall_clock(name)
    due = due_at(starts_at, name, Offset(days, "d"))
    assert due == clock.moment(clock.shown(starts_at) - timedelta(days=days))


@pytest.mark.parametrize(
    ("starts_at", "zone", "offset", "expected"),
    [
        ("2027-03-30T18:30+01:00", "Europe/London", WEEK, "2027-03-23T18:30+00:00"),
        ("2027-03-28T18:30+01:00", "Europe/London", DAY, "2027-03-27T18:30+00:00"),
        ("2027-10-31T18:30+00:00", "Europe/London", DAY, "2027-10-30T18:30+01:00"),
        ("2027-03-29T01:30+01:00", "Europe/London", DAY, "2027-03-28T02:30+01:00"),
        ("2027-11-01T01:30+00:00", "Europe/London", DAY, "2027-10-31T01:30+01:00"),
        ("2027-03-14T18:00-04:00", "America/New_York", DAY, "2027-03-13T18:00-05:00"),
        ("2027-04-04T19:00+10:30", "Australia/Lord_Howe", DAY, "2027-04-03T19:00+11:00"),
        ("2027-03-28T02:30+01:00", "Europe/London", HOURS, "2027-03-27T23:30+00:00"),
    ],
)
def test_nights_on_which_the_clocks_change(
    starts_at: str, zone: str, offset: Offset, expected: str
) -> None:
    starts = datetime.fromisoformat(starts_at).astimezone(UTC)
    assert due_at(starts, zone, offset) == datetime.fromisoformat(expected)


@given(moments, st.sampled_from(ZONES), offsets)
def test_hours_and_minutes_before_are_real_ones(
    starts_at: datetime, zone: str, offset: Offset
) -> None:
    if offset.unit != "d":
        assert starts_at - due_at(starts_at, zone, offset) == offset.length


@given(
    moments,
    st.sampled_from(ZONES),
    st.timedeltas(timedelta(days=-1), timedelta(days=70)),
    st.sets(offsets, max_size=5),
)
def test_a_plan_holds_what_is_still_to_come(
    starts_at: datetime, zone: str, ahead: timedelta, wanted: set[Offset]
) -> None:
    now = starts_at - ahead
    planned = plan(5, starts_at, zone, now, wanted)
    assert [r.due_at for r in planned] == sorted(r.due_at for r in planned)
    assert {r.offset for r in planned} == {k for k in wanted if due_at(starts_at, zone, k) > now}
    assert all(r == Reminder(5, r.offset, due_at(starts_at, zone, r.offset)) for r in planned)


def test_what_is_due_this_moment_is_not_to_come() -> None:
    starts = datetime(2027, 6, 24, 17, 30, tzinfo=UTC)
    for number, offset in enumerate(USUAL):
        due = due_at(starts, "Europe/London", offset)
        a_moment_before = plan(5, starts, "Europe/London", due - timedelta(microseconds=1))
        assert [r.offset for r in a_moment_before] == list(USUAL)[number:]
        assert plan(5, starts, "Europe/London", due) == a_moment_before[1:]


def test_an_event_far_ahead_has_all_three() -> None:
    starts = datetime(2027, 6, 24, 17, 30, tzinfo=UTC)
    planned = plan(5, starts, "Europe/London", starts - timedelta(days=30))
    assert [str(r.offset) for r in planned] == ["7d", "1d", "2h"]


@given(
    moments,
    st.sampled_from(ZONES),
    st.timedeltas(timedelta(hours=-3), timedelta(days=12)),
    st.sets(offsets, max_size=5) | st.just(set(USUAL)),
    st.randoms(),
)
def test_what_is_sent_late_is_the_one_thing_still_true(
    starts_at: datetime, zone: str, ahead: timedelta, wanted: set[Offset], random: Random
) -> None:
    now = starts_at - ahead
    planned = plan(5, starts_at, zone, starts_at - timedelta(days=70), wanted)
    due = [r for r in planned if r.due_at <= now]
    random.shuffle(due)
    send, missed = choose(due, now)
    assert len(send) <= 1
    assert sorted((*send, *missed), key=lambda r: r.due_at) == sorted(due, key=lambda r: r.due_at)
    still_useful = [r for r in due if now - r.due_at <= grace(r.offset.length)]
    assert bool(send) == bool(still_useful)
    assert all(r.due_at >= max(u.due_at for u in still_useful) for r in send)
    if send:
        assert now < starts_at, "nobody is reminded of what has begun"


@pytest.mark.parametrize("offset", USUAL)
def test_the_grace_is_kept_to_the_microsecond(offset: Offset) -> None:
    reminder = Reminder(5, offset, datetime(2027, 6, 24, 16, 30, tzinfo=UTC))
    end = reminder.due_at + grace(offset.length)
    assert choose([reminder], end) == ((reminder,), ())
    assert choose([reminder], end + timedelta(microseconds=1)) == ((), (reminder,))


def test_of_two_still_useful_only_the_later_is_sent() -> None:
    day = Reminder(5, DAY, datetime(2027, 6, 24, 9, 0, tzinfo=UTC))
    hours = Reminder(5, HOURS, datetime(2027, 6, 24, 10, 0, tzinfo=UTC))
    now = datetime(2027, 6, 24, 10, 30, tzinfo=UTC)
    assert choose([hours, day], now) == ((hours,), (day,))


def test_nothing_due_nothing_said() -> None:
    assert choose([], datetime(2027, 6, 24, tzinfo=UTC)) == ((), ())


def test_another_date_is_reminded_of_anew_and_a_small_step_is_not() -> None:
    starts_at = datetime(2026, 1, 22, 18, 30, tzinfo=UTC)
    before = plan(7, starts_at, "Europe/London", starts_at - timedelta(days=30), USUAL)
    now = starts_at - timedelta(hours=1)
    for step, again in (
        (timedelta(minutes=90), []),
        (timedelta(minutes=91), ["2h"]),
        (timedelta(hours=30), ["1d", "2h"]),
        (timedelta(days=30), ["7d", "1d", "2h"]),
    ):
        coming = plan(7, starts_at + step, "Europe/London", now, USUAL)
        assert [str(reminder.offset) for reminder in replan(coming, before)] == again
        assert replan(coming, ()) == coming


@pytest.mark.parametrize(
    ("ahead", "late"),
    [
        (timedelta(days=7), timedelta(days=2)),
        (timedelta(days=3), timedelta(days=1.5)),
        (timedelta(days=1), timedelta(hours=12)),
        (timedelta(hours=3), timedelta(minutes=90)),
        (timedelta(hours=2), timedelta(minutes=90)),
        (timedelta(hours=1), timedelta(minutes=45)),
        (timedelta(minutes=10), timedelta(minutes=7.5)),
    ],
)
def test_how_late_still_helps_follows_from_how_long_before(
    ahead: timedelta, late: timedelta
) -> None:
    assert grace(ahead) == late


@given(st.timedeltas(timedelta(minutes=10), timedelta(days=60)))
def test_longer_before_is_never_less_patient(ahead: timedelta) -> None:
    assert timedelta(0) < grace(ahead) < ahead
    assert grace(ahead) <= grace(ahead + timedelta(minutes=1))


def test_the_reminder_of_the_day_before_asks() -> None:
    asking = ["12h", "1d", "24h", "36h"]
    assert [str(o) for o in map(offset, ("7d", "2d", *asking, "11h", "2h")) if asks(o)] == asking


@pytest.mark.parametrize(
    ("which", "reached"),
    [("all", ["7d", "25h", "1d", "24h", "30m"]), ("late", ["1d", "24h", "30m"])],
)
def test_who_wants_the_late_ones_gets_those_from_the_day_before(
    which: Which, reached: list[str]
) -> None:
    given = map(offset, ("7d", "25h", "1d", "24h", "30m"))
    assert [str(each) for each in given if reaches(which, each)] == reached


def test_how_it_is_spoken_of_follows_from_the_time_left() -> None:
    left = [timedelta(days=5), timedelta(hours=36), timedelta(hours=4), timedelta(hours=3)]
    assert [tone(each) for each in left] == ["ahead", "soon", "soon", "starting"]


def test_a_span_ends_between_two_members() -> None:
    members = range(10, 10 * 2 * PINGS + 1, 10)
    assert spans(members) == [(0, 10 * PINGS + 5), (10 * PINGS + 5, LARGEST_ID)]
    assert spans(members[:PINGS]) == [(0, LARGEST_ID)]


@given(st.sets(st.integers(1, 10**19), max_size=4 * PINGS))
def test_everybody_to_ping_is_in_one_span_and_no_span_has_too_many(member_ids: set[int]) -> None:
    member_ids = {each % 2**63 for each in member_ids} - {0}
    parts = [
        {each for each in member_ids if above < each <= up_to} for above, up_to in spans(member_ids)
    ]
    assert all(len(part) <= PINGS for part in parts)
    assert sum(map(len, parts)) == len(member_ids)
    assert set().union(*parts) == member_ids
    assert len(parts) == max(1, -(-len(member_ids) // PINGS))


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        ("hours", "2027-03-27T23:30+00:00", "2027-03-28T03:30+01:00"),
        ("morning", "2027-03-27T20:00+00:00", "2027-03-28T09:00+01:00"),
        ("morning", "2027-03-28T01:00+00:00", "2027-03-28T09:00+01:00"),
        ("morning", "2027-03-27T05:01+00:00", "2027-03-28T09:00+01:00"),
        ("morning", "2027-10-30T20:00+01:00", "2027-10-31T09:00+00:00"),
    ],
)
def test_again_in_three_hours_or_at_nine_in_the_morning(
    choice: Snooze, now: str, until: str
) -> None:
    starts = datetime(2027, 11, 24, 18, tzinfo=UTC)
    at = snoozed_until(choice, starts, "Europe/London", datetime.fromisoformat(now))
    assert at == datetime.fromisoformat(until)


@given(moments, st.sampled_from(ZONES), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_only_what_comes_before_the_start_is_offered(
    starts_at: datetime, zone: str, ahead: timedelta
) -> None:
    now = starts_at - ahead
    clock = wall_clock(zone)
    choices: tuple[Snooze, ...] = ("hours", "morning")
    for choice in choices:
        if choice in snoozes(starts_at, zone, now):
            until = snoozed_until(choice, starts_at, zone, now)
            assert now < until < starts_at
            if choice == "morning":
                assert (clock.shown(until).hour, clock.shown(until).minute) == (9, 0)
                assert timedelta(hours=4) <= until - now <= timedelta(hours=29.5)
        else:
            with pytest.raises(UserError):
                snoozed_until(choice, starts_at, zone, now)


def offset(written: str) -> Offset:
    (found,) = parse_offsets(written)
    return found
