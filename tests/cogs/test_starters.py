"""Posts to answer, as members see them: at their word, and by message after a round."""

from __future__ import annotations

import re
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.domain.gone import Gone
from bot.domain.posts import Author
from tests.cogs.introducing import join, round_of_introductions, take
from tests.cogs.posts import ADA, BO, CY, post
from tests.cogs.town import Town, answer_of, labels, said


async def coming(town: Town, name: str, author: Author, number: int) -> MemberActor:
    member = town.member(name)
    await join(town, member, author, number)
    return member


async def gather(town: Town) -> MemberActor:
    """Bo and Cy are coming and each put something on X; Ada, who is asked for, talked to nobody.

    Two rounds are still to come: in an hour, and two days later.
    """
    await town.set_up(when="4 January 01:00")
    ada = await coming(town, "ada", ADA, 1)
    await coming(town, "bo", BO, 2)
    await coming(town, "cy", CY, 3)
    await take(town, post(10, BO, "Who looks after *your* payroll? #HRTweetup"))
    await take(town, post(11, CY, "Pensions bore everybody #HRTweetup"))
    return ada


def links(message: Any) -> list[str]:
    rows = message.components
    if isinstance(message, discord.Message):
        rows = [row.to_dict() for row in rows]
    return [b["url"] for row in rows for b in row["components"] if b.get("url")]


async def ask(town: Town, member: MemberActor, **given: str) -> InteractionResult:
    return await member.slash(town.channel, "me posts", **given)


async def test_whoever_goes_is_shown_posts_to_answer_and_why(town: Town) -> None:
    ada = await gather(town)
    await take(town, post(12, ADA, "Our pensions scheme is new #HRTweetup"))
    shown = await ask(town, ada)
    assert "Posts you could answer, by people who are coming to **HR Tweetup**" in said(shown)
    assert (
        "1. [Bo Marsh](<https://x.com/bo_hires>) asks something nobody has answered yet."
        in said(shown)
    )
    assert "speaks of “Pensions”, as you did on Thursday 1 January." in said(shown)
    assert "Leave #HRTweetup in your answer" in said(shown)
    embeds = answer_of(shown).embeds
    assert "Who looks after \\*your\\* payroll?" in (embeds[0].description or "")
    assert labels(answer_of(shown)) == ["Answer Bo Marsh on X", "Answer Cy * Penn on X"]
    assert links(answer_of(shown))[0] == (
        "https://x.com/intent/post?in_reply_to=10&hashtags=HRTweetup"
    )


async def test_where_there_is_nothing_one_is_told_what_to_do(town: Town) -> None:
    await town.set_up(when="4 January 01:00")
    eve = town.member("eve")
    await eve.click(town.card(), label="Going")
    shown = await ask(town, eve, event="HR Tweetup")
    assert "Write one yourself under #HRTweetup" in said(shown)
    assert "Introductions are off for you" in said(shown)
    assert links(answer_of(shown)) == ["https://x.com/intent/post?hashtags=HRTweetup"]


async def test_whoever_does_not_go_is_told_to(town: Town) -> None:
    await gather(town)
    eve = town.member("eve")
    assert "Tap *Going* on its card" in said(await ask(town, eve))
    assert "You are not going to **HR Tweetup**" in said(await ask(town, eve, event="HR Tweetup"))


async def test_the_panel_says_where_to_find_them(town: Town) -> None:
    ada = await gather(town)
    assert "`/me posts`" in said(await ada.click(town.card(), label="My RSVP"))
    eve = town.member("eve")
    await eve.click(town.card(), label="Going")
    assert "`/me posts`" not in said(await eve.click(town.card(), label="My RSVP"))


async def test_after_the_round_they_come_by_message(town: Town) -> None:
    ada = await gather(town)
    await remind_by_message(town, ada)
    await round_of_introductions(town)
    message = the_message(town, ada)
    assert "here are 2 posts by people who are coming" in message.content
    assert "in the next round, <t:" in message.content
    assert labels(message)[-1] == "Show me others"
    assert [embed.author.name for embed in message.embeds] == [
        "Bo Marsh (@bo_hires)",
        "Cy * Penn (@cy)",
    ]
    others = await ada.user.click(message, label="Show me others")
    assert "Just now I have no post to put before you" in said(others)


async def test_the_rest_of_the_message_stays_when_a_post_is_deleted(town: Town) -> None:
    ada = await gather(town)
    await remind_by_message(town, ada)
    await round_of_introductions(town)
    await town.services.removal.remove(Gone(posts={10: "deleted"}))
    await town.env.settle()
    message = the_message(town, ada)
    assert "payroll" not in str([embed.to_dict() for embed in message.embeds])
    assert labels(message) == ["Answer Cy * Penn on X", "Show me others"]
    assert re.search(r"^1\. \[Cy", message.content, re.MULTILINE)
    await town.services.removal.remove(Gone(posts={11: "deleted"}))
    await town.env.settle()
    assert not [m for m in town.direct(ada) if "posts" in m.content]


async def remind_by_message(town: Town, member: MemberActor) -> None:
    panel = await member.click(town.card(), label="My RSVP")
    choices = labels(answer_of(panel))
    (label,) = [each for each in choices if "message" in each.lower()]
    await member.click(answer_of(panel), label=label)


def the_message(town: Town, member: MemberActor) -> discord.Message:
    (message,) = [m for m in town.direct(member) if m.embeds and "Answer" in labels(m)[0]]
    return message
