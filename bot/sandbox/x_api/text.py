"""What X makes of the text a person typed: links shortened, entities found, HTML escaped.

Positions are code points in the text as sent, that is, after shortening and escaping: in real
answers `text[start:end]` is the entity itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Literal

JSON = dict[str, Any]

_LINK_LENGTH = len("https://t.co/") + 10

LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?'…"
_MENTION = re.compile(r"(?<![\w!#$%&*@＠/])[@＠]([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@])")
_HASH = re.compile("[#＃]")
_TAG_CHARACTERS = "_\u200c\u200d·・"  # beside letters, marks and digits


@dataclass(frozen=True, slots=True)
class Span:
    """An entity in a text as it was typed."""

    start: int
    end: int
    kind: Literal["hashtag", "mention", "link"]
    value: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A text as X sends it. `length` counts what a reader sees, before HTML escaping."""

    text: str
    entities: JSON
    length: int


Mentioned = tuple[str, str]
"""The id and the handle of a person a text mentions."""


def compose(
    typed: str,
    find_person: Callable[[str], Mentioned | None],
    media_keys: Mapping[str, str],
) -> Composed:
    """What X sends for `typed`.

    `find_person` knows who a handle belongs to (X links nobody else); `media_keys` names the
    media behind a link.
    """
    pieces: list[str] = []
    entities: JSON = {}
    position = length = done = 0

    def write(piece: str) -> tuple[int, int]:
        nonlocal position, length
        start = position
        sent = escape(piece, quote=False)
        pieces.append(sent)
        position += len(sent)
        length += len(piece)
        return start, position

    for span in spans(typed):
        write(typed[done : span.start])
        shown = shorten(span.value) if span.kind == "link" else typed[span.start : span.end]
        start, end = write(shown)
        done = span.end
        found = _entity(span, find_person, media_keys)
        if found:
            entities.setdefault(found[0], []).append({"start": start, "end": end, **found[1]})
    write(typed[done:])
    return Composed("".join(pieces), entities, length)


def cut(typed: str, limit: int) -> str:
    """The longest start of `typed` that shows at most `limit` characters and halves no entity."""
    shown = done = 0
    for span in spans(typed):
        plain = span.start - done
        if shown + plain > limit:
            break
        width = _LINK_LENGTH if span.kind == "link" else span.end - span.start
        if shown + plain + width > limit:
            return typed[: span.start]
        shown += plain + width
        done = span.end
    return typed[: done + limit - shown]


def shorten(link: str) -> str:
    """X's short address for a link: the same one whenever the same link is posted."""
    if link.lower().startswith("https://t.co/"):
        return link
    return f"https://t.co/{_code(link)}"


def display(link: str, *, media: bool = False) -> str:
    """How X shows a link to a reader."""
    if media:
        return f"pic.x.com/{_code(link)}"
    bare = re.sub(r"^https?://(www\.)?", "", link, flags=re.IGNORECASE)
    return bare if len(bare) <= 27 else f"{bare[:26]}…"


@lru_cache(maxsize=1_000)  # a text is read several times while it is posted
def spans(typed: str) -> tuple[Span, ...]:
    """Every entity in `typed`, in order; nothing inside a link counts."""
    links = list(_links(typed))
    taken = [(span.start, span.end) for span in links]

    def free(span: Span) -> bool:
        return not any(start <= span.start < end for start, end in taken)

    others = [span for span in (*_hashtags(typed), *_mentions(typed)) if free(span)]
    return tuple(sorted((*links, *others), key=lambda span: span.start))


def _links(typed: str) -> Iterator[Span]:
    for found in LINK.finditer(typed):
        link = found.group().rstrip(_AFTER_LINK)
        while link.endswith(")") and link.count(")") > link.count("("):
            link = link[:-1].rstrip(_AFTER_LINK)
        yield Span(found.start(), found.start() + len(link), "link", link)


def _mentions(typed: str) -> Iterator[Span]:
    for found in _MENTION.finditer(typed):
        yield Span(found.start(), found.end(), "mention", found.group(1))


def _hashtags(typed: str) -> Iterator[Span]:
    for found in _HASH.finditer(typed):
        start = found.start()
        end = start + 1
        while end < len(typed) and _in_tag(typed[end]):
            end += 1
        tag = typed[start + 1 : end]
        before = typed[start - 1] if start else " "
        if (
            any(character.isalpha() for character in tag)
            and not (_in_tag(before) or before == "&")
            and not typed.startswith(("#", "＃", "://"), end)
        ):
            yield Span(start, end, "hashtag", tag)


def _in_tag(character: str) -> bool:
    if character.isalnum() or character in _TAG_CHARACTERS:
        return True
    return unicodedata.category(character).startswith("M")


def _entity(
    span: Span, find_person: Callable[[str], Mentioned | None], media_keys: Mapping[str, str]
) -> tuple[str, JSON] | None:
    if span.kind == "hashtag":
        return "hashtags", {"tag": span.value}
    if span.kind == "mention":
        person = find_person(span.value)
        return ("mentions", {"username": person[1], "id": person[0]}) if person else None
    key = media_keys.get(span.value)
    link = {
        "url": shorten(span.value),
        "expanded_url": span.value,
        "display_url": display(span.value, media=key is not None),
    }
    return "urls", link | ({"media_key": key} if key else {})


@lru_cache(maxsize=1_000)
def _code(link: str) -> str:
    """Ten letters and digits that stand for a link."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number = int.from_bytes(hashlib.sha256(link.encode()).digest()[:10])
    code = ""
    for _ in range(10):
        number, rest = divmod(number, len(letters))
        code += letters[rest]
    return code
