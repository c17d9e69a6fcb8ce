"""A tweet chat as people in Discord see it; posts are handed in as a source would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from bot.domain.gone import Gone
from bot.domain.posts import Author, Batch, Metrics, Post
from tests.cogs.posts import ADA, BO, CY
from tests.cogs.town import NEEDED, START, Town, answer_of, labels, said

QUESTIONS = "Q1 What was your first job?\nWho helped you?\n01:30 What would you do again?"
HOST = Author(9, "Holly", "Holly Host", None)


@dataclass
class Room:
    town: Town
    olive: MemberActor
    numbers: Iterator[int] = field(default_factory=lambda: count(5_000))

    async def form(self, **options: Any) -> InteractionResult:
        given: dict[str, Any] = {"when": "1 January 01:00"}
        return await self.olive.slash(self.town.channel, "chat schedule", **(given | options))

    async def typed(self, questions: str = QUESTIONS, **options: Any) -> InteractionResult:
        """The form of the command, filled in and sent."""
        form = await self.form(**options)
        return await self.olive.submit_modal(form, as_shown(form) | {"questions": questions})

    async def schedule(self, questions: str = QUESTIONS, **options: Any) -> InteractionResult:
        shown = await self.typed(questions, **options)
        return await self.tap(shown, "Confirm")

    async def tap(self, shown: InteractionResult, label: str) -> InteractionResult:
        """Tap a button of the organiser's that changes the message it stands on."""
        await self.olive.click(answer_of(shown), label=label)
        return shown

    async def until(self, **time: float) -> None:
        """Let time pass until that long after the start of the simulation."""
        wait = START + timedelta(**time) - self.town.clock.now()
        await self.town.env.advance_time(wait.total_seconds())

    async def say(self, by: Author, text: str, **more: Any) -> Post:
        at = self.town.clock.now()
        said = Post(next(self.numbers), by.id, text, at, hashtags=("HRTweetup",), **more)
        await self.take(said)
        return said

    async def take(self, *posts: Post) -> None:
        found = Batch("search:hrtweetup", posts, authors=(ADA, BO, CY, HOST))
        await self.town.services.ingest.take(found)
        await self.town.env.settle()

    @property
    def threads(self) -> list[ChannelHandle]:
        return self.town.channel.threads

    def asked(self) -> list[discord.Message]:
        return [m for m in messages(self.town.channel) if "Answer on X with" in m.content]

    async def ask(self, by: MemberActor, command: str, **options: Any) -> InteractionResult:
        return await by.slash(self.town.channel, f"chat {command}", **options)


def as_shown(form: InteractionResult) -> dict[str, str]:
    """What stands in a form's fields before anything is typed."""
    assert form.modal is not None
    fields = [label["component"] for label in form.modal["components"]]
    return {field["custom_id"]: field.get("value") or "" for field in fields}


def messages(channel: ChannelHandle) -> list[discord.Message]:
    return [m for m in channel.history() if m.type is discord.MessageType.default]


def mirrored(channel: ChannelHandle) -> list[int]:
    """The ids of the posts in a channel or thread, in its order."""
    links = [embed.url or "" for m in channel.history() for embed in m.embeds]
    return [int(found[1]) for link in links if (found := re.search(r"/status/(\d+)", link))]


def embedded(result: InteractionResult) -> str:
    return "\n".join(embed.description or "" for embed in answer_of(result).embeds)


@pytest.fixture
async def room(town: Town) -> Room:
    """A tweetup in two days; the simulated clock begins at midnight, in London as in UTC."""
    olive = town.organiser()
    await town.create(olive, when="3 January 18:30")
    return Room(town, olive)


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
    await room.until(hours=1, minutes=30)
    for number in range(1, 13):
        for by in (ADA, BO, CY):
            await room.say(by, f"A{number} " + "_*" * 100)
    ada = town.member("ada")
    first = await room.ask(ada, "recap")
    assert labels(answer_of(first)) == ["Q1 to Q5", "Q6 to Q10", "Q11 to Q12"]
    assert "**Q5: " in embedded(first)
    assert "**Q6: " not in embedded(first)
    await ada.click(answer_of(first), label="Q11 to Q12")
    assert "**Q12: " in embedded(first)
    assert "**Q5: " not in embedded(first)


async def test_nothing_typed_is_lost_when_it_has_to_be_changed(town: Town, room: Room) -> None:
    shown = await room.typed("19:00 What?\n18:00 Why?", when="2 January 19:00", host="holly")
    assert "Question 2 is set for 18:00" in said(shown)
    assert labels(answer_of(shown)) == ["Change"]
    form = await room.olive.click(answer_of(shown), label="Change")
    assert as_shown(form) == {
        "when": "2 January 19:00",
        "every": "10",
        "questions": "19:00 What?\n18:00 Why?",
        "host": "holly",
    }
    await town.restart()
    form = await room.olive.click(answer_of(shown), label="Change")
    await room.olive.submit_modal(form, as_shown(form) | {"questions": "What?\nWhy?"})
    assert "Friday 2 January, 19:10" in embedded(shown)
    await town.restart()
    assert "2 questions" in said(await room.tap(shown, "Confirm"))
    assert "**Q2** Friday 2 January, 19:10" in embedded(await room.ask(room.olive, "show"))


async def test_tomorrow_is_the_day_after_it_was_typed(town: Town, room: Room) -> None:
    shown = await room.typed("What?", when="tomorrow 19:00")
    await room.until(hours=23)
    await room.until(hours=24, minutes=-1)
    await room.tap(shown, "Confirm")
    assert "Friday 2 January, 19:00" in embedded(await room.ask(room.olive, "show"))


async def test_a_schedule_whose_time_has_passed_is_not_made(town: Town, room: Room) -> None:
    shown = await room.typed()
    await room.until(hours=1, seconds=1)
    refused = await room.tap(shown, "Confirm")
    assert "has passed meanwhile" in said(refused)
    assert labels(answer_of(refused)) == ["Change"]
    assert room.asked() == []


@pytest.mark.parametrize(
    ("questions", "options", "sentence"),
    [
        ("\n \n", {}, "There is no question in the form yet."),
        ("What?\n" * 21, {}, "at most 20 questions, and these are 21"),
        ("What?\n01:20\nWhy?", {}, "Question 2 is only a number or a time."),
        ("x" * 201, {}, "Question 1 is too long. Please keep it to 200 characters"),
        ("25:00 What?", {}, "There is no such day or time as “25:00”"),
        ("What?", {"host": "no handle"}, "“no handle” cannot be a handle on X"),
        ("What?", {"when": "4 January 21:25"}, "until a day after its end"),
    ],
)
async def test_what_cannot_be_is_said_and_can_be_changed(
    room: Room, questions: str, options: dict[str, str], sentence: str
) -> None:
    shown = await room.typed(questions, **options)
    assert sentence in said(shown)
    assert labels(answer_of(shown)) == ["Change"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"when": "soon"}, "I could not find a time in “soon”"),
        ({"when": "24 December 2025 19:00"}, "is already over"),
        ({"event": "nothing"}, "There is no tweetup called “nothing”"),
    ],
)
async def test_what_is_wrong_in_the_command_is_said_before_anything_is_typed(
    room: Room, options: dict[str, str], sentence: str
) -> None:
    refused = await room.form(**options)
    assert refused.modal is None
    assert sentence in said(refused)


async def test_the_bot_must_be_allowed_to_open_threads(town: Town, room: Room) -> None:
    town.allow_bot(NEEDED - {"create_public_threads"})
    assert "there: Create Public Threads." in said(await room.form())


async def test_a_tweetup_has_one_chat_at_a_time(town: Town, room: Room) -> None:
    both = [await room.typed("First?"), await room.typed("Second?")]
    await room.tap(both[0], "Confirm")
    assert "has a chat already" in said(await room.tap(both[1], "Confirm"))
    assert "has a chat already" in said(await room.form())
    again = await room.olive.click(answer_of(both[1]), label="Change")
    assert again.modal is not None
    await room.until(hours=1, minutes=11)
    await room.schedule("Third?", when="1 January 02:00")
    await room.until(hours=2, seconds=1)
    answer = await room.say(ADA, "A1 the new one #HRTweetup")
    assert mirrored(room.threads[-1]) == [answer.id]


async def test_a_cancelled_chat_asks_no_more_and_keeps_its_threads(town: Town, room: Room) -> None:
    await room.schedule()
    await room.until(hours=1, seconds=1)
    question = await room.ask(room.olive, "cancel")
    assert "2 questions are still to come" in said(question)
    kept = await room.tap(question, "Keep it")
    assert "Nothing was changed" in said(kept)
    question = await room.ask(room.olive, "cancel")
    done = await room.tap(question, "Cancel the chat")
    assert said(done).startswith("Cancelled.")
    await room.until(hours=2)
    assert len(room.asked()) == 1
    assert not any("That was the chat" in m.content for m in messages(town.channel))
    late = await room.say(ADA, "A1 still true #HRTweetup")
    never = await room.say(ADA, "A2 never asked #HRTweetup")
    assert mirrored(room.threads[0]) == [late.id]
    assert mirrored(town.channel) == [never.id]
    assert "over or cancelled already" in said(await room.ask(room.olive, "cancel"))
    assert ", cancelled" in embedded(await room.ask(room.olive, "show"))


@pytest.mark.parametrize("command", ["schedule", "show", "cancel"])
async def test_only_organisers_look_after_a_chat(town: Town, room: Room, command: str) -> None:
    await room.schedule()
    options = {"when": "tomorrow 19:00"} if command == "schedule" else {}
    refused = await room.ask(town.member("ada"), command, **options)
    assert "needs the permission Manage Events" in said(refused)


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
