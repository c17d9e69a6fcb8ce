"""What is taken from what people write, and what is left whole."""

from __future__ import annotations

import re
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cleaning import MARKS, beginning, clean, contained, cut, tidy
from bot.domain.markdown import escape, escape_within, quoted, with_addresses
from tests.hostile.rules import meaning, require_contained
from tests.hostile.values import SAMPLES, VALUES, words

NOTHING = meaning("")


@given(words())
def test_clean_text_can_be_stored_and_sent(text: str) -> None:
    found = clean(text)
    assert found.encode().decode() == found
    assert not [sign for sign in found if unicodedata.category(sign) == "Cc" and sign not in "\t\n"]
    assert found.splitlines() == found.removesuffix("\n").split("\n") or found == ""
    assert clean(found) == found


@given(words())
def test_tidy_text_shows_something_and_changes_nothing_around_it(text: str) -> None:
    found = tidy(text)
    require_contained(found)
    assert tidy(found) == found
    assert found == "" or regex.search(r"[^\s\p{Cf}\p{M}]", found)
    assert not re.search(r"[\u200b\u2028-\u202e\u2060-\u206f\ufeff]", found)
    assert not regex.search(rf"\p{{Mn}}{{{MARKS + 1}}}", found)


@pytest.mark.parametrize(
    "name", ["a family", "skin and hair", "flags", "digits in boxes", "letters of several signs"]
)
def test_what_people_mean_stays_whole(name: str) -> None:
    assert tidy(VALUES[name]) == VALUES[name]
    assert contained(VALUES[name]) == VALUES[name]


def test_what_cannot_be_seen_is_nothing() -> None:
    assert tidy(VALUES["nothing to be seen"]) == ""
    assert tidy(VALUES["hidden words"]) == "ab"
    assert tidy(VALUES["calls everybody, in pieces"]) == "@everyone @here"


@given(words())
def test_a_text_stays_as_it_was_but_for_how_far_it_reaches(text: str) -> None:
    found = contained(clean(text))
    require_contained(found)
    ends = regex.compile(r"[\u202c\u2069\p{Mn}\p{Me}\u200c\u200d]")
    assert ends.sub("", found) == ends.sub("", clean(text))


@given(words(), st.integers(1, 200))
def test_what_is_cut_ends_with_a_whole_character(text: str, limit: int) -> None:
    text = clean(text)
    found = beginning(text, limit)
    assert len(found) <= limit
    assert text.startswith(found)
    whole = regex.findall(r"\X", text)
    assert regex.findall(r"\X", found) == whole[: len(regex.findall(r"\X", found))]
    assert len(cut(text, limit)) <= limit
    assert cut(text, limit) in (text, found, beginning(text, limit - 1).rstrip() + "…")


@given(words(), st.integers(20, 300))
def test_nothing_escaped_means_anything(text: str, limit: int) -> None:
    text = tidy(text)
    assert not meaning(escape(text)).beyond(NOTHING)
    assert not meaning(escape_within(text, limit)).beyond(NOTHING)
    assert len(escape_within(text, limit)) <= limit
    line = " ".join(text.split())
    assert not meaning(quoted(line)).beyond(meaning("> x"))


@given(words())
def test_only_addresses_are_left_where_they_may_be(text: str) -> None:
    found = meaning(with_addresses(tidy(text)))
    assert {kind for kind, _ in found.calls} <= {"address"}
    assert all(each.startswith("http") for kind, each in found.calls if kind == "address")
    assert not found.lines


def test_a_place_can_be_an_address() -> None:
    assert with_addresses("*Here* https://meet.example/a_b, 2nd") == (
        r"\*Here\* https://meet.example/a_b, 2nd"
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_an_escaped_value_reads_as_it_was(name: str) -> None:
    text = tidy(VALUES[name])
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u202eab", "\u202eab\u202c"),
        ("\u2067a\u202bb\nc", "\u2067a\u202bb\u202c\u2069\nc"),
        # What ends the outer turn ends those within it.
        ("\u2067a\u202bb\u2069c", "\u2067a\u202bb\u2069c"),
        ("\u202aa\u202cb", "\u202aa\u202cb"),
        ("a\u202cb\u202dc", "a\u202cb\u202dc\u202c"),
    ],
)
def test_what_turns_the_direction_is_turned_back_by_the_end_of_the_line(
    text: str, expected: str
) -> None:
    assert contained(text) == expected
