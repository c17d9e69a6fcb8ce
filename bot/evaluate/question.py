"""An archive as a question: what was known before the event, and what was so during it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from bot.domain.event_days import EventDays
from bot.domain.interactions import Interaction, interactions_of, ordered
from bot.domain.posts import Post, as_one, handle_key
from bot.x.archive import Archive

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """`before` and `posted` are from before `at`, the first event day's midnight, and of
    everybody. `attendees` posted during the event; `again_any` and `again_talk` are the pairs of
    them that interacted then, at all and other than by repost."""

    at: datetime
    attendees: frozenset[int]
    before: tuple[Interaction, ...]
    posted: tuple[tuple[int, datetime], ...]
    again_any: frozenset[Pair]
    again_talk: frozenset[Pair]

    @property
    def together(self) -> Mapping[Pair, int]:
        """In how many posts before the event two attendees turned to each other."""
        posts: defaultdict[Pair, set[int]] = defaultdict(set)
        for each in self.before:
            if each.other_id in self.attendees and each.author_id in self.attendees:
                posts[ordered(each.author_id, each.other_id)].add(each.post_id)
        return {pair: len(found) for pair, found in sorted(posts.items())}

    def hits(self, pairs: Collection[Pair]) -> tuple[int, int]:
        """How many of the pairs interacted again: at all, and other than by repost."""
        return len(self.again_any.intersection(pairs)), len(self.again_talk.intersection(pairs))


def question(archive: Archive, days: EventDays, *, reposts: bool) -> Question:
    """Without `reposts` what came before is known as to a bot that polls, which sees none."""
    posts = as_one(archive.posts)
    before = [
        post
        for post in posts
        if post.created_at < days.begin_at and (reposts or not post.is_repost)
    ]
    during = [post for post in posts if post in days]
    attendees = frozenset(post.author_id for post in during)
    names = _Names(archive, posts)
    again = [
        each
        for each in names.resolved(during)
        if each.other_id in attendees and each.author_id in attendees
    ]
    return Question(
        at=days.begin_at,
        attendees=attendees,
        before=tuple(names.resolved(before)),
        posted=tuple((post.author_id, post.created_at) for post in before),
        again_any=_pairs(again),
        again_talk=_pairs(each for each in again if each.kind != "repost"),
    )


class _Names:
    """Whom an interaction turned to, where the post names a handle or another post alone.

    Somebody known by handle only gets an id below zero, which no account has.
    """

    def __init__(self, archive: Archive, posts: Iterable[Post]) -> None:
        self._ids = {handle_key(person.handle): person.id for person in archive.authors.values()}
        known = (*archive.context.values(), *posts)
        self._authors = {
            version: post.author_id for post in known for version in (post.id, *post.edits)
        }

    def resolved(self, posts: Iterable[Post]) -> list[Interaction]:
        found = (self._resolved(each) for post in posts for each in interactions_of(post))
        return [each for each in found if each.other_id not in {None, each.author_id}]

    def _resolved(self, each: Interaction) -> Interaction:
        other_id = each.other_id
        if each.other_handle is not None:
            key = each.other_handle
            # Handles decide, as they do for people: archives give one person several ids.
            other_id = self._ids.setdefault(key, other_id or -1 - len(self._ids))
        elif other_id is None and each.other_post_id is not None:
            other_id = self._authors.get(each.other_post_id)
        return replace(each, other_id=other_id)


def _pairs(interactions: Iterable[Interaction]) -> frozenset[Pair]:
    return frozenset(
        ordered(each.author_id, each.other_id) for each in interactions if each.other_id is not None
    )
