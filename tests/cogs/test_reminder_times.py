"""`/tweetup reminders`, as organisers use it."""

from __future__ import annotations

from tests.cogs.town import Town, said


async def test_the_times_are_shown_and_set_with_weekday_and_timestamps(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="7 January 18:30")
    shown = said(await olive.slash(town.channel, "tweetup reminders"))
    assert "**HR Tweetup** reminds people:" in shown
    assert "1 week before: Wednesday 31 December 2025, 18:30, Europe/London. That was" in shown
    assert "1 day before: Tuesday 6 January 2026, 18:30, Europe/London (<t:1767724200:f>" in shown
    assert "2 hours before: Wednesday 7 January 2026, 16:30, Europe/London" in shown
    assert "About a day before I ask who still comes.\n0 people are going." in shown

    shown = said(
        await olive.slash(town.channel, "tweetup reminders", times="3 days, 90 minutes, 1 hour")
    )
    assert [line.split(":")[0] for line in shown.splitlines()[1:4]] == [
        "- 3 days before",
        "- 90 minutes before",
        "- 1 hour before",
    ]
    assert "None of them falls on the day before" in shown

    shown = said(await olive.slash(town.channel, "tweetup reminders", times="none"))
    assert "**HR Tweetup** has no reminders." in shown
    assert "has no reminders" in said(await olive.slash(town.channel, "tweetup reminders"))


async def test_reminders_come_when_they_were_set_to_also_after_a_restart(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 03:00")
    await olive.slash(town.channel, "tweetup reminders", times="30 minutes")
    await town.restart()
    await town.env.advance_time(2 * 3_600)
    assert len(town.channel.history()) == 1
    await town.env.advance_time(1_801)
    assert "About to begin" in town.channel.history()[-1].content
    assert "30 minutes before" in (
        shown := said(await olive.slash(town.channel, "tweetup reminders"))
    )
    assert "This one went out" in shown


async def test_each_tweetup_has_its_own_times(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, name="One", when="7 January 18:30")
    await town.plan(olive, name="Two", when="8 January 18:30")
    (choice, *_) = await olive.autocomplete(town.channel, "tweetup reminders", "event", "two")
    assert choice["name"] == "Two, 8 January 2026"
    options = {"event": choice["value"], "times": "1 day"}
    assert "**Two** reminds" in said(
        await olive.slash(town.channel, "tweetup reminders", **options)
    )
    shown = said(await olive.slash(town.channel, "tweetup reminders", event="One"))
    assert shown.count(" before: ") == 3


async def test_times_that_cannot_be_are_refused(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="7 January 18:30")
    before = said(await olive.slash(town.channel, "tweetup reminders"))
    for times, sentence in (
        ("1 day, and then some", "I could not make out “then some”"),
        ("1 minute", "“1 minute” is too late"),
        ("10 weeks", "“10 weeks” is too early"),
        ("1d,2d,3d,4d,5d,6d", "up to 5 reminders"),
    ):
        assert sentence in said(await olive.slash(town.channel, "tweetup reminders", times=times))
    assert said(await olive.slash(town.channel, "tweetup reminders")) == before


async def test_only_organisers_set_them(town: Town) -> None:
    await town.set_up(when="7 January 18:30")
    ada = town.member("ada")
    commands = {each.name: each for each in await town.bot.tree.fetch_commands()}
    town.guild.set_command_permissions(commands["tweetup"], {ada: True})
    refused = said(await ada.slash(town.channel, "tweetup reminders", times="1 day"))
    assert "That is for organisers" in refused
