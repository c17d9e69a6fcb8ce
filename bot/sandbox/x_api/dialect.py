"""The two vocabularies of X API v2, and what a request asks for in one of them.

X renamed its fields in August 2026 ("tweet" became "post") and answers both; the stream's
parameters kept the old names. Names here are the old ones unless a dialect translates them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHARED_FIELDS = _words("""
    article attachments card_uri community_id context_annotations conversation_id created_at
    display_text_range edit_controls entities geo id lang matched_media_notes media_metadata
    non_public_metrics note_request_suggestions organic_metrics paid_partnership
    possibly_sensitive promoted_metrics public_metrics reply_settings scopes source
    suggested_source_links suggested_source_links_with_counts text withheld
""")
_SHARED_EXPANSIONS = _words("""
    article.cover_media article.media_entities attachments.media_keys
    attachments.media_source_tweet attachments.poll_ids author_id entities.mentions.username
    geo.place_id in_reply_to_user_id
""")


@dataclass(frozen=True)
class Dialect:
    """One vocabulary: the values its parameters take, and the words of its answers.

    `names` turns an old name into this dialect's, `meanings` a value asked for into the old name.
    """

    parameter: str
    fields: frozenset[str]
    expansions: frozenset[str]
    default_fields: frozenset[str]
    noun: str
    plural: str
    repost: str
    problems: str
    names: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)

    def name(self, old: str) -> str:
        return self.names.get(old, old)


OLD = Dialect(
    parameter="tweet.fields",
    fields=_SHARED_FIELDS
    | {
        "author_id",
        "edit_history_tweet_ids",
        "in_reply_to_user_id",
        "note_tweet",
        "referenced_tweets",
    },
    expansions=_SHARED_EXPANSIONS
    | {
        "edit_history_tweet_ids",
        "entities.note.mentions.username",
        "referenced_tweets.id",
        "referenced_tweets.id.attachments.media_keys",
        "referenced_tweets.id.author_id",
    },
    default_fields=frozenset({"id", "text", "edit_history_tweet_ids"}),
    noun="tweet",
    plural="tweets",
    repost="retweet",
    problems="https://api.twitter.com/2/problems/",
)

NEW = Dialect(
    parameter="post.fields",
    fields=_SHARED_FIELDS | {"article_title", "note_post"},
    expansions=_SHARED_EXPANSIONS | {"edit_history_post_ids", "referenced_posts", "username"},
    default_fields=frozenset({"id", "text"}),
    noun="post",
    plural="posts",
    repost="repost",
    problems="https://api.x.com/2/problems/",
    names={
        "note_tweet": "note_post",
        "edit_history_tweet_ids": "edit_history_post_ids",
        "referenced_tweets": "referenced_posts",
        "referenced_tweets.id": "referenced_posts",
    },
    meanings={
        "note_post": "note_tweet",
        "edit_history_post_ids": "edit_history_tweet_ids",
        "referenced_posts": "referenced_tweets.id",
    },
)

_CARRIED = {
    "author_id": "author_id",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "referenced_tweets.id": "referenced_tweets",
    "referenced_tweets.id.author_id": "referenced_tweets",
    "referenced_tweets.id.attachments.media_keys": "referenced_tweets",
    "edit_history_tweet_ids": "edit_history_tweet_ids",
    "attachments.media_keys": "attachments",
    "attachments.poll_ids": "attachments",
}
"""The field that an expansion brings along on the post itself."""


@dataclass(frozen=True)
class Selection:
    """What a request asks for, by its old names. `misunderstood`: values X passed over."""

    dialect: Dialect
    post_fields: frozenset[str]
    user_fields: frozenset[str]
    media_fields: frozenset[str]
    poll_fields: frozenset[str]
    expansions: frozenset[str]
    misunderstood: bool

    @property
    def carried_fields(self) -> frozenset[str]:
        """The fields that the expansions put on a post that was itself asked for."""
        return frozenset(_CARRIED[name] for name in self.expansions if name in _CARRIED)


def select(parameters: Mapping[str, str], *, only_old: bool = False) -> Selection:
    """What `parameters` ask for.

    A request speaks one dialect, known by its fields parameter or else by its expansions. As on
    X, a word of the other dialect or an unknown one is no mistake: what it names is missing.
    """
    expansions = _values(parameters, "expansions")
    dialect = OLD if only_old else _spoken(parameters, expansions)
    fields = _values(parameters, dialect.parameter)

    def meant(values: frozenset[str]) -> frozenset[str]:
        return frozenset(dialect.meanings.get(value, value) for value in values)

    return Selection(
        dialect=dialect,
        post_fields=dialect.default_fields | meant(fields & dialect.fields),
        user_fields=frozenset({"id", "name", "username"}) | _values(parameters, "user.fields"),
        media_fields=frozenset({"media_key", "type"}) | _values(parameters, "media.fields"),
        poll_fields=frozenset({"id", "options"}) | _values(parameters, "poll.fields"),
        expansions=meant(expansions & dialect.expansions),
        misunderstood=not (fields <= dialect.fields and expansions <= dialect.expansions),
    )


def _spoken(parameters: Mapping[str, str], expansions: frozenset[str]) -> Dialect:
    if NEW.parameter in parameters:
        return NEW
    only_new = expansions & (NEW.expansions - OLD.expansions)
    return NEW if only_new and OLD.parameter not in parameters else OLD


def _values(parameters: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(filter(None, parameters.get(name, "").split(",")))
