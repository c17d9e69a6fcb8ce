"""The sandbox's X: who is there, what they post, edit and delete. No input or output here."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.sandbox.x_api.model import EDIT_WINDOW, Media, Poll, Post, User, Withheld, snowflake
from bot.sandbox.x_api.text import Mentioned
from bot.sandbox.x_api.writing import Texts, addressed, write, write_repost

_FIRST_USER_ID = 1_700_000_000
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")


class World:
    """An X in memory.

    `now` is the clock it lives by: what was deleted or protected happened at `now()`. Posts
    carry the time they are given, and their ids follow it. Everything happens on one thread.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._users: dict[int, User] = {}
        self._by_handle: dict[str, User] = {}
        self._posts: dict[int, Post] = {}
        self._ids: list[int] = []
        self._media = 0
        self._polls = 0
        self._listeners: list[Callable[[Post], None]] = []

    # People

    def add_user(
        self,
        handle: str,
        name: str,
        *,
        description: str = "",
        location: str = "",
        url: str = "",
        avatar_url: str | None = None,
        verified: bool = False,
        followers: int = 0,
        following: int = 0,
    ) -> User:
        """Open an account. Raises ValueError for a handle that X would refuse or has already."""
        self._claim(handle)
        user = User(
            id=_FIRST_USER_ID + len(self._users),
            handle=handle,
            name=name,
            created_at=datetime(2015, 3, 14, tzinfo=UTC),
            description=description,
            location=location,
            url=url,
            verified=verified,
            followers=followers,
            following=following,
        )
        if avatar_url is not None:
            user.avatar_url = avatar_url
        self._users[user.id] = self._by_handle[handle.lower()] = user
        return user

    def rename(self, user: User, handle: str) -> None:
        """Give `user` another handle; the old one is free, and stands in old posts as before."""
        if handle.lower() != user.handle.lower():
            self._claim(handle)
        del self._by_handle[user.handle.lower()]
        user.handle = handle
        self._by_handle[handle.lower()] = user

    def protect(self, user: User) -> None:
        """Show the user's posts to their followers alone from now on."""
        user.protected_at = self.now()

    def suspend(self, user: User) -> None:
        user.suspended_at = self.now()

    def user(self, user_id: int) -> User | None:
        return self._users.get(user_id)

    def user_by_handle(self, handle: str) -> User | None:
        return self._by_handle.get(handle.lower())

    def _claim(self, handle: str) -> None:
        if not _HANDLE.fullmatch(handle):
            raise ValueError(f"X has no handles like {handle!r}")
        if handle.lower() in self._by_handle:
            raise ValueError(f"the handle {handle!r} is taken")

    # Posts

    def post(
        self,
        author: User,
        text: str = "",
        *,
        at: datetime,
        reply_to: Post | None = None,
        quote: Post | None = None,
        repost_of: Post | None = None,
        media: Sequence[Media] = (),
        poll: Poll | None = None,
        lang: str = "en",
        possibly_sensitive: bool = False,
    ) -> Post:
        """Publish a post, as X would: its links shortened, a long text cut, a mention of the
        person answered put before a reply.

        Raises ValueError where X has no such post: nothing in it, or a repost with words.
        """
        if bool(repost_of) == bool(text or media or quote or poll):
            raise ValueError("a post says something, and a repost nothing of its own")
        post_id = self._new_id(at)
        post = Post(
            id=post_id,
            author=author,
            created_at=at,
            versions=[post_id],
            editable_until=at + EDIT_WINDOW,
            reply_to=reply_to,
            quote=quote,
            repost_of=repost_of and (repost_of.repost_of or repost_of),
            media=tuple(self._attach(each) for each in media),
            poll=poll and self._open(poll, at),
            lang=lang,
            possibly_sensitive=possibly_sensitive,
        )
        author.posts += 1
        _count(post)
        self._publish(post, text)
        return post

    def edit(self, post: Post, text: str, *, at: datetime) -> Post:
        """Publish a new version of `post` with another text.

        Raises ValueError where X allows no edit: a poll, a repost or a reply to somebody else,
        after half an hour, after five edits, or once the post is deleted.
        """
        latest = self.newest(post)
        if (
            latest.deleted_at
            or not latest.is_editable_kind
            or at > latest.editable_until
            or not latest.edits_remaining
        ):
            raise ValueError(f"X does not let the post {post.id} be edited at {at}")
        edited = replace(latest, id=self._new_id(at), created_at=at)
        edited.versions.append(edited.id)
        self._publish(edited, text)
        return edited

    def delete(self, post: Post) -> None:
        """Delete a post with all its versions and reposts."""
        chain = set(post.versions)
        for each in self._posts.values():
            original = each.repost_of
            if each.id in chain or (original is not None and original.id in chain):
                each.deleted_at = each.deleted_at or self.now()

    def withhold(
        self, content: Post | User, *country_codes: str, by_copyright: bool = False
    ) -> None:
        """Withhold a post, or a user with all they post, in some countries."""
        content.withheld = Withheld(country_codes, by_copyright)

    def find(self, post_id: int) -> Post | None:
        return self._posts.get(post_id)

    def newest(self, post: Post) -> Post:
        """The last version of `post`."""
        return self._posts[post.versions[-1]]

    def is_public(self, post: Post) -> bool:
        """Whether a stranger may read `post`."""
        original = post.repost_of
        return (
            post.deleted_at is None
            and post.author.protected_at is None
            and post.author.suspended_at is None
            and (original is None or self.is_public(original))
        )

    def newest_first(self, after: int, before: int) -> Iterator[Post]:
        """Every post whose id lies between two ids, neither included, newest first."""
        position = bisect_left(self._ids, before)
        while position and self._ids[position - 1] > after:
            position -= 1
            yield self._posts[self._ids[position]]

    def on_post(self, listener: Callable[[Post], None]) -> None:
        """Call `listener` with every new post and every new version of one, as it appears."""
        self._listeners.append(listener)

    def _publish(self, post: Post, text: str) -> None:
        post.texts = self._texts(post, text)
        self._posts[post.id] = post
        insort(self._ids, post.id)
        for listener in self._listeners:
            listener(post)

    def _texts(self, post: Post, text: str) -> Texts:
        original = post.repost_of
        if original is not None:
            key = original.media[0].key if original.media else None
            return write_repost(
                original.texts, original.author.handle, original.url, self._mentioned, key
            )
        if post.reply_to is not None and post.answers_another:
            text = addressed(text, post.reply_to.author.handle)
        return write(
            text,
            post.url,
            self._mentioned,
            is_reply=post.reply_to is not None,
            quoted_link=post.quote.url if post.quote else None,
            media_key=post.media[0].key if post.media else None,
        )

    def _mentioned(self, handle: str) -> Mentioned | None:
        user = self.user_by_handle(handle)
        return (str(user.id), user.handle) if user else None

    def _new_id(self, at: datetime) -> int:
        post_id = snowflake(at)
        while post_id in self._posts:
            post_id += 1
        return post_id

    def _attach(self, media: Media) -> Media:
        self._media += 1
        return media.keyed(1_500_000_000_000_000_000 + self._media)

    def _open(self, poll: Poll, at: datetime) -> Poll:
        self._polls += 1
        return replace(poll, id=1_600_000_000_000_000_000 + self._polls, ends_at=at + poll.duration)


def _count(post: Post) -> None:
    """Count a new post on the posts it refers to."""
    if post.reply_to:
        post.reply_to.metrics.replies += 1
    if post.quote:
        post.quote.metrics.quotes += 1
    if post.repost_of:
        post.repost_of.metrics.reposts += 1
