from __future__ import annotations

import discord

from tests.cogs.changing import (
    change,
    entries,
    entry,
    news,
    the_event,
    until_told,
    with_messages,
)
from tests.cogs.town import Town, answer_of, labels, said

CANCELLED = discord.EventStatus.cancelled.value


async def test_everybody_who_answered_is_told_once_and_nobody_is_named(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, capacity=1)
    going = await with_messages(town, "ada")
    waiting = await with_messages(town, "bo")
    maybe = await with_messages(town, "cy", "Maybe")
    declined = await with_messages(town, "di", "Can’t make it")
    silent = town.member("ed")
    await silent.click(town.card(), label="Maybe")

    said_of_it = await change(town, olive, "cancel", reason="The  pipes *burst*.")
    assert "Shall I cancel **HR Tweetup**? This cannot be undone" in said_of_it
    assert "**HR Tweetup** is cancelled, and I am telling those who meant to come, or" in said_of_it
    await until_told(town)

    (message,) = news(town)
    assert message.content.splitlines() == [
        "**HR Tweetup**, which was to be on Thursday 22 January 2026, 18:30, Europe/London, is"
        " cancelled. There is nothing you need to do.",
        "> The pipes \\*burst\\*.",
    ]
    assert labels(message) == ["My RSVP"]
    assert town.pinged() == []
    told = [len(town.direct(member)) for member in (going, waiting, maybe, declined, silent)]
    assert told == [1, 1, 1, 0, 0]
    assert town.direct(going)[0].content == message.content
    answer = await going.user.click(town.direct(going)[0], label="My RSVP")
    assert "**HR Tweetup** is cancelled, so there is nothing you need to do." in said(answer)


async def test_the_card_says_so_its_answers_close_and_discords_list_follows(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    await change(town, olive, "cancel", reason="The pipes burst.")
    (embed,) = town.card().embeds
    assert embed.title == "Cancelled: HR Tweetup"
    assert (embed.description or "").startswith("> The pipes burst.\n\n**Was planned for**")
    assert embed.footer.text == "Answers are closed."
    (row,) = town.card().components
    assert [button.disabled for button in row.children] == [True, True, True, False, False]  # type: ignore[union-attr]
    assert entry(town).status == CANCELLED
    assert (await the_event(town)).revision == 1


async def test_nothing_follows_a_cancelled_tweetup(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 04:00")
    ada = await with_messages(town, "ada")
    await change(town, olive, "edit", place="The Anchor")
    await change(town, olive, "cancel", reason="Rain")
    assert await town.services.ingest.followed() == []
    for _ in range(5):
        await town.env.advance_time(3_600)
    (message,) = news(town)
    assert "is cancelled" in message.content
    assert len(town.direct(ada)) == 1, "no reminder, and no news of the edit before"
    result = await olive.slash(town.channel, "tweetup cancel", event="HR Tweetup", reason="Rain")
    assert "is cancelled, so there is nothing left to change" in said(result)
    assert await olive.autocomplete(town.channel, "tweetup cancel", "event", "") == []


async def test_two_organisers_cancel_at_once_and_people_are_told_once(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    ada = await with_messages(town, "ada")
    questions = [
        await olive.slash(town.channel, "tweetup cancel", event="HR Tweetup", reason=why)
        for why in ("Rain", "Snow")
    ]
    await town.restart()
    for asked in questions:
        await olive.click(answer_of(asked), label="Cancel the tweetup")
    await until_told(town)
    assert (await the_event(town)).reason == "Rain"
    assert len(news(town)) == len(town.direct(ada)) == 1


async def test_a_tweetup_is_put_off_to_a_date_and_those_going_are_asked(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    ada = await with_messages(town, "ada")
    said_of_it = await change(
        town, olive, "postpone", when="29 January 18:30", reason="The venue is shut."
    )
    assert "**HR Tweetup** would be put off:" in said_of_it
    assert "> The venue is shut." in said_of_it
    assert "is put off to <t:1769711400:F>" in said_of_it
    await until_told(town)
    (message,) = news(town)
    assert message.content.splitlines() == [
        "**HR Tweetup** is postponed from Thursday 22 January 2026, 18:30, Europe/London to"
        " <t:1769711400:F> (<t:1769711400:R>).",
        "By the clock there: Thursday 29 January 2026, 18:30, Europe/London. Everybody keeps"
        " their place.",
        "> The venue is shut.",
        "If you meant to come: do you still? One tap tells the organiser, another passes your"
        " place on.",
    ]
    assert labels(town.direct(ada)[0]) == ["Yes, still coming", "Can’t make it", "My RSVP"]
    assert town.card().embeds[0].title == "HR Tweetup"
    assert "<t:1769711400:F>" in (town.card().embeds[0].description or "")


async def test_a_tweetup_without_a_date_keeps_its_answers_and_reminds_nobody_until_it_has_one(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 05:00")
    ada = await with_messages(town, "ada")
    said_of_it = await change(town, olive, "postpone")
    assert "There would be no date until you set one with `/tweetup edit`" in said_of_it
    assert (await the_event(town)).state == "postponed"
    assert town.card().embeds[0].title == "Postponed: HR Tweetup"
    assert "**When** date to be announced" in (town.card().embeds[0].description or "")
    assert entry(town).status == CANCELLED
    (message,) = news(town)
    assert "the new date is still to be announced. Everybody keeps their place" in message.content
    assert labels(message) == ["My RSVP"]

    await town.sleep(10)
    assert len(news(town)) == 1
    listed = said(await ada.slash(town.channel, "tweetup list"))
    assert listed.startswith("**To come**\n- **HR Tweetup**, date to be announced")
    shown = answer_of(await ada.slash(town.channel, "tweetup show")).embeds[0]
    assert "Ends" not in [field.name for field in shown.fields]
    (offered,) = await olive.autocomplete(town.channel, "tweetup edit", "event", "")
    assert offered["name"] == "HR Tweetup, date to be announced"
    assert "already" in said(
        await olive.slash(town.channel, "tweetup postpone", event="HR Tweetup")
    )
    bo = town.member("bo")
    answer = await bo.click(town.card(), label="Going")
    assert "You have a place at **HR Tweetup**, date to be announced." in said(answer)

    said_of_it = await change(town, olive, "edit", when="tomorrow 05:00")
    assert "**When** date to be announced → Friday 2 January 2026, 05:00" in said_of_it
    assert "2 people are going." in said_of_it
    assert [e.status for e in entries(town)] == [CANCELLED, discord.EventStatus.scheduled.value]
    await until_told(town)
    assert "**When** date to be announced → Friday 2 January" in news(town)[-1].content
    for _ in range(18):
        await town.env.advance_time(3_600)
    assert "About to begin: **HR Tweetup**" in news(town)[-1].content
    assert "About to begin" in town.direct(ada)[-1].content


async def test_a_tweetup_without_a_date_is_cancelled_without_one(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, capacity=8)
    await with_messages(town, "ada")
    await change(town, olive, "postpone")
    said_of_it = await change(town, olive, "cancel", reason="No room.")
    assert "**When**" not in said_of_it
    assert news(town)[-1].content.splitlines() == [
        "**HR Tweetup**, which had no date yet, is cancelled. There is nothing you need to do.",
        "> No room.",
    ]
    assert "Places left" not in town.counts()
    about = town.card().embeds[0].description or ""
    assert "**Was planned for** Thursday 22 January 2026, 18:30, Europe/London" in about


async def test_reminders_move_with_the_date(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 03:00")
    await town.env.advance_time(3_601)
    assert "About to begin" in news(town)[-1].content
    await change(town, olive, "edit", when="today 03:15")
    await town.env.advance_time(1_800)
    assert len(news(town)) == 1, "a quarter of an hour later is no reason to remind again"
    await change(town, olive, "edit", when="today 06:00")
    for _ in range(3):
        await town.env.advance_time(3_600)
    assert [message.content.count("About to begin") for message in news(town)] == [1, 1]


async def test_an_offered_place_goes_with_a_date_that_goes_and_with_the_tweetup(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, capacity=1)
    ada = await with_messages(town, "ada")
    bo = await with_messages(town, "bo")
    await town.sleep(10)
    await ada.click(town.card(), label="Can’t make it")
    (offer,) = town.direct(bo)
    assert labels(offer) == ["Take it", "Pass"]
    await change(town, olive, "postpone")
    offer = town.direct(bo)[0]
    assert "so the place that was kept for you waits. You keep your turn" in offer.content
    assert labels(offer) == ["My RSVP"]

    await town.env.advance_time(600)
    await change(town, olive, "edit", when="29 January 18:30")
    again = town.direct(bo)[-1]
    assert "1 place came free and is kept for you" in again.content
    kept = await bo.user.click(town.direct(bo)[1], label="My RSVP")
    assert "is kept for you until" in said(kept)
    await change(town, olive, "cancel", reason="Rain")
    ended = next(message for message in town.direct(bo) if message.id == again.id)
    assert "is cancelled, so the place that was kept for you is no more" in ended.content
    late = await bo.user.click(answer_of(kept), label="Take it")
    assert "**HR Tweetup** was cancelled" in said(late)
    refused = await olive.slash(town.channel, "tweetup requests", event="HR Tweetup")
    assert "**HR Tweetup** was cancelled" in said(refused)
