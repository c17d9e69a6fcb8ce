from __future__ import annotations

from tests.cogs.town import NEEDED, Town, answer_of, labels, said


async def test_the_channel_and_those_who_asked_are_reminded_and_answer_there(town: Town) -> None:
    await town.set_up(when="today 03:00")
    ada, bo = town.member("ada"), town.member("bo")
    await ada.click(town.card(), label="Going")
    panel = await bo.click(town.card(), label="Going")
    await bo.click(answer_of(panel), label="Remind me by message")

    await town.env.advance_time(3_600 + 1)
    card, reminder = town.channel.history()
    assert card.id == town.card().id
    assert "About to begin: **HR Tweetup**, <t:1767236400:F> (<t:1767236400:R>)" in reminder.content
    assert "2 people are going. Are you?" in reminder.content
    assert labels(reminder) == ["Going", "Maybe", "Can’t make it", "My RSVP"]
    assert town.pinged() == []
    assert "You have a place" in said(await town.member("cy").click(reminder, label="Going"))

    assert town.direct(ada) == []
    (direct,) = town.direct(bo)
    assert "you have a place: **HR Tweetup**" in direct.content
    assert "03:00, Europe/London" in direct.content
    assert labels(direct) == ["Can’t make it", "Stop these messages"]
    answer = await bo.user.click(direct, label="Stop these messages")
    assert "no more reminders by message" in said(answer)
    known = await town.services.privacy.known(town.guild.id, bo.id)
    assert known.consents.remind_where == "none"


async def test_closed_direct_messages_are_shown_to_the_member_alone(town: Town) -> None:
    await town.set_up(when="today 03:00")
    ada, bo = town.member("ada"), town.member("bo")
    panel = await ada.click(town.card(), label="Going")
    await ada.click(answer_of(panel), label="Remind me by message")
    town.close_messages(ada)
    await town.env.advance_time(3_600 + 1)
    notice = town.channel.history()[-1]
    assert f"<@{ada.id}>, I have a message for you about **HR Tweetup**" in notice.content
    assert town.pinged() == [str(ada.id)]
    assert labels(notice) == ["Show it to me", "Got it"]

    assert "for somebody else" in said(await bo.click(notice, label="Show it to me"))
    await town.restart()
    shown = await ada.click(notice, label="Show it to me")
    assert "You have a place at **HR Tweetup**" in said(shown)
    assert "let me ping you in the channel instead" in said(shown)
    kept = await ada.click(answer_of(shown), label="Yes, still coming")
    assert "Your place at **HR Tweetup** stays yours" in said(kept)
    gone = await ada.click(answer_of(shown), label="Can’t make it")
    assert "you can’t make it" in said(gone)
    shown = await ada.click(notice, label="Show it to me")
    assert "you can’t make it" in said(shown)

    assert "for somebody else" in said(await bo.click(notice, label="Got it"))
    await ada.click(notice, label="Got it")
    assert notice.id not in [message.id for message in town.channel.history()]


async def test_the_day_before_asks_who_still_comes_and_passes_places_on(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="2 January 03:00", capacity=2)
    ada, bo, cy, di = (town.member(name) for name in ("ada", "bo", "cy", "di"))
    for member in (ada, bo, cy, di):
        panel = await member.click(town.card(), label="Going")
        if member is ada:
            await member.click(answer_of(panel), label="Remind me by message")
    await town.env.advance_time(3 * 3_600)
    await town.env.advance_time(60)

    reminder = next(m for m in town.channel.history() if "Very soon" in m.content)
    assert "You have a place?" in reminder.content
    assert labels(reminder) == ["Yes, still coming", "Going", "Maybe", "Can’t make it", "My RSVP"]
    (direct,) = town.direct(ada)
    assert "**Still coming?**" in direct.content
    assert labels(direct) == [
        "Yes, still coming",
        "Can’t make it",
        "Again in 3 hours",
        "Again in the morning",
        "Stop these messages",
    ]

    await town.restart()
    kept = await bo.click(reminder, label="Yes, still coming")
    assert "Your place at **HR Tweetup** stays yours" in said(kept)
    waits = await cy.click(reminder, label="Yes, still coming")
    assert "You keep your turn on the waitlist" in said(waits)
    shown = said(await olive.slash(town.channel, "tweetup reminders"))
    assert "2 people are going.\n1 person has confirmed that they still come." in shown

    released = await ada.user.click(direct, label="Can’t make it")
    assert "you can’t make it" in said(released)
    assert town.pinged() == [str(cy.id)], "the next in line is called, and nobody else"


async def test_a_reminder_comes_again_when_asked_to(town: Town) -> None:
    await town.set_up(when="2 January 03:00")
    ada = town.member("ada")
    panel = await ada.click(town.card(), label="Going")
    await ada.click(answer_of(panel), label="Remind me by message")
    await town.env.advance_time(3 * 3_600)
    await town.env.advance_time(60)
    (direct,) = town.direct(ada)
    again = await ada.user.click(direct, label="Again in 3 hours")
    at = int(town.env.now().timestamp()) + 3 * 3_600
    assert f"I will remind you again on <t:{at}:F>" in said(again)
    shown = said(await ada.slash(town.channel, "me show"))
    assert f"- A reminder of HR Tweetup, put off until <t:{at}:F>" in shown

    await town.restart()
    for _ in range(4):
        await town.env.advance_time(3_600)
    assert len(town.direct(ada)) == 2
    assert "you have a place: **HR Tweetup**" in town.direct(ada)[-1].content
    assert "put off until" not in said(await ada.slash(town.channel, "me show"))


async def test_those_who_chose_it_are_pinged_in_the_channel_and_nobody_else(town: Town) -> None:
    await town.set_up(when="today 03:00")
    ada, bo, cy = (town.member(name) for name in ("ada", "bo", "cy"))
    for member, label in ((ada, "Ping me in the channel"), (bo, "No reminders")):
        panel = await member.click(town.card(), label="Going")
        await member.click(answer_of(panel), label=label)
    await cy.click(town.card(), label="Going")
    await town.env.advance_time(3_600 + 1)
    reminder = town.channel.history()[-1]
    assert f"Reminded, as they asked: <@{ada.id}>" in reminder.content
    assert reminder.content.count("<@") == 1
    assert town.pinged() == [str(ada.id)]
    assert [town.direct(each) for each in (ada, bo, cy)] == [[], [], []]


async def test_a_deleted_channel_is_told_to_the_organiser_once(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="2 January 03:00")
    await town.restart()
    town.env.backend.delete_channel(town.channel.id)
    await town.env.advance_time(3 * 3_600)
    for _ in range(24):
        await town.env.advance_time(3_600)
    (news,) = town.direct(olive)
    assert f"<#{town.channel.id}> was, so I can no longer keep it up to date" in news.content


async def test_a_lost_permission_is_told_once_and_nothing_is_lost(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 03:00")
    town.allow_bot(NEEDED - {"send_messages"})
    await town.env.advance_time(3_600 + 1)
    await town.env.advance_time(1_800)
    (news,) = town.direct(olive)
    assert f"I may not post in <#{town.channel.id}>" in news.content
    town.allow_bot(NEEDED)
    await town.env.advance_time(900)
    reminders = [m for m in town.channel.history() if "About to begin" in m.content]
    assert len(reminders) == 1
    assert len(town.direct(olive)) == 1
