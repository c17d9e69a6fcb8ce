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
# What an embed holds besides the text: names, links to a parent, the time.
AROUND_THE_TEXT = 450


def next_message(waiting: Sequence[Post]) -> tuple[Post, ...]:
    """The posts that go into the next message: the first of `waiting`, which is oldest first."""
    if len(waiting) <= SINGLY_UP_TO:
        return tuple(waiting[:1])
    taken: list[Post] = []
    room = CHARACTERS_IN_A_MESSAGE
    for post in waiting[:POSTS_IN_A_MESSAGE]:
        room -= len(post_markdown(post)) + AROUND_THE_TEXT
        if taken and room < 0:
            break
        taken.append(post)
    return tuple(taken)
