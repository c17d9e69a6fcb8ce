"""X's JSON as X writes it, in both of its vocabularies; nothing here decides anything.

In August 2026 X renamed `referenced_tweets`, `note_tweet`, `includes.tweets` and
`edit_history_tweet_ids` to `..._posts`, `note_post` and so on; live answers and archives carry
either. Fields not named here are passed over, and every field but an id may be missing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from bot.domain.cleaning import clean

_GREATEST_ID = 2**63 - 1


def _digits(value: object) -> int:
    if not (isinstance(value, str) and value.isascii() and value.isdecimal()):
        raise ValueError("an id is a string of digits")
    number = int(value)
    if number > _GREATEST_ID:
        raise ValueError("an id has at most 63 bits")
    return number


def _listed(value: object) -> object:
    return [value] if isinstance(value, dict) else value


XId = Annotated[int, BeforeValidator(_digits)]


class Wire(BaseModel):
    model_config = ConfigDict(extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, data: Any) -> Any:
        """Without nulls; with words that can be kept, or one odd sign would stop all reading."""
        if not isinstance(data, dict):
            return data
        if not any(
            value is None or (isinstance(value, str) and not value.isprintable())
            for value in data.values()
        ):
            return data
        return {
            name: clean(value) if isinstance(value, str) else value
            for name, value in data.items()
            if value is not None
        }


class WireHashtag(Wire):
    tag: str


class WireMention(Wire):
    username: str = ""
    id: XId | None = None


class WireUrl(Wire):
    url: str
    expanded_url: str = ""
    display_url: str = ""


class WireEntities(Wire):
    hashtags: list[WireHashtag] = []
    mentions: list[WireMention] = []
    urls: list[WireUrl] = []


class WireNote(Wire):
    text: str
    entities: WireEntities | None = None


class WireReference(Wire):
    type: str
    id: XId


class WireAttachments(Wire):
    media_keys: list[str] = []
    poll_ids: list[XId] = []


class WireMetrics(Wire):
    reposts: int = Field(default=0, validation_alias=AliasChoices("repost_count", "retweet_count"))
    likes: int = Field(default=0, validation_alias="like_count")


class WirePost(Wire):
    id: XId
    text: str = ""
    author_id: XId | None = None
    created_at: AwareDatetime | None = None
    conversation_id: XId | None = None
    lang: str | None = None
    in_reply_to_user_id: XId | None = None
    possibly_sensitive: bool = False
    withheld: dict[str, Any] | None = None
    attachments: WireAttachments | None = None
    entities: WireEntities | None = None
    metrics: WireMetrics | None = Field(default=None, validation_alias="public_metrics")
    note: WireNote | None = Field(
        default=None, validation_alias=AliasChoices("note_post", "note_tweet")
    )
    references: list[WireReference] = Field(
        default=[], validation_alias=AliasChoices("referenced_posts", "referenced_tweets")
    )
    edits: list[XId] = Field(
        default=[], validation_alias=AliasChoices("edit_history_post_ids", "edit_history_tweet_ids")
    )


class WireUserMetrics(Wire):
    followers: int = Field(default=0, validation_alias="followers_count")


class WireUser(Wire):
    id: XId
    username: str
    name: str = ""
    profile_image_url: str | None = None
    protected: bool = False
    description: str = ""
    metrics: WireUserMetrics = Field(default=WireUserMetrics(), validation_alias="public_metrics")


class WireMedia(Wire):
    media_key: str
    type: str = ""
    url: str | None = None
    preview_image_url: str | None = None
    alt_text: str | None = None


class WirePollOption(Wire):
    label: str
    position: int = 0
    votes: int | None = None


class WirePoll(Wire):
    id: XId
    options: list[WirePollOption] = []


class WireIncludes(Wire):
    posts: list[WirePost] = Field(default=[], validation_alias=AliasChoices("posts", "tweets"))
    users: list[WireUser] = []
    media: list[WireMedia] = []
    polls: list[WirePoll] = []


class WireMeta(Wire):
    newest_id: XId | None = None
    next_token: str | None = None


class WireProblem(Wire):
    """What X says, beside the rest of an answer, of a post or person it will not show."""

    type: Any = ""
    title: Any = ""
    resource_type: Any = ""
    resource_id: Any = ""
    value: Any = ""


class WirePage(Wire):
    """An answer full of posts, or a line of the stream, whose `data` is one post."""

    data: Annotated[list[WirePost], BeforeValidator(_listed)] = []
    errors: list[WireProblem] = []
    includes: WireIncludes = WireIncludes()
    meta: WireMeta = WireMeta()


class WireUsers(Wire):
    """An answer full of people, or with one."""

    data: Annotated[list[WireUser], BeforeValidator(_listed)] = []
    errors: list[WireProblem] = []


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

    project_usage: int = 0
    project_cap: int | None = None
    cap_reset_day: int | None = None
    daily: Annotated[dict[date, int], BeforeValidator(_daily)] = Field(
        default={}, validation_alias="daily_project_usage"
    )


class WireUsageAnswer(Wire):
    data: WireUsage


class WireCountsMeta(Wire):
    total: int = Field(validation_alias=AliasChoices("total_post_count", "total_tweet_count"))


class WireCounts(Wire):
    meta: WireCountsMeta


class WireRule(Wire):
    id: str
    value: str
    tag: str = ""


class WireRules(Wire):
    data: list[WireRule] = []


class WireJob(Wire):
    """A compliance job. Its two addresses are secrets: whoever has them needs no token."""

    id: XId
    status: str
    created_at: AwareDatetime
    upload_url: str = Field(default="", repr=False)
    download_url: str = Field(default="", repr=False)


class WireJobAnswer(Wire):
    data: WireJob


class WireVerdict(Wire):
    """A line of a compliance job's result."""

    id: XId
    reason: str = ""
