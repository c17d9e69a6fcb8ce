"""The single terms of a query: what each operator looks for in a post.

The operators are those of X's pages "Build a query" and "Build a rule" that a hashtag's audience
uses; a query with any other is refused, as X refuses what it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.x_api.facets import Facets, as_words, normalise
from bot.sandbox.x_api.model import Post


class QueryError(Exception):
    """X cannot read a query; the message says where it stumbles."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the words of a post are read: by recent search, or by the stream's rules.

    The stream tells accents apart and reads the post that a post quotes, too.
    """

    fold_accents: bool
    reads_quoted: bool

    def texts(self, post: Post) -> tuple[Facets, ...]:
        posts = (post, post.quote) if self.reads_quoted and post.quote else (post,)
        return tuple(each.as_searched if self.fold_accents else each.as_streamed for each in posts)


SEARCH = Reading(fold_accents=True, reads_quoted=False)
STREAM = Reading(fold_accents=False, reads_quoted=True)

Test = Callable[[Post], bool]


@dataclass(frozen=True, slots=True)
class Term:
    """What one part of a query asks. An `anchored` one may stand alone; X wants one in each."""

    test: Test
    anchored: bool


def term(text: str, reading: Reading) -> Term:
    """Read one term without its minus sign. Raises QueryError for one that X does not know."""
    if text.startswith('"'):
        return Term(_phrase(text.strip('"'), reading), anchored=True)
    if text.startswith(("#", "＃")):
        tag = normalise(text[1:], fold_accents=reading.fold_accents)
        return Term(_any_text(reading, lambda found: tag in found.hashtags), anchored=True)
    if text.startswith("@"):
        handle = text[1:].lower()
        return Term(_any_text(reading, lambda found: handle in found.handles), anchored=True)
    name, colon, value = text.partition(":")
    if not colon:
        return Term(_phrase(text, reading), anchored=True)
    value = value.strip('"')
    if name in ("is", "has"):
        known = _IS if name == "is" else _HAS
        if value not in known:
            raise QueryError(f"Reference to invalid operator '{name}:{value}'")
        return Term(known[value], anchored=False)
    if name == "lang":
        return Term(lambda post: post.lang == value, anchored=False)
    if name == "url":
        address = value.lower()
        found_in = _any_text(reading, lambda found: any(address in link for link in found.links))
        return Term(found_in, anchored=True)
    if name not in _ABOUT or not value:
        raise QueryError(f"Reference to invalid operator '{name}'. Operator is not available")
    about = _ABOUT[name]
    return Term(lambda post: value.lower() in about(post), anchored=True)


def _phrase(text: str, reading: Reading) -> Test:
    words = as_words(text, fold_accents=reading.fold_accents)
    if not words.strip():
        raise QueryError(f"There is nothing to look for in '{text}'")
    return _any_text(reading, lambda found: words in found.words)


def _any_text(reading: Reading, test: Callable[[Facets], bool]) -> Test:
    return lambda post: any(test(found) for found in reading.texts(post))


def _author(post: Post | None) -> tuple[str, ...]:
    return (post.author.handle.lower(), str(post.author.id)) if post else ()


def _id(post: Post | None) -> tuple[str, ...]:
    return (str(post.id),) if post else ()


_ABOUT: Mapping[str, Callable[[Post], tuple[str, ...]]] = {
    "from": _author,
    "to": lambda post: _author(post.reply_to),
    "conversation_id": lambda post: (str(post.conversation_id),),
    "in_reply_to_tweet_id": lambda post: _id(post.reply_to),
    "retweets_of_tweet_id": lambda post: _id(post.repost_of),
    "retweets_of": lambda post: _author(post.repost_of),
}

_IS: Mapping[str, Test] = {
    "retweet": lambda post: post.repost_of is not None,
    "reply": lambda post: post.reply_to is not None,
    "quote": lambda post: post.quote is not None,
    "verified": lambda post: post.author.verified,
    "nullcast": lambda post: False,  # promoted-only posts: nobody advertises in the sandbox
}

_HAS: Mapping[str, Test] = {
    "hashtags": lambda post: bool(post.as_streamed.hashtags),
    "links": lambda post: bool(post.as_streamed.links),
    "mentions": lambda post: bool(post.as_streamed.handles),
    "media": lambda post: bool(post.media),
    "images": lambda post: any(media.kind == "photo" for media in post.media),
}
