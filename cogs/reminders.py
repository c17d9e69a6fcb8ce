"""The buttons under reminders: later again, no more."""

from __future__ import annotations

from typing import get_args

import discord
from discord.utils import format_dt

from bot.domain.reminders import Snooze
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.permissions import require_known
from cogs.services import services_of


class SnoozeButton(
    Lasting[Button],
    template=rf"snooze:(?P<guild_id>{ID}):(?P<event_id>{ID})"
    rf":(?P<choice>{'|'.join(get_args(Snooze))}){MARK}",
):
    """Reminds a member again later, by message."""

    def __init__(self, guild_id: int, event_id: int, choice: Snooze, delivery_id: int) -> None:
        self.guild_id, self.event_id, self.choice = guild_id, event_id, choice
        custom_id = marked(f"snooze:{guild_id}:{event_id}:{choice}", delivery_id)
        super().__init__(Button(label=text(f"reminder.snooze.{choice}"), custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_known(interaction, self.guild_id)
        reminders = services_of(interaction).reminders
        member_id = interaction.user.id
        until = await reminders.snooze(self.guild_id, self.event_id, member_id, self.choice)
        said = text("reminder.snoozed", at=format_dt(until, "F"), relative=format_dt(until, "R"))
        await interaction.edit_original_response(content=said)


class StopRemindersButton(Lasting[Button], template=rf"stop:(?P<guild_id>{ID}){MARK}"):
    """Takes back a member's consent to be reminded by direct message."""

    def __init__(self, guild_id: int, delivery_id: int) -> None:
        self.guild_id = guild_id
        custom_id = marked(f"stop:{guild_id}", delivery_id)
        super().__init__(Button(label=text("reminder.stop"), custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_known(interaction, self.guild_id)
        privacy = services_of(interaction).privacy
        await privacy.consent(self.guild_id, interaction.user.id, remind_where="none")
        await interaction.edit_original_response(content=text("reminder.stopped"))
