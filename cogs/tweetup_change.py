"""Changing, postponing and cancelling a tweetup: commands of /tweetup, for organisers."""

from __future__ import annotations

from typing import Any, get_args

import discord
from discord import app_commands

from bot.domain.changes import Scope, Wish
from bot.domain.events import Event
from bot.services.changes import Changes
from cogs.change_confirm import question
from cogs.edit_form import EditForm
from cogs.feed_events import choices, event_of
from cogs.permissions import require_organiser
from cogs.services import services_of
from cogs.wording import named, named_choices, options
from cogs.zones import suggest

SCOPES = named_choices("series.scope", *get_args(Scope))


async def suggest_changeable(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    return choices(await _changes(interaction).changeable(interaction.guild_id or 0, typed))


async def suggest_zones(
    _interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=zone, value=zone) for zone in suggest(typed, "")]


@app_commands.command(**named("tweetup.edit"))
@options(
    "tweetup.edit",
    *("event", "name", "hashtag", "when", "place", "capacity", "time_zone"),
    *("length", "description", "scope"),
)
@app_commands.choices(scope=SCOPES)
@app_commands.autocomplete(event=suggest_changeable, time_zone=suggest_zones)
async def edit(
    interaction: discord.Interaction[Any],
    event: str,
    name: str | None = None,
    hashtag: str | None = None,
    when: str | None = None,
    place: str | None = None,
    capacity: int | None = None,
    time_zone: str | None = None,
    length: str | None = None,
    description: str | None = None,
    scope: str = "one",
) -> None:
    wish = Wish(name, hashtag, when, place, capacity, time_zone, length, description)
    if wish == Wish():
        # A form must be the first answer, so there is no deferring here.
        chosen = await _chosen(interaction, event, scope)
        await interaction.response.send_modal(EditForm(chosen, _scope(scope)))
        return
    chosen = await _begin(interaction, event, scope)
    proposal = await _changes(interaction).propose_edit(chosen, wish, _scope(scope))
    await question(proposal).show(interaction)


@app_commands.command(**named("tweetup.postpone"))
@options("tweetup.postpone", "event", "when", "reason")
@app_commands.autocomplete(event=suggest_changeable)
async def postpone(
    interaction: discord.Interaction[Any],
    event: str,
    when: str | None = None,
    reason: str | None = None,
) -> None:
    chosen = await _begin(interaction, event)
    proposal = await _changes(interaction).propose_postponement(chosen, when, reason)
    await question(proposal).show(interaction)


@app_commands.command(**named("tweetup.cancel"))
@options("tweetup.cancel", "event", "reason", "scope")
@app_commands.choices(scope=SCOPES)
@app_commands.autocomplete(event=suggest_changeable)
async def cancel(
    interaction: discord.Interaction[Any], event: str, reason: str, scope: str = "one"
) -> None:
    chosen = await _begin(interaction, event, scope)
    proposal = await _changes(interaction).propose_cancellation(chosen, reason, _scope(scope))
    await question(proposal).show(interaction)


async def _begin(interaction: discord.Interaction[Any], typed: str, scope: str = "one") -> Event:
    await interaction.response.defer(ephemeral=True, thinking=True)
    return await _chosen(interaction, typed, scope)


async def _chosen(interaction: discord.Interaction[Any], typed: str, scope: str) -> Event:
    """The event an organiser means; everybody else is refused.

    Who is named for one tweetup has no say in those that follow.
    """
    event = await event_of(interaction, typed)
    await require_organiser(interaction, event if _scope(scope) == "one" else None)
    return event


def _scope(chosen: str) -> Scope:
    return "following" if chosen == "following" else "one"


def _changes(interaction: discord.Interaction[Any]) -> Changes:
    return services_of(interaction).changes
