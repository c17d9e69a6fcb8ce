"""Posts and tweetups as the domain's tests need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import Event
from bot.domain.posts import Post

FIRST = datetime(2027, 6, 1, 9, tzinfo=UTC)


def post(post_id: int, author_id: int = 1, text: str = "Hello #tweetup", **more: Any) -> Post:
    at = FIRST + timedelta(minutes=post_id)
    return Post(id=post_id, author_id=author_id, text=text, created_at=at, **more)


def an_event(starts: datetime, **changed: Any) -> Event:
    """A tweetup of three hours, made a month before."""
    planned: dict[str, Any] = {
        "id": 7,
        "guild_id": 1,
        "channel_id": 2,
        "organiser_id": 3,
        "name": "HR Tweetup",
        "hashtag": "HRTweetup",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
        "zone": "Europe/London",
        "place": "The Copper Kettle",
        "capacity": None,
        "created_at": starts - timedelta(days=30),
    }
    return Event(**planned | changed)
