"""Who talked to whom, as a picture: of everybody who agreed, and around oneself."""

from __future__ import annotations

from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle, app_commands

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.domain.permissions import FOR_PICTURES
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_of, event_with, suggest_events
from cogs.network import OwnPictureButton
from cogs.permissions import require_bot, require_insight, require_organiser
from cogs.render import network as render
from cogs.render.message import Message
from cogs.services import services_of
from cogs.wording import named, options

DrawChoice = Literal["yes", "no"]


@app_commands.command(**named("tweetup.network"))
@options("tweetup.network", "event", "share")
@app_commands.autocomplete(event=suggest_events)
async def show_network(
    interaction: discord.Interaction[Any], event: str | None = None, share: bool = False
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    networks = services_of(interaction).networks
    if share:
        await require_organiser(interaction, chosen)
        channel = interaction.guild and interaction.guild.get_channel(chosen.channel_id)
        if isinstance(channel, discord.TextChannel):
            require_bot(channel, FOR_PICTURES)
        await networks.share(chosen)
        place = f"<#{chosen.channel_id}>"
        await Message(text("network.sharing", place=place)).show(interaction)
        return
    await require_insight(interaction, chosen, services_of(interaction).networks.may_see)
    if await networks.agreed(chosen, interaction.user.id) is None:
        buttons = tuple(DrawnButton(chosen.id, choice) for choice in get_args(DrawChoice))
        asked = text("network.question", name=escape(chosen.name))
        await Message(asked, buttons=buttons).show(interaction)
        return
    await _show(interaction, chosen)


class DrawnButton(
    Lasting[Button],
    template=rf"drawn:(?P<event_id>{ID}):(?P<choice>{'|'.join(get_args(DrawChoice))})",
):
    """Notes whether whoever taps may be drawn, and shows the picture in the question's place."""

    def __init__(self, event_id: int, choice: DrawChoice) -> None:
        self.event_id, self.choice = event_id, choice
        style = ButtonStyle.primary if choice == "yes" else ButtonStyle.secondary
        label = text(f"network.button.{choice}")
        super().__init__(Button(label=label, style=style, custom_id=f"drawn:{event_id}:{choice}"))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        event = await event_with(interaction, self.event_id)
        if self.choice == "yes":
            await require_insight(interaction, event, services_of(interaction).networks.may_see)
        privacy = services_of(interaction).privacy
        await privacy.consent(event.guild_id, interaction.user.id, drawn=self.choice == "yes")
        noted = text("network.noted_yes" if self.choice == "yes" else "network.noted_no")
        await Message(noted).show(interaction)
        await require_insight(interaction, event, services_of(interaction).networks.may_see)
        await _show(interaction, event, noted)


async def _show(interaction: discord.Interaction[Any], event: Event, *before: str) -> None:
    networks = services_of(interaction).networks
    shown = await render.everybody(await networks.of_event(event))
    agreed = await networks.agreed(event, interaction.user.id)
    buttons: tuple[discord.ui.Item[Any], ...] = (OwnPictureButton(event.id),)
    if not agreed:
        buttons += (DrawnButton(event.id, "yes"),)
    content = "\n\n".join((*before, shown.content))
    await Message(content, buttons=buttons, picture=shown.picture).show(interaction)
