"""Who wrote a post, in words."""

from __future__ import annotations

from bot.domain.cleaning import cut
from bot.domain.posts import ANYBODY, Author
from bot.texts import text


def called(author: Author, limit: int) -> str:
    """Their name, of at most `limit` characters, and handle, as far as X told us of them."""
    if author.handle == ANYBODY:
        return text("feed.author_unknown")
    return text("feed.author", name=cut(author.name, limit), handle=author.handle)
