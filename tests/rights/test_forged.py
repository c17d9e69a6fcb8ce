"""Buttons with numbers in them that nobody was sent: nothing breaks, and nothing is done."""

from __future__ import annotations

import re

import pytest
from simcord.actors import MemberActor

from cogs.all_buttons import BUTTONS
from tests.rights.controls import CONTROLS, IDS, Control
from tests.rights.trying import NO, YES, outcome, tap, tap_raw
from tests.rights.village import Village
from tests.sampled import sampled

LARGEST, NONE = 8_999_999_999_999_999_999, 0
# With no id in it, whoever taps can only mean themselves.
WITHOUT = {"me"}
FORGED = {name: control for name, control in CONTROLS.items() if name not in WITHOUT}


@pytest.mark.parametrize("number", ["9" * 19, "-1", "1" * 30, "1e3", "0x1", "1.5"])
def test_what_no_database_takes_is_no_button(number: str) -> None:
    for name, control in FORGED.items():
        custom_id = IDS.sub(number, control.custom_id)
        assert not any(_template(each).fullmatch(custom_id) for each in BUTTONS), name


async def test_what_is_no_button_is_answered(village: Village) -> None:
    for custom_id in ("door:99999999999999999999:code", "draft:at:1:99999999999", "hello:-1:d1"):
        result = await tap_raw(village, village.people["organiser"], custom_id)
        assert outcome(result) == NO, custom_id
    # A number in a button is never part of a name.
    olive, away = village.people["organiser"], village.ids["away"]
    assert isinstance(olive, MemberActor)
    await village.town.plan(olive, name=f"Number {away}", when="5 January 03:00")
    assert outcome(await tap_raw(village, olive, f"door:{away}:code")) == NO


@pytest.mark.parametrize("number", sampled([LARGEST, 987_654, NONE], every=3))
async def test_what_does_not_exist_is_refused(village: Village, number: int) -> None:
    """The server is right and whoever taps organises it, so only the rest can be wrong."""
    olive = village.people["organiser"]
    before = village.rows()
    for name, control in FORGED.items():
        if _about_oneself(control):
            continue
        result = await tap_raw(village, olive, _with(village, control, number), control.value)
        assert outcome(result) == NO, name
        assert village.rows() == before, name


async def test_in_direct_messages_a_button_is_good_for_who_is_known_there(village: Village) -> None:
    ann, mel = village.people["attendee"], village.people["member"]
    assert isinstance(ann, MemberActor)
    assert isinstance(mel, MemberActor)
    control = CONTROLS["mine"]
    assert outcome(await tap(village, ann.user, control)) == YES
    assert outcome(await tap(village, mel.user, control)) == NO


def _with(village: Village, control: Control, number: int) -> str:
    kept = {"{guild}": str(village.ids["guild"]), "{olive}": str(village.ids["olive"])}
    return IDS.sub(lambda found: kept.get(found[0], str(number)), control.custom_id)


def _about_oneself(control: Control) -> bool:
    """Whether it names nothing but the server (and the message it stands on)."""
    return set(IDS.findall(control.custom_id)) <= {"{guild}", "{delivery}", "{ann}"}


def _template(item: object) -> re.Pattern[str]:
    found: re.Pattern[str] = item.__discord_ui_compiled_template__  # type: ignore[attr-defined]
    return found
