"""Tweetups for people's own calendars: a file from the card, and an address of their own."""

from __future__ import annotations

import io
from typing import Literal, get_args

import discord
from discord import ButtonStyle

from bot.domain.markdown import escape
from bot.services.calendars import CalendarFile
from bot.services.ics import stands
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.permissions import require_known
from cogs.render.message import Message
from cogs.services import services_of

FeedChange = Literal["renew", "revoke"]


class CalendarButton(
    Lasting[Button],
    template=rf"calendar:(?P<guild_id>{ID}):(?P<event_id>{ID})(?:{MARK})?",
):
    """Gives the event as a file; on the event's card (with a delivery) and in members' panels."""

    def __init__(
        self, guild_id: int, event_id: int, delivery_id: int | None = None, row: int | None = None
    ) -> None:
        self.guild_id, self.event_id = guild_id, event_id
        custom_id = f"calendar:{guild_id}:{event_id}"
        if delivery_id is not None:
            custom_id = marked(custom_id, delivery_id)
        super().__init__(Button(label=text("calendar.button"), custom_id=custom_id, row=row))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_known(interaction, self.guild_id)
        found = await services_of(interaction).calendars.file(self.guild_id, self.event_id)
        attached = discord.File(io.BytesIO(found.content), "tweetup.ics")
        # An embed, because an address with everything in it can be longer than a message.
        embed = discord.Embed(description=_file_text(found))
        await interaction.edit_original_response(embed=embed, attachments=[attached])


class FeedButton(
    Lasting[Button],
    template=rf"calendar:feed:(?P<guild_id>{ID}):(?P<change>{'|'.join(get_args(FeedChange))})",
):
    """Gives a member's calendar a new address, or takes it away."""

    def __init__(self, guild_id: int, change: FeedChange) -> None:
        self.guild_id, self.change = guild_id, change
        super().__init__(
            Button(
                label=text(f"calendar.feed.{change}"),
                style=ButtonStyle.secondary,
                custom_id=f"calendar:feed:{guild_id}:{change}",
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_known(interaction, self.guild_id)
        calendars, member_id = services_of(interaction).calendars, interaction.user.id
        if self.change == "renew":
            address = await calendars.renew(self.guild_id, member_id)
            await feed_message(self.guild_id, address).show(interaction)
        else:
            await calendars.revoke(self.guild_id, member_id)
            await Message(text("calendar.feed_revoked")).show(interaction)


def feed_message(guild_id: int, address: str) -> Message:
    """A member's own address, with what they can do about it."""
    buttons = tuple(FeedButton(guild_id, change) for change in get_args(FeedChange))
    return Message(text("calendar.feed", address=f"`{address}`"), buttons=buttons)


def _file_text(found: CalendarFile) -> str:
    name = escape(found.event.name)
    if not stands(found.event):
        return text("calendar.file_cancelled", name=name)
    return text("calendar.file", name=name, google=found.google)
