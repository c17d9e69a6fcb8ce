"""Scheduling a tweet chat, and calling it off."""

from __future__ import annotations

from msgspec.structs import replace

from bot.domain.posts import Author, Batch, Post
from tests.cogs.chat_room import Room, as_shown, embedded, messages
from tests.cogs.posts import ADA
from tests.cogs.town import NEEDED, Town, answer_of, labels, mirrored, said


async def test_the_longest_chat_fits_into_discords_limits(town: Town, room: Room) -> None:
    shown = await room.typed("\n".join(["*" * 199] * 20), every=1)
    await room.tap(shown, "Confirm")
    assert "**Q20** Thursday 1 January, 01:19" in embedded(shown)
    await room.until(hours=1, minutes=24)
    assert len(room.threads) == 20
    worst = Author(7, "m" * 15, "M", None)
    for number in range(1, 5):
        answers = [
            Post(next(room.numbers), 7, f"A{number} " + "*" * 200, town.clock.now())
            for _ in range(3)
        ]
        tagged = [replace(each, hashtags=("HRTweetup",)) for each in answers]
        await town.services.ingest.take(Batch("s", tuple(tagged), authors=(worst,)))
    await town.env.settle()
    recap = await room.ask(room.olive, "recap")
    assert embedded(recap).count("@mmmmmmmmmmmmmmm: A") == 12
    for found in (shown, recap, await room.ask(room.olive, "show")):
        embeds = answer_of(found).embeds
        assert sum(map(len, embeds)) <= 6_000
        assert all(len(embed.description or "") <= 4_096 for embed in embeds)


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


async def test_what_cannot_be_is_said_and_can_be_changed(room: Room) -> None:
    late = {"when": "4 January 21:15"}
    wrong: tuple[tuple[str, dict[str, str], str], ...] = (
        ("\n \n", {}, "There is no question in the form yet."),
        ("What?\n" * 21, {}, "at most 20 questions, and these are 21"),
        ("What?\n01:20\nWhy?", {}, "Question 2 is only a number or a time."),
        ("x" * 201, {}, "Question 1 is too long. Please keep it to 200 characters"),
        ("25:00 What?", {}, "There is no such day or time as “25:00”"),
        ("What?\nWhy?", late, "until a day after its end"),
    )
    for questions, options, sentence in wrong:
        shown = await room.typed(questions, **options)
        assert sentence in said(shown)
        assert labels(answer_of(shown)) == ["Change"], questions


async def test_what_is_wrong_in_the_command_is_said_before_anything_is_typed(room: Room) -> None:
    for options, sentence in (
        ({"when": "soon"}, "I could not find a time in “soon”"),
        ({"when": "24 December 2025 19:00"}, "is already over"),
        ({"when": "9 January 19:00"}, "until a day after its end"),
        ({"host": "no handle"}, "“no handle” cannot be a handle on X"),
        ({"event": "nothing"}, "There is no tweetup called “nothing”"),
    ):
        refused = await room.form(**options)
        assert refused.modal is None, options
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


async def test_only_organisers_look_after_a_chat(town: Town, room: Room) -> None:
    await room.schedule()
    ada = town.member("ada")
    for refused in (
        await room.ask(ada, "schedule", when="tomorrow 19:00"),
        await room.ask(ada, "show"),
        await room.ask(ada, "cancel"),
    ):
        assert "That is for organisers" in said(refused)
