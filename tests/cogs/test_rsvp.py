from __future__ import annotations

import discord
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.domain.members import Consents
from tests.cogs.town import Town, answer_of, labels, said


async def test_a_tap_gives_a_place_and_the_card_counts_it(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    answer = await ada.click(town.card(), label="Going")
    assert "You have a place at **HR Tweetup**, <t:1769106600:F>" in said(answer)
    assert town.counts() == {"Going": "1", "Maybe": "0"}

    answer = await ada.click(town.card(), label="Maybe")
    assert "you might come" in said(answer)
    assert town.counts() == {"Going": "0", "Maybe": "1"}

    answer = await ada.click(town.card(), label="Can’t make it")
    assert "you can’t make it" in said(answer)
    assert town.counts() == {"Going": "0", "Maybe": "0"}


async def test_the_card_is_changed_in_place(town: Town) -> None:
    await town.set_up()
    before = town.card().id
    await town.member("ada").click(town.card(), label="Going")
    assert [message.id for message in town.channel.history()] == [before]


async def test_a_full_room_makes_a_waitlist_and_a_place_given_up_goes_to_the_next(
    town: Town,
) -> None:
    await town.set_up(capacity=1)
    ada, bo, cy = (town.member(name) for name in ("ada", "bo", "cy"))
    await ada.click(town.card(), label="Going")
    assert "You are first on the waitlist" in said(await bo.click(town.card(), label="Going"))
    assert "with 1 person before you" in said(await cy.click(town.card(), label="Going"))
    assert town.counts() == {
        "Going": "1 of 1",
        "Maybe": "0",
        "Waitlist": "2",
    }
    assert "Tap Going to wait in line" in (town.card().embeds[0].footer.text or "")
    for waiting in (bo, cy):
        await town.services.privacy.consent(town.guild.id, waiting.id, remind_where="dm")

    await ada.click(town.card(), label="Can’t make it")
    (news,) = town.direct(bo)
    assert "1 place came free and is kept for you until <t:1767268800:f>" in news.content
    assert "HR Tweetup" in news.content
    assert labels(news) == ["Take it", "Pass"]
    assert town.direct(cy) == []
    assert (town.counts()["Going"], town.counts()["Waitlist"]) == ("0 of 1", "2")

    # Bo passes the place on, from the direct message itself.
    answer = await bo.user.click(news, label="Pass")
    assert "you can’t make it" in said(answer)
    (told,) = town.direct(bo)
    assert "You passed on the place" in told.content
    assert labels(told) == ["My RSVP"]
    (news,) = town.direct(cy)
    answer = await cy.user.click(news, label="Take it")
    assert "You have a place" in said(answer)
    (told,) = town.direct(cy)
    assert "You took your place" in told.content
    assert (town.counts()["Going"], town.counts()["Places left"]) == ("1 of 1", "0")


async def test_the_questions_are_asked_once_and_only_of_those_who_may_come(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    answer = await ada.click(town.card(), label="Maybe")
    assert labels(answer_of(answer)) == []

    answer = await ada.click(town.card(), label="Going")
    assert "May I introduce you?" in said(answer)
    assert "Shall I remind you?" in said(answer)
    assert "what you leave open counts as no" in said(answer)
    assert labels(answer_of(answer)) == [
        "Introduce me to people I’ve talked to",
        "No introductions",
        "Show my name",
        "Keep my name off",
        "Remind me by message",
        "Ping me in the channel",
        "No reminders",
        "Add a note",
    ]
    await choose(ada, answer_of(answer), "Keep my name off")
    await choose(ada, answer_of(answer), "Introduce me to people I’ve talked to")
    consents = await consents_of(town, ada)
    assert (consents.introductions, consents.remind_where) == (True, None)
    assert "tell me your X handle with `/link`" in answer_of(answer).content
    assert labels(answer_of(answer)) == [
        "Turn introductions off",
        "Show my name on cards",
        "Remind me by message",
        "Ping me in the channel",
        "No reminders",
        "Add a note",
        "Add to calendar",
    ]
    await choose(ada, answer_of(answer), "No reminders")
    consents = await consents_of(town, ada)
    assert (consents.introductions, consents.remind_where) == (True, "none")

    await ada.click(town.card(), label="Maybe")
    answer = await ada.click(town.card(), label="Going")
    assert "May I" not in said(answer)
    assert "Shall I" not in said(answer)


async def test_my_rsvp_shows_how_one_stands_and_switches_consents(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    panel = await ada.click(town.card(), label="My RSVP")
    assert "You have not answered yet" in said(panel)

    await ada.click(town.card(), label="Going")
    panel = await ada.click(town.card(), label="My RSVP")
    assert "You have a place" in said(panel)
    await choose(ada, answer_of(panel), "Remind me by message")
    assert "You get all of them." in answer_of(panel).content
    choices = ("Ping me in the channel", "No reminders", "Only from the day before")
    assert {*choices} < {*labels(answer_of(panel))}
    await choose(ada, answer_of(panel), "Only from the day before")
    await choose(ada, answer_of(panel), "Ping me in the channel")
    content = answer_of(panel).content
    assert "ping you in the channel, where others can see" in content
    assert "from the day before on" in content
    assert "All reminders" in labels(answer_of(panel))
    consents = await consents_of(town, ada)
    assert (consents.remind_where, consents.remind_which) == ("channel", "late")
    await choose(ada, answer_of(panel), "No reminders")
    assert "**Reminders** are off" in answer_of(panel).content
    assert (await consents_of(town, ada)).remind_where == "none"


async def test_buttons_work_after_a_restart(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    panel = await ada.click(town.card(), label="Going")
    await town.restart()
    await ada.click(answer_of(panel), label="Remind me by message")
    assert (await consents_of(town, ada)).remind_where == "dm"
    answer = await ada.click(town.card(), label="Maybe")
    assert "you might come" in said(answer)
    assert town.counts() == {"Going": "0", "Maybe": "1"}


async def test_an_event_that_is_over_takes_no_answers(town: Town) -> None:
    await town.set_up(when="today 01:00")
    ada = town.member("ada")
    await town.env.advance_time(4 * 3_600 + 1)
    answer = await ada.click(town.card(), label="Going")
    assert "**HR Tweetup** is over" in said(answer)


async def test_a_button_of_an_earlier_version_says_so(town: Town) -> None:
    channel = town.bot.get_channel(town.channel.id)
    assert isinstance(channel, discord.TextChannel)
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="Old", custom_id="rsvp:old"))
    message = await channel.send("An old card", view=view)
    answer = await town.member("ada").click(message, label="Old")
    assert "from an earlier version of me" in said(answer)


async def choose(member: MemberActor, message: ResponseMessage, label: str) -> None:
    result = await member.click(message, label=label)
    assert result.acknowledged


async def consents_of(town: Town, member: MemberActor) -> Consents:
    return (await town.services.privacy.known(town.guild.id, member.id)).consents
