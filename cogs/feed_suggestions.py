"""What Discord offers while organisers type an author, a blocked word or a time."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.cleaning import cut
from bot.domain.digests import DIGEST_AT
from bot.domain.events import Event
from bot.domain.posts import Author
from bot.errors import UserError
from bot.texts import text
from cogs.feed_events import CHOICES, event_of
from cogs.permissions import require_organiser
from cogs.render.written import written
from cogs.services import services_of

LABEL_LIMIT = 100

Choices = list[app_commands.Choice[str]]


async def suggest_authors(interaction: discord.Interaction[Any], typed: str) -> Choices:
    """Those who posted in the feed, latest first."""
    event = await _event(interaction)
    if event is None:
        return []
    found = await services_of(interaction).review.authors(event, typed, CHOICES)
    return [_author(each, each.name) for each in found]


async def suggest_listed(interaction: discord.Interaction[Any], typed: str) -> Choices:
    """Those who are muted or always allowed."""
    event = await _event(interaction)
    if event is None:
        return []
    listed = await services_of(interaction).review.listed(event)
    wanted = typed.removeprefix("@").lower()
    fitting = [each for each in listed if wanted in each.author.handle.lower()]
    return [
        _author(each.author, text(f"filter.standing.{each.standing}")) for each in fitting[:CHOICES]
    ]


async def suggest_words(interaction: discord.Interaction[Any], typed: str) -> Choices:
    """Those that are blocked."""
    event = await _event(interaction)
    if event is None:
        return []
    state = await services_of(interaction).filter.state(event)
    fitting = [word for word in state.words if typed.lower() in word.lower()]
    return [app_commands.Choice(name=word, value=word) for word in fitting[:CHOICES]]


async def suggest_times(_interaction: discord.Interaction[Any], typed: str) -> Choices:
    usual = written(DIGEST_AT, "hour")
    offered = (text("digest.now"), usual, text("digest.off"))
    return [
        app_commands.Choice(name=each, value=each) for each in offered if each.startswith(typed)
    ]


async def _event(interaction: discord.Interaction[Any]) -> Event | None:
    """The tweetup that is being typed beside it, as far as it can be told yet; to organisers."""
    try:
        event = await event_of(interaction, interaction.namespace.event)
        await require_organiser(interaction, event)
    except UserError:
        return None
    return event


def _author(author: Author, about: str) -> app_commands.Choice[str]:
    label = f"@{author.handle}, {about}" if about else f"@{author.handle}"
    return app_commands.Choice(name=cut(label, LABEL_LIMIT), value=author.handle)
