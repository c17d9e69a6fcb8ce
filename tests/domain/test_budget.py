"""Prices, shares, forecasts, and when reading becomes more sparing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import (
    NOBODY,
    THRESHOLDS,
    Price,
    Standing,
    Step,
    Terms,
    UsageCheck,
    daily_rate,
    decide,
    end_of_month,
    forecast,
    month_of,
    shares,
)

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)
MONEY = st.integers(0, 10**12)


def test_each_day_has_its_price_and_days_before_the_first_have_that() -> None:
    old, new = Price(date(2026, 1, 1), 5_000, 10_000), Price(date(2026, 2, 1), 6_000, 9_000)
    terms = Terms(prices=(old, new))
    assert terms.price_on(date(2025, 12, 31)) is old
    assert terms.price_on(date(2026, 1, 31)) is old
    assert terms.price_on(date(2026, 2, 1)) is new
    assert (new.of("post"), new.of("user")) == (6_000, 9_000)


def test_guilds_share_the_cap_unless_each_has_its_own() -> None:
    assert Terms().cap_of_guild(3) is None
    assert Terms(cap=9_001).cap_of_guild(3) == 3_000
    assert Terms(cap=9_000).cap_of_guild(0) == 9_000
    assert Terms(cap=9_000, guild_cap=4_000).cap_of_guild(3) == 4_000
    assert Terms(guild_cap=4_000).cap_of_guild(3) == 4_000


def test_part_of_a_cap_is_kept_back() -> None:
    assert Terms(kept_back_percent=25).for_reading(1_001) == 750
    assert Terms(kept_back_percent=25).for_reading(None) is None


@given(st.integers(0, 10**6), st.sets(st.integers(1, 2**63 - 1), max_size=20), st.integers(0))
def test_shares_sum_to_the_price_and_differ_by_a_millionth(
    price: int, guilds: set[int], resource_id: int
) -> None:
    found = shares(price, guilds, resource_id)
    assert sum(found.values()) == price
    assert found.keys() == (guilds or {NOBODY})
    assert max(found.values()) - min(found.values()) <= 1


def test_what_cannot_be_divided_goes_to_everybody_in_turn() -> None:
    paid = [shares(10, {1, 2, 3}, post) for post in range(3)]
    assert [sum(each[guild] for each in paid) for guild in (1, 2, 3)] == [10, 10, 10]


def test_without_a_cap_nothing_is_spared() -> None:
    assert decide(10**12, 10**12, None) is Step.FULL


@pytest.mark.parametrize(
    ("spent", "step"),
    [
        (0, Step.FULL),
        (699, Step.FULL),
        (700, Step.NO_EXPANSIONS),
        (799, Step.NO_EXPANSIONS),
        (800, Step.SLOWER),
        (900, Step.NO_CONTEXT),
        (999, Step.NO_CONTEXT),
        (1_000, Step.PAUSED),
        (1_001, Step.PAUSED),
    ],
)
def test_near_the_allowance_steps_are_taken_in_their_order(spent: int, step: Step) -> None:
    assert decide(spent, 1_001, 1_000) is step


def test_a_month_that_ends_within_the_allowance_needs_no_step() -> None:
    assert decide(999, 1_000, 1_000) is Step.FULL
    assert decide(1_000, 1_000, 1_000) is Step.PAUSED


@given(MONEY, MONEY, MONEY, MONEY)
def test_more_money_never_means_fewer_savings(
    spent: int, more: int, ahead: int, allowance: int
) -> None:
    before = decide(spent, spent + ahead, allowance)
    assert decide(spent + more, spent + more + ahead, allowance) >= before
    assert (before is Step.PAUSED) == (spent >= allowance)


def test_the_steps_are_in_the_order_in_which_they_are_missed() -> None:
    assert [step.key for step in Step] == [
        "full",
        "no_expansions",
        "slower",
        "no_context",
        "paused",
    ]
    assert list(THRESHOLDS) == sorted(THRESHOLDS, reverse=True)


def test_the_rate_is_that_of_the_last_seven_days() -> None:
    spent = {TODAY - n * DAY: 13_000 for n in range(20)}
    assert daily_rate(spent, TODAY - 19 * DAY, NOON) == pytest.approx(7 * 13_000 / 6.5)
    assert daily_rate(spent, TODAY - DAY, NOON) == pytest.approx(2 * 13_000 / 1.5)


def test_a_first_hour_counts_as_a_day() -> None:
    now = NOON.replace(hour=1)
    assert daily_rate({TODAY: 24_000}, TODAY, now) == 24_000
    assert daily_rate({}, TODAY, now) == 0


def test_a_forecast_goes_on_at_this_rate_and_never_back() -> None:
    assert forecast(1_000, 500.0, NOON, NOON + 2.5 * DAY) == 2_250
    assert forecast(1_000, 500.0, NOON, NOON - DAY) == 1_000


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_month_ends_where_the_next_one_begins(now: datetime) -> None:
    end = end_of_month(now)
    assert month_of(now) <= now.date() < end.date()
    assert month_of(end) == end.date()
    assert month_of(end - timedelta(microseconds=1)) == month_of(now)


@pytest.mark.parametrize(
    ("ours", "theirs", "differs", "percent"),
    [
        (0, 0, False, 0),
        (0, 10, False, 100),
        (0, 11, True, 100),
        (1_000, 1_050, False, 5),
        (1_000, 940, True, 6),
        (1_000, 1_200, True, 17),
    ],
)
def test_a_small_difference_is_not_worth_a_word(
    ours: int, theirs: int, differs: bool, percent: int
) -> None:
    check = UsageCheck(TODAY, ours, theirs)
    assert (check.differs, check.percent) == (differs, percent)


@pytest.mark.parametrize(
    ("spent", "cap", "step", "affords"),
    [
        (89, 200, Step.FULL, True),
        (90, 200, Step.FULL, False),
        (10**9, None, Step.FULL, True),
        (0, 200, Step.NO_EXPANSIONS, False),
        (0, 200, Step.PAUSED, False),
    ],
)
def test_what_is_read_besides_leaves_room_for_the_hashtags(
    spent: int, cap: int | None, step: Step, affords: bool
) -> None:
    standing = Standing(spent=spent, forecast=0, cap=cap, kept_back=20, step=step)
    assert standing.affords(91) == affords
