"""What a person is told of a value that will not do: what it is, and what is expected instead."""

from __future__ import annotations

import difflib
import re
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.config.model import Config

_CREDENTIALS = re.compile(r"^(\w[\w+.-]*://)?.*@")
_PASSWORD = re.compile(r"(passw\w*=)[^&]*", re.IGNORECASE)
_LONGEST_SHOWN = 60
_PLAIN = {
    "string_type": "text in quotes",
    "int_type": "a whole number, without quotes",
    "float_type": "a number, without quotes",
    "finite_number": "a number",
    "date_type": "a day without quotes, such as 2026-01-01",
    "list_type": "tables of their own: [[x.prices]]",
    "too_short": "one table at least, or none of it for the usual prices",
}
EXAMPLE_PRICE = "from = 2026-01-01, post = 0.005, user = 0.010"
_TOKENS = {
    "discord_token": "the bot's token, from Bot in the Discord developer portal; `tweetup init` "
    "leads you there",
}


def found(detail: ErrorDetails) -> str:
    """The value as it is written in TOML, cut short, and without what is secret."""
    if detail["type"] == "missing":
        return "nothing"
    if detail["type"] == "extra_forbidden":
        return "an unknown section" if isinstance(detail["input"], dict) else "an unknown key"
    if detail["loc"][0] == "secrets":
        return "a value (not shown) with a space or a sign no token has"
    return _shown(detail["input"])


def expected(detail: ErrorDetails) -> str:
    """What would do: the choices, the range, or the key that was probably meant."""
    kind, context = detail["type"], detail.get("ctx", {})
    keys = [str(key) for key in detail["loc"]]
    if kind == "extra_forbidden":
        return _meant(keys)
    if kind == "missing":
        return _TOKENS.get(keys[-1], f"a value for it, as in {EXAMPLE_PRICE}")
    if kind == "model_type":
        return f"a section: [{'.'.join(keys)}]" if len(keys) == 1 else f"a table: {EXAMPLE_PRICE}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return str(context["expected"])
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "less_than_equal":
        return f"{context['le']} or less"
    return _PLAIN.get(kind, detail["msg"])


def setting_keys() -> dict[str, Any]:
    """Every key that a TOML file may hold, dotted, and its default."""
    return {
        f"{section}.{key}": value
        for section, model in _sections().items()
        for key, value in model().model_dump(by_alias=True).items()
    }


def _sections() -> dict[str, type[BaseModel]]:
    return {
        name: cast("type[BaseModel]", field.annotation)
        for name, field in Config.model_fields.items()
        if name != "secrets"
    }


def _meant(keys: list[str]) -> str:
    sections = _sections()
    if keys[:2] == ["x", "prices"]:
        return EXAMPLE_PRICE
    names = list(sections[keys[0]].model_fields) if keys[0] in sections else list(sections)
    near = difflib.get_close_matches(keys[-1], names, n=1)
    elsewhere = [key for key in setting_keys() if key.endswith(f".{keys[-1]}")]
    if near or elsewhere:
        return f"{(near or elsewhere)[0]!r}, if that is what you meant"
    return f"one of {', '.join(names)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = _PASSWORD.sub(r"\1***", _CREDENTIALS.sub(r"\1***@", value))
        return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")
    return str(value)
