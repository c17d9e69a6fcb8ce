"""How the conversation grows: days, weeks, the hour, and what waits for a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import momentum as rules
from bot.domain.aftermath import Days, Said, of_days
from bot.domain.events import Event
from bot.domain.interactions import Interaction
from bot.domain.momentum import Day, Hour, Momentum, Trend, momentum
from tests.domain.making import FIRST, an_event, post

ZONE = "America/New_York"
CREATED = datetime(2026, 3, 2, 15, tzinfo=UTC)
STARTS = datetime(2026, 3, 26, 22, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EVENT = an_event(STARTS, zone=ZONE, created_at=CREATED)


def said(by: int, at: datetime, kind: str | None = "conversation", **more: bool) -> Said:
    return Said(by, at, is_repost=more.pop("is_repost", False), kind=kind, **more)


def measured(
    posts: list[Said], now: datetime, *, event: Event = EVENT, kept: Days | None = None
) -> Momentum:
    heard: dict[int, datetime] = {}
    for each in sorted(posts, key=lambda each: each.at):
        if each.converses:
            heard.setdefault(each.author_id, each.at)
    return momentum(event, now, posts, of_days(posts, (), event.zone, heard), kept or {})


def a_week_each(before: int, latest: int) -> Momentum:
    """So many posts in each of the first two weeks, all by one person."""
    posts = [said(1, CREATED) for _ in range(before)]
    posts += [said(1, CREATED + 7 * DAY) for _ in range(latest)]
    return measured(posts, CREATED + 14 * DAY)


def test_days_begin_with_the_announcement_and_say_apart_what_is_no_conversation() -> None:
    posts = [
        said(9, CREATED - 9 * DAY),
        said(1, CREATED + HOUR),
        said(2, CREATED + 2 * HOUR, answers=True),
        said(3, CREATED, "job_ad"),
        said(3, CREATED, "duplicate", answers=True),
        said(4, CREATED, is_repost=True),
        # Still the second of March in New York.
        said(2, datetime(2026, 3, 3, 4, 30, tzinfo=UTC), None),
        said(9, CREATED + 2 * DAY),
        said(4, CREATED + 2 * DAY),
    ]
    found = measured(posts, CREATED + 2 * DAY + HOUR)
    assert found.days == (
        Day(date(2026, 3, 2), posts=3, adverts=2, people=2, first_time=2, replies=1),
        Day(date(2026, 3, 3)),
        Day(date(2026, 3, 4), posts=2, people=2, first_time=1),
    )
    assert (found.so_far, found.before, found.trend) == (True, None, None)
    assert (found.latest.posts, found.latest.people, found.latest.first_time) == (5, 4, 3)


def test_weeks_are_whole_ones_and_somebody_counts_once_in_each() -> None:
    posts = [said(by, CREATED + n * DAY) for n in range(16) for by in (1, 2 + n // 7)]
    early = measured(posts, CREATED + 13 * DAY)
    assert (early.latest.first, early.latest.last) == (date(2026, 3, 8), date(2026, 3, 14))
    assert early.before is not None
    # There was no whole week before it, so there is nothing fair to compare.
    assert (early.before.first, early.before.days, early.trend) == (date(2026, 3, 2), 6, None)
    found = measured(posts, CREATED + 15 * DAY)
    assert found.before is not None
    assert (found.before.first, found.before.last) == (date(2026, 3, 3), date(2026, 3, 9))
    assert (found.latest.first, found.latest.last) == (date(2026, 3, 10), date(2026, 3, 16))
    assert (found.latest.posts, found.latest.people, found.latest.first_time) == (14, 3, 1)


def test_it_ends_the_day_after_the_tweetup() -> None:
    found = measured([said(1, CREATED)], STARTS + 99 * DAY)
    assert found.days[-1].on == date(2026, 3, 27)
    assert found.latest.last == date(2026, 3, 27)
    assert not found.so_far


@pytest.mark.parametrize(
    ("before", "latest", "trend"),
    [
        (0, 9, "few"),
        (0, 10, "more"),
        (10, 0, "fewer"),
        (10, 20, "alike"),
        (10, 22, "more"),
        (100, 131, "more"),
        (100, 130, "alike"),
        (131, 100, "fewer"),
    ],
)
def test_a_difference_is_a_trend_where_chance_would_hardly_make_it(
    before: int, latest: int, trend: Trend
) -> None:
    assert a_week_each(before, latest).trend == trend


def test_a_ratio_needs_posts_and_silence_is_silence() -> None:
    assert a_week_each(0, 9).latest.replies_per_post is None
    assert a_week_each(0, 10).latest.replies_per_post == 0
    assert a_week_each(0, 0).is_silent
    assert not a_week_each(1, 0).is_silent


def test_of_days_whose_posts_are_gone_the_counts_that_were_kept_are_told() -> None:
    kept = {
        CREATED.date(): Counter(
            {"posts": 9, "posts.job_ad": 2, "posts.duplicate": 1, "posts.conversation": 5}
            | {"voices": 4, "first_time": 3, "replies": 2, "people": 8, "reposts": 7}
        )
    }
    found = measured([said(1, CREATED), said(1, CREATED + DAY)], CREATED + 3 * DAY, kept=kept)
    assert found.days[0] == Day(CREATED.date(), 6, 3, 4, 3, 2)
    assert found.days[1].posts == 1
    # How many different people there were in a week is not kept.
    assert (found.latest.posts, found.latest.people) == (7, None)


def test_the_hour_at_which_people_talk_is_the_places_own() -> None:
    def talk(people: int, days: int, posts: int) -> list[Said]:
        return [
            said(n % people, CREATED.replace(hour=16 + n % 3) + n % days * DAY)
            for n in range(posts)
        ]

    zone = ZoneInfo(ZONE)
    assert rules.talking_hour(talk(5, 4, 31), zone) == Hour(11, 11, 31)
    assert rules.talking_hour(talk(5, 4, 29), zone) is None
    assert rules.talking_hour(talk(4, 4, 31), zone) is None
    assert rules.talking_hour(talk(5, 2, 31), zone) is None
    adverts = [replace(each, kind="job_ad") for each in talk(5, 4, 31)]
    assert rules.talking_hour(adverts, zone) is None
    # What is said at the tweetup is no habit of the days before it.
    late = [replace(each, at=each.at + (STARTS - CREATED)) for each in talk(5, 4, 31)]
    assert measured(late, STARTS + 9 * DAY).hour is None


def test_questions_to_everybody_that_nobody_else_answered() -> None:
    asked = [
        post(1, 1, "What helps?"),
        post(2, 2, "And on Mondays?", reply_to_id=77, reply_to_author_id=3),
        post(3, 3, "Who comes?"),
        post(4, 4, "No question"),
        post(5, 5, "Old?"),
        post(6, 6, "Is anybody new here?"),
    ]
    answers = {3: {4}, 6: {6}}
    assert [p.id for p in rules.unanswered(asked, answers, FIRST + DAY)] == [6, 5, 1]
    assert rules.unanswered(asked, {}, FIRST + 40 * DAY) == []


def test_newcomers_nobody_greeted_by_their_first_post() -> None:
    posts = [post(n, by) for n, by in enumerate((1, 2, 3, 1, 4, 5), start=1)]
    turned = [
        Interaction(9, "reply", 8, FIRST, 2),
        Interaction(9, "repost", 8, FIRST, 3),
        Interaction(9, "reply", 4, FIRST, 8),
    ]
    found = rules.ungreeted(posts, turned, but={5})
    assert [(p.id, p.author_id) for p in found] == [(5, 4), (3, 3), (1, 1)]


def test_who_goes_and_is_in_no_conversation_that_is_known() -> None:
    people = {21: 1, 22: 2, 23: 3, 24: 4}
    turned = [Interaction(9, "reply", 1, FIRST, 99), Interaction(9, "mention", 98, FIRST, 2)]
    assert rules.silent([21, 22, 23, 25], people, turned) == {23, 25}


def test_a_note_is_due_every_seventh_morning_until_the_tweetup() -> None:
    first = rules.note_due(EVENT, None)
    # Meanwhile the clocks went forward.
    assert first == datetime(2026, 3, 9, 13, tzinfo=UTC)
    second = rules.note_due(EVENT, first)
    assert second == datetime(2026, 3, 16, 13, tzinfo=UTC)
    third = rules.note_due(EVENT, second)
    assert third == datetime(2026, 3, 23, 13, tzinfo=UTC)
    assert rules.note_due(EVENT, third) is None
    assert rules.latest_due(EVENT, first, third + HOUR) == third
    assert rules.latest_due(EVENT, first, second - HOUR) == first
