"""What makes a hashtag, how handles compare, how a post reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import (
    Author,
    Batch,
    Media,
    Metrics,
    Post,
    as_one,
    handle_key,
    normalise_hashtag,
    post_url,
    profile_url,
    told_again,
)
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


FIRST_VERSION = post(5, text="We met on teh 5th", edits=(5,))
SECOND_VERSION = post(8, text="We met on the 5th", edits=(5, 8))
THIRD_VERSION = post(9, text="We meet on the 5th", edits=(5, 8, 9))


@given(st.permutations([FIRST_VERSION, SECOND_VERSION, THIRD_VERSION, post(7)]))
def test_all_versions_are_one_post_in_whatever_order_they_come(came: list[Post]) -> None:
    one = {found.id: found for found in as_one(came)}
    assert one.keys() == {5, 7}
    assert one[5].text == "We meet on the 5th"
    assert (one[5].shown_version, one[5].newest_version, one[5].edits) == (9, 9, (5, 8, 9))
    assert one[5].is_edited
    assert not one[7].is_edited
    assert as_one(one.values()) == list(one.values())


@given(st.permutations([FIRST_VERSION, SECOND_VERSION, THIRD_VERSION]))
def test_told_one_by_one_the_latest_version_stays(came: list[Post]) -> None:
    (known,) = as_one(came[:1])
    for told in came[1:]:
        known = told_again(known, as_one([told])[0])
    assert (known.id, known.text, known.newest_version) == (5, "We meet on the 5th", 9)


def test_an_old_version_that_knows_of_a_later_one_says_so() -> None:
    (old,) = as_one([post(5, edits=(5, 8))])
    assert (old.is_edited, old.shown_version, old.newest_version) == (True, 5, 8)


def test_what_comes_as_context_takes_nothing_away() -> None:
    known = post(5, edits=(5,), media=(Media("photo", None),), metrics=Metrics(likes=1))
    assert told_again(known, post(5)) == known
    assert told_again(known, post(5, metrics=Metrics(likes=2))).metrics == Metrics(likes=2)


def test_any_text_is_more_than_none() -> None:
    assert told_again(post(5, text=""), post(5, text="Hello")).text == "Hello"
    assert told_again(post(5, text="Hello"), post(5, text="")).text == "Hello"


def test_what_is_withheld_or_protected_is_not_showable() -> None:
    open_one, withheld, protected = post(1), post(2, withheld=True), post(3, author_id=9)
    shy = Author(9, "shy", "Shy", protected=True)
    batch = Batch("search:hr", (open_one, withheld, protected), authors=(shy,))
    assert batch.showable(batch.posts) == [open_one]
