"""X's JSON as X writes it, in both of its vocabularies; nothing here decides anything.

In August 2026 X renamed `referenced_tweets`, `note_tweet`, `includes.tweets` and
`edit_history_tweet_ids` to `..._posts`, `note_post` and so on; live answers and archives carry
either. Fields not named here are passed over, and every field but an id may be missing or null:
what was left out reads as None, or as empty.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec.structs import fields

from bot.domain.cleaning import clean

# X writes ids as strings of digits.
XId = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
AwareDatetime = Annotated[datetime, msgspec.Meta(tz=True)]


class Wire(msgspec.Struct, kw_only=True, gc=False):
    """What X writes under the names of the fields."""


class Worded(Wire):
    def __post_init__(self) -> None:
        """With words that can be kept, or one odd sign would stop all reading."""
        for name in _words_of(type(self)):
            value = getattr(self, name)
            if type(value) is str and not value.isprintable():
                setattr(self, name, clean(value))


@cache
def _words_of(kind: type[Worded]) -> tuple[str, ...]:
    """The fields that may hold words."""
    return tuple(each.name for each in fields(kind) if each.type in {str, str | None, Any})


class WireHashtag(Worded):
    tag: str


class WireMention(Worded):
    username: str | None = None
    id: XId | None = None


class WireUrl(Worded):
    url: str
    expanded_url: str | None = None
    display_url: str | None = None


class WireEntities(Wire):
    hashtags: list[WireHashtag] | None = None
    mentions: list[WireMention] | None = None
    urls: list[WireUrl] | None = None


class WireNote(Worded):
    text: str
    entities: WireEntities | None = None


class WireReference(Wire):
    type: str
    id: XId


class WireAttachments(Wire):
    media_keys: list[str] | None = None
    poll_ids: list[XId] | None = None


class WireMetrics(Wire):
    repost_count: int | None = None
    retweet_count: int | None = None
    like_count: int | None = None

    @property
    def reposts(self) -> int:
        return self.repost_count or self.retweet_count or 0


class WirePost(Worded):
    id: XId
    text: str | None = None
    author_id: XId | None = None
    created_at: AwareDatetime | None = None
    conversation_id: XId | None = None
    lang: str | None = None
    in_reply_to_user_id: XId | None = None
    possibly_sensitive: bool | None = None
    withheld: dict[str, Any] | None = None
    attachments: WireAttachments | None = None
    entities: WireEntities | None = None
    public_metrics: WireMetrics | None = None
    note_post: WireNote | None = None
    note_tweet: WireNote | None = None
    referenced_posts: list[WireReference] | None = None
    referenced_tweets: list[WireReference] | None = None
    edit_history_post_ids: list[XId] | None = None
    edit_history_tweet_ids: list[XId] | None = None

    @property
    def note(self) -> WireNote | None:
        return self.note_post or self.note_tweet

    @property
    def references(self) -> list[WireReference]:
        return self.referenced_posts or self.referenced_tweets or []

    @property
    def edits(self) -> list[int]:
        return self.edit_history_post_ids or self.edit_history_tweet_ids or []


class WireUserMetrics(Wire):
    followers_count: int | None = None


class WireUser(Worded):
    id: XId
    username: str
    name: str | None = None
    profile_image_url: str | None = None
    protected: bool | None = None
    description: str | None = None
    public_metrics: WireUserMetrics | None = None


class WireMedia(Worded):
    media_key: str
    type: str | None = None
    url: str | None = None
    preview_image_url: str | None = None
    alt_text: str | None = None


class WirePollOption(Worded):
    label: str
    position: int | None = None
    votes: int | None = None


class WirePoll(Wire):
    id: XId
    options: list[WirePollOption] | None = None


class WireIncludes(Wire):
    posts: list[WirePost] | None = None
    tweets: list[WirePost] | None = None
    users: list[WireUser] | None = None
    media: list[WireMedia] | None = None
    polls: list[WirePoll] | None = None

    @property
    def referred(self) -> list[WirePost]:
        return self.posts or self.tweets or []


class WireMeta(Worded):
    newest_id: XId | None = None
    next_token: str | None = None


class WireProblem(Worded):
    """What X says, beside the rest of an answer, of a post or person it will not show."""

    type: Any = None
    title: Any = None
    resource_type: Any = None
    resource_id: Any = None
    value: Any = None


_NOTHING_INCLUDED = WireIncludes()
_NO_META = WireMeta()


class WirePage(Wire):
    """An answer full of posts, or a line of the stream, whose `data` is one post."""

    data: list[WirePost] | WirePost | None = None
    errors: list[WireProblem] | None = None
    includes: WireIncludes | None = None
    meta: WireMeta | None = None

    @property
    def posts(self) -> list[WirePost]:
        return [self.data] if isinstance(self.data, WirePost) else self.data or []

    @property
    def included(self) -> WireIncludes:
        return self.includes or _NOTHING_INCLUDED

    @property
    def about(self) -> WireMeta:
        return self.meta or _NO_META


class WireUsers(Wire):
    """An answer full of people, or with one."""

    data: list[WireUser] | WireUser | None = None
    errors: list[WireProblem] | None = None

    @property
    def people(self) -> list[WireUser]:
        return [self.data] if isinstance(self.data, WireUser) else self.data or []


def _daily(value: object) -> dict[date, int]:
    """Posts by UTC day, wherever days stand: X's prose and its spec nest them differently."""
    if isinstance(value, list):
        return {day: count for item in value for day, count in _daily(item).items()}
    if not isinstance(value, dict):
        return {}
    try:
        return {datetime.fromisoformat(value["date"]).date(): int(value["usage"])}
    except (KeyError, TypeError, ValueError):
        return _daily(value.get("usage"))


class WireUsage(Wire):
    """X shows these numbers as numbers or as strings, depending on the version of its spec."""

    project_usage: int | None = None
    project_cap: int | None = None
    daily_project_usage: Any = None

    @property
    def daily(self) -> dict[date, int]:
        return _daily(self.daily_project_usage)


class WireUsageAnswer(Wire):
    data: WireUsage


class WireCountsMeta(Wire):
    total_post_count: int | None = None
    total_tweet_count: int | None = None

    def __post_init__(self) -> None:
        if self.total_post_count is None and self.total_tweet_count is None:
            raise ValueError("an answer without the count")

    @property
    def total(self) -> int:
        return self.total_post_count or self.total_tweet_count or 0


class WireCounts(Wire):
    meta: WireCountsMeta


class WireRule(Worded):
    id: str
    value: str
    tag: str | None = None


class WireRules(Wire):
    data: list[WireRule] | None = None


class WireJob(Worded):
    """A compliance job. Its two addresses are secrets: whoever has them needs no token."""

    id: XId
    status: str
    created_at: AwareDatetime
    upload_url: str = ""
    download_url: str = ""

    def __repr__(self) -> str:
        return f"WireJob(id={self.id}, status={self.status!r}, created_at={self.created_at!r})"


class WireJobAnswer(Wire):
    data: WireJob


class WireVerdict(Worded):
    """A line of a compliance job's result."""

    id: XId
    reason: str | None = None


AnyWire = TypeVar("AnyWire", bound=Wire)


def decoded(body: str, kind: type[AnyWire]) -> AnyWire:
    """An answer as what it is.

    Raises ValueError for what is no JSON at all, msgspec.ValidationError for another shape.
    """
    try:
        return msgspec.json.decode(body, type=kind, strict=False)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # `json` puts up with more: half a surrogate pair, for one.
        return read(json.loads(body), kind)


def read(body: object, kind: type[AnyWire]) -> AnyWire:
    """What `json` made of an answer, as what it is. Raises msgspec.ValidationError."""
    try:
        return msgspec.convert(body, kind, strict=False)
    except UnicodeEncodeError as error:
        # Half a surrogate pair where a number or a time belongs.
        raise msgspec.ValidationError(str(error)) from error
