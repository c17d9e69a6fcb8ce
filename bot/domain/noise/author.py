"""What an author did so far under the hashtag, as far as it says something of the next post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.noise.content import Content
from bot.domain.noise.verdict import Kind

# With fewer posts than this a share says nothing.
ENOUGH_POSTS = 3
# A timer is told by this many posts, every gap a multiple of the step, give or take the slack:
# people hit that by chance about once in three thousand runs of six.
TIMED_POSTS = 6
TIMER_STEP = timedelta(minutes=5)
TIMER_SLACK = timedelta(seconds=30)
_LEAST_GAP = TIMER_STEP - TIMER_SLACK
_TWICE_SLACK = 2 * TIMER_SLACK


class AuthorRecord(Struct, frozen=True, gc=False):
    """An author's posts before the one in question, reposts not among them.

    `answers` counts replies and quotes; `latest` holds the times of the last few posts, oldest
    first, as far as they are known.
    """

    posts: int = 0
    job_ads: int = 0
    promotions: int = 0
    answers: int = 0
    latest: tuple[datetime, ...] = ()

    def share(self, count: int) -> float:
        return count / self.posts if self.posts >= ENOUGH_POSTS else 0.0

    def after(self, content: Content, kind: Kind, at: datetime | None) -> AuthorRecord:
        """The record once a post of that kind, sent `at` that time, belongs to it."""
        if content.repost:
            return self
        return replace(
            self,
            posts=self.posts + 1,
            job_ads=self.job_ads + (kind == "job_ad"),
            promotions=self.promotions + (kind == "promotion"),
            answers=self.answers + content.answers,
            latest=self.latest if at is None else (*self.latest, at)[-TIMED_POSTS:],
        )


NO_RECORD = AuthorRecord()


def by_timer(times: Sequence[datetime]) -> bool:
    """Whether the last posts, oldest first, keep to the beat of a timer."""
    if len(times) < TIMED_POSTS:
        return False
    for earlier, later in pairwise(times[-TIMED_POSTS:]):
        gap = later - earlier
        # What is a little less than a multiple of the step is as near to it as what is more.
        if gap < _LEAST_GAP or (gap + TIMER_SLACK) % TIMER_STEP > _TWICE_SLACK:
            return False
    return True


def broadcasts(posts: int, advertisements: int) -> bool:
    """Whether somebody with so many posts, and advertisements among them, talks with nobody."""
    return posts >= ENOUGH_POSTS and advertisements > posts / 2
