"""A tweet chat as people in Discord see it; posts are handed in as a source would."""

from __future__ import annotations

import re

import pytest

from bot.domain.announcements import ChatThread
from bot.domain.chat import Question
from bot.domain.deliveries import MessageRef
from bot.domain.gone import Gone
from bot.domain.posts import Metrics, Post
from bot.errors import Unreachable
from bot.ports import Outgoing, Place
from cogs.announcer import DiscordAnnouncer
from tests.cogs.chat_room import HOST, Room, embedded, messages
from tests.cogs.posts import ADA, BO, CY
from tests.cogs.town import NEEDED, START, Town, answer_of, labels, mirrored, said


async def test_a_whole_chat(town: Town, room: Room) -> None:
    shown = await room.typed(host="@holly")
    assert labels(answer_of(shown)) == ["Confirm", "Change"]
    schedule = embedded(shown)
    assert "**Q1** Thursday 1 January, 01:00 (<t:1767229200:t>, <t:1767229200:R>)" in schedule
    assert "**Q2** Thursday 1 January, 01:10" in schedule
    assert "**Q3** Thursday 1 January, 01:30" in schedule
    assert "by the clock of Europe/London" in said(shown)
    assert "@holly posts the questions" in said(shown)
    done = await room.tap(shown, "Confirm")
    assert "3 questions for **HR Tweetup**" in said(done)

    await room.until(hours=1, seconds=1)
    (question,) = room.asked()
    assert "**Q1 of 3: What was your first job?**" in question.content
    assert "`A1 #HRTweetup`" in question.content
    assert labels(question) == ["Catch up", "Answer on X"]
    (first,) = room.threads
    assert (first.id, first.name) == (question.id, "Q1: What was your first job?")

    on_x = await room.say(HOST, "Q1 What was your first job? #HRTweetup")
    one = await room.say(ADA, "A1: Payroll, by hand #HRTweetup")
    two = await room.say(BO, "Same here! #HRTweetup", reply_to_id=on_x.id)
    three = await room.say(CY, "How long? #HRTweetup", reply_to_id=two.id)
    aside = await room.say(CY, "A2 is not asked yet #HRTweetup")
    other = await room.say(CY, "Lovely evening #HRTweetup")
    assert mirrored(first) == [on_x.id, one.id, two.id, three.id]
    assert mirrored(town.channel) == [aside.id, other.id]

    await room.until(hours=1, minutes=10, seconds=1)
    second = room.threads[1]
    late = await room.say(CY, "#HRTweetup A1 late but true")
    now = await room.say(CY, "@holly a2) My aunt #HRTweetup")
    assert mirrored(first)[-1] == late.id
    assert mirrored(second) == [now.id]
    await room.until(hours=1, minutes=41)
    assert len(room.asked()) == len(room.threads) == 3
    (end,) = [m for m in messages(town.channel) if "That was the chat" in m.content]
    assert f"**Q1** <#{first.id}> · 4 answers by 3 people" in end.content
    assert f"**Q2** <#{second.id}> · 1 answer by 1 person" in end.content
    assert f"**Q3** <#{room.threads[2].id}> · no answers on X yet" in end.content

    await room.until(hours=25, minutes=35)
    morning = await room.say(BO, "A3 All of it #HRTweetup")
    await room.until(hours=25, minutes=41)
    too_late = await room.say(BO, "A3 motorway is closed #HRTweetup")
    assert mirrored(room.threads[2]) == [morning.id]
    assert mirrored(town.channel)[-1] == too_late.id


async def test_everybody_can_catch_up(town: Town, room: Room) -> None:
    await room.schedule("One?\nTwo?")
    ada = town.member("ada")
    assert "Nothing has been asked yet." in embedded(await room.ask(ada, "recap"))
    await room.until(hours=1, seconds=1)
    for number, likes in enumerate((0, 9, 2, 5)):
        text = f"A1 thing {number} https://t.co/x @everyone " + "word " * 30
        await room.say((ADA, BO, ADA, BO)[number], text, metrics=Metrics(likes=likes))
    recap = await ada.click(room.asked()[0], label="Catch up")
    shown = embedded(recap)
    assert shown == embedded(await room.ask(ada, "recap"))
    assert f"**Q1: One?**\n<#{room.threads[0].id}> · 4 answers by 2 people" in shown
    assert re.findall(r"thing (\d)", shown) == ["1", "3", "2"]
    assert "[@bo\\_hires: A1 thing 1 \\@everyone word" in shown
    assert "https://t.co" not in shown
    assert "Q2 comes <t:1767229800:R>." in shown


async def test_many_questions_are_caught_up_with_a_page_at_a_time(town: Town, room: Room) -> None:
    await room.schedule("\n".join(f"{n}?" * 60 for n in range(1, 13)), every=1)
    await room.until(hours=1, minutes=14)
    at = town.clock.now()
    said = [(by, f"A{number} " + "_*" * 100) for number in range(1, 13) for by in (ADA, BO, CY)]
    tags = ("HRTweetup",)
    posts = [Post(next(room.numbers), by.id, each, at, hashtags=tags) for by, each in said]
    await room.take(*posts)
    ada = town.member("ada")
    first = await room.ask(ada, "recap")
    assert labels(answer_of(first)) == ["Q1 to Q4", "Q5 to Q8", "Q9 to Q12"]
    assert "**Q4: " in embedded(first)
    assert "**Q5: " not in embedded(first)
    await ada.click(answer_of(first), label="Q9 to Q12")
    assert "**Q12: " in embedded(first)
    assert "**Q4: " not in embedded(first)


@pytest.fixture
async def talk(room: Room) -> Room:
    """A chat whose first question has been asked."""
    await room.schedule()
    await room.until(hours=1, seconds=1)
    return room


async def test_without_a_host_nobodys_question_counts(talk: Room) -> None:
    question = await talk.say(HOST, "Q1 What was your first job? #HRTweetup")
    await talk.say(ADA, "Payroll #HRTweetup", reply_to_id=question.id)
    assert mirrored(talk.threads[0]) == []


async def test_what_is_gone_or_edited_on_x_goes_or_changes_in_the_thread(talk: Room) -> None:
    one = await talk.say(ADA, "A1 Payroll #HRTweetup")
    two = await talk.say(BO, "A1 Sales #HRTweetup")
    (thread,) = talk.threads
    edited = Post(
        two.id + 1_000_000,
        BO.id,
        "A1 Sales, then HR #HRTweetup",
        two.created_at,
        hashtags=("HRTweetup",),
        edits=(two.id, two.id + 1_000_000),
    )
    await talk.take(edited)
    assert mirrored(thread) == [one.id, edited.id]
    assert "Sales, then HR" in (thread.history()[-1].embeds[0].description or "")
    await talk.town.services.removal.remove(Gone(posts={one.id: "deleted"}))
    await talk.town.env.settle()
    assert mirrored(thread) == [edited.id]
    recap = embedded(await talk.ask(talk.olive, "recap"))
    assert "1 answer by 1 person" in recap
    assert "Payroll" not in recap


async def test_answers_of_a_deleted_thread_go_to_the_channel(talk: Room, town: Town) -> None:
    (thread,) = talk.threads
    town.env.backend.delete_channel(thread.id)
    answers = [await talk.say(ADA, f"A1 number {n} #HRTweetup") for n in range(3)]
    assert mirrored(town.channel) == [each.id for each in answers]
    told = [m.content for m in town.direct(talk.olive) if "was deleted" in m.content]
    assert told == [
        "The thread of Q1 in the chat for **HR Tweetup** was deleted. Its answers from X go to"
        f" <#{town.channel.id}> from now on."
    ]
    assert "3 answers by 1 person" in embedded(await talk.ask(talk.olive, "recap"))


async def test_a_pause_and_quiet_hours_hold_for_threads_as_well(talk: Room, town: Town) -> None:
    await talk.olive.slash(town.channel, "feed pause")
    answer = await talk.say(ADA, "A1 Payroll #HRTweetup")
    assert mirrored(talk.threads[0]) == []
    resumed = await talk.olive.slash(town.channel, "feed resume")
    assert "1 post was waiting" in said(resumed)
    assert mirrored(talk.threads[0]) == [answer.id]


async def test_after_a_restart_the_chat_goes_on_and_asks_nothing_twice(
    talk: Room, town: Town
) -> None:
    await town.restart()
    await talk.until(hours=1, minutes=10, seconds=1)
    assert len(talk.asked()) == len(talk.threads) == 2
    answer = await talk.say(ADA, "A1 Payroll #HRTweetup")
    assert mirrored(talk.threads[0]) == [answer.id]


async def test_a_thread_that_cannot_be_opened_now_is_opened_later(room: Room, town: Town) -> None:
    await room.schedule()
    town.allow_bot(NEEDED - {"create_public_threads"})
    await room.until(hours=1, seconds=1)
    answer = await room.say(ADA, "A1 Payroll #HRTweetup")
    assert room.threads == []
    assert mirrored(town.channel) == []
    town.allow_bot(NEEDED)
    await room.until(hours=1, minutes=20)
    threads = {thread.name: thread for thread in room.threads}
    assert mirrored(threads["Q1: What was your first job?"]) == [answer.id]
    assert set(threads) == {"Q1: What was your first job?", "Q2: Who helped you?"}


async def test_a_thread_is_found_again_and_says_what_it_should(talk: Room, town: Town) -> None:
    announcer = DiscordAnnouncer(town.bot)
    (question,) = talk.asked()

    def thread(below: int, number: int = 1, words: str = "What was your first job?") -> Outgoing:
        asked = Question(number, words, START)
        announcement = ChatThread(asked, MessageRef(town.channel.id, below))
        return Outgoing(99, Place(town.guild.id, channel_id=below), announcement)

    standing = MessageRef(question.id, question.id)
    assert await announcer.find(thread(question.id)) == standing
    card = town.card().id
    assert await announcer.find(thread(card)) is None
    opened = await announcer.send(thread(card, 2, "w" * 200))
    assert opened == await announcer.find(thread(card)) == MessageRef(card, card)
    await announcer.update(thread(question.id, words="And your second?"), standing)
    names = {each.id: each.name for each in talk.threads}
    assert names == {question.id: "Q1: And your second?", card: f"Q2: {'w' * 95}…"}
    await announcer.remove("chat_thread", Place(town.guild.id), standing)
    assert [each.id for each in talk.threads] == [card]
    with pytest.raises(Unreachable):
        await announcer.send(thread(1))
