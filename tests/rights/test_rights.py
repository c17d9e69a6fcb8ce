"""Everything that can be typed or tapped, tried by everybody; docs/rights.md says what comes of it.

A new command, button, form or page fails here until it has a row there, and a way to be tried.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord.results import InteractionResult

import cogs
from bot.web import Web
from cogs.all_buttons import BUTTONS
from cogs.form import Form
from db import organisers
from tests.cogs.chat_room import as_shown
from tests.cogs.town import Town
from tests.rights.commands import typed_with
from tests.rights.controls import CONTROLS
from tests.rights.table import tables
from tests.rights.trying import NO, YES, command, files, outcome, read, tap, tap_raw
from tests.rights.village import READERS, Village
from tests.sampled import sampled

OF_COMMANDS, OF_CONTROLS, OF_FORMS, OF_PAGES = tables()
TYPED = [name.removeprefix("/") for name in OF_COMMANDS]
PEOPLE = 7
Try = Callable[[str, str], Awaitable[InteractionResult | None]]
# As many as are tried in one village.
AT_ONCE = 28


def some(names: Sequence[str]) -> list[Any]:
    """So many at once, each by one half of the people and in `make long` by the other half."""
    starts = range(0, len(names), AT_ONCE)
    cases = [(list(names[each : each + AT_ONCE]), half) for each in starts for half in (0, 1)]
    return sampled(cases, every=2)


def _first(value: list[str] | int) -> str:
    return value[0] if isinstance(value, list) else str(value)


def those(row: Sequence[str], number: int, half: int) -> list[int]:
    """Which of the people try it: of all whom the row treats alike every second one, in each row
    beginning with another."""
    alike = [[who for who, cell in enumerate(row) if cell == each] for each in dict.fromkeys(row)]
    turned = [[*each[number % len(each) :], *each[: number % len(each)]] for each in alike]
    return sorted(who for each in turned for who in each[half::2])


def test_both_halves_are_everybody() -> None:
    row = ("yes", "no", "no", "yes", "no", "–", "no")
    for number in range(4):
        first, second = those(row, number, 0), those(row, number, 1)
        assert sorted(first + second) == list(range(PEOPLE))
        assert {row[who] for who in first} == {"yes", "no", "–"}


@pytest.mark.parametrize(("names", "half"), some(TYPED), ids=_first)
async def test_a_command_does_for_everybody_what_the_table_says(
    village: Village, names: list[str], half: int
) -> None:
    async def type_it(who: str, name: str) -> InteractionResult | None:
        return await command(village, village.people[who], name, typed_with(name))

    rows = {name: OF_COMMANDS["/" + name] for name in names}
    await _try_rows(village, rows, half, type_it)


@pytest.mark.parametrize(("names", "half"), some(list(CONTROLS)), ids=_first)
async def test_a_button_does_for_everybody_what_the_table_says(
    village: Village, names: list[str], half: int
) -> None:
    async def tap_it(who: str, name: str) -> InteractionResult:
        return await tap(village, village.people[who], CONTROLS[name])

    rows = {name: OF_CONTROLS[name][:PEOPLE] for name in names}
    await _try_rows(village, rows, half, tap_it)


async def test_the_table_has_every_command_button_form_and_page(town: Town) -> None:
    leaves = {
        command.qualified_name
        for command in town.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    assert leaves == set(TYPED), "docs/rights.md has a row for each command"
    assert {control.item for control in CONTROLS.values()} == set(BUTTONS), "see controls.py"
    assert set(OF_CONTROLS) == set(CONTROLS), "docs/rights.md has a row for each"
    assert set(OF_FORMS) == {form.__name__ for form in _forms()} | {"draft_form"}, "the same"
    services = town.services
    pages = Web(services.calendars, services.check_in, "127.0.0.1", 0).app()
    assert set(OF_PAGES) == {page.canonical for page in pages.router.resources()}


def test_the_bot_listens_for_every_button_there_is() -> None:
    _load_cogs()
    assert _kinds(discord.ui.DynamicItem) == set(BUTTONS), "each belongs in cogs/all_buttons.py"


NAMED_OPENS = {
    "EditForm": "tweetup edit",
    "ChatForm": "chat_draft:{chat_draft}:change",
    "QuestionForm": "question:{event}:0:2:add",
    "WalkInModal": "door:{event}:walk_in:0",
}


async def test_a_form_asks_again_when_it_is_sent(village: Village) -> None:
    nina, town = village.people["named"], village.town
    for form, how in NAMED_OPENS.items():
        if how in TYPED:
            opened = await command(village, nina, how, {"event": "{event}"})
        else:
            opened = await tap_raw(village, nina, how.format(**village.ids))
        assert opened is not None
        assert opened.modal is not None, form
        async with town.database.begin() as conn:
            assert await organisers.unname(conn, village.event.id, nina.id)
        before = village.rows()
        filled = as_shown(opened) | {"name": "Zed", "place": "Pub", "wording": "Who?"}
        filled = {name: value for name, value in filled.items() if name in as_shown(opened)}
        more = {"required": ["no"]} if "required" in filled else {}
        sent = await nina.submit_modal(opened, filled | more)
        assert outcome(sent) == NO, form
        assert village.rows() == before, form
        village.put_back()


async def _try_rows(village: Village, rows: dict[str, list[str]], half: int, try_it: Try) -> None:
    people = list(village.people)
    expected = {
        (name, people[who]): row[who]
        for number, (name, row) in enumerate(rows.items())
        for who in those(row, number, half)
    }
    found = {(name, who): await _cell(village, name, who, try_it) for name, who in expected}
    assert found == expected


async def _cell(village: Village, name: str, who: str, try_it: Try) -> str:
    """What comes of it; whoever it is refused to changes nothing and reads nothing of others'."""
    before = village.rows()
    result = await try_it(who, name)
    found, after = outcome(result), village.rows()
    words = "" if result is None else read(result) + await files(result)
    leaked = [each for each, readers in READERS.items() if each in words and who not in readers]
    assert not leaked, f"{who} reads {leaked} by {name}"
    if found != YES:
        assert after == before, f"{name} is refused to {who}, and changes {after ^ before}"
        assert result is None or not await files(result)
    if who in {"organiser elsewhere", "outsider"}:
        touched = [row for row in before ^ after if str(village.ids["guild"]) in row]
        assert not touched, f"{who} changes {touched} by {name}"
    village.put_back()
    return found


def _forms() -> set[type[discord.ui.Modal]]:
    _load_cogs()
    found = {*discord.ui.Modal.__subclasses__(), *Form.__subclasses__()} - {Form}
    return {form for form in found if form.__module__.startswith("cogs.")}


def _kinds(base: type[Any]) -> set[type[Any]]:
    """What is made of a class in cogs, and made into nothing further."""
    found = set[type[Any]]().union(*(_kinds(each) for each in base.__subclasses__()))
    return found or ({base} if base.__module__.startswith("cogs.") else set())


def _load_cogs() -> None:
    for module in pkgutil.walk_packages(cogs.__path__, "cogs."):
        importlib.import_module(module.name)
