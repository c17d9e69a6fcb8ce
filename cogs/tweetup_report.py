"""What a tweetup came to, for organisers: a message with a picture, and a page to hand on."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.markdown import escape
from bot.domain.summary import Compared
from bot.pictures.bars import drawn
from bot.texts import text
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.render.drawing import attachment, draw
from cogs.render.summary import Section, sections
from cogs.render.summary_page import page
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.report"))
@options("tweetup.report", "event")
@app_commands.autocomplete(event=suggest_events)
async def show_report(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    summaries = services_of(interaction).summaries
    usual = await summaries.usual(interaction.guild_id or 0)
    chosen = await event_of(interaction, event or usual)
    await require_organiser(interaction, chosen)
    found = await summaries.of_event(chosen)
    told = sections(found)
    files = [page(chosen, told)]
    if with_bars := [each.drawn for each in told if each.bars]:
        picture = await draw(drawn, with_bars)
        files.insert(0, attachment(picture, "report.png", described(told)))
    embed = _embed(found, told)
    await interaction.edit_original_response(embed=embed, attachments=files)


def _embed(found: Compared, told: tuple[Section, ...]) -> discord.Embed:
    """The same as the page, without the figures that the picture shows."""
    embed = discord.Embed(title=text("summary.title", name=escape(found.summary.event.name)))
    for each in told:
        lines = "\n".join(f"- {escape(line)}" for line in each.lines)
        embed.add_field(name=each.heading, value=lines, inline=False)
    embed.set_footer(text=text("summary.hand_on"))
    return embed


def described(told: tuple[Section, ...]) -> str:
    """The picture for those who cannot see it."""
    return " ".join(
        f"{each.heading}: {'; '.join(f'{bar.label}, {bar.told}' for bar in each.bars)}."
        for each in told
        if each.bars
    )
