"""The catalogue holds every text the program asks for, and no other."""

from __future__ import annotations

import re

import pytest

from bot.texts import text
from tests.catalogues import catalogue, placeholders
from tests.text_families import FAMILIES, members
from tests.text_uses import ROOT, all_uses


def test_every_way_a_key_is_put_together_is_known_here() -> None:
    used = {use.key for use in all_uses() if "{}" in use.key}
    assert used == set(FAMILIES), "tests/text_families.py lists what each {} can be"


def test_the_errors_of_dates_are_those_that_are_raised() -> None:
    source = (ROOT / "bot/domain/when.py").read_text(encoding="utf-8")
    calls = re.findall(r"_error\((.+?), text\)", source)
    raised = {key for call in calls for key in re.findall(r'"(\w+)"', call)}
    assert raised == set(FAMILIES["error.when.{}"])


def test_every_text_that_is_asked_for_is_there_and_no_other() -> None:
    asked_for = {use.key for use in all_uses() if "{}" not in use.key}
    asked_for |= {key for pattern in FAMILIES for key in members(pattern)}
    missing, needless = asked_for - set(catalogue()), set(catalogue()) - asked_for
    assert not missing, f"bot/locale/en.po lacks {sorted(missing)}"
    assert not needless, f"nobody asks for {sorted(needless)}"


def test_every_placeholder_is_filled() -> None:
    unfilled = {
        use.key: missing
        for use in all_uses()
        if use.key in catalogue() and use.params is not None
        if (missing := placeholders(catalogue()[use.key]) - use.params)
    }
    assert unfilled == {}


def test_a_text_that_is_asked_for_with_a_number_has_forms_for_it() -> None:
    counted = [use.key for use in all_uses() if use.params and "n" in use.params]
    known = [catalogue()[key] for key in counted if "{}" not in key]
    assert not [message.id for message in known if not message.pluralizable]


def test_the_plural_fits_the_number() -> None:
    assert text("reminder.going", n=1) == "1 person is going. Are you?"
    assert text("reminder.going", n=0) == "0 people are going. Are you?"


def test_a_key_without_a_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no.such.text")
