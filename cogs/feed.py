"""Steering an event's feed: for organisers."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.utils import format_dt

from bot.domain.events import Event
from bot.domain.feed import SourceKind
from bot.domain.markdown import escape
from bot.domain.when import parse_time
from bot.errors import UserError
from bot.services.feed_control import Resumed
from bot.services.suite import Services
from bot.texts import text
from cogs.feed_backfill import question
from cogs.feed_events import suggest_events
from cogs.feed_filter import FilterCommands
from cogs.feed_group import begin, feed_group
from cogs.permissions import require_operator
from cogs.render.feed_status import status_text
from cogs.render.money import money_lines
from cogs.render.written import written
from cogs.wording import named, options


class FeedCog(FilterCommands):
    feed = feed_group

    def __init__(self, services: Services) -> None:
        self._feed = services.feed
        self._backfill = services.backfill
        self._budget = services.budget

    @feed_group.command(**named("feed.status"))
    @options("feed.status", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def status(self, interaction: discord.Interaction, event: str | None = None) -> None:
        chosen = await begin(interaction, event)
        found = await self._feed.status(chosen)
        money = await self._budget.standing(chosen.guild_id, until=chosen.ends_at)
        lines = (status_text(found), *money_lines(money, chosen.name))
        await interaction.edit_original_response(content="\n".join(lines))

    @feed_group.command(**named("feed.pause"))
    @options("feed.pause", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def pause(self, interaction: discord.Interaction, event: str | None = None) -> None:
        chosen = await begin(interaction, event)
        await self._feed.pause(chosen)
        said = text("feed.paused", name=escape(chosen.name))
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.resume"))
    @options("feed.resume", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def resume(self, interaction: discord.Interaction, event: str | None = None) -> None:
        chosen = await begin(interaction, event)
        said = _resumed(chosen, await self._feed.resume(chosen))
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.source"))
    @options("feed.source", "kind")
    async def source(self, interaction: discord.Interaction, kind: SourceKind) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_operator(interaction)
        await self._feed.switch(kind)
        await interaction.edit_original_response(content=text(f"feed.source.{kind}"))

    @feed_group.command(**named("feed.backfill"))
    @options("feed.backfill", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def backfill(self, interaction: discord.Interaction, event: str | None = None) -> None:
        chosen = await begin(interaction, event)
        await question(chosen, await self._backfill.estimate(chosen)).show(interaction)

    @feed_group.command(**named("feed.quiet_hours"))
    @options("feed.quiet_hours", "start", "end", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def quiet_hours(
        self,
        interaction: discord.Interaction,
        start: str | None = None,
        end: str | None = None,
        event: str | None = None,
    ) -> None:
        chosen = await begin(interaction, event)
        name = escape(chosen.name)
        if start is None and end is None:
            await self._feed.end_quiet(chosen)
            said = text("feed.quiet_off", name=name)
        elif start is None or end is None:
            raise UserError("feed.quiet_both")
        else:
            quiet = await self._feed.set_quiet(chosen, parse_time(start), parse_time(end))
            said = text(
                "feed.quiet_on",
                name=name,
                start=written(quiet.start, "hour"),
                end=written(quiet.end, "hour"),
                zone=quiet.zone,
            )
        await interaction.edit_original_response(content=said)


def _resumed(event: Event, resumed: Resumed) -> str:
    name = escape(event.name)
    lines = []
    if resumed.quiet_until is not None:
        opens = format_dt(resumed.quiet_until, "t")
        lines.append(text("feed.resumed_quiet", name=name, until=opens))
    elif resumed.was_paused:
        lines.append(text("feed.resumed", name=name, n=resumed.waiting))
    elif not resumed.was_stopped:
        lines.append(text("feed.not_paused", name=name))
    if resumed.was_stopped:
        lines.append(text("feed.reading_again"))
    return "\n".join(lines)
