"""What people say on X, as this product sees it: posts, their authors and what a post carries.

Ids are integers here; X writes them as strings of digits because JavaScript cannot count that
far. A later id is a later post, because X's ids begin with the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal
from unicodedata import category, normalize
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

MediaKind = Literal["photo", "video", "animated_gif"]


class Author(Struct, frozen=True, gc=False):
    """A person on X. `handle` is written without the @ and keeps the case X gives it."""

    id: int
    handle: str
    name: str
    avatar_url: str | None = None
    protected: bool = False


class Mention(Struct, frozen=True, omit_defaults=True, gc=False):
    """A mention of a person in a text; older archives know the handle alone."""

    handle: str
    author_id: int | None = None


class Link(Struct, frozen=True, omit_defaults=True, gc=False):
    """A link in a text: what stands there (t.co), where it leads, how X shows it."""

    url: str
    expanded_url: str
    display_url: str


class Media(Struct, frozen=True, omit_defaults=True, gc=False):
    """A picture or video. `url` is the picture itself, or a video's still."""

    kind: MediaKind
    url: str | None
    alt_text: str | None = None


class PollOption(Struct, frozen=True, omit_defaults=True, gc=False):
    """An answer people may choose in a poll; `votes` is None where X does not tell."""

    label: str
    votes: int | None = None


class Metrics(Struct, frozen=True, omit_defaults=True, gc=False):
    """How often a post was reposted and liked when X last showed it to us."""

    reposts: int = 0
    likes: int = 0


class Post(Struct, frozen=True, omit_defaults=True, gc=False):
    """A post as X gave it.

    `text` is unaltered and whole (a long post's full text), HTML-escaped as X sends it; use
    `plain_text` to read it. `edits` lists the ids of the versions X told of, oldest first, this
    one's included. `version_id` is set once a post goes by the id of its first version (see
    `as_one`) and this is a later one. `quoted_author_id` and its siblings are known when X told
    us of the post referred to.
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
    poll: tuple[PollOption, ...] = ()
    reply_to_id: int | None = None
    reply_to_author_id: int | None = None
    quoted_id: int | None = None
    quoted_author_id: int | None = None
    reposted_id: int | None = None
    reposted_author_id: int | None = None
    edits: tuple[int, ...] = ()
    version_id: int | None = None
    possibly_sensitive: bool = False
    withheld: bool = False
    metrics: Metrics | None = None

    @property
    def shown_version(self) -> int:
        """The id of the version whose text this is."""
        return self.version_id or self.id

    @property
    def newest_version(self) -> int:
        """The id of the latest version known of, which is where a link should lead."""
        return max(self.shown_version, *self.edits, self.id)

    @property
    def is_edited(self) -> bool:
        return self.newest_version != self.id

    @property
    def is_repost(self) -> bool:
        return self.reposted_id is not None

    @property
    def plain_text(self) -> str:
        """As its author wrote it: X writes three signs for HTML, and no others.

        Anything else that looks like HTML was typed.
        """
        if "&" not in self.text:
            return self.text
        text = self.text.replace("&lt;", "<").replace("&gt;", ">")
        return text.replace("&amp;", "&")


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
    `missing` are ids X was asked for and shows nobody.
    """

    source: str
    posts: tuple[Post, ...]
    context: tuple[Post, ...] = ()
    authors: tuple[Author, ...] = ()
    hashtag: str | None = None
    cursor: str | None = None
    gaps: tuple[Gap, ...] = ()
    missing: tuple[int, ...] = ()

    def showable(self, posts: Iterable[Post]) -> list[Post]:
        """Those X lets anybody show: not withheld, and not by a protected account."""
        protected = {author.id for author in self.authors if author.protected}
        return [p for p in posts if not p.withheld and p.author_id not in protected]


@dataclass(frozen=True, slots=True)
class Followed:
    """A hashtag that is followed (normalised) and since when its posts count."""

    hashtag: str
    since: datetime


def as_one(posts: Iterable[Post]) -> list[Post]:
    """The posts with all versions of one taken together: the latest, by the first one's id.

    X gives each version an id of its own; what people answer, and what stands in the channel, is
    one and the same post. They keep the order in which their first came.
    """
    found: dict[int, Post] = {}
    for post in posts:
        one = _by_first_id(post)
        known = found.get(one.id)
        found[one.id] = one if known is None else later_version(known, one)
    return list(found.values())


def later_version(one: Post, other: Post) -> Post:
    """Of two versions of a post, the later; knowing of every version that either knows of."""
    later = max(one, other, key=lambda post: post.shown_version)
    versions = tuple(sorted({*one.edits, *other.edits}))
    return later if later.edits == versions else replace(later, edits=versions)


def told_again(known: Post, post: Post) -> Post:
    """What is known of a post once X has told of it again, whole or as what others refer to.

    A post that came because of another has no media and no poll; those it had stay. Some archives
    know no more of such a post than its author: it has no text, and any text is more.
    """
    is_later = post.shown_version > known.shown_version
    later, earlier = (post, known) if is_later or not known.text else (known, post)
    newest = max(known.newest_version, post.newest_version)
    edits = tuple(sorted({*known.edits, *post.edits}))
    return replace(
        later,
        created_at=known.created_at,
        edits=known.edits if newest == known.newest_version else edits,
        media=later.media or earlier.media,
        poll=post.poll or known.poll,
        metrics=post.metrics or known.metrics,
        reply_to_author_id=known.reply_to_author_id or later.reply_to_author_id,
        quoted_author_id=known.quoted_author_id or later.quoted_author_id,
    )


def _by_first_id(post: Post) -> Post:
    first = min(post.edits) if post.edits else post.id
    return post if first >= post.id else replace(post, id=first, version_id=post.shown_version)


@lru_cache(maxsize=1024)
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


# In addresses at X, the handle of whoever it may be: it leads to a post as theirs would.
ANYBODY = "i"


def post_url(handle: str, post_id: int) -> str:
    return f"{profile_url(handle)}/status/{post_id}"


def profile_url(handle: str) -> str:
    return f"https://x.com/{quote(handle, safe='')}"
