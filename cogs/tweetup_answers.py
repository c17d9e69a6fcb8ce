"""What people answered to the organisers' questions: for organisers alone, with a file of it."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import app_commands

from bot.domain.events import Event
from bot.services.questions import Answers
from bot.texts import text
from cogs.feed_events import event_of, suggest_events
from cogs.names import names
from cogs.paging import PageButton
from cogs.permissions import require_organiser
from cogs.render.answers import pages, table
from cogs.render.message import Message
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.answers"))
@options("tweetup.answers", "event")
@app_commands.autocomplete(event=suggest_events)
async def show_answers(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    found = await services_of(interaction).questions.answers(chosen)
    await _page(found, 0).show(interaction)
    if found.questions and found.respondents:
        known = await names(interaction.guild, (r.rsvp.member_id for r in found.respondents))
        content = table(found, known).encode("utf-8-sig")
        attached = discord.File(io.BytesIO(content), f"answers-{chosen.id}.csv")
        await interaction.edit_original_response(attachments=[attached])


class AnswersPageButton(PageButton, prefix="answers"):
    async def turned(self, interaction: discord.Interaction, event: Event) -> Message:
        await require_organiser(interaction, event)
        return _page(await services_of(interaction).questions.answers(event), self.page)


def _page(found: Answers, wanted: int) -> Message:
    written = pages(found)
    last = len(written) - 1
    number = min(wanted, last)
    below = [text("page.of", page=number + 1, last=last + 1)] if last else []
    buttons = AnswersPageButton.around(found.event.id, number, last)
    return Message("\n".join([written[number], *below]), buttons=buttons)
