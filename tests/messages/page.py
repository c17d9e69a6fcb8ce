"""The page of everything the bot can say, docs/messages.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.texts import text
from tests.catalogues import catalogue, fields, forms
from tests.messages.examples import example
from tests.messages.sections import PARTS, Section
from tests.text_uses import commands

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"
_COMMANDS = "command."

_HEAD = """# Every message

Everything the bot can say, by who reads it and when, with invented people in the gaps. Where a
text has a form for one and one for several, both are here. Other languages say it by the same keys,
in their files beside `bot/locale/en.po`, from which `python -m tests.messages` makes this page.
"""


def page() -> str:
    """The whole of it, as Markdown."""
    lines = [_HEAD, "## Commands", "", "| command | what it says of itself |", "| --- | --- |"]
    lines += _commands()
    of = _by_section()
    for part, sections in PARTS.items():
        lines += ["", f"## {part}"]
        for section in sections:
            lines += ["", f"### {section.title}", "", f"*{section.read_by}*", ""]
            lines += [_line(key) for key in of[section]]
    return "\n".join(lines) + "\n"


def _commands() -> Iterator[str]:
    for command, options in commands().items():
        said = [text(f"command.{command}.about")]
        for option in options:
            key = f"command.{command}.{option}"
            said.append(f"`{text(f'{key}.name')}` {text(f'{key}.about')}")
        name = " ".join(
            text(f"command.{command[:end]}.name")
            for end in (*(i for i, letter in enumerate(command) if letter == "."), len(command))
        )
        yield f"| `/{name}` | {'<br>'.join(said)} |"


def _by_section() -> dict[Section, list[str]]:
    """The keys of each section, in the catalogue's order. Raises LookupError for one of none."""
    sections = {key: section for part in PARTS.values() for section in part for key in section.keys}
    found: dict[Section, list[str]] = defaultdict(list)
    for key in catalogue():
        if key.startswith(_COMMANDS):
            continue
        fitting = [each for each in sections if key.startswith(each)]
        if not fitting:
            raise LookupError(f"tests/messages/sections.py does not say who reads {key}")
        found[sections[max(fitting, key=len)]].append(key)
    return found


def _line(key: str) -> str:
    message: Any = catalogue()[key]
    said = [_filled(key, form, number) for number, form in enumerate(forms(message))]
    return f"- `{key}` {' <br>'.join(dict.fromkeys(said))}"


def _filled(key: str, form: str, number: int) -> str:
    """One form of a text with its gaps filled: the first for one, the second for several."""
    values = {name: example(key, name) for name in fields(form)}
    if number == 0 and catalogue()[key].pluralizable:
        values |= dict.fromkeys(values.keys() & {"n", "number"}, 1)
    shown = form.replace("<@&{role}>", "@{role}").format(**values)
    return shown.replace("```", "").replace("\n", "<br>")
