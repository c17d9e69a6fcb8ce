from __future__ import annotations

import re
from dataclasses import dataclass

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.domain.posts import Author, Post
from tests.cogs.posts import ADA, BO, CY, batch, mention, post
from tests.cogs.town import Town, answer_of, labels, said


@dataclass
class Pair:
    ada: MemberActor
    bo: MemberActor


@pytest.fixture
async def pair(town: Town) -> Pair:
    """Two members who are going, linked, agreed, and talked to each other on X."""
    await town.set_up(when="2 January 01:00")
    pair = Pair(town.member("ada"), town.member("bo"))
    for number, (member, author) in enumerate(((pair.ada, ADA), (pair.bo, BO)), start=1):
        await join(town, member, author, number)
    await take(town, post(10, ADA, "What do you all ask first? #HRTweetup"))
    await take(
        town,
        post(
            11,
            BO,
            "@ada_hr “What did you stop doing?” #HRTweetup",
            reply_to_id=10,
            reply_to_author_id=ADA.id,
            mentions=(mention(ADA),),
        ),
    )
    return pair


async def test_two_who_talked_meet_in_a_private_thread(town: Town, pair: Pair) -> None:
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    assert re.fullmatch(r"Ada Quill, meet Bo Marsh · \d+", thread.name or "")
    assert people_in(town, thread) == {pair.ada.id, pair.bo.id}

    (message,) = hello(town, thread)
    assert f"<@{pair.ada.id}> ([@ada\\_hr](<https://x.com/ada_hr>) on X)" in message.content
    assert "Bo Marsh answered Ada Quill under #HRTweetup" in message.content
    assert "A question to go on with: " in message.content
    assert town.pinged() == [str(pair.ada.id), str(pair.bo.id)]
    (embed,) = message.embeds
    assert "What did you stop doing?" in (embed.description or "")
    assert embed.url == "https://x.com/bo_hires/status/11"
    assert embed.author.name == "Bo Marsh (@bo_hires)"
    assert labels(message) == ["Not for me"]


async def test_nobody_outside_the_thread_sees_it(town: Town, pair: Pair) -> None:
    await round_of_introductions(town)
    # The simulation announces private threads in the channel, which Discord does not.
    messages = [m for m in town.channel.history() if m.type is discord.MessageType.default]
    assert not any("meet" in message.content for message in messages)


async def test_whoever_wants_no_introduction_leaves_quietly(town: Town, pair: Pair) -> None:
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    (message,) = hello(town, thread)
    answer = await pair.bo.click(message, label="Not for me")
    assert "I have told nobody" in said(answer)
    assert people_in(town, thread) == {pair.ada.id}
    assert len(hello(town, thread)) == 1


async def test_taking_consent_back_takes_the_introduction_back(town: Town, pair: Pair) -> None:
    await round_of_introductions(town)
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


async def test_names_in_the_sentence_are_shown_as_written(town: Town) -> None:
    await town.set_up(when="2 January 01:00")
    await join(town, town.member("ada"), ADA, 1)
    await join(town, town.member("cy"), CY, 2)
    await take(town, post(10, ADA, "Thank you @cy #HRTweetup", mentions=(mention(CY),)))
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    (message,) = hello(town, thread)
    assert "Ada Quill called Cy \\* Penn by name under #HRTweetup" in message.content


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
    assert "You have been talking to each other under #HRTweetup" in message.content
    assert [embed.author.name for embed in message.embeds] == [
        "Cy * Penn (@cy)",
        "Ada Quill (@ada_hr)",
    ]


async def join(town: Town, member: MemberActor, author: Author, number: int) -> None:
    panel = await member.click(town.card(), label="Going")
    await member.click(answer_of(panel), label="Introduce me to people I’ve talked to")
    claimed = said(await member.slash(town.channel, "link", handle=author.handle))
    code = re.search(r"tw-\w{6}", claimed)
    assert code is not None
    await take(town, post(number, author, f"#HRTweetup {code[0]}"))


async def take(town: Town, *posts: Post) -> None:
    await town.services.ingest.take(batch(*posts))
    await town.env.settle()


async def round_of_introductions(town: Town) -> None:
    """The last round is held a day before the event: at one o'clock of the day it is."""
    await town.env.advance_time(3_600 + 1)


def people_in(town: Town, thread: ChannelHandle) -> set[int]:
    members = town.env.backend.get_thread(thread.id).thread_members
    return set(members) - {town.bot_id}


def hello(town: Town, thread: ChannelHandle) -> list[discord.Message]:
    return [message for message in thread.history() if message.content]
