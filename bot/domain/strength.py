"""How likely two people who turned to each other are to do so again when they meet.

A logistic model of six things that can be told to a person. It was fitted to nine public archives
of conferences, each judged by what the other eight taught, and then rounded to whole quarters,
which cost nothing: see docs/introductions.md for the figures and for what was tried and left out.
Counts and recency alone did not beat plain counting. What did is how alive both people are on
the hashtag: somebody who has fallen silent does not answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log1p

from bot.domain.interactions import Interaction

# How fast what was said grows old: after a week it counts for a third (1/e).
FADES_IN = timedelta(days=7)
# Up to this many people called by name in one post are each meant; of more, each is meant less.
NAMED_IN_EARNEST = 3
# What a pair is worth to a matching at most: whole numbers compare exactly.
STRONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Community:
    """Who is how much alive under a hashtag at a moment, by person.

    `liveliness` is the number of their posts, each fading with its age; `contacts` those they
    turned to; `attention` how often others turned to them.
    """

    liveliness: Mapping[int, float]
    contacts: Mapping[int, int]
    attention: Mapping[int, int]

    def quieter(self, one: int, other: int) -> float:
        return min(self.liveliness.get(one, 0.0), self.liveliness.get(other, 0.0))


@dataclass(frozen=True, slots=True)
class Signals:
    """What stands between two people, and around them.

    `posts` counts the posts in which one turned to the other, one of a long list of names for
    less than one; `talked` is whether there was more than reposts; `freshness` is 1 for a post of
    this moment and fades; `quieter` is the lesser liveliness of the two; `contacts` the people
    that the more outgoing of the two turned to.
    """

    posts: float
    both_ways: bool
    talked: bool
    freshness: float
    quieter: float
    contacts: int


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance that two people turn to each other again: at all, and by more than a repost."""

    again: float
    talk: float

    @property
    def confidence(self) -> float:
        """Talk is what an introduction is for; passing on each other's posts is half of it."""
        return (self.again + self.talk) / 2


def community(
    interactions: Iterable[Interaction], posted: Iterable[tuple[int, datetime]], at: datetime
) -> Community:
    """How everybody stands at `at`; `posted` names the author and the time of every post."""
    liveliness: defaultdict[int, float] = defaultdict(float)
    for author_id, when in posted:
        liveliness[author_id] += fading(at - when)
    contacts: defaultdict[int, set[int]] = defaultdict(set)
    attention: Counter[int] = Counter()
    for each in interactions:
        if each.other_id is not None:
            contacts[each.author_id].add(each.other_id)
            attention[each.other_id] += 1
    return Community(
        liveliness, {person: len(others) for person, others in contacts.items()}, attention
    )


def signals(
    tied: Mapping[tuple[int, int], Sequence[Interaction]], around: Community, at: datetime
) -> dict[tuple[int, int], Signals]:
    """The signals at `at` of every pair that is `tied` by what they did to each other."""
    named = Counter(each.post_id for tie in tied.values() for each in tie if each.kind == "mention")
    return {pair: _signals(pair, tie, named, around, at) for pair, tie in tied.items()}


def chance(found: Signals) -> Chance:
    """The logistic model; see the head of this file for where its numbers come from."""
    posts, quieter = log1p(found.posts), log1p(found.quieter)
    contacts, talked, both = log1p(found.contacts), found.talked, found.both_ways
    return Chance(
        again=logistic(
            -3.25
            + 1.0 * posts
            + 0.25 * both
            + 1.5 * found.freshness
            + 0.5 * quieter
            + 0.5 * contacts
            + 0.75 * talked
        ),
        talk=logistic(
            -3.25
            + 0.5 * posts
            + 0.25 * both
            + 0.5 * found.freshness
            + 0.25 * quieter
            + 0.5 * contacts
            + 1.0 * talked
        ),
    )


def worth(found: Chance, missed: Mapping[int, float], pair: tuple[int, int]) -> int:
    """What introducing a pair is worth to a matching, from 1 to `STRONGEST`.

    `missed` has, for people who were introduced before, the chance that none of it proved right:
    in a later round those come first who have had the least luck.
    """
    one, other = pair
    luckless = (missed.get(one, 1.0) + missed.get(other, 1.0)) / 2
    return max(1, round(STRONGEST * found.confidence * luckless))


def fading(age: timedelta) -> float:
    return exp(-max(0.0, age / FADES_IN))


def logistic(points: float) -> float:
    return 1 / (1 + exp(-points))


def _signals(
    pair: tuple[int, int],
    tie: Sequence[Interaction],
    named: Mapping[int, int],
    around: Community,
    at: datetime,
) -> Signals:
    one, other = pair
    posts: dict[int, float] = {}
    authors: set[int] = set()
    talked, latest = False, tie[0].at
    for each in tie:
        meant = 1.0
        if each.kind == "mention" and named[each.post_id] > NAMED_IN_EARNEST:
            meant = NAMED_IN_EARNEST / named[each.post_id]
        if meant > posts.get(each.post_id, 0.0):
            posts[each.post_id] = meant
        authors.add(each.author_id)
        talked = talked or each.kind != "repost"
        latest = max(latest, each.at)
    return Signals(
        posts=sum(posts.values()),
        both_ways=len(authors) > 1,
        talked=talked,
        freshness=fading(at - latest),
        quieter=around.quieter(one, other),
        contacts=max(around.contacts.get(one, 0), around.contacts.get(other, 0)),
    )
