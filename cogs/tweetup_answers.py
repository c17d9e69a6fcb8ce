"""What people answered to the organisers' questions: for organisers alone, with a file of it."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import app_commands

from bot.services.questions import Answers
from bot.texts import text
from cogs.buttons import ID, PAGE, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_of, event_with, suggest_events
from cogs.names import names
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


class PageButton(
    Lasting[Button],
    template=rf"answers:(?P<event_id>{ID}):(?P<page>{PAGE}):(?P<way>earlier|later)",
):
    """Turns to another page of the answers, as they are by then."""

    def __init__(self, event_id: int, page: int, way: str, *, disabled: bool = False) -> None:
        self.event_id, self.page = event_id, page
        label = text("answers.later" if way == "later" else "answers.earlier")
        custom_id = f"answers:{event_id}:{page}:{way}"
        super().__init__(Button(label=label, custom_id=custom_id, disabled=disabled))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        event = await event_with(interaction, self.event_id)
        await require_organiser(interaction, event)
        found = await services_of(interaction).questions.answers(event)
        await _page(found, self.page).show(interaction)


def _page(found: Answers, wanted: int) -> Message:
    written = pages(found)
    number = min(wanted, len(written) - 1)
    if len(written) == 1:
        return Message(written[0])
    last = len(written) - 1
    buttons = (
        PageButton(found.event.id, max(number - 1, 0), "earlier", disabled=number == 0),
        PageButton(found.event.id, min(number + 1, last), "later", disabled=number == last),
    )
    content = "\n".join((written[number], text("answers.page", page=number + 1, last=last + 1)))
    return Message(content, buttons=buttons)
