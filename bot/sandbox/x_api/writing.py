"""How X writes down what a person posts: the texts of a post, a reply and a repost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.x_api.text import Composed, Mentioned, compose, cut, shorten

POST_LENGTH = 280
REPOST_LENGTH = 140
_LEADING_MENTIONS = re.compile(r"(?:@[A-Za-z0-9_]{1,15}\s+)+")

FindPerson = Callable[[str], Mentioned | None]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one post.

    `typed` is all of it, as typed, with the links X adds for a quote or media. `sent` is what X
    answers as the post's text; where that had to be cut, `note` holds all of it. The first
    `hidden` code points of `sent` are the people a reply is addressed to, whom X does not show.
    """

    typed: str
    sent: Composed
    note: Composed | None = None
    hidden: int = 0


def addressed(text: str, handle: str) -> str:
    """A reply to `handle`: X puts their mention before the text."""
    named = text.lower().startswith(f"@{handle.lower()} ")
    return text if named else f"@{handle} {text}"


def write(
    text: str,
    link: str,
    find_person: FindPerson,
    *,
    is_reply: bool = False,
    quoted_link: str | None = None,
    media_key: str | None = None,
) -> Texts:
    """The texts of a post whose own address is `link`.

    Links at the end stand for what it quotes and for its media, as on X. Only the text itself
    counts towards the length of a post.
    """
    media_keys = {_media_link(link): media_key} if media_key else {}
    typed = " ".join(filter(None, (text, quoted_link, *media_keys)))
    mentions = _LEADING_MENTIONS.match(text) if is_reply else None
    hidden = mentions.end() if mentions else 0
    whole = compose(typed, find_person, media_keys)
    if compose(text, find_person, {}).length - hidden <= POST_LENGTH:
        return Texts(typed, whole, hidden=hidden)
    room = hidden + POST_LENGTH - len(f"… {shorten(link)}")
    start = cut(text, room).rstrip()
    return Texts(typed, compose(f"{start}… {link}", find_person, {}), whole, hidden)


def write_repost(
    original: Texts, handle: str, link: str, find_person: FindPerson, media_key: str | None
) -> Texts:
    """The texts of a repost of what `handle` posted at `link`."""
    typed = f"RT @{handle}: {original.typed}"
    media_keys = {_media_link(link): media_key} if media_key else {}
    sent = compose(typed, find_person, media_keys)
    if sent.length > REPOST_LENGTH:
        sent = compose(f"{cut(typed, REPOST_LENGTH - 1)}…", find_person, media_keys)
    return Texts(typed, sent)


def _media_link(link: str) -> str:
    return f"{link}/photo/1"
