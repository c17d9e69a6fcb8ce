"""Everybody's picture in the channel, and the way from there to one's own."""

from __future__ import annotations

import discord
from discord import ButtonStyle

from bot.domain.announcements import NetworkPicture
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.feed_events import event_with
from cogs.render.message import Message
from cogs.render.network import everybody, own
from cogs.services import services_of


class OwnPictureButton(Lasting[Button], template=rf"network:(?P<event_id>{ID})(?:{MARK})?"):
    """Shows whoever taps the people around them, in an answer only they can see."""

    def __init__(self, event_id: int, delivery_id: int | None = None) -> None:
        self.event_id = event_id
        custom_id = f"network:{event_id}"
        if delivery_id is not None:
            custom_id = marked(custom_id, delivery_id)
        label = text("network.button.own")
        super().__init__(Button(label=label, style=ButtonStyle.primary, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        event = await event_with(interaction, self.event_id)
        found = await services_of(interaction).networks.of_member(event, interaction.user.id)
        await (await own(found)).show(interaction)


async def shared(found: NetworkPicture, delivery_id: int) -> Message:
    """Everybody's picture as it stands in the channel."""
    drawn = await everybody(found)
    content = f"{drawn.content}\n{text('network.shared')}"
    buttons = (OwnPictureButton(found.event.id, delivery_id),)
    return Message(content, buttons=buttons, picture=drawn.picture)
