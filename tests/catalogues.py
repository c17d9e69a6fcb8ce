"""The catalogues as their files have them, for tests."""

from __future__ import annotations

import io
import string
from functools import cache
from importlib import resources
from typing import Any

from babel.messages.pofile import read_po

from bot.texts import ENGLISH


def catalogue(language: str = ENGLISH) -> dict[str, Any]:
    """A language's messages by their keys."""
    return _read(language)


@cache
def _read(language: str) -> dict[str, Any]:
    source = resources.files("bot").joinpath("locale", f"{language}.po").read_bytes()
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in read_po(io.BytesIO(source), locale=language)
        if message.id
    }


def forms(message: Any) -> tuple[str, ...]:
    """A text's plural forms, or the one it has."""
    return tuple(message.string) if message.pluralizable else (message.string,)


def placeholders(message: Any) -> set[str]:
    return set[str]().union(*(fields(form) for form in forms(message)))


def fields(form: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}
