"""Commands are named and described by the catalogues, as every other text people read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.texts import ENGLISH, fitting, speaking, text

T = TypeVar("T", bound=Callable[..., Any])


class Named(TypedDict):
    name: locale_str
    description: locale_str


def named(command: str) -> Named:
    """The name and description of the command under `command.<command>`, for its decorator."""
    key = f"command.{command}"
    return Named(name=_of(f"{key}.name"), description=_of(f"{key}.about"))


def options(command: str, *parameters: str) -> Callable[[T], T]:
    """Name and describe a command's options: the texts `command.<command>.<parameter>.*`."""
    given = {each: named(f"{command}.{each}") for each in parameters}
    names = {each: of["name"] for each, of in given.items()}
    abouts = {each: of["description"] for each, of in given.items()}

    def decorate(callback: T) -> T:
        return app_commands.rename(**names)(app_commands.describe(**abouts)(callback))

    return decorate


def named_choices(family: str, *values: str) -> list[app_commands.Choice[str]]:
    """Choices named by the texts `<family>.<value>`."""
    return [app_commands.Choice(name=_of(f"{family}.{each}"), value=each) for each in values]


class CatalogueTranslator(app_commands.Translator):
    """Tells Discord what the catalogues of other languages call a command."""

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        # Asked of each of Discord's thirty languages for each word of each command.
        if fitting(locale.value) in (None, ENGLISH) or "key" not in string.extras:
            return None
        with speaking(locale.value):
            found = text(string.extras["key"])
        return None if found == string.message else found


def _of(its_key: str) -> locale_str:
    return locale_str(text(its_key), key=its_key)
