"""When a tweetup's reminders come: shown to its organisers, and set by them."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.utils import format_dt

from bot.domain.markdown import escape
from bot.domain.offsets import Offset
from bot.services.reminder_control import ReminderStatus, ReminderTime
from bot.texts import text
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.render.times import local_at
from cogs.render.turnout import turnout_lines
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.reminders"))
@options("tweetup.reminders", "event", "times")
@app_commands.autocomplete(event=suggest_events)
async def reminders(
    interaction: discord.Interaction[Any], event: str | None = None, times: str | None = None
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    control = services_of(interaction).reminders
    if times is None:
        status = await control.status(chosen)
    else:
        status = await control.set_times(chosen.guild_id, chosen.id, times)
    await interaction.edit_original_response(content=_status(status))


def _status(status: ReminderStatus) -> str:
    event = status.event
    name = escape(event.name)
    if not status.times:
        return text("reminders.none", name=name)
    lines = [text("reminders.heading", name=name)]
    lines += [_line(each, event.zone) for each in status.times]
    lines.append("")  # else what follows would belong to the list's last line
    asks = any(each.asks for each in status.times)
    lines.append(text("reminders.asks" if asks else "reminders.nobody_asked"))
    return "\n".join((*lines, *turnout_lines(status.turnout)))


def _line(each: ReminderTime, zone: str) -> str:
    return text(
        f"reminders.{each.outlook}",
        before=_before(each.offset),
        local=local_at(each.due_at, zone),
        at=format_dt(each.due_at, "f"),
        relative=format_dt(each.due_at, "R"),
    )


def _before(offset: Offset) -> str:
    count = offset.count
    if offset.unit == "h":
        return text("reminders.hours", n=count)
    if offset.unit == "m":
        return text("reminders.minutes", n=count)
    if count % 7 == 0:
        return text("reminders.weeks", n=count // 7)
    return text("reminders.days", n=count)
