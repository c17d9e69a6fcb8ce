"""Who organises: a role for all tweetups, and members named for one."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.texts import text
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_manager, require_organiser
from cogs.services import services_of
from cogs.wording import named, options


def organisers_group() -> app_commands.Group:
    group = app_commands.Group(**named("tweetup.organisers"))
    commands: tuple[app_commands.Command[Any, ..., Any], ...] = (
        *(role, add, remove, list_organisers),
    )
    for command in commands:
        group.add_command(command)
    return group


@app_commands.command(**named("tweetup.organisers.role"))
@options("tweetup.organisers.role", "role")
async def role(interaction: discord.Interaction[Any], role: discord.Role | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    require_manager(interaction)
    organisers = services_of(interaction).organisers
    await organisers.set_role(interaction.guild_id or 0, None if role is None else role.id)
    if role is None:
        said = text("organisers.no_role")
    else:
        said = text("organisers.role_set", role=role.mention)
    await interaction.edit_original_response(content=said)


@app_commands.command(**named("tweetup.organisers.add"))
@options("tweetup.organisers.add", "member", "event")
@app_commands.autocomplete(event=suggest_events)
async def add(
    interaction: discord.Interaction[Any], member: discord.Member, event: str | None = None
) -> None:
    chosen = await _begin(interaction, event)
    await services_of(interaction).organisers.name(chosen, member.id)
    said = text("organisers.added", member=member.mention, name=escape(chosen.name))
    await interaction.edit_original_response(content=said)


@app_commands.command(**named("tweetup.organisers.remove"))
@options("tweetup.organisers.remove", "member", "event")
@app_commands.autocomplete(event=suggest_events)
async def remove(
    interaction: discord.Interaction[Any], member: discord.User, event: str | None = None
) -> None:
    chosen = await _begin(interaction, event)
    was_named = await services_of(interaction).organisers.unname(chosen, member.id)
    key = "organisers.removed" if was_named else "organisers.not_named"
    said = text(key, member=member.mention, name=escape(chosen.name))
    await interaction.edit_original_response(content=said)


@app_commands.command(**named("tweetup.organisers.list"))
@options("tweetup.organisers.list", "event")
@app_commands.autocomplete(event=suggest_events)
async def list_organisers(interaction: discord.Interaction[Any], event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    organisers = services_of(interaction).organisers
    role_id = await organisers.role(chosen.guild_id)
    members = " ".join(f"<@{member_id}>" for member_id in await organisers.named(chosen))
    lines = [
        text("organisers.always"),
        text("organisers.role", role=f"<@&{role_id}>") if role_id else text("organisers.role_none"),
        text(
            "organisers.named",
            name=escape(chosen.name),
            members=members or text("overview.nothing"),
        ),
    ]
    await interaction.edit_original_response(content="\n".join(lines))


async def _begin(interaction: discord.Interaction[Any], typed: str | None) -> Event:
    """The event, for somebody who organises all here: who is named passes nothing on."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    await require_organiser(interaction)
    return await event_of(interaction, typed)
