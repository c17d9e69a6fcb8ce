"""How waiting posts become messages: one each while people talk, together when many wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.domain.markdown import post_markdown
from bot.domain.posts import Post

# The two ways of reading a hashtag: recent search asked again and again, or the filtered stream.
SourceKind = Literal["poll", "stream"]

# With this many or fewer waiting, each post gets a message of its own, and replies answer.
SINGLY_UP_TO = 3
# Discord's limits for one message: embeds, and characters over all of them.
POSTS_IN_A_MESSAGE = 10
CHARACTERS_IN_A_MESSAGE = 6_000
# What an embed holds besides the text: who wrote it, how it was received, and the way to X.
AROUND_THE_TEXT = 230
# What else may stand in it, for a post that has it.
MEDIA_WITHIN = 220
PARENT_WITHIN = 330
QUOTE_WITHIN = 700
POLL_WITHIN = 420
EDIT_WITHIN = 120


def next_message(waiting: Sequence[Post]) -> tuple[Post, ...]:
    """The posts that go into the next message: the first of `waiting`, which is oldest first.

    While few wait, that is one post with what its author went on to say in answer to it.
    """
    if len(waiting) <= SINGLY_UP_TO:
        waiting = _thread(waiting)
    taken: list[Post] = []
    room = CHARACTERS_IN_A_MESSAGE
    for post in waiting[:POSTS_IN_A_MESSAGE]:
        room -= room_for(post)
        if taken and room < 0:
            break
        taken.append(post)
    return tuple(taken)


def continues(post: Post, before: Post) -> bool:
    """Whether an author goes on in `post` where they stopped in `before`."""
    return post.author_id == before.author_id and post.reply_to_id in {before.id, *before.edits}


def room_for(post: Post) -> int:
    """The most characters a post takes in a message it shares."""
    beside = (
        (MEDIA_WITHIN, bool(post.media)),
        (PARENT_WITHIN, post.reply_to_id is not None),
        (QUOTE_WITHIN, post.quoted_id is not None),
        (POLL_WITHIN, bool(post.poll)),
        (EDIT_WITHIN, post.is_edited),
    )
    return len(post_markdown(post)) + AROUND_THE_TEXT + sum(room for room, holds in beside if holds)


def _thread(waiting: Sequence[Post]) -> Sequence[Post]:
    """The first of `waiting` and those right behind it that continue it, one after another."""
    end = 1
    while end < len(waiting) and continues(waiting[end], waiting[end - 1]):
        end += 1
    return waiting[:end]
