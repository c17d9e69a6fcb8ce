"""Judging posts in the order of time, with what is remembered of earlier ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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


class Past(Struct, frozen=True, gc=False, array_like=True):
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
        record, seen = author.until(at)
        last = said.get(mark)
        if last is not None and timedelta() <= at - last <= REMEMBERED:
            seen.append(Seen(mark, own=False))
        verdict = classify(content, record, seen, mark)
        past = Past(post.author_id, at, verdict.kind, content.answers, mark)
        author.add(past)
        said[mark] = at if last is None else max(at, last)
        yield post, past, verdict


class _Author:
    """What an author did, in the order of time: a list for each thing that is looked at."""

    def __init__(self, past: Iterable[Past]) -> None:
        known = sorted(past, key=attrgetter("posted_at"))
        self._times = [each.posted_at for each in known]
        self._kinds = [each.kind for each in known]
        self._answers = [each.answers for each in known]
        self._seen = [Seen(each.fingerprint, own=True) for each in known]

    def until(self, at: datetime) -> tuple[AuthorRecord, list[Seen]]:
        """Up to that time, that included: their record, and what the post of then may repeat."""
        end = bisect_right(self._times, at)
        first = max(0, end - RECORD_POSTS)
        kinds = self._kinds[first:end]
        record = AuthorRecord(
            posts=len(kinds),
            job_ads=kinds.count("job_ad"),
            promotions=kinds.count("promotion"),
            answers=self._answers[first:end].count(True),
            latest=tuple(self._times[max(first, end - TIMED_POSTS) : end]),
        )
        remembered = bisect_left(self._times, at - REMEMBERED, first, end)
        return record, self._seen[max(remembered, end - OWN_POSTS) : end]

    def add(self, past: Past) -> None:
        at = bisect_right(self._times, past.posted_at)
        self._times.insert(at, past.posted_at)
        self._kinds.insert(at, past.kind)
        self._answers.insert(at, past.answers)
        self._seen.insert(at, Seen(past.fingerprint, own=True))
