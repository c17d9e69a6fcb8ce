"""The people and posts of the sandbox's X."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Literal

from bot.sandbox.x_api.facets import Facets
from bot.sandbox.x_api.writing import Texts

EDIT_WINDOW = timedelta(minutes=30)
EDITS_ALLOWED = 5
_EPOCH_MS = 1_288_834_974_657
NO_PICTURE = "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"


def snowflake(moment: datetime, sequence: int = 0) -> int:
    """The post id for a moment; `sequence` tells posts of one millisecond apart."""
    milliseconds = (moment - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)
    return ((milliseconds - _EPOCH_MS) << 22) | sequence


@dataclass(frozen=True, slots=True)
class Withheld:
    """Where content may not be shown."""

    country_codes: tuple[str, ...]
    copyright: bool = False


@dataclass(eq=False)
class User:
    """An account. `protected_at` and `suspended_at` are set from the moment they hold."""

    id: int
    handle: str
    name: str
    created_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    avatar_url: str = NO_PICTURE
    verified: bool = False
    followers: int = 0
    following: int = 0
    posts: int = 0
    protected_at: datetime | None = None
    suspended_at: datetime | None = None
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or video to post. `url` is the picture, or a video's still; sizes in pixels."""

    kind: Literal["photo", "video", "animated_gif"]
    url: str
    alt_text: str | None = None
    width: int = 1200
    height: int = 675
    video_url: str | None = None
    duration_ms: int | None = None
    key: str = ""

    def keyed(self, number: int) -> Media:
        """This media as X names it once it is posted."""
        prefix = {"photo": 3, "video": 7, "animated_gif": 16}[self.kind]
        return replace(self, key=f"{prefix}_{number}")


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll to post: two to four options; `id` and `ends_at` are given when it is posted."""

    options: tuple[str, ...]
    duration: timedelta = timedelta(days=1)
    votes: tuple[int, ...] = (0, 0, 0, 0)
    id: int = 0
    ends_at: datetime | None = None


@dataclass(slots=True)
class Metrics:
    """How often a post was answered, reposted and so on; may be set to any value."""

    replies: int = 0
    reposts: int = 0
    quotes: int = 0
    likes: int = 0
    bookmarks: int = 0
    impressions: int = 0


@dataclass(eq=False)
class Post:
    """One version of a post. `versions` lists the ids of all of them, oldest first."""

    id: int
    author: User
    created_at: datetime
    versions: list[int]
    editable_until: datetime
    reply_to: Post | None = None
    quote: Post | None = None
    repost_of: Post | None = None
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    lang: str = "en"
    possibly_sensitive: bool = False
    withheld: Withheld | None = None
    metrics: Metrics = field(default_factory=Metrics)
    deleted_at: datetime | None = None
    texts: Texts = field(init=False)

    @property
    def conversation_id(self) -> int:
        return self.reply_to.conversation_id if self.reply_to else self.versions[0]

    @property
    def answers_another(self) -> bool:
        """Whether this is a reply to somebody else."""
        return self.reply_to is not None and self.reply_to.author is not self.author

    @property
    def is_editable_kind(self) -> bool:
        """X edits neither polls, reposts nor replies to others."""
        return not (self.poll or self.repost_of or self.answers_another)

    @property
    def url(self) -> str:
        return f"https://x.com/{self.author.handle}/status/{self.id}"

    @property
    def edits_remaining(self) -> int:
        return EDITS_ALLOWED + 1 - len(self.versions)

    @cached_property
    def as_searched(self) -> Facets:
        """What recent search sees in this post."""
        return Facets.of(self._content, fold_accents=True)

    @cached_property
    def as_streamed(self) -> Facets:
        """What the stream's rules see in this post."""
        return Facets.of(self._content, fold_accents=False)

    @property
    def _content(self) -> str:
        return (self.repost_of or self).texts.typed
