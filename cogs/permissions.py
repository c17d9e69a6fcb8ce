"""Who may do what: organisers with tweetups, and the bot where one is to take place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.domain.events import Event
from bot.domain.organisers import Actor
from bot.domain.permissions import IN_CHANNEL, IN_GUILD, TO_ASK
from bot.errors import UserError
from bot.texts import text
from cogs.services import services_of


def actor_of(interaction: discord.Interaction[Any]) -> Actor:
    """Who acts, as the rules of organising see them."""
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    return Actor(
        guild_id=interaction.guild_id or 0,
        member_id=user.id,
        role_ids=frozenset(role.id for role in roles),
        manages_events=interaction.permissions.manage_events,
    )


async def may_organise(interaction: discord.Interaction[Any], event: Event | None = None) -> bool:
    """Whether whoever acts may look after `event`; without one, after all here."""
    return await services_of(interaction).organisers.may(actor_of(interaction), event)


async def require_organiser(
    interaction: discord.Interaction[Any], event: Event | None = None
) -> None:
    """Raises UserError unless whoever acts may look after `event`; without one, after all here.

    Checked here and nowhere else: Discord shows the commands to everybody, for it cannot know
    who is named for a tweetup.
    """
    if not await may_organise(interaction, event):
        raise UserError("not_organiser")


async def require_insight(
    interaction: discord.Interaction[Any],
    event: Event,
    may_see: Callable[[Event, int], Awaitable[None]],
) -> None:
    """Raises what `may_see` raises of whoever acts, unless they look after `event`."""
    if not await may_organise(interaction, event):
        await may_see(event, interaction.user.id)


def require_oneself(interaction: discord.Interaction[Any], member_id: int) -> None:
    """Raises UserError unless whoever acts is that member."""
    if interaction.user.id != member_id:
        raise UserError("notice.not_yours")


async def require_organiser_of(interaction: discord.Interaction[Any], event_id: int) -> None:
    """Raises UserError unless whoever acts may look after that event of this guild."""
    event = await services_of(interaction).feed.event(interaction.guild_id or 0, event_id)
    await require_organiser(interaction, event)


async def require_operator(interaction: discord.Interaction[Any]) -> None:
    """Raises UserError unless the bot's application belongs to whoever acts, alone or in a team:
    what is refused to others changes something for every guild."""
    if not await interaction.client.is_owner(interaction.user):
        raise UserError("not_operator")


async def require_known(interaction: discord.Interaction[Any], guild_id: int) -> None:
    """Raises UserError unless that guild is the one a button is tapped in, or whoever taps it in a
    direct message, where Discord names no guild, has had to do with the bot there."""
    if interaction.guild_id is None:
        known = await services_of(interaction).privacy.is_known(guild_id, interaction.user.id)
    else:
        known = interaction.guild_id == guild_id
    if not known:
        raise UserError("not_here")


def require_manager(interaction: discord.Interaction[Any]) -> None:
    """Raises UserError unless Discord lets whoever acts manage events."""
    if not interaction.permissions.manage_events:
        raise UserError("not_manager")


def require_place(interaction: discord.Interaction[Any], channel_id: int) -> None:
    """Raises UserError unless whoever acts, and the bot, can hold a tweetup in that channel."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    # An announcement channel is a TextChannel too, but holds no private threads.
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        raise UserError("channel.kind")
    member = interaction.user
    if not isinstance(member, discord.Member) or not channel.permissions_for(member).send_messages:
        raise UserError("channel.not_yours", channel=channel.name)
    require_bot(channel)


def require_asking(interaction: discord.Interaction[Any], channel: discord.TextChannel) -> None:
    """Raises UserError unless the bot may put posts before organisers in that channel, and
    whoever sends it there may write in it too."""
    if not isinstance(interaction.user, discord.Member):
        raise UserError("not_organiser")
    if not channel.permissions_for(interaction.user).send_messages:
        raise UserError("channel.not_yours", channel=channel.name)
    allowed = channel.permissions_for(channel.guild.me)
    missing = [name for name in TO_ASK if not getattr(allowed, name)]
    if missing:
        names = ", ".join(text(f"permission.{name}") for name in missing)
        raise UserError("filter.channel_permissions", channel=channel.name, missing=names)


def require_bot(channel: discord.TextChannel, besides: Sequence[str] = ()) -> None:
    """Raises UserError naming every permission that the bot lacks, those `besides` included."""
    me = channel.guild.me
    in_channel, in_guild = channel.permissions_for(me), me.guild_permissions
    missing = [name for name in (*IN_CHANNEL, *besides) if not getattr(in_channel, name)]
    missing += [name for name in IN_GUILD if not getattr(in_guild, name)]
    if missing:
        names = ", ".join(text(f"permission.{name}") for name in missing)
        raise UserError("channel.permissions", channel=channel.name, missing=names)
