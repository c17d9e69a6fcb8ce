"""The hello of a bot that joined a guild."""

from __future__ import annotations

from bot.domain.announcements import Arrival
from bot.texts import text
from cogs.beginning import BeginButton
from cogs.render.message import Message


def arrival(announcement: Arrival, delivery_id: int) -> Message:
    said = text("arrival.again" if announcement.again else "arrival.first")
    return Message(said, buttons=(BeginButton(announcement.guild_id, delivery_id),))
