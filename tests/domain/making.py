"""Posts and ties as the domain's tests need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.posts import Post

FIRST = datetime(2027, 6, 1, 9, tzinfo=UTC)


def post(post_id: int, author_id: int = 1, text: str = "Hello #tweetup", **more: Any) -> Post:
    at = FIRST + timedelta(minutes=post_id)
    return Post(id=post_id, author_id=author_id, text=text, created_at=at, **more)
