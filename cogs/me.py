"""What the bot knows of a member, for them alone; and how to make it forget."""

from __future__ import annotations

import io
from typing import Literal, get_args

import discord
from discord import ButtonStyle, app_commands
from discord.ext import commands

from bot.services.suite import Services
from bot.texts import text
from cogs.buttons import Button, Lasting
from cogs.calendars import feed_message
from cogs.choices import choices
from cogs.errors import explained
from cogs.me_block import block, unblock
from cogs.me_posts import posts
from cogs.names import names
from cogs.render.known import pages
from cogs.render.message import Message
from cogs.render.taken_away import files, mentioned
from cogs.services import services_of
from cogs.wording import named

Choice = Literal["forget", "keep"]
# Bytes that Discord takes of a bot in one file, wherever it is.
LARGEST_FILE = 8 * 1024 * 1024
_STYLES: dict[Choice, ButtonStyle] = {
    "forget": ButtonStyle.danger,
    "keep": ButtonStyle.secondary,
}


class MeCog(commands.Cog):
    me = app_commands.Group(**named("me"), guild_only=True)

    def __init__(self, services: Services) -> None:
        self._privacy = services.privacy
        self._calendars = services.calendars
        self.me.add_command(block)
        self.me.add_command(unblock)
        self.me.add_command(posts)

    @me.command(**named("me.show"))
    async def show(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = interaction.guild_id or 0
        known = await self._privacy.known(guild_id, interaction.user.id)
        first, *further = pages(known)
        await interaction.edit_original_response(content=first)
        for page in further:
            await interaction.followup.send(page, ephemeral=True)
        switches = choices(guild_id, known.consents, known.link)
        await interaction.followup.send(switches.content, ephemeral=True, **switches.extras)

    @me.command(**named("me.export"))
    async def export(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild, guild_id = interaction.guild, interaction.guild_id or 0
        taken = await self._privacy.take_away(guild_id, interaction.user.id)
        known = await names(guild, mentioned(taken))
        server = guild.name if guild is not None else str(guild_id)
        found = files(taken, server, known, LARGEST_FILE)
        attached = [discord.File(io.BytesIO(content), name) for name, content in found.items()]
        await interaction.edit_original_response(
            content=text("me.export.done"), attachments=attached
        )

    @me.command(**named("me.calendar"))
    async def calendar(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = interaction.guild_id or 0
        address = await self._calendars.address(guild_id, interaction.user.id)
        await feed_message(guild_id, address).show(interaction)

    @me.command(**named("me.forget"))
    async def forget(self, interaction: discord.Interaction) -> None:
        question = Message(
            text("me.forget.question"),
            buttons=tuple(ForgetButton(choice) for choice in get_args(Choice)),
        )
        await interaction.response.send_message(question.content, ephemeral=True, **question.extras)


class ForgetButton(Lasting[Button], template=rf"me:(?P<choice>{'|'.join(get_args(Choice))})"):
    """Erases a member from this guild's records, or does not."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        label = text(f"me.forget.{choice}")
        super().__init__(Button(label=label, style=_STYLES[choice], custom_id=f"me:{choice}"))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        if self.choice == "forget":
            privacy = services_of(interaction).privacy
            await privacy.forget(interaction.guild_id or 0, interaction.user.id)
        outcome = Message(text("me.forget.done" if self.choice == "forget" else "me.forget.kept"))
        await outcome.show(interaction)
