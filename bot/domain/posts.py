"""What people say on X, as this product sees it: posts, their authors and what a post carries.

Ids are integers here; X writes them as strings of digits because JavaScript cannot count that
far. A later id is a later post, because X's ids begin with the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Literal
from unicodedata import category, normalize

MediaKind = Literal["photo", "video", "animated_gif"]


@dataclass(frozen=True, slots=True)
class Author:
    """A person on X. `handle` is written without the @ and keeps the case X gives it."""

    id: int
    handle: str
    name: str
    avatar_url: str | None = None
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a person in a text; older archives know the handle alone."""

    handle: str
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text: what stands there (t.co), where it leads, how X shows it."""

    url: str
    expanded_url: str
    display_url: str


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or video. `url` is the picture itself, or a video's still."""

    kind: MediaKind
    url: str | None
    alt_text: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post as X gave it.

    `text` is unaltered and whole (a long post's full text), HTML-escaped as X sends it; use
    `plain_text` to read it. `edits` lists every version's id, oldest first, this one's included.
    `quoted_author_id` and its siblings are known when X told us of the post referred to.
    """

    id: int
    author_id: int
    text: str
    created_at: datetime
    conversation_id: int | None = None
    lang: str | None = None
    hashtags: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    reply_to_id: int | None = None
    reply_to_author_id: int | None = None
    quoted_id: int | None = None
    quoted_author_id: int | None = None
    reposted_id: int | None = None
    reposted_author_id: int | None = None
    edits: tuple[int, ...] = ()
    possibly_sensitive: bool = False
    withheld: bool = False

    @property
    def is_repost(self) -> bool:
        return self.reposted_id is not None

    @property
    def plain_text(self) -> str:
        return unescape(self.text)


@dataclass(frozen=True, slots=True)
class Gap:
    """A span of time in which a source heard nothing under a hashtag.

    `filled` when searching brought what was said in it; otherwise that is lost.
    """

    hashtag: str
    since: datetime
    until: datetime
    filled: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Posts that came together, oldest first, with what X sent along to explain them.

    `context` holds posts that others refer to; they are not under the hashtag themselves.
    `hashtag` is set where the source vouches that every post belongs to that hashtag (an
    archive); otherwise each post's own hashtags decide. `cursor` is where `source` stands once
    the batch is stored; None leaves it as it was. `gaps` are those the source found meanwhile.
    """

    source: str
    posts: tuple[Post, ...]
    context: tuple[Post, ...] = ()
    authors: tuple[Author, ...] = ()
    hashtag: str | None = None
    cursor: str | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """A hashtag that is followed (normalised) and since when its posts count."""

    hashtag: str
    since: datetime


def normalise_hashtag(text: str) -> str | None:
    """The hashtag that `text` names, lower-case and without its #; None if X would not link it.

    X links letters (with the accents and vowel signs that belong to them), digits and
    underscores, and wants a letter among them.
    """
    tag = text.strip()
    tag = tag[1:] if tag.startswith(("#", "＃")) else tag
    kinds = {"_" if character == "_" else category(character) for character in tag}
    if not any(kind[0] == "L" for kind in kinds):
        return None
    if not all(kind in {"_", "Nd"} or kind[0] in "LM" for kind in kinds):
        return None
    return normalize("NFC", tag.casefold())


def handle_key(handle: str) -> str:
    """How handles compare: X ignores their case."""
    return handle.removeprefix("@").lower()


def post_url(handle: str, post_id: int) -> str:
    return f"https://x.com/{handle}/status/{post_id}"


def profile_url(handle: str) -> str:
    return f"https://x.com/{handle}"
