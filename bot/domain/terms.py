"""What a text is about, by plain counting: its words, and how rare each of them is.

Nothing is learned and nothing leaves the machine. A word counts by the logarithm of how few posts
it stands in; what stands in many says nothing, in whatever language it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import combining, normalize

import regex
from stopwordsiso import stopwords

SHORTEST = 3
# A word in more than every fifth post is common; in so few posts as these none is.
COMMON = 5
FEW = 2

# A word before dots that end a text may be cut short: archives of old posts are.
_WORD = regex.compile(r"https?://\S+|[@＠]\w+|\w+…\s*\Z|([#＃]?\w+)(?:['’]\w+)?")
# A plural and its singular are one word; "process" is no plural, nor is "news".
_PLURAL = regex.compile(r"(?<=\w{3}[^su]|\w\w[bdfgklmnprtv])s$")
# Words that stand in any text of the languages most often met under a hashtag.
_LANGUAGES = ("de", "en", "es", "fr", "nl")
# They say as little, and the lists lack them.
_EMPTY_TOO = """
amazing awesome bit check coming congrat congratulation cool day days excellent excited exciting
fantastic feel finally folk fun glad great guys haha happy hear hey hope kick link lol lot love
loved lovely loving morning nice night people pretty read reading ready share sharing speaking
start started starting super take talk talking thx time today told tomorrow tonight totally tweet
tweeting twitter watch week weekend wonderful wow yeah yep yesterday
"""
# The lists hold them, for documents of another kind; at work they are what is spoken of.
_SPOKEN_OF = """
ai change computer cv group home hr information invention member microsoft research self state
system test text value website young
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A word as words compare, as it is written, and where in the text it begins."""

    key: str
    written: str
    at: int


def terms(text: str, ignored: Collection[str] = ()) -> tuple[Term, ...]:
    """The words of a text that may say what it is about, in its order.

    Names and links are none, nor are words that stand in any text (by the lists of stopwords-iso)
    and the `ignored`, which are keys: a tweetup's own hashtag.
    """
    found = []
    for word in _WORD.finditer(text):
        written = word[1]
        key = "" if written is None else term_key(written)
        if key in _MEANT or _is_full(key):
            found.append(Term(key, written, word.start()))
    return tuple(term for term in found if term.key not in ignored)


def term_key(written: str) -> str:
    """How words compare: without #, accents, case, and the s of a plural."""
    plain = "".join(c for c in normalize("NFKD", written.casefold()) if not combining(c))
    singular: str = _PLURAL.sub("", plain.lstrip("#"))
    return singular


def _is_full(key: str) -> bool:
    return len(key) >= SHORTEST and not key.isdecimal() and key not in _empty()


_MEANT = frozenset(_SPOKEN_OF.split())


@cache
def _empty() -> frozenset[str]:
    """Made when first asked for, as it takes longer than most of what the bot does at a start."""
    words = *stopwords(_LANGUAGES), *_EMPTY_TOO.split()
    # Of what is written with an apostrophe the part before it is the word.
    return frozenset(term_key(regex.split("['’]", word)[0]) for word in words)


def rarity(texts: Iterable[Collection[str]]) -> Mapping[str, float]:
    """What each word counts, of texts by the keys in them; common words are left out."""
    counted: Counter[str] = Counter()
    how_many = 0
    for keys in texts:
        how_many += 1
        counted.update(set(keys))
    limit = max(FEW, how_many / COMMON)
    return {
        key: math.log((how_many + 1) / times) for key, times in counted.items() if times <= limit
    }
