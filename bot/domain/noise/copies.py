"""The same text again, with a new link, a new picture or a word changed.

A text is kept as a fingerprint: a string that a database can compare for equality, and that tells
how much two texts have in common, but not what they said.
"""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from struct import Struct, unpack
from typing import TypeVar
from zlib import crc32

import msgspec

from bot.domain.noise.content import words_of

# An author who says the same again after this long has a reason to (the weekly chat is tonight).
REMEMBERED = timedelta(days=3)
# How many of an author's own last posts a new one is compared with.
OWN_POSTS = 20
# Words in common among all words of both. One word changed in a dozen is the same text; live
# reporters, whose sentences begin alike, stay below.
SAME_TEXT = 0.85
# Short texts are the same by chance: "Looking forward to #tag next week!"
OWN_WORDS, OTHERS_WORDS = 6, 8

_HASH = 8  # hexadecimal digits of one word
_KEPT = 24  # hashes kept of a long text, the lowest: that is a fair sample of its words
# Packs so many words' hashes, and that of the numbers in front of them.
_PACK = [Struct(f">{1 + count}I").pack for count in range(_KEPT + 1)]
_PASSED_ON = re.compile(r"(?:\W{0,2}(?:RT|MT) @?\w+:?\s)+|Retweeted [^:\n]{1,80}:")


_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Earlier(msgspec.Struct, frozen=True, gc=False):
    """What was posted of late that a post may be a copy of.

    `own` are the fingerprints of the author's last texts, `said` whether anybody, whoever it was,
    posted the very same text.
    """

    own: Sequence[str] = ()
    said: bool = False


NOTHING_EARLIER = Earlier()


def fingerprint(text: str) -> str:
    """A text's numbers (as one hash) and a sample of its words.

    Links do not count, nor does the order of words, nor "RT @somebody:" in front.
    """
    passed_on = _PASSED_ON.match(text)
    words = words_of(text if passed_on is None else text[passed_on.end() :])
    numbers = b" ".join(sorted([w for w in words if not w.isalpha() and w.decode().isdigit()]))
    hashes = sorted(set(map(crc32, words)))[:_KEPT]
    return _PACK[len(hashes)](crc32(numbers), *hashes).hex()


def likeness(new: str, earlier: Earlier) -> float:
    """How much of an earlier text the new fingerprint repeats, from 0 (nothing) to 1.

    An author's own text counts when it is much the same, other people's only when it is the very
    same: two people quoting one speaker are not copying each other. Other numbers make another
    text (session 2 starts at 10.30, session 3 at 11.30).
    """
    count = _count(new)
    if count < OWN_WORDS:
        return 0.0
    if new in earlier.own or (earlier.said and count >= OTHERS_WORDS):
        return 1.0
    # Texts have no more words in common than the shorter one has.
    shortest, longest = _length(ceil(SAME_TEXT * count)), _length(int(count / SAME_TEXT))
    near = [mark for mark in earlier.own if shortest <= len(mark) <= longest]
    if not near:
        return 0.0
    numbers, endings, least = new[:_HASH], _endings(new), SAME_TEXT * count
    return max(
        [
            _common(_hashes(new), _hashes(mark))
            for mark in near
            if mark.startswith(numbers)
            # Some hashes end alike, so that this many words are missing at the least.
            and count - len(endings.translate(None, _endings(mark))) >= least
        ],
        default=0.0,
    )


class Memory:
    """The posts of late, for a reader that keeps no database: `size` texts at most."""

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._texts: OrderedDict[str, _Post] = OrderedDict()
        self._authors: OrderedDict[Hashable, deque[_Post]] = OrderedDict()

    def earlier(self, mark: str, author: Hashable | None, at: datetime | None) -> Earlier:
        """What a new post may be a copy of; an `author` or a time that is unknown is None."""
        same = self._texts.get(mark)
        own = self._authors.get(author, ()) if author is not None else ()
        return Earlier(
            [post.mark for post in own if _is_recent(post.at, at)],
            said=same is not None and _is_recent(same.at, at),
        )

    def add(self, mark: str, author: Hashable | None, at: datetime | None) -> None:
        post = _Post(mark, author, at)
        _keep(self._texts, mark, post, self._size)
        if author is not None:
            own = self._authors.get(author, deque(maxlen=OWN_POSTS))
            own.append(post)
            _keep(self._authors, author, own, self._size)


@dataclass(frozen=True, slots=True)
class _Post:
    mark: str
    author: Hashable | None
    at: datetime | None


def _keep(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value, size: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > size:
        kept.popitem(last=False)


def _is_recent(earlier: datetime | None, now: datetime | None) -> bool:
    return earlier is None or now is None or now - earlier <= REMEMBERED


def _common(one: frozenset[int], other: frozenset[int]) -> float:
    """Words in common among all words, judged by the lowest hashes of both together.

    0 where there are too few for the same text.
    """
    both = one & other
    every = len(one) + len(other) - len(both)
    if len(both) < SAME_TEXT * min(every, _KEPT):
        return 0.0
    sample = sorted(one | other)[:_KEPT]
    common = len(both.intersection(sample)) / len(sample)
    return common if common >= SAME_TEXT else 0.0


def _count(mark: str) -> int:
    """How many words are kept of a text."""
    return len(mark) // _HASH - 1


def _length(count: int) -> int:
    """How long the fingerprint of a text is of which so many words are kept."""
    return _HASH * (1 + count)


def _endings(mark: str) -> bytes:
    """The last byte of each word's hash."""
    return bytes.fromhex(mark)[7::4]


def _hashes(mark: str) -> frozenset[int]:
    """Of the words, without that of the numbers."""
    return frozenset(unpack(f">{_count(mark)}I", bytes.fromhex(mark[_HASH:])))
