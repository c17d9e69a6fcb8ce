"""The buttons under an introduction, as the two who are introduced use them."""

from __future__ import annotations

from typing import Any

import discord

from db import blocks, introductions
from tests.cogs.introducing import (
    Pair,
    by_message,
    hello,
    introduced,
    people_in,
    round_of_introductions,
)
from tests.cogs.town import NEEDED, Town, answer_of, labels, said

SCARF = "red scarf, by the bar\n<@&1> **@everyone**"


async def test_saying_hello_is_one_tap_and_once_and_for_nobody_who_looks_in(
    town: Town, pair: Pair
) -> None:
    message = await introduced(town, pair)
    role = town.guild.create_role("Mods", permissions=discord.Permissions(manage_threads=True))
    mod = town.guild.add_member(town.env.create_user("mo"), roles=[town.people, role])
    for label in ("Say hello", "We’ve met", "Not for me"):
        assert "for other people" in said(await mod.click(message, label=label))
    assert people_in(town, town.channel.threads[0]) == {pair.ada.id, pair.bo.id}

    answer = await pair.ada.click(message, label="Say hello")
    assert "Your hello stands in the thread" in said(answer)
    greeting = lines(town)[-1]
    assert greeting.content == f"<@{pair.ada.id}> says hello."
    await town.restart()
    assert "already" in said(await pair.ada.click(message, label="Say hello"))
    assert lines(town)[-1].id == greeting.id
    await pair.bo.click(greeting, label="Say hello back")
    assert lines(town)[-1].content == f"<@{pair.bo.id}> says hello."
    assert "already" in said(await pair.bo.click(message, label="Say hello"))


async def test_where_nobody_wrote_a_refusal_looks_like_any_other_change_of_plans(
    town: Town, pair: Pair
) -> None:
    message = await introduced(town, pair)
    await pair.ada.click(message, label="Say hello")
    question = await pair.bo.click(message, label="Not for me")
    assert "tell nobody why" in said(question)
    assert people_in(town, town.channel.threads[0]) == {pair.ada.id, pair.bo.id}
    await pair.bo.click(answer_of(question), label="Take me out")
    assert town.channel.threads == []
    assert [m.content[:9] for m in town.direct(pair.ada)] == ["Thank you"]
    assert await kept_apart(town, pair)
    assert (await answers(town)) == {pair.ada.id: "hello", pair.bo.id: "declined"}


async def test_a_thread_in_which_they_talked_stays_to_the_other(town: Town, pair: Pair) -> None:
    message = await introduced(town, pair)
    (thread,) = town.channel.threads
    await pair.ada.send(thread, "Hi Bo!")
    question = await pair.bo.click(message, label="Not for me")
    done = await pair.bo.click(answer_of(question), label="Take me out")
    assert "nobody is told why" in said(done)
    assert people_in(town, thread) == {pair.ada.id}
    assert any(line.content == "Hi Bo!" for line in lines(town))
    assert await kept_apart(town, pair)


async def test_how_to_find_somebody_is_shown_to_those_they_meet_and_that_they_met(
    town: Town, pair: Pair
) -> None:
    message = await introduced(town, pair)
    assert "It goes the day after" in said(await say(pair.ada, message, SCARF))
    line = lines(town)[0].content.splitlines()[-1]
    assert line.startswith(f"How to find <@{pair.ada.id}>: red scarf, by the bar \\<")
    assert "**@everyone" not in line
    assert "Taken back" in said(await say(pair.ada, message, ""))
    assert "How to find" not in lines(town)[0].content

    alone = said(await pair.ada.click(message, label="We’ve met"))
    assert "unless the other says so too" in alone
    assert "You have met" not in lines(town)[0].content
    together = said(await pair.bo.click(message, label="We’ve met"))
    assert "you all say so" in together
    assert "You have met." in lines(town)[0].content

    await say(pair.ada, message, "red scarf")
    (known,) = (await town.services.privacy.known(town.guild.id, pair.ada.id)).found_by
    assert known[1] == "red scarf"
    await town.services.privacy.forget(town.guild.id, pair.ada.id)
    assert (await town.services.privacy.known(town.guild.id, pair.ada.id)).found_by == ()


async def test_organisers_hear_of_a_bad_experience_and_nobody_else_does(
    town: Town, pair: Pair
) -> None:
    message = await introduced(town, pair)
    before = len(lines(town)), len(town.direct(pair.bo))
    shown = await pair.ada.click(message, label="Something’s wrong")
    answer = said(
        await pair.ada.submit_modal(shown, {"words": "Rude to me\nat the bar", "apart": True})
    )
    assert "I pass it to the organisers of **HR Tweetup**" in answer
    assert "I will not introduce you to each other again." in answer
    (told,) = town.direct(pair.olive)
    assert f"<@{pair.ada.id}> was introduced to <@{pair.bo.id}> and tells you:" in told.content
    assert "> Rude to me\n> at the bar" in told.content
    assert labels(told) == ["Got it"]
    assert (len(lines(town)), len(town.direct(pair.bo))) == before
    assert await kept_apart(town, pair)


async def test_those_who_want_messages_are_introduced_and_greet_by_message(
    town: Town, pair: Pair
) -> None:
    await by_message(town, pair.bo)
    await round_of_introductions(town)
    assert town.channel.threads == []
    ada, bo = town.direct(pair.ada)[-1], town.direct(pair.bo)[-1]
    assert ada.content.startswith(f"Meet <@{pair.bo.id}> ([@bo\\_hires](<https://x.com/bo_hires>)")
    assert bo.content.startswith(f"Meet <@{pair.ada.id}> ")
    assert "To write to them, tap their name." in ada.content
    assert len(ada.embeds) == 1
    answer = said(await pair.ada.user.click(ada, label="Say hello"))
    assert "I pass hellos on quietly" in answer
    greeting = town.direct(pair.bo)[-1]
    assert greeting.content.startswith(f"<@{pair.ada.id}> ([@ada\\_hr]")
    assert "says hello before **HR Tweetup**" in greeting.content


async def test_by_message_a_refusal_changes_nothing_for_the_other(town: Town, pair: Pair) -> None:
    await by_message(town, pair.bo)
    await round_of_introductions(town)
    ada, bo = town.direct(pair.ada)[-1], town.direct(pair.bo)[-1]
    question = await pair.bo.user.click(bo, label="Not for me")
    assert "I take my message to you away" in said(question)
    done = await pair.bo.user.click(answer_of(question), label="Take me out")
    assert "nobody is told why" in said(done)
    assert bo.id not in [each.id for each in town.direct(pair.bo)]
    assert town.direct(pair.ada)[-1].content == ada.content
    count = len(town.direct(pair.bo))
    assert "I pass hellos on quietly" in said(await pair.ada.user.click(ada, label="Say hello"))
    assert len(town.direct(pair.bo)) == count


async def test_closed_messages_lead_to_the_thread_and_nobody_knows_alone(
    town: Town, pair: Pair
) -> None:
    await by_message(town, pair.ada)
    known = len(town.direct(pair.ada))
    town.close_messages(pair.bo, times=1)
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    assert people_in(town, thread) == {pair.ada.id, pair.bo.id}
    assert len(hello(town, thread)) == 1
    assert len(town.direct(pair.ada)) == known
    assert not [m for m in town.channel.history() if "could not reach" in m.content]


async def test_organisers_hear_once_that_threads_cannot_be_opened(town: Town, pair: Pair) -> None:
    town.allow_bot(NEEDED - {"create_private_threads"})
    await round_of_introductions(town)
    await town.env.advance_time(1_800)
    (told,) = town.direct(pair.olive)
    assert "Please let me Create Private Threads" in told.content
    assert str(pair.ada.id) not in told.content
    town.allow_bot(NEEDED)
    await town.env.advance_time(1_000)
    assert people_in(town, town.channel.threads[0]) == {pair.ada.id, pair.bo.id}


async def test_the_morning_after_one_tap_says_whether_they_met(town: Town, pair: Pair) -> None:
    await introduced(town, pair)
    await town.sleep(33)
    asked = lines(town)[-1]
    assert f"<@{pair.ada.id}> and <@{pair.bo.id}>: did you meet at **HR Tweetup**?" in asked.content
    assert labels(asked) == ["Yes, we met", "Not this time"]
    assert "nobody sees that" in said(await pair.ada.click(asked, label="Not this time"))
    assert "unless the other says so too" in said(await pair.ada.click(asked, label="Yes, we met"))
    assert "you all say so" in said(await pair.bo.click(asked, label="Yes, we met"))
    assert "You have met." in lines(town)[0].content
    count = len(lines(town))
    await town.sleep(24)
    assert len(lines(town)) == count


async def say(member: Any, message: discord.Message, words: str) -> Any:
    shown = await member.click(message, label="How to find me")
    return await member.submit_modal(shown, {"words": words})


def lines(town: Town) -> list[discord.Message]:
    (thread,) = town.channel.threads
    return hello(town, thread)


async def kept_apart(town: Town, pair: Pair) -> bool:
    async with town.database.read() as conn:
        return bool(await blocks.among(conn, town.guild.id, (pair.ada.id, pair.bo.id)))


async def answers(town: Town) -> dict[int, str | None]:
    (event,) = await town.events()
    async with town.database.read() as conn:
        (made,) = await introductions.of_event(conn, event.id)
    assert made.state == "withdrawn"
    return {each.member_id: each.answer for each in made.members}
