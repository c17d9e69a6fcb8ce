"""Judging posts in the order of time, with what is remembered of earlier ones."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
_time = attrgetter("posted_at")


class Past(Struct, frozen=True):
    """What is remembered of a post for the sake of later ones."""

    author_id: int
    posted_at: datetime
    kind: Kind
    answers: bool
    fingerprint: str


def judge(
    posts: Mapping[int, Post],
    marks: Mapping[int, str],
    of_authors: Mapping[int, Sequence[Past]],
    last_said: Mapping[str, datetime],
) -> Iterator[tuple[Post, Past, Verdict]]:
    """A verdict for each post, in the order they were made; each counts for those after it.

    `marks` are the fingerprints of the posts' texts. `of_authors` holds earlier posts of their
    authors, by author; `last_said` when anybody last posted a text, by its fingerprint. What is
    later than a post does not count for it.
    """
    authors: defaultdict[int, list[Past]] = defaultdict(list)
    for author_id, found in of_authors.items():
        authors[author_id] = sorted(found, key=_time)
    said = dict(last_said)
    for post in sorted(posts.values(), key=lambda post: (post.created_at, post.id)):
        content, mark = content_of(post), marks[post.id]
        theirs = authors[post.author_id]
        own = theirs[: bisect_right(theirs, post.created_at, key=_time)][-RECORD_POSTS:]
        since = post.created_at - REMEMBERED
        seen = [Seen(p.fingerprint, True) for p in own[-OWN_POSTS:] if p.posted_at >= since]
        last = said.get(mark)
        if last is not None and timedelta() <= post.created_at - last <= REMEMBERED:
            seen.append(Seen(mark, own=False))
        verdict = classify(content, _record(own), seen, mark)
        past = Past(post.author_id, post.created_at, verdict.kind, content.answers, mark)
        insort(theirs, past, key=_time)
        said[mark] = max(post.created_at, last or post.created_at)
        yield post, past, verdict


def _record(own: Sequence[Past]) -> AuthorRecord:
    kinds = [past.kind for past in own]
    return AuthorRecord(
        posts=len(own),
        job_ads=kinds.count("job_ad"),
        promotions=kinds.count("promotion"),
        answers=[past.answers for past in own].count(True),
        latest=tuple(past.posted_at for past in own[-TIMED_POSTS:]),
    )
