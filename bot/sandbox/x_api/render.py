"""The JSON of one object: a post, a user, media or a poll, with the fields that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.x_api.dialect import Dialect, Selection
from bot.sandbox.x_api.model import Media, Poll, Post, User, Withheld
from bot.sandbox.x_api.text import JSON


def timestamp(moment: datetime) -> str:
    """A time as X writes it: UTC, to the millisecond."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def render_post(post: Post, fields: frozenset[str], dialect: Dialect) -> JSON:
    """`post` with those of `fields` (old names) that it has."""
    values = ((name, _POST[name](post, dialect)) for name in sorted(fields) if name in _POST)
    return {dialect.name(name): value for name, value in values if value not in (None, [], {})}


def render_user(user: User, selection: Selection) -> JSON:
    values = {
        "id": str(user.id),
        "name": user.name,
        "username": user.handle,
        "created_at": timestamp(user.created_at),
        "description": user.description,
        "location": user.location or None,
        "url": user.url or None,
        "profile_image_url": user.avatar_url,
        "protected": user.protected_at is not None,
        "verified": user.verified,
        "verified_type": "blue" if user.verified else "none",
        "public_metrics": {
            "followers_count": user.followers,
            "following_count": user.following,
            f"{selection.dialect.noun}_count": user.posts,
            "listed_count": 0,
        },
        "withheld": _withheld_user(user.withheld),
    }
    return _chosen(values, selection.user_fields)


def render_media(media: Media, selection: Selection) -> JSON:
    is_photo = media.kind == "photo"
    values = {
        "media_key": media.key,
        "type": media.kind,
        "url": media.url if is_photo else None,
        "preview_image_url": None if is_photo else media.url,
        "alt_text": media.alt_text,
        "width": media.width,
        "height": media.height,
        "duration_ms": media.duration_ms,
        "variants": [{"bit_rate": 832_000, "content_type": "video/mp4", "url": media.video_url}]
        if media.video_url
        else None,
    }
    return _chosen(values, selection.media_fields)


def render_poll(poll: Poll, selection: Selection, now: datetime) -> JSON:
    values = {
        "id": str(poll.id),
        "options": [
            {"position": position, "label": label, "votes": votes}
            for position, (label, votes) in enumerate(
                zip(poll.options, poll.votes, strict=False), start=1
            )
        ],
        "duration_minutes": int(poll.duration.total_seconds() // 60),
        "end_datetime": timestamp(poll.ends_at) if poll.ends_at else None,
        "voting_status": "open" if poll.ends_at is None or now < poll.ends_at else "closed",
    }
    return _chosen(values, selection.poll_fields)


def references(post: Post) -> list[tuple[str, Post]]:
    """The posts a post refers to, and how."""
    found = (
        ("retweeted", post.repost_of),
        ("quoted", post.quote),
        ("replied_to", post.reply_to),
    )
    return [(kind, other) for kind, other in found if other]


def _chosen(values: Mapping[str, Any], fields: frozenset[str]) -> JSON:
    return {name: value for name, value in values.items() if name in fields and value is not None}


def _metrics(post: Post, dialect: Dialect) -> JSON:
    metrics = (post.repost_of or post).metrics
    return {
        f"{dialect.repost}_count": metrics.reposts,
        "reply_count": metrics.replies,
        "like_count": metrics.likes,
        "quote_count": metrics.quotes,
        "bookmark_count": metrics.bookmarks,
        "impression_count": metrics.impressions,
    }


def _attachments(post: Post, _: Dialect) -> JSON:
    keys = [media.key for media in post.media]
    polls = [str(post.poll.id)] if post.poll else []
    return ({"media_keys": keys} if keys else {}) | ({"poll_ids": polls} if polls else {})


def _edit_controls(post: Post, _: Dialect) -> JSON:
    return {
        "is_edit_eligible": post.is_editable_kind,
        "editable_until": timestamp(post.editable_until),
        "edits_remaining": post.edits_remaining,
    }


def _note(post: Post, _: Dialect) -> JSON | None:
    note = post.texts.note
    if note is None:
        return None
    return {"text": note.text} | ({"entities": note.entities} if note.entities else {})


def _withheld_post(post: Post, dialect: Dialect) -> JSON | None:
    return _withheld(post.withheld, dialect.noun) or _withheld(post.author.withheld, "user")


def _withheld(withheld: Withheld | None, scope: str) -> JSON | None:
    if withheld is None:
        return None
    return {
        "copyright": withheld.copyright,
        "country_codes": list(withheld.country_codes),
        "scope": scope,
    }


def _withheld_user(withheld: Withheld | None) -> JSON | None:
    return {"country_codes": list(withheld.country_codes), "scope": "user"} if withheld else None


def _answered(post: Post, _: Dialect) -> str | None:
    return str(post.reply_to.author.id) if post.reply_to else None


_POST: Mapping[str, Callable[[Post, Dialect], Any]] = {
    "id": lambda post, _: str(post.id),
    "text": lambda post, _: post.texts.sent.text,
    "edit_history_tweet_ids": lambda post, _: [str(version) for version in post.versions],
    "author_id": lambda post, _: str(post.author.id),
    "created_at": lambda post, _: timestamp(post.created_at),
    "conversation_id": lambda post, _: str(post.conversation_id),
    "in_reply_to_user_id": _answered,
    "referenced_tweets": lambda post, _: [
        {"type": kind, "id": str(other.id)} for kind, other in references(post)
    ],
    "entities": lambda post, _: post.texts.sent.entities,
    "note_tweet": _note,
    "attachments": _attachments,
    "edit_controls": _edit_controls,
    "display_text_range": lambda post, _: [post.texts.hidden, len(post.texts.sent.text)],
    "lang": lambda post, _: post.lang,
    "possibly_sensitive": lambda post, _: post.possibly_sensitive,
    "public_metrics": _metrics,
    "reply_settings": lambda post, _: "everyone",
    "withheld": _withheld_post,
}
"""What each field shows. X leaves out a field that has nothing to say."""
