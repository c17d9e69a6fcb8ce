"""Setting up a tweetup."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands
from discord.utils import format_dt

from bot.domain.events import Event, draft_event
from bot.domain.markdown import escape
from bot.errors import UserError
from bot.ports import Clock
from bot.services.suite import Services
from bot.texts import text
from cogs.door import show_no_shows
from cogs.feed_events import suggest_events
from cogs.permissions import require_bot, require_member
from cogs.render.times import local
from cogs.wording import named, options
from cogs.zones import suggest


class TweetupCog(commands.Cog):
    tweetup = app_commands.Group(
        **named("tweetup"),
        guild_only=True,
        default_permissions=discord.Permissions(manage_events=True),
    )

    def __init__(self, services: Services, clock: Clock, default_zone: str) -> None:
        self._events = services.events
        self._clock = clock
        self._default_zone = default_zone

    @tweetup.command(**named("tweetup.create"))
    @options(
        "tweetup.create", "name", "hashtag", "when", "place", "time_zone", "channel", "capacity"
    )
    async def create(
        self,
        interaction: discord.Interaction,
        name: str,
        hashtag: str,
        when: str,
        place: str,
        time_zone: str | None = None,
        channel: discord.TextChannel | None = None,
        capacity: int | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        where, member = _place(interaction, channel)
        require_member(member, where)
        require_bot(where)
        guild_id = where.guild.id
        draft = draft_event(
            guild_id=guild_id,
            channel_id=where.id,
            organiser_id=member.id,
            name=name,
            hashtag=hashtag,
            when=when,
            zone=time_zone or await self._events.zone(guild_id, self._default_zone),
            place=place,
            capacity=capacity,
            now=self._clock.now(),
        )
        event = await self._events.create(draft)
        await interaction.edit_original_response(content=_made(event))

    @tweetup.command(**named("tweetup.no_shows"))
    @options("tweetup.no_shows", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def no_shows(self, interaction: discord.Interaction, event: str | None = None) -> None:
        await show_no_shows(interaction, event)

    @create.autocomplete("time_zone")
    async def zones(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        usual = await self._events.zone(interaction.guild_id or 0, self._default_zone)
        return [app_commands.Choice(name=zone, value=zone) for zone in suggest(typed, usual)]


def _place(
    interaction: discord.Interaction, chosen: discord.TextChannel | None
) -> tuple[discord.TextChannel, discord.Member]:
    channel = chosen or interaction.channel
    # An announcement channel is a TextChannel too, but holds no private threads.
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        raise UserError("channel.kind")
    if not isinstance(interaction.user, discord.Member):
        raise UserError("not_organiser")
    return channel, interaction.user


def _made(event: Event) -> str:
    """What was understood, so that a slip is seen at once."""
    return text(
        "tweetup.made",
        name=escape(event.name),
        local=local(event),
        relative=format_dt(event.starts_at, "R"),
        channel=f"<#{event.channel_id}>",
        hashtag=escape(event.hashtag),
    )
