"""A post's text in Discord: it reads as written, calls nobody, and its links lead on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markdown import escape, link, post_markdown
from bot.domain.posts import Link, Mention
from tests.domain.making import post

# Letters, everything Discord gives a meaning to, and the ways a line may begin.
signs = st.sampled_from("ab1. #-+>*_~`|[]()<>@:\\\n")
pieces = signs | st.sampled_from(["everyone", "here", "12. ", "-# "])
texts = st.lists(pieces, max_size=30).map("".join) | st.text(max_size=30)

# Discord shows a backslash and a sign that is no letter, digit or space as that sign alone.
BACKSLASH = re.compile(r"\\([^0-9A-Za-z\s])")
LIVE = re.compile(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<>]|(?<!\\)(?:\\\\)*@(?:everyone|here)")
LIVE_LINE = re.compile(r"^\s*(?:#|-|\+|>|\d+\.\s)", re.MULTILINE)


@given(texts)
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    assert BACKSLASH.sub(r"\1", escape(text)) == text


@given(texts)
def test_nothing_escaped_means_anything_to_discord(text: str) -> None:
    escaped = escape(text)
    assert not LIVE.search(escaped)
    assert not LIVE_LINE.search(escaped)
    assert not re.search(r"(?<!\\)(?:\\\\)*\\$", escaped), "a backslash would swallow what follows"


@given(texts)
def test_a_post_without_entities_is_its_escaped_text(text: str) -> None:
    written = post(1, text=text.replace("&", "and").replace("http", "h"))
    shown = post_markdown(written)
    assert BACKSLASH.sub(r"\1", shown).strip() == written.plain_text.strip()
    assert not LIVE.search(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* and _quiet_", r"\*bold\* and \_quiet\_"),
        ("~~gone~~ ||secret|| `code`", r"\~\~gone\~\~ \|\|secret\|\| \`code\`"),
        ("# Title\n## Sub", "\\# Title\n\\## Sub"),
        ("- one\n- two", "\\- one\n\\- two"),
        ("-# small", r"\-# small"),
        ("1. first\n12. twelfth", "1\\. first\n12\\. twelfth"),
        ("2.5 million", "2.5 million"),
        ("> said", r"\> said"),
        ("well-known, C# and 3 > 2", r"well-known, C# and 3 \> 2"),
        ("[click](https)", r"\[click\](https)"),
        ("<@123> <#4> <:hi:5> <t:6>", r"\<@123\> \<#4\> \<:hi:5\> \<t:6\>"),
        ("@everyone and @here", r"\@everyone and \@here"),
        (r"¯\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
    ],
)
def test_signs_that_mean_something(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_what_x_escaped_for_html_is_read_once() -> None:
    assert post_markdown(post(1, text="R&amp;D &lt;3 &amp;amp;")) == r"R&D \<3 &amp;"


def test_mentions_that_x_links_lead_to_the_person() -> None:
    written = post(1, text="@Anna_B, thanks! cc @nobody", mentions=(Mention("anna_b", 2),))
    assert post_markdown(written) == r"[@Anna\_B](https://x.com/Anna_B), thanks! cc @nobody"


def test_hashtags_that_x_links_lead_to_their_posts() -> None:
    written = post(1, text="#HR_UK or #Café or #other", hashtags=("HR_UK", "café"))
    assert post_markdown(written) == (
        r"[#HR\_UK](https://x.com/hashtag/HR_UK) or "
        "[#Café](https://x.com/hashtag/Caf%C3%A9) or #other"
    )


def test_a_hashtag_first_in_a_line_is_no_heading() -> None:
    assert post_markdown(post(1, text="#hr\n#hr", hashtags=("hr",))) == (
        "[#hr](https://x.com/hashtag/hr)\n[#hr](https://x.com/hashtag/hr)"
    )
    assert post_markdown(post(1, text="#2027\n# hr")) == "\\#2027\n\\# hr"


def test_links_show_where_they_lead_and_keep_what_follows() -> None:
    url = Link("https://t.co/a_b_c", "https://a.example/x_y", "a.example/x_y…")
    written = post(1, text="Read https://t.co/a_b_c, *now: https://t.co/a_b_c*", links=(url,))
    shown = r"[a.example/x\_y…](https://t.co/a_b_c)"
    assert post_markdown(written) == rf"Read {shown}, \*now: {shown}\*"


def test_of_two_links_that_begin_alike_each_leads_to_its_own_end() -> None:
    links = (
        Link("https://t.co/a", "https://one.example", "one.example"),
        Link("https://t.co/ab", "https://two.example", "two.example"),
    )
    written = post(1, text="https://t.co/ab https://t.co/a", links=links)
    assert post_markdown(written) == "[two.example](https://t.co/ab) [one.example](https://t.co/a)"


def test_addresses_x_does_not_know_stay_as_they_are() -> None:
    assert post_markdown(post(1, text="https://a.example/x_y_z")) == "https://a.example/x_y_z"
    assert post_markdown(post(1, text="https://a.example/<@123>")) == r"https://a.example/\<@123\>"


def test_a_bracket_in_an_address_does_not_end_the_link() -> None:
    assert link("a", "https://a.example/(b)") == "[a](https://a.example/%28b%29)"


def test_words_with_at_or_hash_inside_are_no_mentions() -> None:
    written = post(
        1,
        text="me@anna.example C#hr @annabel",
        mentions=(Mention("anna", 2),),
        hashtags=("hr",),
    )
    assert post_markdown(written) == "me@anna.example C#hr @annabel"


def test_the_full_width_signs_count_as_well() -> None:
    written = post(1, text="＠anna ＃hr", mentions=(Mention("anna", 2),), hashtags=("hr",))
    assert post_markdown(written) == (
        "[＠anna](https://x.com/anna) [＃hr](https://x.com/hashtag/hr)"
    )
