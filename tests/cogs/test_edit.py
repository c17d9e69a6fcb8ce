from __future__ import annotations

from datetime import timedelta

from tests.cogs.changing import change, entry, news, objection, the_event, until_told, with_messages
from tests.cogs.town import Town, answer_of, labels, said


async def test_what_would_change_is_shown_and_nothing_changes_before_it_is_confirmed(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive)
    before = await the_event(town)
    asked = await olive.slash(
        town.channel,
        "tweetup edit",
        event="HR Tweetup",
        when="29 January 19:00",
        place="The Anchor",
    )
    question = answer_of(asked)
    assert question.content.splitlines() == [
        "This would change about **HR Tweetup**:",
        "**When** Thursday 22 January 2026, 18:30, Europe/London → "
        "Thursday 29 January 2026, 19:00, Europe/London; for you "
        "<t:1769713200:F> (<t:1769713200:R>)",
        "**Where** The Copper Kettle → The Anchor",
        "0 people are going.",
    ]
    assert labels(question) == ["Change it", "Leave it as it is"]
    assert await the_event(town) == before
    await olive.click(question, label="Change it")
    assert "The card and Discord’s list follow" in answer_of(asked).content
    assert labels(answer_of(asked)) == []

    event = await the_event(town)
    assert (event.place, event.revision) == ("The Anchor", 1)
    assert event.starts_at == before.starts_at + timedelta(days=7, minutes=30)
    assert event.ends_at - event.starts_at == before.ends_at - before.starts_at
    assert "<t:1769713200:F>" in (town.card().embeds[0].description or "")
    assert entry(town).entity_metadata == {"location": "The Anchor"}
    assert entry(town).scheduled_start_time == event.starts_at.isoformat()


async def test_a_change_is_left_alone_or_made_once(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    asked = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", name="New")
    again = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", name="Newer")
    await olive.click(answer_of(asked), label="Leave it as it is")
    assert answer_of(asked).content == "Nothing was changed."
    question = answer_of(again)
    await olive.click(question, label="Change it")
    assert [event.name for event in await town.events()] == ["Newer"]
    assert (await the_event(town)).revision == 1


async def test_what_was_asked_before_another_change_is_asked_again(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    stale = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", place="The Anchor")
    await change(town, olive, "edit", capacity=5)
    result = await olive.click(answer_of(stale), label="Change it")
    assert "has changed since I asked you" in objection(result)
    assert (await the_event(town)).place == "The Copper Kettle"


async def test_a_question_can_be_answered_after_a_restart_but_not_after_a_day(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    one = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", place="One")
    await town.restart()
    await olive.click(answer_of(one), label="Change it")
    assert (await the_event(town)).place == "One"
    two = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", place="Two")
    question = answer_of(two)
    await town.sleep(25)
    result = await olive.click(question, label="Change it")
    assert "more than a day old" in objection(result)
    assert (await the_event(town)).place == "One"


async def test_without_options_a_form_holds_what_stands(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, capacity=8)
    form = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup")
    stands = {
        "name": "HR Tweetup",
        "hashtag": "HRTweetup",
        "when": "22 January 2026 18:30",
        "place": "The Copper Kettle",
        "capacity": "8",
    }
    assert form.modal is not None
    shown = {
        label["component"]["custom_id"]: label["component"]["value"]
        for label in form.modal["components"]
    }
    assert shown == stands
    asked = await olive.submit_modal(form, stands | {"name": "HR *Tweetup*", "capacity": ""})
    assert answer_of(asked).content.splitlines()[1:3] == [
        "**Name** HR Tweetup → HR \\*Tweetup\\*",
        "**Places** 8 → room for everybody",
    ]
    await olive.click(answer_of(asked), label="Change it")
    event = await the_event(town)
    assert (event.name, event.capacity) == ("HR *Tweetup*", None)

    form = await olive.slash(town.channel, "tweetup edit", event="HR *Tweetup*")
    asked = await olive.submit_modal(form, stands | {"name": "HR *Tweetup*", "capacity": "eight"})
    assert "The capacity cannot be “eight”" in said(asked)


async def test_wrong_input_is_one_sentence_and_changes_nothing(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    before = await the_event(town)
    wrong: tuple[tuple[dict[str, object], str], ...] = (
        ({"when": "31 June 18:30"}, "There is no such day or time"),
        ({"when": "24 June 2025 18:30"}, "is already over"),
        ({"hashtag": "HR Tweetup"}, "cannot be a hashtag"),
        ({"capacity": -1}, "The capacity cannot be “\\-1”"),
        ({"place": " "}, "The place needs 1 to 100 characters"),
        ({"name": "HR Tweetup"}, "how **HR Tweetup** stands already"),
        ({"time_zone": "Mars"}, "I do not know the time zone"),
    )
    for options, sentence in wrong:
        result = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", **options)
        assert sentence in said(result)
        assert "\n" not in said(result), options
        assert await the_event(town) == before, options


async def test_another_zone_keeps_the_time_on_the_clock(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    said_of_it = await change(town, olive, "edit", time_zone="America/New_York")
    assert "→ Thursday 22 January 2026, 18:30, America/New_York" in said_of_it
    assert (await the_event(town)).starts_at.isoformat() == "2026-01-22T23:30:00+00:00"


async def test_nobody_is_turned_away_by_a_smaller_capacity_and_a_larger_one_lets_in_in_turn(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive, capacity=2)
    ada, bo, cy, di = (town.member(name) for name in ("ada", "bo", "cy", "di"))
    for member in (ada, bo, cy, di):
        await member.click(town.card(), label="Going")
    said_of_it = await change(town, olive, "edit", capacity=1)
    assert "2 people are going." in said_of_it
    assert "That is 1 over the places there would be. Nobody is turned away" in said_of_it
    assert town.counts()["Waitlist"] == "2"
    await ada.click(town.card(), label="Can’t make it")
    assert town.pinged() == [], "there was no place to pass on"

    await change(town, olive, "edit", capacity=2)
    assert town.pinged() == [str(cy.id)]
    await change(town, olive, "edit", capacity=0)
    assert town.pinged() == [str(di.id)]


async def test_those_who_mean_to_come_hear_of_several_edits_once_and_say_whether_they_still_do(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive, capacity=1)
    ada = await with_messages(town, "ada")
    bo = await with_messages(town, "bo")  # on the waitlist
    cy = await with_messages(town, "cy", "Maybe")
    await change(town, olive, "edit", place="The Anchor")
    await town.env.advance_time(120)
    await change(town, olive, "edit", when="29 January 18:30")
    assert news(town) == []
    await until_told(town)

    (message,) = news(town)
    assert message.content.splitlines() == [
        "News about **HR Tweetup**:",
        "**When** Thursday 22 January 2026, 18:30, Europe/London → "
        "Thursday 29 January 2026, 18:30, Europe/London; for you "
        "<t:1769711400:F> (<t:1769711400:R>)",
        "**Where** The Copper Kettle → The Anchor",
        "If you meant to come: do you still? One tap tells the organiser, another passes your"
        " place on.",
    ]
    assert labels(message) == ["Yes, still coming", "Can’t make it", "My RSVP"]
    assert town.pinged() == []
    assert [len(town.direct(member)) for member in (ada, bo, cy)] == [1, 1, 0]

    answer = await ada.user.click(town.direct(ada)[0], label="Yes, still coming")
    assert "Your place at **HR Tweetup** stays yours: <t:1769711400:F>" in said(answer)
    answer = await bo.click(message, label="Yes, still coming")
    assert "You keep your turn on the waitlist" in said(answer)
    answer = await cy.click(message, label="Yes, still coming")
    assert "You have no place at **HR Tweetup** to keep" in said(answer)
    asked = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", capacity=3)
    assert "1 person is going.\n1 person has confirmed that they still come." in said(asked)

    answer = await ada.user.click(town.direct(ada)[0], label="Can’t make it")
    assert "you can’t make it" in said(answer)
    assert "1 place came free and is kept for you" in town.direct(bo)[-1].content


async def test_what_nobody_waits_for_is_told_to_nobody(town: Town) -> None:
    """With nobody coming the card says it all; and what was changed back did not change."""
    olive = town.organiser()
    await town.plan(olive)
    await change(town, olive, "edit", place="The Anchor")
    await until_told(town)
    ada = await with_messages(town, "ada")
    await change(town, olive, "edit", place="The Copper Kettle")
    await change(town, olive, "edit", place="The Anchor", capacity=9)
    await until_told(town)
    assert news(town) == []
    assert town.direct(ada) == []


async def test_only_organisers_change_a_tweetup_and_only_one_that_is_still_on(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 01:00")
    ada = town.member("ada")
    commands = {each.name: each for each in await town.bot.tree.fetch_commands()}
    town.guild.set_command_permissions(commands["tweetup"], {ada: True})
    for how, options in (("edit", {}), ("cancel", {"reason": "Rain"}), ("postpone", {})):
        result = await ada.slash(town.channel, f"tweetup {how}", event="HR Tweetup", **options)
        assert "That is for organisers" in said(result)
    offered = await olive.autocomplete(town.channel, "tweetup edit", "event", "hr")
    assert [choice["name"] for choice in offered] == ["HR Tweetup, 1 January 2026"]

    await town.env.advance_time(3_600)
    await town.env.advance_time(60)
    result = await olive.slash(
        town.channel, "tweetup edit", event="HR Tweetup", when="tomorrow 18:30"
    )
    assert "has begun, so its time cannot change any more" in said(result)
    for _ in range(3):
        await town.env.advance_time(3_600)
    result = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", place="Here")
    assert "is over, so there is nothing left to change" in said(result)
    assert await olive.autocomplete(town.channel, "tweetup edit", "event", "") == []


async def test_length_and_description_change_and_only_the_length_is_news(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, description="Drinks " * 60)
    await town.member("ada").click(town.card(), label="Going")
    told = await change(town, olive, "edit", length="until 20:00", description="Talks, then *tea*")
    assert "**Until** Thursday 22 January 2026, 21:30, Europe/London → " in told
    assert "… → Talks, then \\*tea\\*" in told
    event = await the_event(town)
    assert event.ends_at - event.starts_at == timedelta(minutes=90)
    assert event.description == "Talks, then *tea*"
    assert "Talks, then" in (town.card().embeds[0].description or "")
    assert entry(town).scheduled_end_time == event.ends_at.isoformat()
    await until_told(town)
    (message,) = news(town)
    assert "**Until**" in message.content
    assert "Description" not in message.content
    assert labels(message) == ["My RSVP"]

    told = await change(town, olive, "edit", description="-")
    assert "→ none" in told
    assert (await the_event(town)).description == ""
    result = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", length="a while")
    assert "how long it lasts" in said(result)


async def test_what_has_begun_can_be_shortened_but_not_into_the_past(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 01:00")
    for _ in range(2):
        await town.env.advance_time(3_600)
    result = await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", length="1 hour")
    assert "It would be over already" in said(result)
    told = await change(town, olive, "edit", length="90 minutes")
    assert "**Until**" in told
