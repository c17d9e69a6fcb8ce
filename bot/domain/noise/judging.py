"""Judging posts in the order of time, with what is remembered of earlier ones."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from msgspec import Struct

from bot.domain.noise.author import NO_RECORD, TIMED_POSTS, AuthorRecord
from bot.domain.noise.content import content_of
from bot.domain.noise.copies import OWN_POSTS, REMEMBERED, Earlier
from bot.domain.noise.scoring import classify
from bot.domain.noise.verdict import Kind, Verdict
from bot.domain.posts import Post

# How much of an author's past counts: what they have been doing lately.
RECORD_POSTS = 50
RECORD_TIME = timedelta(days=30)
_AT_ONCE = timedelta()
_posted_at = attrgetter("posted_at")


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
        record, own = author.until(at)
        last = said.get(mark)
        repeated = last is not None and _AT_ONCE <= at - last <= REMEMBERED
        verdict = classify(content, record, Earlier(own, repeated), mark)
        past = Past(post.author_id, at, verdict.kind, content.answers, mark)
        author.add(past)
        said[mark] = at if last is None else max(at, last)
        yield post, past, verdict


class _Author:
    """What an author did, in the order of time."""

    def __init__(self, past: Iterable[Past]) -> None:
        self._past = sorted(past, key=_posted_at)

    def until(self, at: datetime) -> tuple[AuthorRecord, Sequence[str]]:
        """Up to that time, that included: their record, and what the post of then may repeat."""
        end = bisect_right(self._past, at, key=_posted_at)
        if not end:
            return NO_RECORD, ()
        past = self._past[max(0, end - RECORD_POSTS) : end]
        kinds = [each.kind for each in past]
        record = AuthorRecord(
            len(past),
            kinds.count("job_ad"),
            kinds.count("promotion"),
            [each.answers for each in past].count(True),
            tuple([each.posted_at for each in past[-TIMED_POSTS:]]),
        )
        since = at - REMEMBERED
        return record, [p.fingerprint for p in past[-OWN_POSTS:] if p.posted_at >= since]

    def add(self, past: Past) -> None:
        insort(self._past, past, key=_posted_at)
