"""What Discord would make of a message, and how much of it Discord takes.

Whatever means something in a message with a hostile value in it must mean something in the same
message with a plain one: then the value itself means nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import discord

from cogs.render.message import Message

_ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
_CALLS = {
    "everybody": re.compile(r"@(?:everyone|here)"),
    "mention": re.compile(r"<(?:@[!&]?|#)\d+>|<id:\w+>|</[^>]*:\d+>"),
    "emoji": re.compile(r"<a?:\w+:\d+>"),
    "time": re.compile(r"<t:-?\d+(?::\w)?>"),
    "link": re.compile(r"\[[^\]]*\]\([^)]*\)"),
    "invitation": re.compile(r"discord(?:app)?\.\w+/[\w-]+", re.IGNORECASE),
    # As Discord does, without the signs that end a sentence behind it.
    "address": re.compile(r"\w+://[^\s<>)]*[^\s<>).,:;!?\"']"),
}
_LINES = {
    "heading": re.compile(r"^[\s>]*#{1,3}\s", re.MULTILINE),
    "small": re.compile(r"^[\s>]*-#", re.MULTILINE),
    "list": re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s", re.MULTILINE),
    "quotation": re.compile(r"^\s*>", re.MULTILINE),
}
_SIGNS = "*_~`|<>[]"
# A web page's own address is no danger where nothing but its text is shown, as in an embed.
_HARMLESS_IN_EMBEDS = {"address", "invitation"}


@dataclass(frozen=True)
class Meaning:
    """What a text means to Discord: what it calls, what its lines begin with, its other signs."""

    calls: frozenset[tuple[str, str]]
    lines: frozenset[str]
    signs: Counter[str]

    def beyond(self, other: Meaning) -> list[object]:
        """What this means and the other does not."""
        more: list[object] = [*(self.calls - other.calls), *(self.lines - other.lines)]
        return more + list((self.signs - other.signs).items())


def meaning(text: str) -> Meaning:
    plain = _ESCAPED.sub("\ue000", text)
    calls = {
        # Of a link it matters where it leads; what it is called may be anything.
        (kind, found.group().partition("](")[2] or found.group())
        for kind, pattern in _CALLS.items()
        for found in pattern.finditer(plain)
    }
    rest = plain
    for pattern in (*_CALLS.values(), *_LINES.values()):
        rest = pattern.sub(" ", rest)
    lines = {kind for kind, pattern in _LINES.items() if pattern.search(plain)}
    signs = Counter(sign for sign in rest if sign in _SIGNS)
    return Meaning(frozenset(calls), frozenset(lines), signs)


def _with(found: Meaning, places: Meaning) -> Meaning:
    addresses = frozenset(each for each in places.calls if each[0] == "address")
    return Meaning(found.calls | addresses, found.lines, found.signs)


def in_embeds(found: Meaning) -> Meaning:
    calls = frozenset(each for each in found.calls if each[0] not in _HARMLESS_IN_EMBEDS)
    return Meaning(calls, found.lines, found.signs)


def require_harmless(message: Message, plain: Message, places: str = "") -> None:
    """`plain` is the same message with nothing in it but plain words.

    `places` is where organisers say one should go, as it is shown: that may be an address.
    """
    assert not meaning(message.content).beyond(_with(meaning(plain.content), meaning(places)))
    said, meant = (in_embeds(meaning(_embeds(each))) for each in (message, plain))
    assert not said.beyond(meant)
    assert message.mentions.to_dict() == plain.mentions.to_dict()
    require_contained(message.content, _embeds(message))


def require_contained(*texts: str) -> None:
    """Nothing turns the words behind it, nothing is piled up, nothing is half a character."""
    for text in texts:
        text.encode()
        for line in text.split("\n"):
            turned = sum(line.count(sign) for sign in "\u202a\u202b\u202d\u202e")
            assert turned <= line.count("\u202c")
            isolated = sum(line.count(sign) for sign in "\u2066\u2067\u2068")
            assert isolated <= line.count("\u2069")
        assert not re.search(r"[\u0300-\u036f\u0489]{6}", text)
        assert "\x00" not in text


def require_fitting(message: Message) -> None:
    """Discord's limits, in characters."""
    assert len(message.content) <= 2_000
    assert sum(map(len, message.embeds)) <= 6_000
    assert len(message.embeds) <= 10
    for embed in message.embeds:
        _require_embed(embed)
    if message.view is not None:
        for component in message.view.to_components():
            _require_components(component)


def _require_embed(embed: discord.Embed) -> None:
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4_096
    assert len(embed.author.name or "") <= 256
    assert len(embed.footer.text or "") <= 2_048
    for field in embed.fields:
        assert 1 <= len(field.name or "") <= 256
        assert 1 <= len(field.value or "") <= 1_024


def _require_components(row: Any) -> None:
    for component in row["components"]:
        assert len(component.get("label") or "") <= 80
        assert len(component.get("custom_id") or "") <= 100
        for option in component.get("options", ()):
            assert 1 <= len(option["label"]) <= 100


def _embeds(message: Message) -> str:
    """What of the embeds Discord reads as markdown."""
    parts: list[str] = []
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [field.value or "" for field in embed.fields]
    return "\n".join(parts)
