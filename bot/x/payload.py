"""From X's JSON to posts and authors.

What X sends beside a post (`includes`) is joined by id: whose post was answered, quoted or
reposted, and the pictures. A long post's full text and its entities win over the cut ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from msgspec import ValidationError
from msgspec.structs import replace

from bot.domain.cleaning import cut, tidy
from bot.domain.posts import (
    Author,
    Link,
    Media,
    MediaKind,
    Mention,
    Metrics,
    PollOption,
    Post,
    handle_key,
)
from bot.domain.scorecard import Profile
from bot.x.snowflake import made_at
from bot.x.wire import (
    WireAttachments,
    WireEntities,
    WireIncludes,
    WirePage,
    WirePost,
    WireUrl,
    WireUser,
    read,
)

_REPOST_OF = re.compile(r"RT @(\w+):")
# X allows 50.
NAME_LIMIT = 80
_NOTHING = WireEntities()
_NONE = (None, None, None)
_UNATTACHED = WireAttachments()
_KINDS: Mapping[str, MediaKind] = {kind: kind for kind in get_args(MediaKind)}


class Unreadable(ValueError):
    """JSON that is not shaped like anything X sends."""


class FieldMissing(Unreadable):
    """A post without a field that was asked for.

    X answers 200 and leaves a field out when the request named it in the wrong vocabulary.
    """

    def __init__(self, field: str, post_id: int) -> None:
        super().__init__(field, post_id)
        self.field = field
        self.post_id = post_id


@dataclass(frozen=True, slots=True)
class Page:
    """Posts in the order X gave them, and what came along.

    `newest_id` and `next_token` are X's own; without a `next_token` this was the last page.
    """

    posts: tuple[Post, ...] = ()
    context: tuple[Post, ...] = ()
    authors: tuple[Author, ...] = ()
    newest_id: int | None = None
    next_token: str | None = None


def wire_page(body: object) -> WirePage:
    """Raises Unreadable."""
    try:
        return read(body, WirePage)
    except ValidationError as error:
        raise Unreadable(str(error)) from error


def parse_page(body: object) -> Page:
    """Raises Unreadable, and FieldMissing for a post under `data` that has no author."""
    return page_of(wire_page(body))


def page_of(wire: WirePage) -> Page:
    """Raises FieldMissing for a post under `data` that has no author."""
    included = wire.included
    posts = [_post(item, _author_of(item), included) for item in wire.posts]
    listed = {post.id for post in posts}
    # The newer vocabulary names no author here: a reply tells whom it answers.
    answered = {post.reply_to_id: post.reply_to_author_id for post in posts}
    context = [
        _post(item, author_id, included)
        for item in included.referred
        if item.id not in listed
        and (author_id := item.author_id or answered.get(item.id)) is not None
    ]
    known = {post.id: post for post in (*context, *posts)}
    return Page(
        posts=tuple(explained(post, known) for post in posts),
        context=tuple(explained(post, known) for post in context),
        authors=tuple(author_of(user) for user in included.users or ()),
        newest_id=wire.about.newest_id,
        next_token=wire.about.next_token,
    )


def author_of(user: WireUser) -> Author:
    return Author(
        id=user.id,
        handle=user.username,
        name=cut(tidy(user.name or ""), NAME_LIMIT) or user.username,
        avatar_url=user.profile_image_url,
        protected=user.protected or False,
    )


def explained(post: Post, known: Mapping[int, Post]) -> Post:
    """`post`, with what the posts it refers to say about it.

    A repost's own text may be cut before its hashtags, so those of the original count as well.
    """
    others = post.reply_to_id, post.quoted_id, post.reposted_id
    if others == _NONE:
        return post
    answered, quoted, original = (None if other is None else known.get(other) for other in others)
    filled: dict[str, Any] = {}
    if answered is not None and post.reply_to_author_id is None:
        filled["reply_to_author_id"] = answered.author_id
    if quoted is not None and post.quoted_author_id is None:
        filled["quoted_author_id"] = quoted.author_id
    if original is not None:
        filled["hashtags"] = tuple(dict.fromkeys((*post.hashtags, *original.hashtags)))
        if post.reposted_author_id is None:
            filled["reposted_author_id"] = original.author_id
    return replace(post, **filled) if filled else post


def profile_of(user: WireUser) -> Profile:
    metrics = user.public_metrics
    followers = 0 if metrics is None else metrics.followers_count or 0
    return Profile(author_of(user), tidy(user.description or ""), followers)


def _author_of(wire: WirePost) -> int:
    if wire.author_id is None:
        raise FieldMissing("author_id", wire.id)
    return wire.author_id


def _post(wire: WirePost, author_id: int, includes: WireIncludes) -> Post:
    entities = wire.entities or _NOTHING
    text = wire.text or ""
    if (note := wire.note) is not None:
        text = note.text
        entities = note.entities or entities
    attached = wire.attachments or _UNATTACHED
    refers_to = {reference.type: reference.id for reference in wire.references}
    return Post(
        id=wire.id,
        author_id=author_id,
        text=text,
        created_at=wire.created_at or made_at(wire.id),
        conversation_id=wire.conversation_id,
        lang=wire.lang,
        hashtags=tuple([each.tag for each in entities.hashtags or ()]),
        mentions=tuple([Mention(m.username, m.id) for m in entities.mentions or () if m.username]),
        links=_links(entities.urls) if entities.urls else (),
        media=_media(attached.media_keys, includes) if attached.media_keys else (),
        poll=_poll(attached.poll_ids, includes) if attached.poll_ids else (),
        reply_to_id=refers_to.get("replied_to"),
        reply_to_author_id=wire.in_reply_to_user_id if "replied_to" in refers_to else None,
        quoted_id=refers_to.get("quoted"),
        reposted_id=refers_to.get("retweeted"),
        reposted_author_id=_named_original(wire) if "retweeted" in refers_to else None,
        edits=tuple(wire.edits),
        possibly_sensitive=wire.possibly_sensitive or False,
        withheld=wire.withheld is not None,
        metrics=_metrics(wire),
    )


def _named_original(wire: WirePost) -> int | None:
    """The author of a reposted post, as a repost's text names them: "RT @handle: ..."."""
    named = _REPOST_OF.match(wire.text or "")
    if named is None:
        return None
    handle = handle_key(named.group(1))
    mentions = (wire.entities or _NOTHING).mentions or ()
    return next((m.id for m in mentions if handle_key(m.username or "") == handle), None)


def _metrics(wire: WirePost) -> Metrics | None:
    counts = wire.public_metrics
    return None if counts is None else Metrics(counts.reposts, counts.like_count or 0)


def _links(urls: Iterable[WireUrl]) -> tuple[Link, ...]:
    return tuple(
        Link(
            url=link.url,
            expanded_url=link.expanded_url or link.url,
            display_url=tidy(link.display_url or link.expanded_url or link.url),
        )
        for link in urls
    )


def _media(keys: Iterable[str], includes: WireIncludes) -> tuple[Media, ...]:
    known = {item.media_key: item for item in includes.media or ()}
    return tuple(
        Media(
            _KINDS[item.type or ""],
            item.url or item.preview_image_url,
            tidy(item.alt_text or "") or None,
        )
        for item in (known[key] for key in keys if key in known)
        if item.type in _KINDS
    )


def _poll(ids: Iterable[int], includes: WireIncludes) -> tuple[PollOption, ...]:
    known = {poll.id: poll.options or () for poll in includes.polls or ()}
    options = (option for poll_id in ids for option in known.get(poll_id, ()))
    ordered = sorted(options, key=lambda option: option.position or 0)
    return tuple(PollOption(tidy(option.label), option.votes) for option in ordered)
