"""What every language's catalogue must be for people to be well served in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest

from bot.domain.openings import FAMILIES as OPENINGS
from bot.texts import ENGLISH, languages, speaking, text
from tests.catalogues import catalogue, fields, forms, placeholders
from tests.command import ROOT
from tests.text_families import members
from tests.text_uses import all_uses, commands

OTHERS = [language for language in languages() if language != ENGLISH]


@pytest.fixture(params=languages())
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn, spoken."""
    with speaking(request.param):
        yield request.param


def given() -> dict[str, set[str]]:
    """What the program gives each text to fill its placeholders with, where that is plain."""
    found: dict[str, set[str]] = {}
    for use in all_uses():
        keys = members(use.key) if "{}" in use.key else [use.key]
        for key in keys:
            found.setdefault(key, set()).update(use.params or ())
    return found


@pytest.mark.parametrize("other", OTHERS)
def test_a_language_says_all_that_english_says(other: str) -> None:
    missing = [key for key in catalogue() if key not in catalogue(other)]
    assert not missing, f"bot/locale/{other}.po lacks {len(missing)}:\n" + "\n".join(missing)
    assert not set(catalogue(other)) - set(catalogue())
    kinds = {key for key in catalogue() if catalogue()[key].pluralizable}
    assert kinds == {key for key, each in catalogue(other).items() if each.pluralizable}


@pytest.mark.parametrize("written", languages())
def test_no_key_stands_twice_in_a_catalogue(written: str) -> None:
    """Whoever reads the file would not know which of the two is said."""
    lines = (ROOT / f"bot/locale/{written}.po").read_text(encoding="utf-8").splitlines()
    keys = Counter(line for line in lines if line.startswith("msgid "))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("other", OTHERS)
def test_a_language_asks_for_nothing_that_is_not_given(other: str) -> None:
    """Beside what English asks for, a text may use what the program gives it."""
    known, english = given(), catalogue()
    unfilled = {
        key: beyond
        for key, message in catalogue(other).items()
        if (beyond := placeholders(message) - placeholders(english[key]) - known.get(key, set()))
    }
    assert unfilled == {}


@pytest.mark.parametrize("other", OTHERS)
def test_a_language_leaves_nothing_out_but_where_it_says_it_otherwise(other: str) -> None:
    lost = {
        key: missing
        for key, message in catalogue(other).items()
        if not key.startswith("in_common.")
        if (missing := placeholders(catalogue()[key]) - placeholders(message))
    }
    assert lost == {}


def test_every_text_is_written_out(language: str) -> None:
    for key, message in catalogue(language).items():
        assert all(form.strip() == form != "" for form in forms(message)), key
        assert all(fields(form) == placeholders(message) for form in forms(message)), key
        assert not message.pluralizable or placeholders(message) & {"n", "number"}, key


def test_discord_takes_the_commands_names_and_descriptions(language: str) -> None:
    keys = [f"command.{name}" for name in commands()]
    keys += [f"command.{name}.{option}" for name, given in commands().items() for option in given]
    for key in keys:
        assert re.fullmatch(r"[-_\w]{1,32}", text(f"{key}.name")), key
        assert text(f"{key}.name").islower(), key
        assert 1 <= len(text(f"{key}.about")) <= 100, key


def test_labels_fit_on_buttons_and_forms(language: str) -> None:
    for key, message in catalogue(language).items():
        longest = max(len(form) for form in forms(message))
        if re.match(r"(edit_form|(questions|introduction|draft|chat)\.form)\.", key):
            assert longest <= (100 if key.endswith(".about") else 45), key
        if ".button." in key or key.endswith((".button", ".yes", ".no", ".turn_on", ".turn_off")):
            assert longest <= 80, key


def test_there_is_every_command_that_a_text_names(language: str) -> None:
    names = {
        " ".join(text(f"command.{'.'.join(parts[: i + 1])}.name") for i in range(len(parts)))
        for parts in (name.split(".") for name in commands())
    }
    unknown = {
        key: named
        for key, message in catalogue(language).items()
        for form in forms(message)
        for named in re.findall(r"`/([^`{]+?)(?: \{\w+\})?`", form)
        if named not in names
    }
    assert unknown == {}


def test_there_is_every_button_that_a_text_names(language: str) -> None:
    labels = {
        form for key, m in catalogue(language).items() if ".button." in key for form in forms(m)
    }
    unknown = {
        key: named
        for key, message in catalogue(language).items()
        for form in forms(message)
        for named in re.findall(r"(?<![*\\])\*([^*]+)\*(?!\*)", form)
        if named not in labels
    }
    assert unknown == {}


def test_there_are_as_many_opening_questions_as_can_be_chosen(language: str) -> None:
    found = re.findall(r"introduction\.question\.(\w+)\.\d+", " ".join(catalogue(language)))
    assert Counter(found) == OPENINGS
    # Introductions made before there were families have one of these.
    assert OPENINGS["any"] >= 12


def test_no_opening_question_is_like_another_or_asks_two_things(language: str) -> None:
    keys = members("introduction.question.{}")
    words = [set(re.findall(r"\w+", text(key).casefold())) for key in keys]
    for (key, one), (other_key, other) in combinations(zip(keys, words, strict=True), 2):
        assert len(one & other) / len(one | other) < 0.55, (key, other_key)
    assert all(text(key).count("?") == 1 and text(key).endswith("?") for key in keys)
    assert max(len(text(key)) for key in keys) <= 100
