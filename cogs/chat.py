"""Tweet chats: scheduled, shown and cancelled by organisers; everybody can catch up."""

from __future__ import annotations

from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle, app_commands
from discord.ext import commands

from bot.domain.chat_plan import EVERY, EVERY_AT_MOST, Typed
from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.domain.permissions import FOR_CHATS
from bot.errors import UserError
from bot.services.suite import Services
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.chat_draft import ChatForm
from cogs.chat_recap import show_recap
from cogs.errors import explained
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_bot, require_organiser
from cogs.render.chat_schedule import shown
from cogs.render.message import Message
from cogs.services import services_of
from cogs.wording import named, options

CancelChoice = Literal["cancel", "keep"]
_STYLES: dict[CancelChoice, ButtonStyle] = {
    "cancel": ButtonStyle.danger,
    "keep": ButtonStyle.secondary,
}


class ChatCog(commands.Cog):
    chat = app_commands.Group(**named("chat"), guild_only=True)

    def __init__(self, services: Services) -> None:
        self._chat = services.chat

    @chat.command(**named("chat.schedule"))
    @options("chat.schedule", "when", "every", "host", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def schedule(
        self,
        interaction: discord.Interaction,
        when: str,
        every: app_commands.Range[int, 1, EVERY_AT_MOST] = EVERY,
        host: str | None = None,
        event: str | None = None,
    ) -> None:
        chosen = await event_of(interaction, event)
        await require_organiser(interaction, chosen)
        require_bot(_channel(interaction, chosen), FOR_CHATS)
        typed = Typed(" ".join(when.split()), str(every), "", host or "")
        await self._chat.check(chosen, typed)
        await interaction.response.send_modal(ChatForm(chosen, typed))

    @chat.command(**named("chat.show"))
    @options("chat.show", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def show(self, interaction: discord.Interaction, event: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await event_of(interaction, event)
        await require_organiser(interaction, chosen)
        await shown(await self._chat.latest(chosen), chosen).show(interaction)

    @chat.command(**named("chat.cancel"))
    @options("chat.cancel", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def cancel(self, interaction: discord.Interaction, event: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await event_of(interaction, event)
        await require_organiser(interaction, chosen)
        found = await self._chat.to_cancel(chosen)
        to_come = sum(question.state == "planned" for question in found.questions)
        content = text("chat.cancel.question", n=to_come, name=escape(chosen.name))
        buttons = tuple(CancelButton(found.id, choice) for choice in get_args(CancelChoice))
        await Message(content, buttons=buttons).show(interaction)

    @chat.command(**named("chat.recap"))
    @options("chat.recap", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def recap(self, interaction: discord.Interaction, event: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await event_of(interaction, event)
        await show_recap(interaction, (await self._chat.latest(chosen)).id)


class CancelButton(
    Lasting[Button],
    template=rf"chat_cancel:(?P<chat_id>{ID}):(?P<choice>{'|'.join(get_args(CancelChoice))})",
):
    """Cancels a chat, or does not."""

    def __init__(self, chat_id: int, choice: CancelChoice) -> None:
        self.chat_id, self.choice = chat_id, choice
        super().__init__(
            Button(
                label=text(f"chat.cancel.button.{choice}"),
                style=_STYLES[choice],
                custom_id=f"chat_cancel:{chat_id}:{choice}",
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        chat = services_of(interaction).chat
        await require_organiser(interaction, await chat.event(self.chat_id))
        if self.choice == "cancel":
            await chat.cancel(self.chat_id)
        said = text("chat.cancelled" if self.choice == "cancel" else "chat.kept")
        await Message(said).show(interaction)


def _channel(interaction: discord.Interaction[Any], event: Event) -> discord.TextChannel:
    """Where the questions are to be asked. Raises UserError where that is gone or hidden."""
    guild = interaction.guild
    channel = None if guild is None else guild.get_channel(event.channel_id)
    if not isinstance(channel, discord.TextChannel):
        raise UserError("chat.no_channel", name=event.name)
    return channel
