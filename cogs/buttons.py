"""Buttons that outlive the process: what one does stands in its custom_id, nowhere else.

A custom_id on a message the bot started ends with ":d" and its delivery's id. That is the mark
by which the message is known again after a crash.
"""

from __future__ import annotations

import re
from typing import Any, Self, TypeVar

import discord

Button = discord.ui.Button[Any]

# How a template holds an id: what a database takes, which is more than Discord and X give. With
# anything else a custom_id is none of ours.
ID = r"(?:[0-9]{1,18}|[1-8][0-9]{18})"
PAGE = r"[0-9]{1,4}"
# How a template says so.
MARK = rf":d(?P<delivery_id>{ID})"

ItemT = TypeVar("ItemT", bound=discord.ui.Item[Any])


class Lasting(discord.ui.DynamicItem[ItemT], template=r"(?!)"):
    """What a subclass names in its template is what its constructor takes, numbers as such."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        named = {name: value for name, value in match.groupdict().items() if value is not None}
        given: dict[str, Any] = {
            name: int(value) if value.isdecimal() else value for name, value in named.items()
        }
        return cls(**given)


def marked(custom_id: str, delivery_id: int) -> str:
    return f"{custom_id}:d{delivery_id}"


def carries_mark(message: discord.Message, delivery_id: int) -> bool:
    """Whether the message is the one that delivery left."""
    return any(
        (custom_id := getattr(child, "custom_id", None)) is not None
        and custom_id.endswith(f":d{delivery_id}")
        for row in message.components
        for child in getattr(row, "children", ())
    )
