"""Which question two people are given to open with: one that fits what they were introduced by.

The questions stand in the catalogue, `introduction.question.<family>.<number>`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.domain.in_common import Common
from bot.domain.interactions import InteractionKind
from bot.domain.posts import Link, Post

Family = Literal[
    "joined",
    "asked",
    "picture",
    "link",
    "both",
    "reply",
    "quote",
    "mention",
    "repost",
    "bridge",
    "any",
]

# How many questions there are of each; the most specific family first.
FAMILIES: Mapping[Family, int] = {
    "joined": 8,
    "asked": 8,
    "picture": 8,
    "link": 8,
    "both": 8,
    "reply": 16,
    "quote": 8,
    "mention": 8,
    "repost": 16,
    "bridge": 8,
    "any": 16,
}

# What a question ends with, in most scripts.
MARKS = ("?", "？", "؟")
_LINK = re.compile(r"https?://\S+")
_TAG_OR_NAME = re.compile(r"[#＃@＠]\w+")
_AFTER_THE_END = re.compile(r"[^\w?？؟]+$")
# Where X leads a link to a quoted post, and to a post's own pictures.
_X_HOSTS = ("x.com", "twitter.com")


@dataclass(frozen=True, slots=True)
class Features:
    """What a question can take up of an introduction.

    `kinds` is what either did to the other; none for people who share acquaintances alone. The
    others: `joined`, a third joins the two; `asked`, a post asks something; `picture`, a post
    shows one; `link`, a post leads elsewhere; `both`, they talked to and fro.
    """

    kinds: frozenset[InteractionKind] = frozenset()
    both: bool = False
    asked: bool = False
    picture: bool = False
    link: bool = False
    joined: bool = False

    @property
    def families(self) -> tuple[Family, ...]:
        """The families of questions that fit, the most specific first; `any` always does."""
        if self.joined:
            # All but these speak to two people.
            return ("joined", "any")
        facts: Mapping[Family, bool] = {
            "asked": self.asked,
            "picture": self.picture,
            "link": self.link,
            "both": self.both,
            "bridge": not self.kinds,
            "any": True,
        }
        return tuple(family for family in FAMILIES if facts.get(family, family in self.kinds))


def features_of(evidence: Iterable[Post], common: Common, *, joined: bool = False) -> Features:
    """What the posts that an introduction shows, and all that stands between the two, offer.

    Every post of the evidence is by one of the two. `joined` for a third who joins a pair.
    """
    posts = list(evidence)
    return Features(
        kinds=frozenset("mention" if part.kind == "listed" else part.kind for part in common.parts),
        both=common.conversed,
        asked=any(asks(post) for post in posts),
        picture=any(media.kind == "photo" for post in posts for media in post.media),
        link=any(_leads_elsewhere(link) for post in posts for link in post.links),
        joined=joined,
    )


def choose(features: Features, used: Collection[str], seed: int) -> str:
    """A question, as `family.number`; the same for the same arguments.

    `used` is every question that one of the people was ever asked. None of these comes again
    while another one fits; after that, one that was asked least often.
    """
    asked = Counter(used)
    by_family = [
        [f"{family}.{number}" for number in range(1, FAMILIES[family] + 1)]
        for family in features.families
    ]
    fewest = min(asked[question] for family in by_family for question in family)
    left = ([question for question in family if asked[question] == fewest] for family in by_family)
    first = next(questions for questions in left if questions)
    return first[seed % len(first)]


def asks(post: Post) -> bool:
    """Whether a post ends in a question, apart from hashtags, names, links and emoji after it."""
    for word in reversed(post.plain_text.split()):
        if _LINK.match(word):
            continue
        end = _AFTER_THE_END.sub("", word)
        if end.endswith(MARKS):
            return True
        if end and not _TAG_OR_NAME.fullmatch(end):
            return False
    return False


def _leads_elsewhere(link: Link) -> bool:
    try:
        host = urlsplit(link.expanded_url).hostname or ""
    except ValueError:
        return False
    return not any(host == own or host.endswith(f".{own}") for own in _X_HOSTS)
