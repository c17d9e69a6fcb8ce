"""What X makes of a typed text."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.x_api.text import compose, cut, shorten, spans

KNOWN = {"amara_learns": ("1", "amara_learns"), "bopayroll": ("2", "BoPayroll")}
PIECES = [
    "Hello",
    "R&D <3",
    "👋🏽",
    "#HRTweetupLDN",
    "＃採用",
    "@BoPayroll",
    "@nobody_here",
    "https://example.com/a?b=c&d=e",
    "(https://example.org/x_(y))",
    "…",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=9), max_size=12).map(" ".join)


def composed(typed: str):  # type: ignore[no-untyped-def]
    return compose(typed, lambda handle: KNOWN.get(handle.lower()), {})


@given(texts)
def test_every_entity_stands_where_it_says(typed: str) -> None:
    result = composed(typed)
    for tag in result.entities.get("hashtags", []):
        assert result.text[tag["start"] + 1 : tag["end"]] == tag["tag"]
    for mention in result.entities.get("mentions", []):
        shown = result.text[mention["start"] + 1 : mention["end"]]
        assert shown.lower() == mention["username"].lower()
    for link in result.entities.get("urls", []):
        assert result.text[link["start"] : link["end"]] == link["url"]


@given(texts)
def test_what_a_reader_sees_is_what_was_typed_but_for_the_links(typed: str) -> None:
    seen = unescape(composed(typed).text) if "&" not in typed else None
    expected = typed
    for span in reversed(spans(typed)):
        if span.kind == "link":
            expected = expected[: span.start] + shorten(span.value) + expected[span.end :]
    assert composed(typed).length == len(expected)
    if seen is not None:
        assert seen == expected


@given(texts, st.integers(0, 120))
def test_a_cut_fits_and_halves_no_entity(typed: str, limit: int) -> None:
    start = cut(typed, limit)
    assert typed.startswith(start)
    assert composed(start).length <= limit
    assert not any(span.start < len(start) < span.end for span in spans(typed))


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("#HRTweetupLDN, yes", ["HRTweetupLDN"]),
        ("#a#b", []),
        ("x#a &#a #1 #_ # #", []),
        ("(#a) #1a .#b_2", ["a", "1a", "b_2"]),
        ("#café #हिन्दी", ["café", "हिन्दी"]),
        ("https://example.com/#a", []),
        ("#http://x", []),
    ],
)
def test_hashtags(typed: str, tags: list[str]) -> None:
    assert [tag["tag"] for tag in composed(typed).entities.get("hashtags", [])] == tags


@pytest.mark.parametrize(
    ("typed", "handles"),
    [
        ("@bopayroll: hi", ["BoPayroll"]),
        (".@BoPayroll (@amara_learns)", ["BoPayroll", "amara_learns"]),
        ("bo@BoPayroll @BoPayroll_too @BoPayroll@x @nobody_here", []),
    ],
)
def test_mentions(typed: str, handles: list[str]) -> None:
    found = composed(typed).entities.get("mentions", [])
    assert [mention["username"] for mention in found] == handles


def test_links() -> None:
    result = composed(
        "See https://www.example.com/a-long-way-to-the-tweetup?x=1&y=2, ok & http://a.b."
    )
    first, second = result.entities["urls"]
    assert first["expanded_url"] == "https://www.example.com/a-long-way-to-the-tweetup?x=1&y=2"
    assert first["display_url"] == "example.com/a-long-way-to-…"
    assert first["url"].startswith("https://t.co/")
    assert len(first["url"]) == 23
    assert second["expanded_url"] == "http://a.b"
    assert result.text == f"See {first['url']}, ok &amp; {second['url']}."
    assert result.length == len(unescape(result.text))


def test_escapes_as_x_does() -> None:
    assert composed("""R&D <3 "it's" >2""").text == """R&amp;D &lt;3 "it's" &gt;2"""
