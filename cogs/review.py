"""Deciding on posts that are held: the buttons under the bot's message about one."""

from __future__ import annotations

from typing import Any, get_args

import discord
from discord import ButtonStyle

from bot.domain.markdown import escape
from bot.services.review import Decision
from bot.texts import text
from cogs.buttons import MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.permissions import require_organiser_of
from cogs.services import services_of

_STYLES: dict[Decision, ButtonStyle] = {
    "approve": ButtonStyle.success,
    "reject": ButtonStyle.danger,
    "allow": ButtonStyle.secondary,
    "mute": ButtonStyle.secondary,
}


class ReviewButton(
    Lasting[Button],
    template=rf"review:(?P<decision>{'|'.join(get_args(Decision))}){MARK}",
):
    """Decides on a held post, or on all that its author posts; for organisers."""

    def __init__(self, decision: Decision, delivery_id: int) -> None:
        self.decision, self.delivery_id = decision, delivery_id
        super().__init__(
            Button(
                label=text(f"review.button.{decision}"),
                style=_STYLES[decision],
                custom_id=marked(f"review:{decision}", delivery_id),
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        review = services_of(interaction).review
        guild_id = interaction.guild_id or 0
        event_id = await review.event_id(guild_id, self.delivery_id)
        await require_organiser_of(interaction, event_id)
        done = await review.decide(guild_id, self.delivery_id, self.decision)
        facts: dict[str, Any] = {"handle": escape(done.author.handle)}
        if self.decision in ("allow", "mute"):
            facts["n"] = done.posts
        said = text(f"review.{self.decision}", **facts)
        await interaction.edit_original_response(content=said)
