"""What X bills for an answer, and under which hashtags each part of it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.posts import normalise_hashtag
from bot.ports import Hashtags
from bot.x.wire import WirePage, WirePost


@dataclass(frozen=True, slots=True)
class Bill:
    """The posts and users of an answer by id, with the normalised hashtags that brought them."""

    posts: Mapping[int, Hashtags]
    users: Mapping[int, Hashtags]


def hashtags_in(query: str) -> frozenset[str]:
    """The normalised hashtags that a search asks for."""
    return _normalised(word for word in query.split() if word.startswith("#"))


def together(bills: Iterable[Bill]) -> Bill:
    """One bill for several answers; what is in more than one is there for the sake of all."""
    posts: dict[int, set[str]] = defaultdict(set)
    users: dict[int, set[str]] = defaultdict(set)
    for bill in bills:
        for sums, told in ((posts, bill.posts), (users, bill.users)):
            for key, tags in told.items():
                sums[key].update(tags)
    return Bill(dict(posts), dict(users))


def billed(wire: WirePage, asked: Hashtags = ()) -> Bill:
    """Everything in the answer. What is there for a post's sake comes under its hashtags.

    `asked` are hashtags every post came under. A person's hashtags are those of all posts they
    are there for: as author, or as author of what is referred to.
    """
    included = {post.id: post for post in wire.included.referred}
    posts: dict[int, set[str]] = defaultdict(set, {post_id: set() for post_id in included})
    users: dict[int, set[str]] = defaultdict(set)
    for post in wire.posts:
        referred = [included[each.id] for each in post.references if each.id in included]
        tags = {*asked, *_hashtags_of(post)}.union(*map(_hashtags_of, referred))
        for each in (post, *referred):
            posts[each.id] |= tags
        for person in (post.author_id, post.in_reply_to_user_id, *(r.author_id for r in referred)):
            if person is not None:
                users[person] |= tags
    return Bill(dict(posts), {user.id: users[user.id] for user in wire.included.users or ()})


def _hashtags_of(post: WirePost) -> frozenset[str]:
    carriers = (post.entities, post.note.entities if post.note is not None else None)
    return _normalised(tag.tag for each in carriers if each for tag in each.hashtags or ())


def _normalised(tags: Iterable[str]) -> frozenset[str]:
    found = (normalise_hashtag(tag) for tag in tags)
    return frozenset(tag for tag in found if tag is not None)
