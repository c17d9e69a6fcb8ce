"""What a query can look for in a text, made ready once for a post."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.sandbox.x_api.text import LINK, spans

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Facets:
    """The words (with a space on either side of each), hashtags, handles and links of a text."""

    words: str
    hashtags: frozenset[str]
    handles: frozenset[str]
    links: tuple[str, ...]

    @classmethod
    def of(cls, typed: str, *, fold_accents: bool) -> Facets:
        """The facets of a text as typed.

        `fold_accents` makes é and e the same, as recent search does and the stream does not.
        """
        found = spans(typed)

        def every(kind: str) -> list[str]:
            return [span.value for span in found if span.kind == kind]

        return cls(
            words=as_words(LINK.sub(" ", typed), fold_accents=fold_accents),
            hashtags=frozenset(
                normalise(tag, fold_accents=fold_accents) for tag in every("hashtag")
            ),
            handles=frozenset(handle.lower() for handle in every("mention")),
            links=tuple(link.lower() for link in every("link")),
        )


def as_words(text: str, *, fold_accents: bool) -> str:
    """The words of `text` in order, so that a phrase can be looked for as a plain string."""
    return f" {' '.join(_WORD.findall(normalise(text, fold_accents=fold_accents)))} "


def normalise(text: str, *, fold_accents: bool) -> str:
    if fold_accents:
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", text).casefold()
