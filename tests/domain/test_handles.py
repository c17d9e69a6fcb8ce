from __future__ import annotations

import re
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.handles import _PAGES, parse_handle

HANDLES = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=15)
FORMS = [
    "{}",
    "@{}",
    "@ {}",
    "＠{}",
    "  @{} ",
    "x.com/{}",
    "X.com/@{}",
    "www.twitter.com/{}/",
    "mobile.twitter.com/{}",
    "https://x.com/{}",
    "http://twitter.com/{}?s=20",
    "https://x.com/{}/status/1234?s=46&t=abc",
    " https://twitter.com/{}#top ",
]


@given(HANDLES, st.sampled_from(FORMS))
def test_a_handle_is_found_in_whatever_form_it_is_typed(handle: str, form: str) -> None:
    assume(not re.fullmatch(_PAGES, handle, re.IGNORECASE))
    assert parse_handle(form.format(handle)) == handle


@given(st.text())
@example("ada lovelace")
@example("näme")
@example("sixteen_letters_")
@example("https://example.org/ada")
@example("@@ada")
def test_what_is_found_can_be_a_handle(typed: str) -> None:
    found = parse_handle(typed)
    assert found is None or re.fullmatch(r"[A-Za-z0-9_]{1,15}", found)
    assert found is None or found in typed


@pytest.mark.parametrize(
    "typed",
    [
        *("", "@", "@@ada", "Ada Lovelace", "näme", "sixteen_letters_"),
        *("https://x.com/", "https://x.com/home", "x.com/i/status/12", "x.com/search?q=ada"),
        "https://example.org/ada",
    ],
)
def test_what_names_nobody_is_no_handle(typed: str) -> None:
    assert parse_handle(typed) is None


def test_a_handle_may_begin_like_a_page() -> None:
    assert parse_handle("https://x.com/homer") == "homer"
    assert parse_handle("@home") == "home"
