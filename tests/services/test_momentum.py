"""The momentum of a tweetup: what waits for a word, what stays of it, and the weekly note."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.domain.announcements import MomentumNote, Notice
from bot.domain.events import Event
from bot.domain.gone import Gone
from bot.errors import Unreachable
from bot.services.momentum import MomentumShown
from bot.services.suite import Services
from tests.services.kept_out import ad
from tests.services.passing import keep_on
from tests.services.seams import BreakableDatabase, Crash, Seams
from tests.services.world import (
    GUILD,
    NOW,
    ORGANISER,
    STARTS,
    World,
    attendees,
    batch,
    draft,
    link,
    mention,
    post,
    show_everything,
)

DAY = timedelta(days=1)
FIRST_NOTE = datetime(2026, 1, 15, 9, tzinfo=UTC)
REVIEW = 21
NAMED = 31


async def shown(services: Services, event: Event) -> MomentumShown:
    return await services.momentums.shown(event)


async def tick(world: World) -> None:
    """What a process does when its alarm rings: a fresh one each time."""
    services = world.services()
    await services.timetable.run_due()
    await services.deliver.drain()


def notes(world: World) -> list[tuple[int, MomentumNote]]:
    """To whom or where they went, and what they told."""
    return [
        (each.place.channel_id or each.place.member_id or 0, each.announcement)
        for each in world.discord.sent
        if isinstance(each.announcement, MomentumNote)
    ]


async def test_what_waits_for_a_word_of_the_organisers(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3)
    await services.rsvp.answer(GUILD, event.id, 4, "going")
    await services.privacy.consent(GUILD, 4, listed=True)
    await link(services, ORGANISER)
    await services.ingest.take(
        batch(
            post(10, by=1, text="What helps? #HRTweetup"),
            post(11, by=2, text="And who comes? #HRTweetup"),
            post(12, by=1, reply_to_id=11, reply_to_author_id=2),
            post(13, by=7, text="New here, and what is this? #HRTweetup"),
            post(14, by=ORGANISER),
            ad(15),
        )
    )
    await services.deliver.drain()
    world.clock.move(hours=1)
    found = (await shown(services, event)).to_do
    assert found is not None
    assert [p.id for p, _ in found.questions] == [13, 10]
    # 1 turned to 2, who is greeted so; nobody turned to 1 and 7. The organiser needs no greeting.
    assert [(p.id, a.handle) for p, a in found.newcomers] == [(13, "person7"), (10, "person1")]
    # 3 has said nothing to anybody, and of 4 nobody knows who they are on X.
    assert (set(found.silent), set(found.named)) == ({3, 4}, {4})

    await services.removal.remove(Gone(posts={13: "deleted"}))
    await services.ingest.take(batch(post(20, by=2, mentions=(mention(1),), text="@person1 that")))
    await services.ingest.take(batch(post(21, by=3, reply_to_id=10, reply_to_author_id=1)))
    after = (await shown(services, event)).to_do
    assert after is not None
    assert (len(after.questions), set(after.silent)) == (0, {4})
    assert [(p.id, a.handle) for p, a in after.newcomers] == [(21, "person3")]

    await services.privacy.consent(GUILD, 4, listed=False)
    unnamed = (await shown(services, event)).to_do
    assert unnamed is not None
    assert (set(unnamed.silent), set(unnamed.named)) == ({4}, set())
    world.clock.move_to(event.ends_at)
    assert (await shown(services, event)).to_do is None


async def test_long_after_it_tells_the_same_from_what_is_kept(world: World) -> None:
    services = world.services()
    earlier = await services.events.create(draft(hashtag="HRDrinks", ends_at=STARTS + DAY))
    event = await services.events.create(draft())
    for each in (earlier, event):
        await show_everything(services, each)
    before = replace(post(1, by=2), hashtags=("HRDrinks",))
    talk = [
        post(
            10 + n,
            by=1 + n % 4,
            created_at=NOW + DAY + timedelta(hours=8 * n),
            reply_to_id=10 if n % 2 else None,
            reply_to_author_id=9 if n % 2 else None,
        )
        for n in range(40)
    ]
    await services.ingest.take(batch(before))
    await services.ingest.take(batch(*talk, ad(90), post(91, by=8, reposted_id=10)))
    world.clock.move_to(STARTS + 9 * DAY)
    live = (await shown(services, event)).momentum
    assert sum(day.posts for day in live.days) == 40
    assert (sum(day.replies for day in live.days), sum(day.adverts for day in live.days)) == (20, 1)
    # Person 2 was heard before, under the server's other hashtag.
    assert sum(day.first_time for day in live.days) == 3
    assert live.before is not None
    assert live.before.people == 4

    world.clock.move_to(STARTS + 99 * DAY)
    await keep_on(world, services)
    kept = (await shown(services, event)).momentum
    assert kept.days == live.days
    assert (kept.latest.posts, kept.trend) == (live.latest.posts, live.trend)
    assert (kept.latest.people, kept.hour) == (None, None)


async def test_every_week_at_nine_to_those_who_look_after_it_until_it_begins(world: World) -> None:
    services = world.services()
    event = await services.events.create(
        draft(starts_at=STARTS + 8 * DAY, ends_at=STARTS + 8 * DAY + timedelta(hours=3))
    )
    await services.organisers.name(event, NAMED)
    await services.ingest.take(batch(post(1, by=1, text="Who comes? #HRTweetup"), ad(2)))
    world.clock.move_to(FIRST_NOTE - timedelta(seconds=1))
    await tick(world)
    assert notes(world) == []
    world.clock.move_to(FIRST_NOTE)
    for _ in range(3):
        await tick(world)
    assert sorted(where for where, _ in notes(world)) == [ORGANISER, NAMED]
    told = notes(world)[0][1]
    assert (told.momentum.latest.posts, told.momentum.latest.adverts) == (1, 1)
    assert (told.questions, told.newcomers, told.silent) == (1, 1, 0)

    # With a channel of their own organisers are told there. That it went quiet is worth a word.
    await services.filter.set_policy(event, None, None, REVIEW)
    world.clock.move_to(FIRST_NOTE + 7 * DAY)
    await tick(world)
    assert [where for where, _ in notes(world)][2:] == [REVIEW]
    # Two weeks without a post are not.
    world.clock.move_to(FIRST_NOTE + 14 * DAY)
    await tick(world)
    world.clock.move_to(event.starts_at + 30 * DAY)
    await tick(world)
    assert len(notes(world)) == 3


async def test_it_is_not_sent_late_not_to_who_wants_none_and_not_once_it_is_off(
    world: World,
) -> None:
    services = world.services()
    event = await services.events.create(
        draft(starts_at=STARTS + 30 * DAY, ends_at=STARTS + 31 * DAY)
    )
    posts = [post(n, by=1, created_at=NOW + (n - 1) * DAY) for n in range(1, 40)]
    await services.ingest.take(batch(*posts))
    # The bot was off for half a day and more.
    world.clock.move_to(FIRST_NOTE + timedelta(hours=12, seconds=1))
    await tick(world)
    assert notes(world) == []
    # Off over several, it sends the last alone.
    world.clock.move_to(FIRST_NOTE + 14 * DAY + timedelta(hours=12))
    await tick(world)
    assert [told.momentum.latest.posts for _, told in notes(world)] == [7]

    await services.momentums.set_weekly(event, weekly=False)
    world.clock.move_to(FIRST_NOTE + 21 * DAY)
    await tick(world)
    await services.momentums.set_weekly(event, weekly=True)
    await services.privacy.consent(GUILD, ORGANISER, messaged=False)
    await tick(world)
    assert len(notes(world)) == 1
    # Nobody is called in the channel for it.
    assert world.discord.of(Notice) == []
    await services.privacy.consent(GUILD, ORGANISER, messaged=True)
    await services.events.archive(event, archived=True)
    world.clock.move_to(FIRST_NOTE + 28 * DAY)
    await tick(world)
    assert len(notes(world)) == 1


@pytest.mark.parametrize("crash_at", range(1, 7))
async def test_a_crash_between_any_two_steps_neither_loses_nor_doubles_it(
    crash_at: int, sqlite_url: str
) -> None:
    seams = Seams()
    database = BreakableDatabase(sqlite_url, seams)
    world = World(database)
    services = world.services()
    await services.events.create(draft())
    await services.ingest.take(batch(post(1, by=1)))
    await services.deliver.drain()
    world.clock.move_to(FIRST_NOTE)
    seams.crash_after(crash_at)
    crashes = 0
    for step in ("timetable", "deliver", "timetable", "deliver"):
        try:
            await _go_on(services, step)
        except Crash:
            crashes += 1
            services = world.services()
            await services.deliver.recover()
    assert crashes == 1
    assert len(world.discord.of(MomentumNote)) == 1
    await database.close()


async def test_of_a_channel_that_is_gone_who_set_it_up_hears_and_of_closed_messages_nobody(
    world: World,
) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.organisers.name(event, NAMED)
    await services.ingest.take(batch(post(1, by=1)))
    await services.filter.set_policy(event, None, None, REVIEW)
    world.discord.closed[REVIEW] = Unreachable("gone")
    world.clock.move_to(FIRST_NOTE)
    await tick(world)
    (notice,) = world.discord.of(Notice)
    assert (notice.place.member_id, notes(world)) == (ORGANISER, [])
    await services.momentums.set_weekly(event, weekly=False)

    other = await services.events.create(draft(hashtag="HRDrinks", created_at=NOW + DAY))
    await services.organisers.name(other, NAMED)
    await services.ingest.take(batch(post(2, by=1, hashtags=("HRDrinks",), created_at=FIRST_NOTE)))
    world.discord.closed[NAMED] = Unreachable("dm_closed")
    world.clock.move_to(FIRST_NOTE + DAY)
    await tick(world)
    assert [where for where, _ in notes(world)] == [ORGANISER]
    assert len(world.discord.of(Notice)) == 1


async def _go_on(services: Services, step: str) -> None:
    if step == "timetable":
        await services.timetable.run_due()
    else:
        await services.deliver.drain()
