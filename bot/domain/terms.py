"""What a text is about, by plain counting: its words, and how rare each of them is.

Nothing is learned and nothing leaves the machine. A word counts by the logarithm of how few posts
it stands in; what stands in many says nothing, in whatever language it is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from unicodedata import combining, normalize

SHORTEST = 3
# A word in more than every fifth post is common; in so few posts as these none is.
COMMON = 5
FEW = 2

_WORD = re.compile(r"https?://\S+|[@＠]\w+|([#＃]?\w+)(?:['’]\w+)?")
# A plural and its singular are one word; "process" is no plural.
_PLURAL = re.compile(r"(?<=\w{3}[^su])s$")
# They stand in any English text. Of other languages the count alone tells.
_EMPTY_WORDS = """
able about after again all almost also always and another any anybody anyone anything are around
ask asked asking away back been before being best better both but came can cannot come comes
coming could day did does doing don done down each else enough even ever every everybody everyone
everything far few find first for from gave get gets getting give given goes going gone good got
great had happy has have having hello here hers hey him his how into isn its just keep kind knew
know last least less let like little long look looking looks lot lots love made make makes making
many may maybe mean might mine more most much must need never new next nice nobody nor not nothing
now off often okay old once one only other others our ours out over own people perhaps please put
quite rather really right said same saw say says see seen several shall she should show since
some somebody someone something soon still such sure take taken takes taking tell than thank
thanks that the their theirs them then there these they thing things think this those though
thought through time times today together told tomorrow tonight too took towards two under until
upon use used very want wanted wants was way week well went were what when where whether which
while who whole whom whose why will with without won would year yes yesterday yet you your yours
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A word as words compare, as it is written, and where in the text it begins."""

    key: str
    written: str
    at: int


def terms(text: str, ignored: Collection[str] = ()) -> tuple[Term, ...]:
    """The words of a text that may say what it is about, in its order.

    Names and links are none, nor are words that stand in any text (English ones by a list) and
    the `ignored`, which are keys: a tweetup's own hashtag.
    """
    found = []
    for word in _WORD.finditer(text):
        written = word[1]
        key = "" if written is None else term_key(written)
        if len(key) >= SHORTEST and not key.isdecimal() and key not in _EMPTY:
            found.append(Term(key, written, word.start()))
    return tuple(term for term in found if term.key not in ignored)


def term_key(written: str) -> str:
    """How words compare: without #, accents, case, and the s of a plural."""
    plain = "".join(c for c in normalize("NFKD", written.casefold()) if not combining(c))
    return _PLURAL.sub("", plain.lstrip("#"))


_EMPTY = frozenset(map(term_key, _EMPTY_WORDS.split()))


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
