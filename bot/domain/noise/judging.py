"""Judging posts in the order of time, with what is remembered of earlier ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from operator import attrgetter

from msgspec import Struct

from bot.domain.noise.author import TIMED_POSTS, AuthorRecord
from bot.domain.noise.content import content_of
from bot.domain.noise.copies import OWN_POSTS, REMEMBERED, Seen
from bot.domain.noise.scoring import classify
from bot.domain.noise.verdict import Kind, Verdict
from bot.domain.posts import Post

# How much of an author's past counts: what they have been doing lately.
RECORD_POSTS = 50
RECORD_TIME = timedelta(days=30)


class Past(Struct, frozen=True, gc=False):
    """What is remembered of a post for the sake of later ones."""

    author_id: int
    posted_at: datetime
    kind: Kind
    answers: bool
    fingerprint: str


def judge(
    posts: Mapping[int, Post],
    marks: Mapping[int, str],
    of_authors: Mapping[int, Iterable[Past]],
    last_said: Mapping[str, datetime],
) -> Iterator[tuple[Post, Past, Verdict]]:
    """A verdict for each post, in the order they were made; each counts for those after it.

    `marks` are the fingerprints of the posts' texts. `of_authors` holds earlier posts of their
    authors, by author; `last_said` when anybody last posted a text, by its fingerprint. What is
    later than a post does not count for it.
    """
    authors = {
        author_id: _Author(of_authors.get(author_id, ()))
        for author_id in {post.author_id for post in posts.values()}
    }
    said = dict(last_said)
    for post in sorted(posts.values(), key=attrgetter("created_at", "id")):
        content, mark, at = content_of(post), marks[post.id], post.created_at
        author = authors[post.author_id]
        author.go_on(at)
        seen = author.seen(at - REMEMBERED)
        last = said.get(mark)
        if last is not None and timedelta() <= at - last <= REMEMBERED:
            seen.append(Seen(mark, own=False))
        verdict = classify(content, author.record(), seen, mark)
        past = Past(post.author_id, at, verdict.kind, content.answers, mark)
        author.add(past)
        said[mark] = at if last is None else max(at, last)
        yield post, past, verdict


class _Author:
    """What an author did up to the post that is judged, oldest first, a list for each thing."""

    def __init__(self, past: Iterable[Past]) -> None:
        self._later = sorted(past, key=attrgetter("posted_at"))[::-1]
        self._times: list[datetime] = []
        self._kinds: list[Kind] = []
        self._answers: list[bool] = []
        self._seen: list[Seen] = []

    def add(self, past: Past) -> None:
        self._times.append(past.posted_at)
        self._kinds.append(past.kind)
        self._answers.append(past.answers)
        self._seen.append(Seen(past.fingerprint, own=True))

    def go_on(self, at: datetime) -> None:
        """Up to that time."""
        while self._later and self._later[-1].posted_at <= at:
            self.add(self._later.pop())

    def record(self) -> AuthorRecord:
        kinds = self._kinds[-RECORD_POSTS:]
        return AuthorRecord(
            posts=len(kinds),
            job_ads=kinds.count("job_ad"),
            promotions=kinds.count("promotion"),
            answers=self._answers[-RECORD_POSTS:].count(True),
            latest=tuple(self._times[-TIMED_POSTS:]),
        )

    def seen(self, since: datetime) -> list[Seen]:
        """The last of their posts, from `since` on."""
        return self._seen[max(bisect_left(self._times, since), len(self._times) - OWN_POSTS) :]
