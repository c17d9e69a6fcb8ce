from __future__ import annotations

import re

from bot.services.suite import build
from cogs.announcer import DiscordAnnouncer
from cogs.client import TweetupBot
from tests.cogs.town import Town, answer_of, labels, said
from tests.db.rows import cancel

PUBLIC = "https://tweetup.example.org"


async def test_the_card_gives_the_event_as_a_file_and_a_link_for_google(town: Town) -> None:
    await town.set_up()
    answer = await town.member("ada").click(town.card(), label="Add to calendar")
    (attached,) = answer_of(answer).attachments
    assert attached.filename == "tweetup.ics"
    (embed,) = answer_of(answer).embeds
    assert "put **HR Tweetup** into your calendar" in (embed.description or "")
    assert "https://calendar.google.com/calendar/render?action=TEMPLATE&text=HR+Tweetup" in (
        embed.description or ""
    )


async def test_ones_own_panel_gives_it_as_well_after_a_restart(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    panel = await ada.click(town.card(), label="My RSVP")
    assert labels(answer_of(panel))[-1] == "Add to calendar"
    await town.restart()
    answer = await ada.click(answer_of(panel), label="Add to calendar")
    assert [each.filename for each in answer_of(answer).attachments] == ["tweetup.ics"]


async def test_the_longest_names_still_fit(town: Town) -> None:
    await town.set_up(name="\N{PARTY POPPER}" * 100, place="\N{PARTY POPPER}" * 100)
    answer = await town.member("ada").click(town.card(), label="Add to calendar")
    assert answer_of(answer).attachments


async def test_a_cancelled_event_is_taken_out_again(town: Town) -> None:
    event = await town.set_up()
    async with town.database.begin() as conn:
        await cancel(conn, event.id)
    answer = await town.member("ada").click(town.card(), label="Add to calendar")
    (embed,) = answer_of(answer).embeds
    assert "take it out of your calendar" in (embed.description or "")


async def test_without_pages_the_card_is_named_instead(town: Town) -> None:
    await town.set_up()
    answer = await town.member("ada").slash(town.channel, "me calendar")
    assert "use Add to calendar on each event’s card" in said(answer)


async def test_an_address_of_ones_own_is_shown_renewed_and_taken_away(town: Town) -> None:
    bot = TweetupBot(clock=town.clock, default_zone="Europe/London")
    services = build(town.database, town.clock, DiscordAnnouncer(bot), public_url=PUBLIC)
    bot.use(services, [services.deliver.run, services.timetable.run])
    await town.env.restart_bot(bot)
    await town.set_up()
    ada = town.member("ada")
    await ada.click(town.card(), label="Going")
    shown = await ada.slash(town.channel, "me calendar")
    first = token(said(shown))
    assert first == token(said(await ada.slash(town.channel, "me calendar")))
    feed = await services.calendars.feed(first)
    assert feed is not None
    assert b"SUMMARY:HR Tweetup" in feed

    await ada.click(answer_of(shown), label="New address")
    second = token(answer_of(shown).content)
    assert second != first
    assert await services.calendars.feed(first) is None
    assert "Your calendar has an address" in said(await ada.slash(town.channel, "me show"))
    await ada.click(answer_of(shown), label="Remove it")
    assert "leads nowhere from now on" in answer_of(shown).content
    assert await services.calendars.feed(second) is None


def token(said: str) -> str:
    found = re.search(rf"`{PUBLIC}/calendar/([0-9a-f]{{32}})\.ics`", said)
    assert found is not None
    return found[1]
