"""What becomes of a post: every combination of verdict, policy, author and words."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.filtering import (
    DEFAULTS,
    SURE,
    WORD_LIMIT,
    Filter,
    Noise,
    Policy,
    Standing,
    filed,
    says_any,
    word_key,
)
from bot.domain.noise import Kind, Verdict
from bot.errors import UserError
from tests.domain.making import post
from tests.domain.refusals import refuses

NOISE: tuple[Noise, ...] = get_args(Noise)
POLICIES: tuple[Policy, ...] = get_args(Policy)
SURELY = {"show": "waiting", "fold": "folded", "hold": "held", "drop": "dropped"}
PERHAPS = {"show": "waiting", "fold": "waiting", "hold": "held", "drop": "folded"}


def a_verdict(kind: Kind, confidence: float = 1.0) -> Verdict:
    return Verdict(kind, confidence, ())


def where(kind: Kind, confidence: float = 1.0, given: Filter | None = None, **more: Any) -> str:
    return filed(post(2, **more), a_verdict(kind, confidence), given or Filter())


@pytest.mark.parametrize(("kind", "policy"), list(product(NOISE, POLICIES)))
def test_each_kind_has_its_policy_and_a_guess_is_treated_more_mildly(
    kind: Noise, policy: Policy
) -> None:
    others: dict[Noise, Policy] = dict.fromkeys(NOISE, "show" if policy != "show" else "drop")
    given = Filter({**others, kind: policy})
    assert where(kind, SURE, given) == SURELY[policy]
    assert where(kind, SURE - 0.01, given) == PERHAPS[policy]


def test_ads_are_folded_and_copies_dropped_unless_organisers_say_otherwise() -> None:
    assert DEFAULTS == {"job_ad": "fold", "promotion": "fold", "duplicate": "drop"}
    assert [where(kind) for kind in NOISE] == ["folded", "folded", "dropped"]


@pytest.mark.parametrize(("policy", "confidence"), list(product(POLICIES, (0.5, 1.0))))
def test_conversation_is_always_shown(policy: Policy, confidence: float) -> None:
    assert where("conversation", confidence, Filter(dict.fromkeys(NOISE, policy))) == "waiting"


@pytest.mark.parametrize(
    ("kind", "standing", "blocked"),
    list(product(get_args(Kind), (None, *get_args(Standing)), (False, True))),
)
def test_mute_comes_before_words_and_words_before_allow(
    kind: Kind, standing: Standing | None, blocked: bool
) -> None:
    given = Filter(
        people={} if standing is None else {1: standing},
        blocked={"hello"} if blocked else set(),
    )
    found = where(kind, 1.0, given)
    if standing == "muted":
        assert found == "muted"
    elif blocked:
        assert found == "blocked"
    elif standing == "allowed":
        assert found == "waiting"
    else:
        assert found == where(kind)


def test_the_same_answer_to_two_people_is_no_copy_but_to_oneself_it_is() -> None:
    answer: dict[str, Any] = {"reply_to_id": 1, "reply_to_author_id": 7}
    assert where("duplicate", **answer) == "waiting"
    assert where("duplicate", **(answer | {"reply_to_author_id": 1})) == "dropped"
    assert where("job_ad", **answer) == "folded"


def test_others_are_not_concerned() -> None:
    given = Filter(people={7: "muted"}, blocked={"crypto"})
    assert filed(post(2, author_id=1), a_verdict("conversation"), given) == "waiting"
    assert filed(post(2, author_id=7), a_verdict("conversation"), given) == "muted"


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("crypto", "Buy CRYPTO now", True),
        ("crypto", "cryptography for beginners", False),
        ("Café", "the cafe on the corner", True),
        ("cafe", "the CAFÉ on the corner", True),
        ("Straße", "STRASSE", True),
        ("apply now", "Apply,  NOW!", True),
        ("apply now", "apply right now", False),
        ("don't", "I DON’T know", True),
        ("jobs", "lovely evening #Jobs", True),
        ("#jobs", "all jobs gone", True),
        ("jobs", "no #HRjobs here", False),
        ("co", "read https://t.co/co this", False),
        ("fish & chips", "Fish &amp; chips", True),
        ("東京", "東京 here we come", True),
        ("i", "İstanbul, I said", True),
        ("a", "b" * 5_000, False),
    ],
)
def test_words_are_found_whole_whatever_case_and_accents(
    typed: str, text: str, found: bool
) -> None:
    assert says_any(post(2, text=text).plain_text, [word_key(typed)]) is found


@given(st.text(), st.text(max_size=WORD_LIMIT), st.text())
def test_what_stands_between_spaces_is_found(before: str, word: str, after: str) -> None:
    try:
        key = word_key(word)
    except UserError:
        return
    text = f"{before} {word} {after}"
    if "://" not in text:
        assert says_any(text, [key])
    if word.upper().casefold() == word.casefold():  # not so for a dotless i
        assert word_key(word.upper()) == key


@given(st.text(max_size=WORD_LIMIT))
def test_a_key_is_its_own_key(word: str) -> None:
    try:
        key = word_key(word)
    except UserError:
        return
    assert says_any(key, [key])


@pytest.mark.parametrize(
    ("typed", "key"),
    [("", "filter.no_word"), (" 💰!", "filter.no_word"), ("x" * 51, "filter.long_word")],
)
def test_what_cannot_be_looked_for_is_refused(typed: str, key: str) -> None:
    with refuses(key):
        word_key(typed)
