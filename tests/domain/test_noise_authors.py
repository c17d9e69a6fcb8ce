from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.noise import TIMED_POSTS, AuthorRecord, Content
from bot.domain.noise.author import broadcasts, by_timer
from tests.domain.making import FIRST

TALK = Content("Hello")


class TestRecord:
    def test_it_counts_what_an_author_did(self) -> None:
        record = AuthorRecord()
        record = record.after(TALK, "conversation", FIRST)
        record = record.after(TALK, "job_ad", FIRST + timedelta(hours=1))
        record = record.after(Content("Yes!", answers=True), "promotion", None)
        assert record == AuthorRecord(
            posts=3,
            job_ads=1,
            promotions=1,
            answers=1,
            latest=(FIRST, FIRST + timedelta(hours=1)),
        )

    def test_reposts_do_not_count(self) -> None:
        assert AuthorRecord().after(Content("Hi", repost=True), "job_ad", FIRST) == AuthorRecord()

    def test_it_does_not_grow(self) -> None:
        record = AuthorRecord()
        for minutes in range(50):
            record = record.after(TALK, "conversation", FIRST + timedelta(minutes=minutes))
        assert len(record.latest) == TIMED_POSTS
        assert record.latest[-1] == FIRST + timedelta(minutes=49)

    def test_a_share_needs_a_few_posts(self) -> None:
        assert AuthorRecord(posts=2, job_ads=2).share(2) == 0
        assert AuthorRecord(posts=4, job_ads=1).share(1) == 0.25


class TestTimer:
    @pytest.mark.parametrize(
        ("gaps", "timed"),
        [
            ([30, 30, 30, 30, 30], True),
            ([60, 1440, 15, 5, 60], True),
            ([30, 30, 30, 30], False),
            ([30, 30, 32, 30, 30], False),
            ([1, 3, 30, 30, 30], False),
        ],
    )
    def test_gaps_in_minutes(self, gaps: list[int], timed: bool) -> None:
        times = [FIRST]
        for gap in gaps:
            times.append(times[-1] + timedelta(minutes=gap))
        assert by_timer(times) is timed

    def test_posts_in_one_moment_are_no_timer(self) -> None:
        assert not by_timer([FIRST] * TIMED_POSTS)

    @given(st.lists(st.integers(min_value=-25, max_value=25), min_size=6, max_size=12))
    def test_a_timer_may_be_seconds_late(self, late: list[int]) -> None:
        times = [
            FIRST + timedelta(minutes=10 * number, seconds=seconds / 2)
            for number, seconds in enumerate(late)
        ]
        assert by_timer(times)

    def test_only_the_last_posts_count(self) -> None:
        times = [FIRST - timedelta(minutes=7), FIRST - timedelta(minutes=3)]
        assert by_timer([*times, *(FIRST + timedelta(hours=n) for n in range(TIMED_POSTS))])


@pytest.mark.parametrize(
    ("posts", "advertisements", "expected"),
    [(2, 2, False), (3, 2, True), (3, 1, False), (4, 2, False), (4, 3, True)],
)
def test_most_of_what_a_broadcaster_posts_advertises(
    posts: int, advertisements: int, expected: bool
) -> None:
    assert broadcasts(posts, advertisements) is expected
