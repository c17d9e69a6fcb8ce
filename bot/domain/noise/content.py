"""What of a post the classifier looks at, and the forms in which it reads a text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct

from bot.domain.posts import Link, Post

# Stands for a link in a text that is searched for wording; nobody types it.
LINK_MARK = "§"

_ADDRESS = re.compile(r"[Hh][Tt][Tt][Pp][Ssſ]?://[^\s…]+")
# An expression that begins with one certain sign is found, or missed, at once.
_HASHTAG = re.compile(r"#(\w+)")
_HANDLE = re.compile(r"@(?<!\w@)\w+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_REPOSTED = re.compile(r"RT @\w+: ")
# Letters in lower case and digits, and a space for whatever is neither.
_ASCII_WORDS = bytes(code if chr(code).isalnum() else ord(" ") for code in range(256)).lower()
_X_HOSTS = {"twitter.com", "x.com", "pic.twitter.com", "pic.x.com"}
_TYPOGRAPHY = {"’": "'", "‘": "'", "–": "-", "—": "-", "\u200b": "", "\u2060": ""}


class Content(Struct, frozen=True, gc=False):
    """What a post says, as far as it is known; a bare `text`, as people read it, will do.

    `links` are the addresses that lead out of X, followed as far as X tells; None where nobody
    told them from links to pictures and to other posts, so that those in the text count.
    """

    text: str
    links: tuple[str, ...] | None = None
    answers: bool = False
    repost: bool = False


class Reading(Struct, frozen=True, gc=False):
    """A text in the forms that the signals search."""

    content: Content
    plain: str  # links replaced by LINK_MARK, white space and typography made even
    wording: str  # the same in lower case, hashtags read as words, handles as @
    hashtags: tuple[str, ...]  # in lower case, each once
    links: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """In lower case, without links, hashtags and handles."""
        return _WORD.findall(_HANDLE.sub(" ", _HASHTAG.sub(" ", _lower(self.plain))))

    def has_more_words_than(self, count: int) -> bool:
        """For a text of which it is enough to count what stands between spaces, that is done."""
        return sum(map(str.isalpha, self.plain.split())) > count or len(self.words) > count


def content_of(post: Post) -> Content:
    """An answer replies to another or quotes them; a repost is read as the post it passes on."""
    text = post.plain_text
    replies = post.reply_to_id is not None and post.reply_to_author_id != post.author_id
    quotes = post.quoted_id is not None and post.quoted_author_id != post.author_id
    return Content(
        text=_REPOSTED.sub("", text, count=1) if post.is_repost else text,
        links=_outward(post),
        answers=replies or quotes,
        repost=post.is_repost,
    )


def read(content: Content) -> Reading:
    plain = _evenly_spaced(_without_links(content.text, LINK_MARK))
    wording = _lower(plain)
    tags = _HASHTAG.findall(wording)
    wording = wording.replace("#", "")
    if "@" in wording:
        wording = _HANDLE.sub("@", wording)
    links = content.links
    if links is None:
        links = tuple(_ADDRESS.findall(content.text))
    return Reading(content, plain, wording, tuple(dict.fromkeys(tags)), links)


def words_of(text: str) -> list[bytes]:
    """Every word that is compared when texts are: handles and hashtags too, links not.

    In UTF-8, in which words are told apart, counted and put in order as well as anyhow.
    """
    text = _without_links(text, "").replace("_", "")
    if text.isascii() and "'" not in text:
        # As the expression finds them, in a quarter of its time.
        return text.encode().translate(_ASCII_WORDS).split()
    return [word.encode() for word in _WORD.findall(text.lower())]


def _lower(text: str) -> str:
    """In lower case, with one sign for hashtags instead of the two that X knows."""
    return text.lower().replace("＃", "#")


def _evenly_spaced(text: str) -> str:
    # Nothing that can be printed is white space, but the plainest.
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(text.split())


def _without_links(text: str, mark: str) -> str:
    """With typography made even, and a mark between spaces for each link."""
    if "://" in text:
        text = _ADDRESS.sub(f" {mark} ", text)
    if not text.isascii():
        for sign, plain in _TYPOGRAPHY.items():
            text = text.replace(sign, plain)
    return text


def _outward(post: Post) -> tuple[str, ...]:
    """Where links lead. One of them shows the quoted post, even where X does not say which."""
    out = [_address(link) for link in post.links if not _within_x(link)]
    within = len(post.links) - len(out)
    return tuple(out[: len(out) - 1] if post.quoted_id is not None and not within else out)


def _within_x(link: Link) -> bool:
    address = _address(link).lower()
    # Most lead elsewhere, and that is told without taking the address to pieces.
    if not any(host in address for host in _X_HOSTS):
        return False
    return urlsplit(address).netloc.removeprefix("www.") in _X_HOSTS


def _address(link: Link) -> str:
    return link.expanded_url or link.url
