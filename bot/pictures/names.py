"""What people are called in a picture: their names, as far as the picture's letters reach."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font

from bot.domain.cleaning import cut
from bot.domain.posts import Author
from bot.pictures.looks import FONT

LONGEST = 17
# What changes the look of the emoji before it: its variant, or the tone of its skin.
_JOINED = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
# What people put behind their names: pronouns, employers, what they are known for.
ENDS = "|•·/(["


def names(people: Mapping[int, Author]) -> dict[int, str]:
    """A name for each person, their handle where two have the same or letters are wanting."""
    found = {person: name_of(author) for person, author in people.items()}
    shared = Counter(name.casefold() for name in found.values())
    return {
        person: name if shared[name.casefold()] == 1 else _handle(people[person])
        for person, name in found.items()
    }


def name_of(author: Author) -> str:
    """A person's name without ornaments, or their handle where the font cannot write it."""
    name = unicodedata.normalize("NFC", author.name)
    for end in ENDS:
        name = name.partition(end)[0] or name
    written = [letter for letter in name if not _ornament(letter)]
    if any(ord(letter) not in _letters() for letter in written):
        return _handle(author)
    shown = " ".join("".join(written).split())
    if not any(letter.isalnum() for letter in shown):
        return _handle(author)
    return cut(shown, LONGEST)


def _ornament(letter: str) -> bool:
    """Symbols, and what only changes or joins them."""
    return unicodedata.category(letter) in {"So", "Cf", "Cc", "Cs", "Co", "Cn"} or letter in _JOINED


def _handle(author: Author) -> str:
    return f"@{author.handle}"


@cache
def _letters() -> frozenset[int]:
    return frozenset(FT2Font(findfont(FONT)).get_charmap())
