"""What organisers do with a feed, seen from Discord; posts are handed in as a source would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
from simcord.actors import MemberActor

from bot.domain.posts import Gap
from bot.services.history import keep
from db import feed, reader
from tests.cogs.feeding import ask
from tests.cogs.posts import ADA, BO, batch, post
from tests.cogs.town import START, Town, mirrored, said

NOTHING_HERE = "There is no tweetup in this server yet"


async def fed(town: Town, *numbers: int) -> None:
    await town.services.ingest.take(batch(*(post(number, ADA) for number in numbers)))
    await town.env.settle()


async def test_while_paused_posts_wait_and_then_come_in_order(
    town: Town, olive: MemberActor
) -> None:
    await fed(town, 1)
    assert "**HR Tweetup** is paused" in await ask(town, olive, "pause")
    await fed(town, 3)
    await fed(town, 2, 4)
    assert mirrored(town.channel) == [1]
    assert "**Paused.**" in await ask(town, olive, "status")
    assert "3 posts were waiting" in await ask(town, olive, "resume")
    assert mirrored(town.channel) == [1, 2, 3, 4]
    assert "was not paused" in await ask(town, olive, "resume")


async def test_a_pause_outlasts_a_restart(town: Town, olive: MemberActor) -> None:
    await ask(town, olive, "pause")
    await town.restart()
    await fed(town, 1)
    await town.env.advance_time(7_200)
    assert mirrored(town.channel) == []
    await ask(town, olive, "resume")
    assert mirrored(town.channel) == [1]


async def test_a_pause_holds_back_nothing_but_the_feed(town: Town, olive: MemberActor) -> None:
    await ask(town, olive, "pause")
    await fed(town, 1)
    await town.member("ada").click(town.card(), label="Going")
    assert town.counts()["Going"] == "1"


async def test_each_tweetup_is_paused_by_itself(town: Town, olive: MemberActor) -> None:
    elsewhere = town.guild.create_text_channel("elsewhere")
    await town.plan(olive, name="Other", when="29 January 18:30", channel=elsewhere)
    await ask(town, olive, "pause", event="other")
    await fed(town, 1)
    assert mirrored(town.channel) == [1]
    assert len(elsewhere.history()) == 1


async def test_in_quiet_hours_posts_wait_and_then_go_out_together(
    town: Town, olive: MemberActor
) -> None:
    # The simulated clock begins at midnight, in London as in UTC.
    answer = await ask(town, olive, "quiet-hours", **{"from": "10pm", "to": "7:30"})
    assert "every day from 22:00 to 07:30, Europe/London" in answer
    await fed(town, *range(1, 6))
    assert mirrored(town.channel) == []
    status = await ask(town, olive, "status")
    assert f"waits until <t:{int((START + timedelta(hours=7.5)).timestamp())}:t>" in status
    assert "**Quiet hours** from 22:00 to 07:30, Europe/London." in status
    await town.env.advance_time(7.5 * 3_600 - 60)
    assert mirrored(town.channel) == []
    await town.env.advance_time(120)
    assert mirrored(town.channel) == [1, 2, 3, 4, 5]
    assert len(town.channel.history()) == 1 + 1
    await fed(town, 6)
    assert mirrored(town.channel)[-1] == 6


async def test_quiet_hours_outlast_a_restart_and_let_reminders_through(
    town: Town, olive: MemberActor
) -> None:
    await town.plan(olive, name="Early", when="2 January 03:00", hashtag="early")
    for name in ("Early", "HR Tweetup"):
        await ask(town, olive, "quiet-hours", event=name, **{"from": "22", "to": "9"})
    await town.restart()
    await fed(town, 1)
    before = len(town.channel.history())
    await town.env.advance_time(3 * 3_600 + 60)
    reminders = [m for m in town.channel.history()[before:] if "**Early**" in m.content]
    assert len(reminders) == 1
    assert mirrored(town.channel) == []
    await town.env.advance_time(6 * 3_600)
    assert mirrored(town.channel) == [1]


async def test_without_quiet_hours_posts_go_out_at_once(town: Town, olive: MemberActor) -> None:
    await ask(town, olive, "quiet-hours", **{"from": "22", "to": "9"})
    await fed(town, 1)
    assert "has no quiet hours any more" in await ask(town, olive, "quiet-hours")
    assert mirrored(town.channel) == [1]


async def test_resuming_in_quiet_hours_says_when_it_goes_on(town: Town, olive: MemberActor) -> None:
    await ask(town, olive, "quiet-hours", **{"from": "22", "to": "9"})
    await ask(town, olive, "pause")
    await fed(town, 1)
    nine = int(datetime(2026, 1, 1, 9, tzinfo=UTC).timestamp())
    assert f"quiet hours are over, at <t:{nine}:t>" in await ask(town, olive, "resume")
    assert mirrored(town.channel) == []


async def test_quiet_hours_that_cannot_be_are_refused(town: Town, olive: MemberActor) -> None:
    for options, sentence in (
        ({"from": "22:00"}, "Quiet hours need both ends"),
        ({"from": "22:00", "to": "late"}, "“late” is no time of day"),
        ({"from": "22:00", "to": "10pm"}, "would last all day"),
        ({"from": "25:00", "to": "7"}, "There is no such day or time as “25:00”"),
    ):
        assert sentence in await ask(town, olive, "quiet-hours", **options)
    await fed(town, 1)
    assert mirrored(town.channel) == [1]


async def test_the_status_tells_how_the_feed_stands(town: Town, olive: MemberActor) -> None:
    fresh = await ask(town, olive, "status")
    assert f"**HR Tweetup**: #HRTweetup in <#{town.channel.id}>" in fresh
    assert "**Reading** has not begun." in fresh
    assert "**Last post** none seen yet." in fresh
    assert "**Gaps** found: 0" in fresh
    assert "refused" not in fresh

    await town.env.advance_time(3_600)
    repost = post(31, BO, reposted_id=30, reposted_author_id=ADA.id)
    gaps = (
        Gap("hrtweetup", START, START + timedelta(minutes=5), filled=True),
        Gap("hrtweetup", START, START + timedelta(minutes=5), filled=True),
        Gap("hrtweetup", START + timedelta(hours=1), START + timedelta(hours=2), filled=False),
        Gap("other", START, START + timedelta(minutes=5), filled=True),
    )
    await town.services.ingest.take(replace(batch(post(29, ADA), post(30, ADA), repost), gaps=gaps))
    await town.env.settle()
    shown = await ask(town, olive, "status")
    made = int((START + timedelta(minutes=31)).timestamp())
    assert f"**Last post** made <t:{made}:R>, seen 29 minutes later." in shown
    assert "**Posts** today: 3. In all: mirrored 2, waiting 0, reposts (only counted) 1," in shown
    assert "**Gaps** found: 2, filled: 1." in shown
    lost = [int((START + timedelta(hours=h)).timestamp()) for h in (1, 2)]
    assert f"- From <t:{lost[0]}:f> to <t:{lost[1]}:f> posts may be missing" in shown

    await town.env.advance_time(24 * 3_600)
    assert "**Posts** today: 0. In all: mirrored 2" in await ask(town, olive, "status")


async def test_a_tweetup_is_chosen_by_its_name(town: Town, olive: MemberActor) -> None:
    await town.plan(olive, name="Payroll *Breakfast*", when="15 January 08:30", hashtag="pay")
    await town.plan(olive, name="x" * 100, when="29 January 08:30", hashtag="long")
    choices = await olive.autocomplete(town.channel, "feed status", "event", "")
    assert [choice["name"] for choice in choices] == [
        "Payroll *Breakfast*, 15 January 2026",
        "HR Tweetup, 22 January 2026",
        f"{'x' * 69}…, 29 January 2026",
    ]
    assert "#pay" in await ask(town, olive, "status")
    assert "#HRTweetup" in await ask(town, olive, "status", event=choices[1]["value"])
    assert "#HRTweetup" in await ask(town, olive, "status", event="hr tweetup")
    assert "called “quiz”" in await ask(town, olive, "status", event="quiz")
    assert "More than one tweetup" in await ask(town, olive, "status", event="e")


async def test_a_tweetup_of_another_server_cannot_be_named(town: Town, olive: MemberActor) -> None:
    elsewhere = town.env.create_guild("Another")
    channel = elsewhere.create_text_channel("general")
    role = elsewhere.create_role("Boss", permissions=discord.Permissions(administrator=True))
    boss = elsewhere.add_member(town.env.create_user("boss"), roles=[role])
    assert NOTHING_HERE in said(await boss.slash(channel, "feed status"))
    refused = said(await boss.slash(channel, "feed pause", event="1"))
    assert "no tweetup called “1”" in refused
    await fed(town, 1)
    assert mirrored(town.channel) == [1]


async def test_without_a_tweetup_there_is_nothing_to_look_after(town: Town) -> None:
    olive = town.organiser()
    for command in ("status", "pause", "resume", "backfill", "quiet-hours"):
        assert NOTHING_HERE in await ask(town, olive, command), command


async def test_only_organisers_look_after_a_feed(town: Town, olive: MemberActor) -> None:
    ada = town.member("ada")
    for command in ("status", "pause", "resume", "backfill", "quiet-hours"):
        assert "That is for organisers" in await ask(town, ada, command), command


async def test_what_is_imported_is_not_mirrored_until_it_comes_by_itself(
    town: Town, olive: MemberActor
) -> None:
    await keep(town.database, batch(post(1, ADA), post(2, ADA)), 1)
    await town.env.settle()
    assert mirrored(town.channel) == []
    assert "in the history only 2." in await ask(town, olive, "status")
    await fed(town, 2)
    await keep(town.database, batch(post(1, ADA), post(2, ADA)), 1)
    assert mirrored(town.channel) == [2]
    async with town.database.read() as conn:
        assert await feed.counts(conn, 1) == {"imported": 1, "mirrored": 1}


async def test_the_source_is_chosen_for_every_tweetup_and_kept(
    town: Town, olive: MemberActor
) -> None:
    assert "whoever runs this bot" in await ask(town, olive, "source", kind="stream")
    town.bot.owner_id = olive.id
    for kind, sentence in (("stream", "I read X’s stream"), ("poll", "I search X now and then")):
        assert sentence in await ask(town, olive, "source", kind=kind)
        async with town.database.read() as conn:
            assert await reader.source(conn) == kind
