"""What organisers keep out of a feed, and what everybody reads of it, seen from Discord."""

from __future__ import annotations

import re
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.domain.gone import Gone
from bot.errors import UserError
from tests.cogs.feeding import ad, ask, digests, fed
from tests.cogs.posts import ADA, BO, post
from tests.cogs.town import NEEDED, Town, answer_of, labels, mirrored, said

OFFER = "Get 20% off our HR software with code SAVE20, visit our stand https://shop.example/a"


@pytest.fixture
def desk(town: Town) -> ChannelHandle:
    """The organisers' channel."""
    return town.guild.create_text_channel("desk")


@pytest.fixture
async def holding(town: Town, olive: MemberActor, desk: ChannelHandle) -> ChannelHandle:
    """The organisers' channel, where job advertisements and promotion are held."""
    for kind in ("job_ad", "promotion"):
        await ask(town, olive, "filter", kind=kind, policy="hold", channel=desk)
    return desk


async def test_job_ads_are_told_of_at_six_and_read_with_a_tap(
    town: Town, olive: MemberActor
) -> None:
    await fed(town, post(1, ADA, "Any tips for my first HR job?"), *(ad(n) for n in range(2, 12)))
    assert mirrored(town.channel) == [1]
    await town.sleep(17)
    assert digests(town) == []
    await town.env.advance_time(3_660)
    (digest,) = digests(town)
    assert digest.content == ("Folded away from #HRTweetup: 10 job advertisements. Tap to read.")
    assert labels(digest) == ["Read them"]

    cy = town.member("cy")
    first = await cy.click(digest, label="Read them")
    page = answer_of(first)
    text = page.embeds[0].description or ""
    assert "[The *Job* Board (@job_board)](https://x.com/job_board)" in text.replace("\\", "")
    assert "View our latest opening: HR Officer" in text
    assert "(https://x.com/job_board/status/2)" in text
    assert page.embeds[0].footer.text == "Page 1 of 2"
    assert labels(page) == ["Further"]
    await cy.click(page, label="Further")
    page = answer_of(first)
    assert "/status/11)" in str(page.embeds[0].description)
    assert labels(page) == ["Back"]

    await town.services.removal.remove(Gone(posts=dict.fromkeys(range(3, 12), "deleted")))
    await town.env.settle()
    (digest,) = digests(town)
    assert "1 job advertisement." in digest.content
    again = answer_of(await town.member("eve").click(digest, label="Read them"))
    assert re.findall(r"/status/(\d+)", str(again.embeds[0].description)) == ["2"]


async def test_a_digest_works_after_a_restart_and_goes_with_the_last_of_its_posts(
    town: Town, olive: MemberActor
) -> None:
    await fed(town, ad(1))
    assert "with 1 post." in await ask(town, olive, "digest", at="now")
    (digest,) = digests(town)
    await town.restart()
    assert answer_of(await olive.click(digest, label="Read them")).embeds
    await town.services.removal.remove(Gone(posts={1: "deleted"}))
    await town.env.settle()
    assert digests(town) == []


async def test_when_the_digest_comes_is_set_shown_and_turned_off(
    town: Town, olive: MemberActor
) -> None:
    assert "comes at 18:00, Europe/London" in await ask(town, olive, "digest")
    assert "comes at 07:30, Europe/London" in await ask(town, olive, "digest", at="7:30")
    assert "does not come by itself" in await ask(town, olive, "digest", at="Off")
    assert "comes at 18:00" in await ask(town, olive, "digest", at="18 Uhr")
    assert "does not come by itself" in await ask(town, olive, "digest", at="Aus")
    assert "is no time of day" in await ask(town, olive, "digest", at="late")
    assert "does not come by itself" in await ask(town, olive, "digest")
    assert "Nothing of **HR Tweetup**" in await ask(town, olive, "digest", at="Jetzt")
    offered = await olive.autocomplete(town.channel, "feed digest", "at", "")
    assert [each["value"] for each in offered] == ["now", "18:00", "off"]


async def test_the_filter_shows_what_is_set_and_counts_from_now_on(
    town: Town, olive: MemberActor
) -> None:
    fresh = await ask(town, olive, "filter")
    assert "- job advertisements: **fold into the daily digest**" in fresh
    assert "- promotion: **fold into the daily digest**" in fresh
    assert "- copies of earlier posts: **drop**" in fresh
    assert "Authors: 0 muted, 0 always allowed." in fresh
    assert "18:00" in fresh
    await fed(town, ad(1))
    changed = await ask(town, olive, "filter", kind="job_ad", policy="show")
    assert "- job advertisements: **show**" in changed
    await fed(town, ad(2))
    await ask(town, olive, "filter", kind="job_ad", policy="drop")
    await fed(town, ad(3))
    assert mirrored(town.channel) == [2]
    status = await ask(town, olive, "status")
    assert "**Kept out** of today’s posts: folded 1, held for you 0, dropped 1." in status
    await town.services.removal.remove(Gone(posts={1: "deleted", 2: "deleted"}))
    status = await ask(town, olive, "status")
    assert "Gone from X and removed here: 2." in status
    assert "Removed today: 2." in status
    await town.sleep(24)
    status = await ask(town, olive, "status")
    assert "of today’s posts: folded 0, held for you 0, dropped 0. Removed today: 0." in status
    assert "in all: folded 0, held for you 0, dropped 1." in status


async def test_half_a_filter_is_refused(town: Town, olive: MemberActor) -> None:
    fresh = await ask(town, olive, "filter")
    for options, sentence in (
        ({"kind": "job_ad"}, "Please give both, `kind` and `policy`"),
        ({"policy": "show"}, "Please give both, `kind` and `policy`"),
        ({"kind": "job_ad", "policy": "hold"}, "name the organisers’ channel under `channel`"),
    ):
        assert sentence in await ask(town, olive, "filter", **options)
    assert await ask(town, olive, "filter") == fresh


async def test_posts_are_held_only_where_the_bot_and_the_organiser_may_write(
    town: Town, olive: MemberActor, desk: ChannelHandle
) -> None:
    hold = {"kind": "job_ad", "policy": "hold"}
    assert "the feed’s own channel" in await ask(
        town, olive, "filter", channel=town.channel, **hold
    )
    town.allow_bot(frozenset({"view_channel", "read_message_history"}))
    refused = await ask(town, olive, "filter", channel=desk, **hold)
    assert "permissions there: Send Messages, Embed Links." in refused


async def test_a_held_post_is_put_before_organisers_with_its_reasons(
    town: Town, olive: MemberActor, holding: ChannelHandle
) -> None:
    await fed(town, ad(1))
    assert mirrored(town.channel) == []
    (question,) = holding.history()
    assert "For HR Tweetup: shall this post go into the feed?" in question.content
    assert "It looks like a job advertisement; I am 100 % sure." in question.content
    assert "- carries job hashtags (\\#jobs)" in question.content
    assert mirrored(holding) == [1]
    assert labels(question) == ["Approve", "Reject", "Always allow author", "Mute author"]
    assert "held for you 1" in await ask(town, olive, "status")


async def test_an_approved_post_goes_into_the_feed_and_nobody_decides_twice(
    town: Town, olive: MemberActor, holding: ChannelHandle
) -> None:
    await fed(town, ad(1), ad(2))
    before, other = holding.history()
    await town.restart()
    assert "Approved" in said(await olive.click(before, label="Approve"))
    await town.env.settle()
    assert mirrored(town.channel) == [1]
    after, other = holding.history()
    assert after.content == "**HR Tweetup**: let into the feed."
    assert labels(after) == []
    assert "Rejected" in said(await olive.click(other, label="Reject"))
    await town.env.settle()
    assert mirrored(town.channel) == [1]
    assert holding.history()[1].content == "**HR Tweetup**: kept out of the feed."
    # Another organiser had the message open before.
    delivery_id = _delivery_of(before)
    refused = await _decides(town, delivery_id)
    assert refused == "held.decided"


async def test_allowing_an_author_releases_all_of_theirs_and_muting_drops_them(
    town: Town, olive: MemberActor, holding: ChannelHandle
) -> None:
    await fed(town, ad(1), ad(2), ad(3, by=BO), post(4, BO, OFFER))
    assert mirrored(holding) == [1, 2, 3, 4]
    first, _, third, _ = holding.history()
    allowed = said(await olive.click(first, label="Always allow author"))
    assert "2 posts that were held are on their way" in allowed
    await town.env.settle()
    assert mirrored(town.channel) == [1, 2]
    muted = said(await olive.click(third, label="Mute author"))
    assert "nothing @bo\\_hires posts is shown; 2 posts of theirs stay out" in muted
    await fed(town, ad(5), post(6, BO, "Hello everybody"))
    assert mirrored(town.channel) == [1, 2, 5]
    assert [m.content for m in holding.history()] == [
        "**HR Tweetup**: let into the feed.",
        "**HR Tweetup**: let into the feed.",
        "**HR Tweetup**: kept out, as is everything @bo\\_hires posts.",
        "**HR Tweetup**: kept out, as is everything @bo\\_hires posts.",
    ]


async def test_only_organisers_decide(town: Town, holding: ChannelHandle) -> None:
    await fed(town, ad(1))
    (question,) = holding.history()
    for label in labels(question):
        refused = said(await town.member(f"ada{len(label)}").click(question, label=label))
        assert "That is for organisers" in refused
    assert mirrored(town.channel) == []
    assert labels(holding.history()[0]) != []


async def test_a_question_goes_when_its_post_is_gone(
    town: Town, olive: MemberActor, holding: ChannelHandle
) -> None:
    await fed(town, ad(1))
    (question,) = holding.history()
    await town.services.removal.remove(Gone(posts={1: "deleted"}))
    await town.env.settle()
    assert holding.history() == []
    assert await _decides(town, _delivery_of(question)) == "held.gone"


async def test_what_was_held_for_a_lost_channel_goes_to_the_new_one(
    town: Town, olive: MemberActor, holding: ChannelHandle
) -> None:
    town.allow_bot(frozenset({"view_channel", "read_message_history"}))
    await fed(town, ad(1))
    assert holding.history() == []
    notice = town.direct(olive)[-1].content
    assert f"I may not post in <#{holding.id}>" in notice
    town.allow_bot(NEEDED)
    better = town.guild.create_text_channel("better")
    assert f"What is held goes to <#{better.id}>" in await ask(
        town, olive, "filter", channel=better
    )
    await town.env.settle()
    assert mirrored(better) == [1]


async def test_authors_are_muted_allowed_and_taken_off_by_their_handles(
    town: Town, olive: MemberActor
) -> None:
    await fed(town, post(1, ADA), ad(2), post(3, BO, "Hello from me"))
    offered = await olive.autocomplete(town.channel, "feed mute", "author", "")
    assert [each["name"] for each in offered] == [
        "@bo_hires, Bo Marsh",
        "@job_board, The *Job* Board",
        "@ada_hr, Ada Quill",
    ]
    assert "nothing of theirs is shown" in await ask(town, olive, "mute", author="@ADA_hr")
    assert "Everything @job\\_board posts is shown" in await ask(
        town, olive, "allow", author="job_board"
    )
    await fed(town, post(4, ADA, "Me again"), ad(5))
    assert mirrored(town.channel) == [1, 3, 5]
    offered = await olive.autocomplete(town.channel, "feed unmute", "author", "A")
    assert [each["name"] for each in offered] == ["@ada_hr, muted", "@job_board, always allowed"]
    assert "1 muted, 1 always allowed" in await ask(town, olive, "filter")
    assert "no longer muted" in await ask(town, olive, "unmute", author="ada_hr")
    assert "judged as everybody’s" in await ask(town, olive, "unmute", author="job_board")
    assert "neither muted nor always allowed" in await ask(town, olive, "unmute", author="bo_hires")
    await fed(town, post(6, ADA, "And again"), ad(7))
    assert mirrored(town.channel) == [1, 3, 5, 6]
    unknown = await ask(town, olive, "mute", author="@nobody")
    assert "no post by “@nobody” under #HRTweetup" in unknown


async def test_muting_takes_what_is_on_its_way(town: Town, olive: MemberActor) -> None:
    await ask(town, olive, "pause")
    await fed(town, post(1, ADA), ad(2), post(3, BO, "Hello from me"))
    assert "2 posts" not in await ask(town, olive, "mute", author="ada_hr")
    await ask(town, olive, "mute", author="job_board")
    await ask(town, olive, "resume")
    assert mirrored(town.channel) == [3]
    assert "Nothing of" in await ask(town, olive, "digest", at="now")


async def test_a_blocked_word_keeps_out_whoever_says_it(town: Town, olive: MemberActor) -> None:
    await fed(town, post(1, ADA))
    await ask(town, olive, "allow", author="ada_hr")
    assert "Posts with “Buy \\*now\\*”" in await ask(town, olive, "block", word=" Buy *now* ")
    await fed(town, post(2, ADA, "Please BUY, now!"), post(3, ADA, "I buy it, but not now"))
    assert mirrored(town.channel) == [1, 3]
    assert "Blocked words: Buy \\*now\\*" in await ask(town, olive, "filter")
    assert "is blocked already" in await ask(town, olive, "block", word="buy now")
    offered = await olive.autocomplete(town.channel, "feed unblock", "word", "NOW")
    assert [each["value"] for each in offered] == ["Buy *now*"]
    assert "no longer blocked" in await ask(town, olive, "unblock", word="buy now")
    assert "is not blocked" in await ask(town, olive, "unblock", word="buy now")
    assert "no word in “💰”" in await ask(town, olive, "block", word="💰")
    assert "at most 50 characters" in await ask(town, olive, "block", word="x" * 51)


async def test_each_tweetup_has_its_own_filter(town: Town, olive: MemberActor) -> None:
    elsewhere = town.guild.create_text_channel("elsewhere")
    await town.plan(olive, name="Other", when="29 January 18:30", channel=elsewhere)
    await ask(town, olive, "filter", kind="job_ad", policy="show", event="Other")
    await fed(town, ad(1))
    assert mirrored(town.channel) == []
    assert mirrored(elsewhere) == [1]


async def test_only_organisers_set_the_filter(town: Town, olive: MemberActor) -> None:
    ada = town.member("ada")
    commands = {each.name: each for each in await town.bot.tree.fetch_commands()}
    town.guild.set_command_permissions(commands["feed"], {ada: True})
    for command, options in (
        ("mute", {"author": "ada_hr"}),
        ("allow", {"author": "ada_hr"}),
        ("unmute", {"author": "ada_hr"}),
        ("block", {"word": "crypto"}),
        ("unblock", {"word": "crypto"}),
        ("filter", {"kind": "job_ad", "policy": "show"}),
        ("digest", {"at": "now"}),
    ):
        refused = await ask(town, ada, command, **options)
        assert "That is for organisers" in refused, command


def _delivery_of(message: discord.Message) -> int:
    rows: list[Any] = [row.to_dict() for row in message.components]
    found = re.search(r":d(\d+)", rows[0]["components"][0]["custom_id"])
    assert found is not None
    return int(found[1])


async def _decides(town: Town, delivery_id: int) -> str:
    """What a tap is answered that was made on a message as it stood before."""
    with pytest.raises(UserError) as refusal:
        await town.services.review.decide(town.guild.id, delivery_id, "approve")
    return refusal.value.key
