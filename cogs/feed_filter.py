"""What is kept out of a feed: by kind, by author, by word. Part of the group `/feed`."""

from __future__ import annotations

from typing import get_args

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.events import Event
from bot.domain.filtering import Noise, Policy
from bot.domain.markdown import escape
from bot.domain.plain import plain
from bot.domain.when import parse_time
from bot.texts import text
from cogs.feed_events import suggest_events
from cogs.feed_group import begin, feed_group
from cogs.feed_suggestions import suggest_authors, suggest_listed, suggest_times, suggest_words
from cogs.permissions import require_asking
from cogs.render.filter import digest_line, filter_text
from cogs.services import services_of
from cogs.wording import named, named_choices, options

KINDS: dict[str, Noise] = {each: each for each in get_args(Noise)}
POLICIES: dict[str, Policy] = {each: each for each in get_args(Policy)}


class FilterCommands(commands.Cog):
    """The cog that holds the group inherits these."""

    @feed_group.command(**named("feed.mute"))
    @options("feed.mute", "author", "event")
    @app_commands.autocomplete(author=suggest_authors, event=suggest_events)
    async def mute(
        self, interaction: discord.Interaction, author: str, event: str | None = None
    ) -> None:
        chosen = await begin(interaction, event)
        done = await services_of(interaction).review.set_standing(chosen, author, "muted")
        handle = escape(done.author.handle)
        said = text("filter.muted", handle=handle, name=escape(chosen.name), n=done.posts)
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.allow"))
    @options("feed.allow", "author", "event")
    @app_commands.autocomplete(author=suggest_authors, event=suggest_events)
    async def allow(
        self, interaction: discord.Interaction, author: str, event: str | None = None
    ) -> None:
        chosen = await begin(interaction, event)
        done = await services_of(interaction).review.set_standing(chosen, author, "allowed")
        handle = escape(done.author.handle)
        said = text("filter.allowed", handle=handle, name=escape(chosen.name), n=done.posts)
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.unmute"))
    @options("feed.unmute", "author", "event")
    @app_commands.autocomplete(author=suggest_listed, event=suggest_events)
    async def unmute(
        self, interaction: discord.Interaction, author: str, event: str | None = None
    ) -> None:
        chosen = await begin(interaction, event)
        before = await services_of(interaction).review.clear_standing(chosen, author)
        handle = escape(before.author.handle)
        said = text(f"filter.no_longer.{before.standing}", handle=handle, name=escape(chosen.name))
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.block"))
    @options("feed.block", "word", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def block(
        self, interaction: discord.Interaction, word: str, event: str | None = None
    ) -> None:
        chosen = await begin(interaction, event)
        await services_of(interaction).filter.block(chosen, word)
        said = text("filter.blocked", word=escape(word.strip()), name=escape(chosen.name))
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.unblock"))
    @options("feed.unblock", "word", "event")
    @app_commands.autocomplete(word=suggest_words, event=suggest_events)
    async def unblock(
        self, interaction: discord.Interaction, word: str, event: str | None = None
    ) -> None:
        chosen = await begin(interaction, event)
        await services_of(interaction).filter.unblock(chosen, word)
        said = text("filter.unblocked", word=escape(word.strip()), name=escape(chosen.name))
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.filter"))
    @options("feed.filter", "kind", "policy", "channel", "event")
    @app_commands.choices(
        kind=named_choices("filter.kind", *KINDS), policy=named_choices("filter.policy", *POLICIES)
    )
    @app_commands.autocomplete(event=suggest_events)
    async def filter(
        self,
        interaction: discord.Interaction,
        kind: str | None = None,
        policy: str | None = None,
        channel: discord.TextChannel | None = None,
        event: str | None = None,
    ) -> None:
        chosen = await begin(interaction, event)
        control = services_of(interaction).filter
        if channel is not None:
            require_asking(interaction, channel)
        if kind is not None or policy is not None or channel is not None:
            await control.set_policy(
                chosen,
                KINDS.get(kind or ""),
                POLICIES.get(policy or ""),
                None if channel is None else channel.id,
            )
        said = filter_text(await control.state(chosen))
        await interaction.edit_original_response(content=said)

    @feed_group.command(**named("feed.digest"))
    @options("feed.digest", "at", "event")
    @app_commands.autocomplete(at=suggest_times, event=suggest_events)
    async def digest(
        self, interaction: discord.Interaction, at: str | None = None, event: str | None = None
    ) -> None:
        chosen = await begin(interaction, event)
        said = await _digest(interaction, chosen, plain(at or ""))
        await interaction.edit_original_response(content=said)


async def _digest(interaction: discord.Interaction, event: Event, at: str) -> str:
    """`at` is a time, "now" or "off", in whichever language it was typed."""
    services = services_of(interaction)
    if at == "now":
        n = await services.digest.send_now(event)
        return text("digest.sent", n=n, name=escape(event.name))
    if at == "off":
        await services.filter.set_digest(event, None)
    elif at:
        await services.filter.set_digest(event, parse_time(at))
    return digest_line(await services.filter.state(event))
