"""`/scorecard`: one's own account looked at, once one has seen the price; for oneself alone."""

from __future__ import annotations

from typing import Literal, get_args

import discord
from discord import ButtonStyle, app_commands
from discord.ext import commands

from bot.domain.markdown import escape
from bot.services.suite import Services
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.permissions import require_known
from cogs.render.message import Message
from cogs.render.money import dollars
from cogs.render.scorecard import messages
from cogs.services import services_of
from cogs.wording import named, options

ScorecardChoice = Literal["read", "leave"]
_STYLES: dict[ScorecardChoice, ButtonStyle] = {
    "read": ButtonStyle.primary,
    "leave": ButtonStyle.secondary,
}


class ScorecardCog(commands.Cog):
    def __init__(self, services: Services) -> None:
        self._scorecards = services.scorecards

    @app_commands.command(**named("scorecard"))
    @app_commands.guild_only
    @options("scorecard", "handle")
    async def scorecard(self, interaction: discord.Interaction, handle: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = interaction.guild_id or 0
        offer = await self._scorecards.offer(guild_id, interaction.user.id, handle)
        question = text(
            "scorecard.question",
            handle=escape(offer.handle),
            n=offer.posts,
            price=dollars(offer.price),
        )
        buttons = tuple(ScorecardButton(guild_id, each) for each in get_args(ScorecardChoice))
        await Message(question, buttons=buttons).show(interaction)


class ScorecardButton(
    Lasting[Button],
    template=rf"scorecard:(?P<guild_id>{ID}):(?P<choice>{'|'.join(get_args(ScorecardChoice))})",
):
    """Reads the timeline of whoever taps and shows what it tells, or leaves it."""

    def __init__(self, guild_id: int, choice: ScorecardChoice) -> None:
        self.guild_id, self.choice = guild_id, choice
        label = text(f"scorecard.button.{choice}")
        custom_id = f"scorecard:{guild_id}:{choice}"
        super().__init__(Button(label=label, style=_STYLES[choice], custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_known(interaction, self.guild_id)
        if self.choice == "leave":
            await Message(text("scorecard.left")).show(interaction)
            return
        await Message(text("scorecard.reading")).show(interaction)
        scorecards = services_of(interaction).scorecards
        card = await scorecards.make(self.guild_id, interaction.user.id)
        first, *further = messages(card)
        await first.show(interaction)
        for page in further:
            await interaction.followup.send(embeds=page.embeds, ephemeral=True)
