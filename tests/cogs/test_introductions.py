from __future__ import annotations

import re

import discord

from tests.cogs.introducing import Pair, hello, join, people_in, round_of_introductions, take
from tests.cogs.posts import ADA, CY, mention, post
from tests.cogs.town import Town, answer_of, labels

BUTTONS = ["Say hello", "We’ve met", "How to find me", "Not for me", "Something’s wrong"]


async def test_two_who_talked_meet_in_a_private_thread_until_one_wants_it_no_more(
    town: Town, pair: Pair
) -> None:
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    assert re.fullmatch(r"Ada Quill, meet Bo Marsh · \d+", thread.name or "")
    assert people_in(town, thread) == {pair.ada.id, pair.bo.id}

    (message,) = hello(town, thread)
    assert f"<@{pair.ada.id}> ([@ada\\_hr](<https://x.com/ada_hr>) on X)" in message.content
    assert "Bo Marsh answered Ada Quill under #HRTweetup on 1 January." in message.content
    assert "the same tweetup: **HR Tweetup**. What was said is below." in message.content
    assert "A question to go on with: " in message.content
    assert town.pinged() == [str(pair.ada.id), str(pair.bo.id)]
    (embed,) = message.embeds
    assert "What did you stop doing?" in (embed.description or "")
    assert embed.url == "https://x.com/bo_hires/status/11"
    assert embed.author.name == "Bo Marsh (@bo_hires)"
    assert labels(message) == BUTTONS

    # Nobody else sees it; that there is a thread, the simulation alone tells the channel.
    messages = [m for m in town.channel.history() if m.type is discord.MessageType.default]
    assert not any("meet" in message.content for message in messages)
    # Whoever takes their consent back takes the introduction back.
    panel = await pair.ada.click(town.card(), label="My RSVP")
    await pair.ada.click(answer_of(panel), label="Turn introductions off")
    assert town.channel.threads == []


async def test_a_thread_half_peopled_is_emptied_again(town: Town, pair: Pair) -> None:
    town.env.inject_error(
        "PUT",
        f"/channels/*/thread-members/{pair.bo.id}",
        status=403,
        code=50001,
        message="Missing Access",
        times=1,
    )
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    assert people_in(town, thread) == set()
    assert hello(town, thread) == []


async def test_the_sentence_says_what_happened(town: Town) -> None:
    await town.set_up(when="2 January 01:00")
    ada, cy = town.member("ada"), town.member("cy")
    await join(town, ada, ADA, 1)
    await join(town, cy, CY, 2)
    await take(town, post(10, ADA, "Thank you @cy #HRTweetup", mentions=(mention(CY),)))
    await take(town, post(11, CY, "And you @ada_hr #HRTweetup", mentions=(mention(ADA),)))
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    assert (thread.name or "").startswith("Ada Quill, meet Cy * Penn · ")
    (message,) = hello(town, thread)
    assert "You called each other by name under #HRTweetup" in message.content
    assert [embed.author.name for embed in message.embeds] == [
        "Cy * Penn (@cy)",
        "Ada Quill (@ada_hr)",
    ]
