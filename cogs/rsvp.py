"""Answering an event: the buttons on its card, on reminders and in direct messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import discord
from discord import ButtonStyle

from bot.domain.rsvp import Answer
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.panel import event_panel
from cogs.permissions import require_known
from cogs.services import services_of

_STYLES: dict[Answer, ButtonStyle] = {
    "going": ButtonStyle.success,
    "maybe": ButtonStyle.secondary,
    "declined": ButtonStyle.secondary,
}
_ANSWERS = "|".join(get_args(Answer))


class AnswerButton(
    Lasting[Button],
    template=rf"rsvp:(?P<guild_id>{ID}):(?P<event_id>{ID}):(?P<answer>{_ANSWERS}){MARK}",
):
    """Gives one answer to one event. The guild stands in it because direct messages have none."""

    def __init__(self, guild_id: int, event_id: int, answer: Answer, delivery_id: int) -> None:
        self.guild_id, self.event_id, self.answer = guild_id, event_id, answer
        custom_id = marked(f"rsvp:{guild_id}:{event_id}:{answer}", delivery_id)
        label = text(f"rsvp.button.{answer}")
        super().__init__(Button(label=label, style=_STYLES[answer], custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await require_known(interaction, self.guild_id)
        # In line before Discord is answered, which takes longer for one than for another.
        standing = services_of(interaction).rsvp.answer(
            self.guild_id, self.event_id, interaction.user.id, self.answer, _roles(interaction)
        )
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
        except BaseException:
            standing.cancel()  # the answer counts; only nobody waits for what came of it
            raise
        await event_panel(await standing, only_questions=True).show(interaction)


class MyRsvpButton(
    Lasting[Button],
    template=rf"mine:(?P<guild_id>{ID}):(?P<event_id>{ID}){MARK}",
):
    """Shows a member how they stand, and their switches."""

    def __init__(self, guild_id: int, event_id: int, delivery_id: int) -> None:
        self.guild_id, self.event_id = guild_id, event_id
        custom_id = marked(f"mine:{guild_id}:{event_id}", delivery_id)
        super().__init__(Button(label=text("rsvp.button.mine"), custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_known(interaction, self.guild_id)
        rsvp = services_of(interaction).rsvp
        standing = await rsvp.standing(self.guild_id, self.event_id, interaction.user.id)
        await event_panel(standing, only_questions=False).show(interaction)


def _roles(interaction: discord.Interaction) -> list[int]:
    """The roles of whoever tapped; none in direct messages, where Discord tells of none."""
    return [role.id for role in getattr(interaction.user, "roles", ())]


def answer_buttons(
    guild_id: int, event_id: int, delivery_id: int, answers: Sequence[Answer] = get_args(Answer)
) -> tuple[AnswerButton, ...]:
    return tuple(AnswerButton(guild_id, event_id, each, delivery_id) for each in answers)
