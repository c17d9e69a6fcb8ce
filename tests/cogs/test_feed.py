"""Mirrored posts: what X asks of their display, and Discord's limits whatever people write."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import escape as escape_html

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.announcements import FeedEntry, FeedMessage, Referred
from bot.domain.deliveries import MessageRef
from bot.domain.feed import next_message
from bot.domain.markdown import post_markdown
from bot.domain.posts import Author, Link, Media, Metrics, PollOption, Post
from cogs.render.excerpt import excerpt
from cogs.render.feed import feed
from cogs.render.message import Message
from tests.cogs.posts import ADA, BO, CY, post
from tests.cogs.town import START

GUILD, CHANNEL = 10, 20
PARENT = MessageRef(CHANNEL, 77)


def mirrored(*entries: FeedEntry) -> Message:
    return feed(FeedMessage(entries), GUILD, CHANNEL)


def description(message: Message, number: int = 0) -> str:
    return message.embeds[number].description or ""


def test_a_post_shows_its_author_its_text_its_time_and_the_way_to_it() -> None:
    shown = mirrored(FeedEntry(post(5, ADA, "Tea &amp; *talk* #HRTweetup"), ADA))
    (embed,) = shown.embeds
    assert embed.author.name == "Ada Quill (@ada_hr)"
    assert embed.author.url == "https://x.com/ada_hr"
    assert embed.author.icon_url == "https://pbs.example/ada.png"
    assert embed.timestamp == START + timedelta(minutes=5)
    assert embed.url == "https://x.com/ada_hr/status/5"
    assert embed.footer.text == "X"
    assert description(shown) == (
        "Tea & \\*talk\\* [#HRTweetup](https://x.com/hashtag/HRTweetup)\n"
        "[View on X](https://x.com/ada_hr/status/5)"
    )


def test_nothing_of_ours_is_attached_and_nobody_is_pinged() -> None:
    shown = mirrored(FeedEntry(post(5, ADA, "@everyone <@1> #HRTweetup"), ADA))
    assert shown.buttons == ()
    assert shown.view is None
    assert shown.content == ""
    assert list(shown.mentions.to_dict().items()) == [("parse", [])]


def test_a_reply_by_itself_answers_its_parents_message() -> None:
    shown = mirrored(FeedEntry(post(5, ADA, reply_to_id=4), ADA, PARENT))
    assert shown.answers is not None
    assert shown.answers.message_id == PARENT.message_id
    assert shown.answers.fail_if_not_exists is False
    assert "In reply to" not in description(shown)


def test_a_reply_among_others_links_to_its_parents_message() -> None:
    shown = mirrored(
        FeedEntry(post(5, ADA), ADA), FeedEntry(post(6, BO, reply_to_id=4), BO, PARENT)
    )
    assert shown.answers is None
    assert "In reply to" not in description(shown, 0)
    assert "[In reply to this post](https://discord.com/channels/10/20/77)" in description(shown, 1)


def test_a_reply_to_a_message_elsewhere_links_there() -> None:
    elsewhere = MessageRef(99, 77)
    shown = mirrored(FeedEntry(post(5, ADA, reply_to_id=4), ADA, elsewhere))
    assert shown.answers is None
    assert "https://discord.com/channels/10/99/77" in description(shown)


def test_a_reply_to_what_is_not_here_links_to_x() -> None:
    shown = mirrored(FeedEntry(post(5, ADA, reply_to_id=4), ADA))
    assert "[In reply to this post](https://x.com/i/status/4)" in description(shown)


def test_photos_of_a_post_by_itself_are_all_shown() -> None:
    photos = tuple(Media("photo", f"https://pbs.example/{n}.jpg", f"Photo {n}") for n in range(5))
    shown = mirrored(FeedEntry(post(5, ADA, media=photos), ADA))
    assert [embed.image.url for embed in shown.embeds] == [p.url for p in photos[:4]]
    assert {embed.url for embed in shown.embeds} == {"https://x.com/ada_hr/status/5"}
    assert "Picture: Photo 0\n" in description(shown)


def test_among_others_a_post_shows_its_first_photo() -> None:
    photos = tuple(Media("photo", f"https://pbs.example/{n}.jpg") for n in range(3))
    shown = mirrored(FeedEntry(post(5, ADA, media=photos), ADA), FeedEntry(post(6, BO), BO))
    assert [embed.image.url for embed in shown.embeds] == [photos[0].url, None]


def test_a_video_shows_its_still_and_says_so() -> None:
    video = (Media("video", "https://pbs.example/still.jpg"),)
    shown = mirrored(FeedEntry(post(5, ADA, media=video), ADA))
    assert shown.embeds[0].image.url == "https://pbs.example/still.jpg"
    assert "Video: [watch it on X](https://x.com/ada_hr/status/5)" in description(shown)


def test_sensitive_media_is_behind_a_warning() -> None:
    media = tuple(Media("photo", f"https://pbs.example/{n}.jpg", "secret") for n in range(2))
    shown = mirrored(FeedEntry(post(5, ADA, media=media, possibly_sensitive=True), ADA))
    (embed,) = shown.embeds
    assert embed.image.url is None
    assert "sensitive: [see it on X](https://x.com/ada_hr/status/5)" in description(shown)
    assert "secret" not in description(shown)


def test_what_discord_cannot_fetch_is_left_out() -> None:
    media = (Media("photo", "ftp://pbs.example/1.jpg"), Media("photo", None))
    odd = replace(ADA, avatar_url="data:image/png;base64,AAAA")
    shown = mirrored(FeedEntry(post(5, ADA, media=media), odd))
    (embed,) = shown.embeds
    assert embed.image.url is None
    assert embed.author.icon_url is None


def test_a_parent_that_is_not_mirrored_is_shown_above_its_answer() -> None:
    parent = Referred(post(4, BO, "Where *do*\nwe meet?"), BO)
    shown = mirrored(FeedEntry(post(5, ADA, "Here", reply_to_id=4), ADA, context=parent))
    assert description(shown) == (
        "> [In reply to @bo\\_hires](https://x.com/bo_hires/status/4): Where \\*do\\* we meet?\n"
        "Here\n"
        "[View on X](https://x.com/ada_hr/status/5)"
    )


def test_a_long_parent_is_cut_and_leads_to_the_rest() -> None:
    parent = Referred(post(4, BO, "word " * 100), BO)
    shown = mirrored(FeedEntry(post(5, ADA, "Here", reply_to_id=4), ADA, context=parent))
    first, second, _ = description(shown).splitlines()
    assert first.endswith("word… [read the rest on X](https://x.com/bo_hires/status/4)")
    assert second == "Here"


def test_a_quoted_post_stands_inside_with_its_author() -> None:
    quoted = Referred(post(4, CY, "Ten\ntips"), CY)
    shown = mirrored(FeedEntry(post(5, ADA, "So true", quoted_id=4), ADA, quoted=quoted))
    assert description(shown) == (
        "So true\n"
        "> [Cy \\* Penn (@cy)](https://x.com/cy) · [View on X](https://x.com/cy/status/4)\n"
        "> Ten\n"
        "> tips\n"
        "[View on X](https://x.com/ada_hr/status/5)"
    )


def test_a_quoted_post_we_do_not_have_is_a_link() -> None:
    shown = mirrored(FeedEntry(post(5, ADA, "So true", quoted_id=4), ADA))
    assert "[The post it quotes](https://x.com/i/status/4)" in description(shown)


def test_what_x_shows_nobody_is_named_and_not_linked() -> None:
    gone = FeedEntry(
        post(5, ADA, "Hm", reply_to_id=4, quoted_id=3),
        ADA,
        unavailable=frozenset({"reply_to", "quoted"}),
    )
    assert description(mirrored(gone)) == (
        "Hm\n"
        "Quotes a post that X shows nobody any more\n"
        "In reply to a post that X shows nobody any more · "
        "[View on X](https://x.com/ada_hr/status/5)"
    )


def test_a_thread_answers_its_first_parent_and_says_that_it_goes_on() -> None:
    first = FeedEntry(post(5, ADA, "One", reply_to_id=4), ADA, PARENT)
    second = FeedEntry(post(6, ADA, "Two", reply_to_id=5), ADA, follows=True, continues=True)
    shown = mirrored(first, second)
    assert shown.answers is not None
    assert shown.answers.message_id == PARENT.message_id
    assert "In reply to" not in description(shown, 0)
    assert description(shown, 1).splitlines()[-1].startswith("Continues the post above · ")


def test_an_answer_in_the_same_message_says_so() -> None:
    shown = mirrored(
        FeedEntry(post(5, ADA), ADA), FeedEntry(post(6, BO, reply_to_id=5), BO, follows=True)
    )
    assert shown.answers is None
    assert "In reply to a post above" in description(shown, 1)


def test_an_edited_post_says_so_and_leads_to_the_newest_version() -> None:
    shown = mirrored(FeedEntry(post(5, ADA, "Better", edits=(5, 9), version_id=9), ADA))
    newest = "https://x.com/ada_hr/status/9"
    assert (
        description(shown)
        == f"Better\n[Edited: the newest version]({newest}) · [View on X]({newest})"
    )


def test_a_poll_shows_its_options_and_votes_once_there_are_any() -> None:
    asked = (PollOption("Tea_", 0), PollOption("Coffee", 0))
    shown = mirrored(FeedEntry(post(5, ADA, "Well?", poll=asked), ADA))
    assert "Well?\n○ Tea\\_\n○ Coffee\n" in description(shown)
    voted = (PollOption("Tea", 1), PollOption("Coffee", 12))
    shown = mirrored(FeedEntry(post(5, ADA, "Well?", poll=voted), ADA))
    assert "○ Tea: 1 vote\n○ Coffee: 12 votes\n" in description(shown)


def test_counts_stand_below_once_there_are_any() -> None:
    def footer(metrics: Metrics | None) -> str | None:
        return mirrored(FeedEntry(post(5, ADA, metrics=metrics), ADA)).embeds[0].footer.text

    assert footer(Metrics(3, 5)) == "X · 3 reposts · 5 likes"
    assert footer(Metrics(1, 0)) == "X · 1 repost"
    assert footer(Metrics()) == footer(None) == "X"


def test_a_gif_says_that_it_is_one() -> None:
    gif = (Media("animated_gif", "https://pbs.example/still.jpg", "a wave"),)
    shown = mirrored(FeedEntry(post(5, ADA, media=gif), ADA))
    assert "GIF: [watch it on X](https://x.com/ada_hr/status/5)" in description(shown)
    assert "Picture: a wave" in description(shown)
    assert "Video" not in description(shown)


def test_a_long_post_ends_at_a_word_and_leads_to_the_rest() -> None:
    long = post(5, ADA, "word " * 2_000)
    shown = mirrored(FeedEntry(long, ADA))
    assert len(description(shown)) <= 4_096
    assert len(description(shown)) > 3_900
    assert re.search(
        r"(word )+word… \[read the rest on X\]\(https://x.com/ada_hr/status/5\)", description(shown)
    )


def test_a_link_is_never_cut_in_two() -> None:
    url = "https://t.co/" + "a" * 30
    long = post(5, ADA, "x" * 80 + " " + url, links=(Link(url, url, "example.org"),))
    shown = excerpt(long, 100, "[rest](https://x.com)")
    assert "https://t.co" not in shown
    assert shown.startswith("x" * 30)
    endless = post(5, ADA, "See https://example.org/" + "b" * 300)
    assert excerpt(endless, 200, "[rest](https://x.com)") == "See… [rest](https://x.com)"
    assert excerpt(long, 10_000, "") == post_markdown(long)


# Short ones as they come, and long ones that repeat them.
HOSTILE = st.builds(
    lambda part, times: (part * times)[:9_000],
    st.text(st.sampled_from("ab \n*_~`|[]()<>@#\\/:&;.-+1😀字é"), max_size=80),
    st.integers(1, 200),
)
DESCRIBED = (Media("photo", "https://pbs.example/1.jpg", "what it shows " * 70),) * 4
NAMES = st.text(min_size=1, max_size=60)
OPTIONS = st.builds(PollOption, st.text(max_size=100), st.none() | st.just(10**9))
POLLS = st.lists(OPTIONS, max_size=4).map(tuple)


@st.composite
def posts(draw: st.DrawFn) -> Post:
    number = draw(st.integers(10**17, 2 * 10**18))
    media = draw(
        st.lists(
            st.builds(
                Media,
                st.sampled_from(["photo", "video", "animated_gif"]),
                st.just("https://pbs.example/1.jpg"),
                st.none() | st.text(max_size=1_000),
            ),
            max_size=4,
        )
    )
    return post(
        number,
        ADA,
        escape_html(draw(HOSTILE), quote=False),
        media=tuple(media),
        poll=draw(POLLS),
        reply_to_id=draw(st.none() | st.just(number - 1)),
        quoted_id=draw(st.none() | st.just(number - 2)),
        edits=draw(st.sampled_from([(), (number, number + 1)])),
        metrics=draw(st.none() | st.just(Metrics(10**9, 10**9))),
        possibly_sensitive=draw(st.booleans()),
    )


@st.composite
def entries(draw: st.DrawFn, each: Post, author: Author) -> FeedEntry:
    """A post as its message shows it, with whatever it may answer and quote."""
    referred = st.builds(
        lambda plain: Referred(post(10**18, BO, escape_html(plain, quote=False)), author), HOSTILE
    )
    parent = draw(st.sampled_from([None, MessageRef(2**63 - 1, 2**63 - 1)]))
    answers, quotes = each.reply_to_id is not None, each.quoted_id is not None
    return FeedEntry(
        each,
        author,
        parent=parent if answers else None,
        context=draw(st.none() | referred) if answers and parent is None else None,
        quoted=draw(st.none() | referred) if quotes else None,
        unavailable=frozenset({"quoted"}) if draw(st.booleans()) and quotes else frozenset(),
    )


@settings(max_examples=25)
@given(st.lists(posts(), min_size=1, max_size=10), NAMES, st.data())
def test_discords_limits_hold_whatever_people_write(
    waiting: list[Post], name: str, data: st.DataObject
) -> None:
    author = Author(1, "a" * 15, name, "https://pbs.example/ada.png")
    while waiting:
        together = next_message(waiting)
        shown = feed(
            FeedMessage(tuple(data.draw(entries(each, author)) for each in together)), 2**63 - 1, 1
        )
        within_limits(shown)
        waiting = waiting[len(together) :]


LONG = Referred(post(10**18, BO, "*\n" * 4_000), Author(2, "b" * 15, "字" * 60))


def with_all(each: Post, author: Author) -> FeedEntry:
    return FeedEntry(
        each,
        author,
        context=LONG if each.reply_to_id else None,
        quoted=LONG if each.quoted_id else None,
    )


@pytest.mark.parametrize(
    "waiting",
    [
        [post(10**18, ADA, "*" * 9_000)],
        [post(10**18 + n, ADA, "word " * 150, media=DESCRIBED) for n in range(8)],
        [post(10**18, ADA, "字" * 9_000)],
        [
            post(10**18 + n, ADA, "*" * 200, media=DESCRIBED, reply_to_id=9, quoted_id=8)
            for n in range(9)
        ],
    ],
)
def test_the_longest_there_are_fit(waiting: list[Post]) -> None:
    author = Author(1, "a" * 15, "*" * 60, "https://pbs.example/ada.png")
    while waiting:
        together = next_message(waiting)
        within_limits(mirrored(*(with_all(each, author) for each in together)))
        waiting = waiting[len(together) :]


def within_limits(shown: Message) -> None:
    assert len(shown.embeds) <= 10
    assert sum(len(embed) for embed in shown.embeds) <= 6_000
    for embed in shown.embeds:
        assert len(embed.description or "") <= 4_096
        assert len(embed.author.name or "") <= 256
    assert isinstance(shown.embeds[0], discord.Embed)


@given(HOSTILE, st.integers(60, 500))
def test_an_excerpt_is_never_too_long(plain: str, limit: int) -> None:
    rest = "[rest](https://x.com)"
    whole = post(5, ADA, escape_html(plain, quote=False))
    shown = excerpt(whole, limit, rest)
    assert len(shown) <= limit
    if shown != post_markdown(whole):
        assert shown.endswith(rest)
