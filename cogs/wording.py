"""Commands are named and described by the catalogue, as every other text people read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

from discord import app_commands

from bot.texts import text

T = TypeVar("T", bound=Callable[..., Any])


class Named(TypedDict):
    name: str
    description: str


def named(command: str) -> Named:
    """The name and description of the command under `command.<command>`, for its decorator."""
    return Named(name=text(f"command.{command}.name"), description=text(f"command.{command}.about"))


def options(command: str, *parameters: str) -> Callable[[T], T]:
    """Name and describe a command's options: the texts `command.<command>.<parameter>.*`."""
    key = f"command.{command}"
    names = {each: text(f"{key}.{each}.name") for each in parameters}
    abouts = {each: text(f"{key}.{each}.about") for each in parameters}

    def decorate(callback: T) -> T:
        return app_commands.rename(**names)(app_commands.describe(**abouts)(callback))

    return decorate
