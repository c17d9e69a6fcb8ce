"""Who talked to whom: what each post says about its author and other people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from bot.domain.posts import Mention, Post, handle_key

InteractionKind = Literal["reply", "quote", "mention", "repost"]

# The most telling first: an answer, a word about what somebody said, a call by name, a passing on.
TELLING: tuple[InteractionKind, ...] = ("reply", "quote", "mention", "repost")
_RANK = {kind: rank for rank, kind in enumerate(TELLING)}


class Interaction(Struct, frozen=True, gc=False):
    """One person turning to another in a post.

    Whom it turned to is known by id, or for the time being by handle or by their post alone.
    """

    post_id: int
    kind: InteractionKind
    author_id: int
    at: datetime
    other_id: int | None = None
    other_handle: str | None = None
    other_post_id: int | None = None


def interactions_of(post: Post) -> tuple[Interaction, ...]:
    """Everybody a post turns to, never its own author.

    Mentions inside a repost are the original author's, not the reposter's. A mention of the
    person who is answered or quoted anyway says nothing more.
    """
    if post.reposted_id is not None:
        found = [_towards(post, "repost", post.reposted_author_id, post.reposted_id)]
        return tuple(i for i in found if i.other_id != post.author_id)
    if post.reply_to_id is None and post.quoted_id is None and not post.mentions:
        return ()
    found = []
    if post.reply_to_id is not None:
        found.append(_towards(post, "reply", post.reply_to_author_id, post.reply_to_id))
    if post.quoted_id is not None:
        found.append(_towards(post, "quote", post.quoted_author_id, post.quoted_id))
    named = {i.other_id for i in found if i.other_id is not None}
    for mention in _distinct(post.mentions):
        if mention.author_id is None or mention.author_id not in named:
            found.append(
                Interaction(
                    post.id,
                    "mention",
                    post.author_id,
                    post.created_at,
                    other_id=mention.author_id,
                    other_handle=handle_key(mention.handle),
                )
            )
    return tuple(i for i in found if i.other_id != post.author_id)


def ties(interactions: Iterable[Interaction]) -> dict[tuple[int, int], list[Interaction]]:
    """What people did to each other, by (lower id, higher id), in the order it is given."""
    found: defaultdict[tuple[int, int], list[Interaction]] = defaultdict(list)
    for each in interactions:
        one, other = each.author_id, each.other_id
        if other is not None and other != one:
            found[(one, other) if one < other else (other, one)].append(each)
    return found


def telling(tie: Iterable[Interaction]) -> list[Interaction]:
    """What two people did to each other, the most telling first.

    A post counts once, by the most telling thing it did; of things alike the newest comes first.
    """
    posts: dict[int, Interaction] = {}
    for each in tie:
        known = posts.get(each.post_id)
        if known is None or _RANK[each.kind] < _RANK[known.kind]:
            posts[each.post_id] = each
    return sorted(posts.values(), key=lambda each: (_RANK[each.kind], -each.post_id))


def evidence(tie: Iterable[Interaction], most: int) -> tuple[int, ...]:
    """The posts that show a tie best, `most` at most; where there is room for two or more and
    both turned to each other, one of each at least."""
    told = telling(tie)
    shown = told[:most]
    authors = {each.author_id for each in shown}
    back = next((each for each in told if each.author_id not in authors), None)
    if back is not None and most > 1:
        shown[-1] = back
    return tuple(each.post_id for each in shown)


def ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _towards(
    post: Post, kind: InteractionKind, other_id: int | None, other_post_id: int
) -> Interaction:
    return Interaction(
        post.id,
        kind,
        post.author_id,
        post.created_at,
        other_id=other_id,
        other_post_id=other_post_id,
    )


def _distinct(mentions: Iterable[Mention]) -> Iterable[Mention]:
    return {handle_key(mention.handle): mention for mention in mentions}.values()
