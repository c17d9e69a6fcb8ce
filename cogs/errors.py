"""What people are told when something goes wrong: one sentence, to them alone."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Coroutine
from datetime import date, datetime, time
from typing import Any, TypeVar

import aiohttp
import discord
import structlog
from discord import app_commands

from bot.domain.cleaning import cut
from bot.domain.days import Weekday
from bot.domain.markdown import escape
from bot.errors import TweetupError, UserError
from bot.texts import speak, text
from cogs.acknowledging import ACKNOWLEDGED
from cogs.render.written import weekday_name, written
from cogs.typed import tidy_options

log = structlog.get_logger(__name__)

# What somebody typed is repeated to them, but an option can hold 6,000 characters.
REPEATED_AT_MOST = 100

ItemT = TypeVar("ItemT", bound=discord.ui.Item[Any])
Callback = Callable[[ItemT, discord.Interaction], Coroutine[Any, Any, None]]


class Tree(app_commands.CommandTree):
    """A command tree that tidies what was typed, and answers in the language of whoever typed it,
    errors too."""

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        speak(str(interaction.locale))
        tidy_options(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        await explain(interaction, getattr(error, "original", error))


def explained(callback: Callback[ItemT]) -> Callback[ItemT]:
    """Answer in the language of whoever tapped, and explain what a button's callback raises;
    discord.py itself would only log it."""

    @functools.wraps(callback)
    async def run(item: ItemT, interaction: discord.Interaction) -> None:
        speak(str(interaction.locale))
        try:
            await callback(item, interaction)
        except Exception as error:  # noqa: BLE001 - explain() logs what nobody foresaw
            await explain(interaction, error)

    return run


async def explain(interaction: discord.Interaction, error: BaseException) -> None:
    """Tell a person what went wrong and what they can do about it; nothing where another process
    is the one to answer them."""
    if isinstance(error, discord.HTTPException) and error.code == ACKNOWLEDGED:
        log.info("answered by another process", what=_what(interaction))
        return
    try:
        await _say(interaction, _sentence(interaction, error))
    except (discord.HTTPException, aiohttp.ClientError, OSError) as unsaid:
        log.warning("could not explain", error=repr(error), because=repr(unsaid))


async def explain_stale(interaction: discord.Interaction) -> None:
    """Tell a person that the button they tapped is of an earlier version."""
    await explain(interaction, UserError("stale_button"))


def _sentence(interaction: discord.Interaction, error: BaseException) -> str:
    if isinstance(error, TweetupError):
        return error_text(error)
    if isinstance(error, app_commands.TransformerError):
        return text("error.option", found=_repeated(error.value))
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return text("error.stale_command")
    reference = secrets.token_hex(3)
    log.error("interaction failed", reference=reference, what=_what(interaction), exc_info=error)
    return text("error.unexpected", reference=reference)


def error_text(error: TweetupError) -> str:
    """The sentence that explains an error, safe to show in Discord."""
    params: dict[str, Any] = {name: _repeated(value) for name, value in error.params.items()}
    return text(f"error.{error.key}", **params)


def _repeated(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return discord.utils.format_dt(value, "f")
    if isinstance(value, datetime):  # as a clock on some wall shows it
        return written(value, "minute")
    if isinstance(value, date | time):
        return written(value, "day_year" if isinstance(value, date) else "hour")
    if isinstance(value, Weekday):
        return weekday_name(value)
    if not isinstance(value, str):
        return value
    return escape(cut(value, REPEATED_AT_MOST))


def _what(interaction: discord.Interaction) -> str:
    if interaction.command is not None:
        return interaction.command.qualified_name
    return custom_id_of(interaction)


def custom_id_of(interaction: discord.Interaction) -> str:
    """The custom_id of the button that was tapped; empty for anything else."""
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))


async def _say(interaction: discord.Interaction, sentence: str) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(sentence, ephemeral=True)
    else:
        await interaction.response.send_message(sentence, ephemeral=True)
