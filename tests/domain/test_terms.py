"""What a text is about, by its words."""

from __future__ import annotations

import pytest

from bot.domain.terms import rarity, term_key, terms


def keys(text: str, *ignored: str) -> list[str]:
    return [term.key for term in terms(text, ignored)]


def test_a_text_is_about_its_words_but_not_those_of_any_text() -> None:
    text = "Thanks @ada_hr, how do you always do Onboarding? https://t.co/onboard #HRTweetup 2026"
    assert keys(text, "hrtweetup") == ["onboarding"]


def test_words_of_any_text_are_known_in_more_languages_and_topics_of_work_are_none() -> None:
    assert keys("Wir hätten doch über das Vorstellungsgespräch reden sollen") == [
        "vorstellungsgesprach",
        "reden",
    ]
    assert keys("They're glad you hadn't been asked about AI in HR") == ["ai", "hr"]


def test_a_word_that_was_cut_short_is_none() -> None:
    assert keys("Thanks for a panel on unconscious bi… ") == ["panel", "unconscious"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Interviews", "interview"),
        ("jobs", "Job"),
        ("#Onboarding", "onboarding"),
        ("Café", "cafe"),
        ("manager's", "Managers"),
    ],
)
def test_words_that_are_one(one: str, other: str) -> None:
    assert keys(one) == keys(other) != []


@pytest.mark.parametrize(
    ("one", "other"), [("process", "proces"), ("focus", "focu"), ("news", "new")]
)
def test_what_only_looks_like_a_plural(one: str, other: str) -> None:
    assert term_key(one) != other


def test_a_term_knows_where_it_stands_as_it_is_written() -> None:
    text = "On #Sourcing and CVs"
    assert [text[t.at :].startswith(t.written) for t in terms(text)] == [True, True]
    assert [t.written for t in terms(text)] == ["#Sourcing", "CVs"]


def test_the_rarer_the_more_and_common_words_count_nothing() -> None:
    counts = rarity([{"payroll", "recruiting"}, {"recruiting"}, *({"coffee"} for _ in range(8))])
    assert counts["payroll"] > counts["recruiting"] > 0
    assert "coffee" not in counts
