"""Who talked to whom: what each post says about its author and other people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.posts import Mention, Post, handle_key

InteractionKind = Literal["reply", "quote", "mention", "repost"]

# A reply or a quote is an answer, a mention calls somebody by name, a repost only passes on.
WEIGHTS: dict[InteractionKind, int] = {"reply": 3, "quote": 3, "mention": 2, "repost": 1}
STRONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Interaction:
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


@dataclass(frozen=True, slots=True)
class Tie:
    """What stands between two people; `one` is the lower id. Evidence is oldest first."""

    one: int
    other: int
    strength: int
    evidence: tuple[int, ...]


def interactions_of(post: Post) -> tuple[Interaction, ...]:
    """Everybody a post turns to, never its own author.

    Mentions inside a repost are the original author's, not the reposter's. A mention of the
    person who is answered or quoted anyway says nothing more.
    """
    if post.reposted_id is not None:
        found = [_towards(post, "repost", post.reposted_author_id, post.reposted_id)]
        return tuple(i for i in found if i.other_id != post.author_id)
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


def ties(interactions: Iterable[Interaction]) -> dict[tuple[int, int], Tie]:
    """The ties between people, by (lower id, higher id).

    A tie's strength is the sum over its posts of the weight of what each did at most, times
    one and a half where both turned to each other, at most 1,000.
    """
    posts: dict[tuple[int, int], dict[int, Interaction]] = defaultdict(dict)
    for interaction in interactions:
        if interaction.other_id is None or interaction.other_id == interaction.author_id:
            continue
        pair = ordered(interaction.author_id, interaction.other_id)
        known = posts[pair].get(interaction.post_id)
        if known is None or WEIGHTS[interaction.kind] > WEIGHTS[known.kind]:
            posts[pair][interaction.post_id] = interaction
    return {pair: _tie(pair, list(found.values())) for pair, found in posts.items()}


def ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _tie(pair: tuple[int, int], found: list[Interaction]) -> Tie:
    weight = sum(WEIGHTS[interaction.kind] for interaction in found)
    if len({interaction.author_id for interaction in found}) == 2:
        weight += weight // 2
    evidence = sorted(found, key=lambda interaction: (interaction.at, interaction.post_id))
    return Tie(*pair, min(weight, STRONGEST), tuple(i.post_id for i in evidence))


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
