from __future__ import annotations

from tests.cogs.town import Town, answer_of, labels, said


async def test_the_channel_and_those_who_asked_are_reminded(town: Town) -> None:
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

    assert town.direct(ada) == []
    (direct,) = town.direct(bo)
    assert "you have a place: **HR Tweetup**" in direct.content
    assert "03:00, Europe/London" in direct.content
    assert labels(direct) == ["Can’t make it", "Stop these messages"]


async def test_an_answer_can_be_changed_on_the_reminder_itself(town: Town) -> None:
    await town.set_up(when="today 03:00")
    await town.env.advance_time(3_600 + 1)
    reminder = town.channel.history()[-1]
    answer = await town.member("ada").click(reminder, label="Going")
    assert "You have a place" in said(answer)


async def test_direct_reminders_are_stopped_from_the_message(town: Town) -> None:
    await town.set_up(when="today 03:00")
    ada = town.member("ada")
    panel = await ada.click(town.card(), label="Going")
    await ada.click(answer_of(panel), label="Remind me by message")
    await town.env.advance_time(3_600 + 1)
    (direct,) = town.direct(ada)
    answer = await ada.user.click(direct, label="Stop these messages")
    assert "no more reminders by message" in said(answer)
    known = await town.services.privacy.known(town.guild.id, ada.id)
    assert known.consents.direct_reminders is False


async def test_closed_direct_messages_are_mentioned_once_to_the_member_alone(town: Town) -> None:
    await town.set_up(when="today 03:00")
    ada, bo = town.member("ada"), town.member("bo")
    panel = await ada.click(town.card(), label="Going")
    await ada.click(answer_of(panel), label="Remind me by message")
    dm = ada.user.dm_channel.id
    town.env.inject_error(
        "POST", f"/channels/{dm}/messages", status=403, code=50007, message="Cannot send"
    )
    await town.env.advance_time(3_600 + 1)
    notice = town.channel.history()[-1]
    assert f"<@{ada.id}>, I have a message for you about **HR Tweetup**" in notice.content
    assert town.pinged() == [str(ada.id)]
    assert labels(notice) == ["Got it"]

    answer = await bo.click(notice, label="Got it")
    assert "for somebody else" in said(answer)
    await ada.click(notice, label="Got it")
    assert notice.id not in [message.id for message in town.channel.history()]
