"""Posts from X's answers, put together into batches to store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.posts import Author, Batch, Post
from bot.x.payload import Page


@dataclass(frozen=True, slots=True)
class Gathering:
    """What X sent, each post and person once. `context` are posts that only others refer to."""

    posts: Mapping[int, Post]
    context: Mapping[int, Post]
    authors: Mapping[int, Author]

    def batch(
        self,
        source: str,
        posts: Sequence[Post],
        *,
        cursor: str | None,
        hashtag: str | None = None,
    ) -> Batch:
        """`posts` as they stand, with what they refer to and who is behind it all.

        Context that also comes as a post in its own right is left to the batch that brings it.
        """
        referred = dict.fromkeys(
            other
            for post in posts
            for other in (post.reply_to_id, post.quoted_id, post.reposted_id)
            if other is not None and other not in self.posts
        )
        context = tuple(self.context[other] for other in referred if other in self.context)
        people = dict.fromkeys(
            person
            for post in (*posts, *context)
            for person in (
                post.author_id,
                post.reply_to_author_id,
                post.quoted_author_id,
                post.reposted_author_id,
            )
            if person is not None
        )
        authors = tuple(self.authors[person] for person in people if person in self.authors)
        return Batch(source, tuple(posts), context, authors, hashtag, cursor)


def gathered(pages: Iterable[Page]) -> Gathering:
    """All that came in `pages`; where two tell of the same thing, the later one is believed."""
    posts: dict[int, Post] = {}
    context: dict[int, Post] = {}
    authors: dict[int, Author] = {}
    for page in pages:
        posts.update((post.id, post) for post in page.posts)
        context.update((post.id, post) for post in page.context)
        authors.update((author.id, author) for author in page.authors)
    return Gathering(posts, context, authors)
