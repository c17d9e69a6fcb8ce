"""What is gone from X must go from whatever the bot said of it."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from bot.domain.announcements import (
    Announcement,
    ChatEnd,
    FeedMessage,
    HeldPost,
    Hello,
    Introduction,
    IntroductionThread,
    LinkQuestion,
    MetQuestion,
    NetworkPicture,
    Starters,
)
from bot.domain.posts import Author, Post

# How each goes, or says less, with the post (`services/removal.py`) and with the tweetup
# (`db/erasing.py`, `db/delivered.py`).
OF_X = {
    FeedMessage: "by what is in the feed",
    HeldPost: "by its key",
    NetworkPicture: "drawn anew; taken away with the posts",
    Starters: "their posts are named in `about`; to one member",
    Introduction: "by its evidence; its words are taken away",
    IntroductionThread: "with the introduction",
    Hello: "with the introduction",
    MetQuestion: "with the introduction",
    ChatEnd: "says how many answered, and shows none",
    LinkQuestion: "to one member",
}


@cache
def _holds(kind: Any) -> frozenset[Any]:
    """A type and all that a value of it can hold."""
    parts = {*get_args(kind), *(get_type_hints(kind).values() if is_dataclass(kind) else ())}
    return frozenset({kind}).union(*(_holds(part) for part in parts))


def test_of_all_that_shows_something_of_x_it_is_known_how_it_goes() -> None:
    found = {kind for kind in get_args(Announcement) if {Post, Author} & _holds(kind)}
    assert found == set(OF_X), "see to it that it goes, and say how in OF_X"
