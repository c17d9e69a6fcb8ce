"""A post's text where it may be too long for the place."""

from __future__ import annotations

import re
from html import escape as escape_html

from msgspec.structs import replace

from bot.domain.cleaning import beginning
from bot.domain.markdown import post_markdown
from bot.domain.posts import Post

# A link cut in two would lead somewhere else.
_BROKEN_LINK = re.compile(r"https?://\S*\Z")
_LAST_WORD = re.compile(r"\s\S{0,80}\Z")


def excerpt(post: Post, limit: int, rest: str) -> str:
    """The post's text as markdown, at most `limit` characters long.

    Where that is too short for it, it ends at a word and with `rest`, which leads to the whole.
    """
    whole = post_markdown(post)
    if len(whole) <= limit:
        return whole
    room = limit - len(rest) - 2
    plain = beginning(post.plain_text, room)
    while plain and len(shown := _shown(post, plain)) > room:
        plain = beginning(plain, min(len(plain) - 1, len(plain) * room // len(shown)))
    cut = _BROKEN_LINK.sub("", plain)
    cut = _LAST_WORD.sub("", cut) if cut == plain else cut
    shown = _shown(post, cut)
    return f"{shown}… {rest}" if shown else rest


def in_one_line(post: Post, limit: int, rest: str) -> str:
    """As `excerpt`, of a post whose lines are put into one."""
    return excerpt(replace(post, text=" ".join(post.text.split())), limit, rest)


def _shown(post: Post, plain: str) -> str:
    return post_markdown(replace(post, text=escape_html(plain, quote=False)))
