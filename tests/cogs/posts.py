"""Invented people and what they say on X."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from bot.domain.posts import Author, Batch, Mention, Post
from tests.cogs.town import START

ADA = Author(1, "ada_hr", "Ada Quill", "https://pbs.example/ada.png")
BO = Author(2, "bo_hires", "Bo Marsh", "https://pbs.example/bo.png")
CY = Author(3, "cy", "Cy * Penn", None)


def post(number: int, by: Author, text: str = "Hello #HRTweetup", **more: Any) -> Post:
    at = START + timedelta(minutes=number % 1_000)
    return Post(number, by.id, text, at, hashtags=("HRTweetup",), **more)


def mention(author: Author) -> Mention:
    return Mention(author.handle, author.id)


def batch(*posts: Post) -> Batch:
    return Batch("search:hrtweetup", posts, authors=(ADA, BO, CY))


def code_in(content: str) -> str:
    found = re.search(r"tw-\w{6}", content)
    assert found is not None, content
    return found[0]
