"""What makes a hashtag, how handles compare, how a post reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import handle_key, normalise_hashtag, post_url, profile_url
from tests.domain.making import post


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("#HRTweetup", "hrtweetup"),
        ("HRTweetup", "hrtweetup"),
        ("  #hr_tweetup2027 ", "hr_tweetup2027"),
        ("＃HR", "hr"),
        ("#2027hr", "2027hr"),
        ("#_hr", "_hr"),
        ("#Straße", "strasse"),
        ("#CAFÉ", "café"),
        ("#cafe\u0301", "café"),
        ("#\u0390", "\u0390"),
        ("#हिन्दी", "हिन्दी"),
        ("#日本語", "日本語"),
        ("#ไทย", "ไทย"),
    ],
)
def test_a_hashtag_as_x_links_it(typed: str, tag: str) -> None:
    assert normalise_hashtag(typed) == tag


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "#",
        "##hr",
        "#2027",
        "#_",
        "#_1",
        "hr tweetup",
        "#hr-tweetup",
        "#hr!",
        "#hr\n#b",
        "hr#a",
        "#hr.",
        "@hr",
        "#🎉",
        "#\u0301",
        "#hr\u200b",
    ],
)
def test_what_x_would_not_link(typed: str) -> None:
    assert normalise_hashtag(typed) is None


@given(st.text(max_size=12))
def test_a_hashtag_once_normalised_stays_as_it_is(typed: str) -> None:
    tag = normalise_hashtag(typed)
    if tag is not None:
        assert normalise_hashtag(tag) == tag
        assert normalise_hashtag(f" #{tag} ") == tag


@given(st.from_regex(r"[A-Za-z0-9_]{0,10}[A-Za-z][A-Za-z0-9_]{0,10}", fullmatch=True))
def test_case_and_the_sign_make_no_difference(tag: str) -> None:
    assert normalise_hashtag("#" + tag.upper()) == normalise_hashtag(tag.lower()) == tag.lower()


def test_handles_compare_without_case_or_sign() -> None:
    assert handle_key("@AnnaB_HR") == handle_key("annab_hr") == "annab_hr"


def test_a_text_is_unescaped_once() -> None:
    assert (
        post(1, text="pay &amp;amp; rations &lt;3 &gt;&gt;").plain_text == "pay &amp; rations <3 >>"
    )


def test_addresses() -> None:
    assert post_url("AnnaB", 12) == "https://x.com/AnnaB/status/12"
    assert profile_url("AnnaB") == "https://x.com/AnnaB"


def test_a_repost_is_told_by_what_it_reposts() -> None:
    assert post(2, reposted_id=1).is_repost
    assert not post(2, quoted_id=1).is_repost
