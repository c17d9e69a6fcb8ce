"""When reminders are due, against the rules of twenty zones; and what is still worth saying."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminders import (
    BEFORE,
    MISFIRE_GRACE,
    Reminder,
    ReminderKind,
    choose,
    due_at,
    plan,
    replan,
)

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
]
DAYS_BEFORE: dict[ReminderKind, int] = {"week": 7, "day": 1}
moments = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at_the_clock(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every moment at which the clocks of `zone` show `wall`: none, one or two."""
    offsets = {
        (wall.replace(tzinfo=UTC) + timedelta(hours=hours)).astimezone(zone).utcoffset()
        for hours in range(-30, 31, 3)
    }
    possible = (wall.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None)
    return sorted(m for m in possible if m.astimezone(zone).replace(tzinfo=None) == wall)


@given(moments, st.sampled_from(ZONES), st.sampled_from(sorted(DAYS_BEFORE)))
def test_days_before_are_told_by_the_clock_on_the_wall(
    starts_at: datetime, name: str, kind: ReminderKind
) -> None:
    zone = ZoneInfo(name)
    wall = starts_at.astimezone(zone).replace(tzinfo=None) - timedelta(days=DAYS_BEFORE[kind])
    due = due_at(starts_at, name, kind)
    shown = due.astimezone(zone).replace(tzinfo=None)
    expected = at_the_clock(wall, zone)
    if expected:
        assert due == expected[0]
    else:  # the clocks jump over that time: the reminder comes as much later as they jump
        assert timedelta(0) < shown - wall <= timedelta(hours=1)
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    ("starts_at", "zone", "kind", "expected"),
    [
        ("2027-03-30T18:30+01:00", "Europe/London", "week", "2027-03-23T18:30+00:00"),
        ("2027-03-28T18:30+01:00", "Europe/London", "day", "2027-03-27T18:30+00:00"),
        ("2027-10-31T18:30+00:00", "Europe/London", "day", "2027-10-30T18:30+01:00"),
        ("2027-03-29T01:30+01:00", "Europe/London", "day", "2027-03-28T02:30+01:00"),
        ("2027-11-01T01:30+00:00", "Europe/London", "day", "2027-10-31T01:30+01:00"),
        ("2027-03-14T18:00-04:00", "America/New_York", "day", "2027-03-13T18:00-05:00"),
        ("2027-04-04T19:00+10:30", "Australia/Lord_Howe", "day", "2027-04-03T19:00+11:00"),
        ("2027-03-28T02:30+01:00", "Europe/London", "hours", "2027-03-27T23:30+00:00"),
    ],
)
def test_nights_on_which_the_clocks_change(
    starts_at: str, zone: str, kind: ReminderKind, expected: str
) -> None:
    starts = datetime.fromisoformat(starts_at).astimezone(UTC)
    assert due_at(starts, zone, kind) == datetime.fromisoformat(expected)


@given(moments, st.sampled_from(ZONES))
def test_hours_before_are_real_hours(starts_at: datetime, zone: str) -> None:
    assert starts_at - due_at(starts_at, zone, "hours") == timedelta(hours=2)


@given(moments, st.sampled_from(ZONES), st.timedeltas(timedelta(days=-1), timedelta(days=10)))
def test_a_plan_holds_what_is_still_to_come(
    starts_at: datetime, zone: str, ahead: timedelta
) -> None:
    now = starts_at - ahead
    planned = plan(5, starts_at, zone, now)
    assert [r.due_at for r in planned] == sorted(r.due_at for r in planned)
    assert {r.kind for r in planned} == {k for k in BEFORE if due_at(starts_at, zone, k) > now}
    assert all(r == Reminder(5, r.kind, due_at(starts_at, zone, r.kind)) for r in planned)


def test_what_is_due_this_moment_is_not_to_come() -> None:
    starts = datetime(2027, 6, 24, 17, 30, tzinfo=UTC)
    for number, kind in enumerate(BEFORE):
        due = due_at(starts, "Europe/London", kind)
        a_moment_before = plan(5, starts, "Europe/London", due - timedelta(microseconds=1))
        assert [r.kind for r in a_moment_before] == list(BEFORE)[number:]
        assert plan(5, starts, "Europe/London", due) == a_moment_before[1:]


def test_an_event_far_ahead_has_all_three() -> None:
    starts = datetime(2027, 6, 24, 17, 30, tzinfo=UTC)
    kinds = [r.kind for r in plan(5, starts, "Europe/London", starts - timedelta(days=30))]
    assert kinds == ["week", "day", "hours"]


@given(
    moments,
    st.sampled_from(ZONES),
    st.timedeltas(timedelta(hours=-3), timedelta(days=12)),
    st.randoms(),
)
def test_what_is_sent_late_is_the_one_thing_still_true(
    starts_at: datetime, zone: str, ahead: timedelta, random: Random
) -> None:
    now = starts_at - ahead
    due = [r for r in plan(5, starts_at, zone, starts_at - timedelta(days=30)) if r.due_at <= now]
    random.shuffle(due)
    send, missed = choose(due, now)
    assert len(send) <= 1
    assert sorted((*send, *missed), key=lambda r: r.due_at) == sorted(due, key=lambda r: r.due_at)
    still_useful = [r for r in due if now - r.due_at <= MISFIRE_GRACE[r.kind]]
    assert bool(send) == bool(still_useful)
    assert all(r.due_at >= max(u.due_at for u in still_useful) for r in send)
    if send:
        assert now < starts_at, "nobody is reminded of what has begun"


@pytest.mark.parametrize("kind", list(BEFORE))
def test_the_grace_is_kept_to_the_microsecond(kind: ReminderKind) -> None:
    reminder = Reminder(5, kind, datetime(2027, 6, 24, 16, 30, tzinfo=UTC))
    end = reminder.due_at + MISFIRE_GRACE[kind]
    assert choose([reminder], end) == ((reminder,), ())
    assert choose([reminder], end + timedelta(microseconds=1)) == ((), (reminder,))


def test_of_two_still_useful_only_the_later_is_sent() -> None:
    day = Reminder(5, "day", datetime(2027, 6, 24, 9, 0, tzinfo=UTC))
    hours = Reminder(5, "hours", datetime(2027, 6, 24, 10, 0, tzinfo=UTC))
    now = datetime(2027, 6, 24, 10, 30, tzinfo=UTC)
    assert choose([hours, day], now) == ((hours,), (day,))


def test_nothing_due_nothing_said() -> None:
    assert choose([], datetime(2027, 6, 24, tzinfo=UTC)) == ((), ())


def test_another_date_is_reminded_of_anew_and_a_small_step_is_not() -> None:
    starts_at = datetime(2026, 1, 22, 18, 30, tzinfo=UTC)
    before = plan(7, starts_at, "Europe/London", starts_at - timedelta(days=30))
    now = starts_at - timedelta(hours=1)
    for step, again in (
        (timedelta(minutes=90), []),
        (timedelta(minutes=91), ["hours"]),
        (timedelta(hours=30), ["day", "hours"]),
        (timedelta(days=30), ["week", "day", "hours"]),
    ):
        coming = plan(7, starts_at + step, "Europe/London", now)
        assert [reminder.kind for reminder in replan(coming, before)] == again
        assert replan(coming, ()) == coming
