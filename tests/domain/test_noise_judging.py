"""Judging in the order of time gives what a memory that saw everything gives."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.noise import (
    AuthorRecord,
    Memory,
    Past,
    Verdict,
    classify,
    content_of,
    fingerprint,
    judge,
)
from bot.domain.posts import Post
from tests.domain.making import FIRST, post

AD = "Want to work in #Leeds? View our latest opening: HR Officer https://jobs.example/{} #Jobs"
TALK = "What a lovely evening with all of you at the old mill, thank you for having us"
TEXTS = st.sampled_from([AD.format(1), AD.format(2), TALK, "Hello all", "20% off with code SAVE20"])


def marks(posts: dict[int, Post]) -> dict[int, str]:
    return {each.id: fingerprint(each.plain_text) for each in posts.values()}


def judged(posts: list[Post], past: list[Past] | None = None) -> dict[int, Verdict]:
    by_author: dict[int, list[Past]] = defaultdict(list)
    said = {}
    for each in past or ():
        by_author[each.author_id].append(each)
        said[each.fingerprint] = each.posted_at
    given = {each.id: each for each in posts}
    return {p.id: verdict for p, _, verdict in judge(given, marks(given), by_author, said)}


@given(st.lists(st.tuples(st.integers(1, 3), TEXTS), max_size=20), st.integers(0, 20))
def test_in_two_batches_as_in_one_and_as_with_a_memory(
    said: list[tuple[int, str]], cut: int
) -> None:
    posts = [post(n, author, text) for n, (author, text) in enumerate(said, start=1)]
    memory, records = Memory(), defaultdict[int, AuthorRecord](AuthorRecord)
    wanted = {}
    for each in posts:
        content, mark = content_of(each), fingerprint(each.plain_text)
        earlier = memory.earlier(mark, each.author_id, each.created_at)
        wanted[each.id] = classify(content, records[each.author_id], earlier)
        kind = wanted[each.id].kind
        records[each.author_id] = records[each.author_id].after(content, kind, each.created_at)
        memory.add(mark, each.author_id, each.created_at)
    assert judged(posts) == wanted

    first = {each.id: each for each in posts[:cut]}
    past = [each for _, each, _ in judge(first, marks(first), {}, {})]
    assert judged(posts[cut:], past) == {p.id: wanted[p.id] for p in posts[cut:]}


def test_the_order_in_which_posts_come_does_not_matter() -> None:
    posts = [post(1, text=TALK), post(2, author_id=2, text=TALK)]
    assert [judged(posts[::-1])[n].kind for n in (1, 2)] == ["conversation", "duplicate"]


def test_what_is_later_or_long_ago_does_not_count() -> None:
    mark = fingerprint(TALK)
    for days in (-4, 1):
        other = Past(2, FIRST + timedelta(days=days), "conversation", False, mark)
        own = Past(1, FIRST + timedelta(days=days), "conversation", False, mark)
        assert judged([post(1, text=TALK)], [other, own])[1].kind == "conversation"
    recent = Past(2, FIRST - timedelta(days=2), "conversation", False, mark)
    assert judged([post(1, text=TALK)], [recent])[1].kind == "duplicate"
