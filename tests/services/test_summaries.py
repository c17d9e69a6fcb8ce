"""A word that the report is ready: once, when the answers are in, whatever happens meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.meeting import morning_after
from bot.domain.summary import Compared
from bot.errors import UserError
from bot.services.suite import Services
from tests.services.passing import pass_time
from tests.services.world import (
    GUILD,
    ORGANISER,
    STARTS,
    World,
    attendees,
    batch,
    draft,
    notices,
    post,
    show_everything,
)

DAY = timedelta(days=1)


async def introduced(world: World, services: Services) -> tuple[Event, MadeIntroduction]:
    """1 and 2 talked and are introduced, 3 wrote alone; all but 3 came, and 9 walked in."""
    event = await attendees(services, 1, 2, 3)
    await show_everything(services, event)
    await services.ingest.take(
        batch(
            post(5, by=1, text="Payroll is on my mind #HRTweetup"),
            post(6, by=2, reply_to_id=5, reply_to_author_id=1, text="Payroll here too #HRTweetup"),
            post(7, by=3, text="And payroll is on mine #HRTweetup"),
        )
    )
    await pass_time(world, services, STARTS)
    (found,) = (await services.privacy.known(GUILD, 1)).introductions
    await services.door.open(event)
    for member in (1, 2, 9):
        await services.door.check_in(GUILD, event.id, member, by=ORGANISER)
    return event, found.made


async def told(services: Services, event: Event) -> Compared:
    return await services.summaries.of_event(event)


async def test_the_word_comes_the_day_after_the_last_answer(world: World) -> None:
    services = world.services()
    event, made = await introduced(world, services)
    morning = morning_after(event)
    with pytest.raises(UserError, match="too_early"):
        await told(services, event)
    await pass_time(world, services, morning + DAY)
    assert notices(world, "summary") == []

    await services.meeting.met(made.id, 1, True)
    await services.meeting.met(made.id, 2, True)
    await pass_time(world, world.services(), morning + 2 * DAY)
    assert [each["to"] for each in notices(world, "summary")] == [ORGANISER]
    await pass_time(world, world.services(), morning + 9 * DAY)
    assert len(notices(world, "summary")) == 1


async def test_the_word_waits_for_no_answer_for_ever(world: World) -> None:
    services = world.services()
    event, _ = await introduced(world, services)
    await pass_time(world, services, morning_after(event) + 3 * DAY - timedelta(seconds=1))
    assert notices(world, "summary") == []
    await pass_time(world, services, morning_after(event) + 3 * DAY)
    assert len(notices(world, "summary")) == 1


async def test_where_nobody_is_asked_it_comes_at_once_and_where_nobody_comes_never(
    world: World,
) -> None:
    services = world.services()
    event = await attendees(services, 1)
    empty = await services.events.create(draft(name="Nobody there"))
    await pass_time(world, services, morning_after(event) + DAY)
    assert [each["event"] for each in notices(world, "summary")] == ["HR Tweetup"]
    with pytest.raises(UserError, match="nothing"):
        await told(services, empty)
    assert await services.summaries.usual(GUILD) == str(empty.id)


async def test_what_was_before_the_bot_was_away_for_long_is_not_told(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1)
    world.clock.move_to(event.ends_at + 20 * DAY)
    await pass_time(world, services, event.ends_at + 21 * DAY)
    assert notices(world, "summary") == []


async def test_the_figures_are_those_of_the_evening_and_stay_so(world: World) -> None:
    services = world.services()
    event, _ = await introduced(world, services)
    await services.ingest.take(
        batch(
            post(8, by=3, reply_to_id=6, reply_to_author_id=2, text="So we met", created_at=STARTS)
        )
    )
    world.clock.move_to(STARTS + DAY)
    found = await told(services, event)
    own = found.summary
    assert own.turnup is not None
    assert (own.turnup.came.n, own.turnup.came.of, own.turnup.walk_ins) == (2, 3, 1)
    assert (own.turnup.talked.n, own.turnup.talked.of) == (2, 2)
    assert (own.turnup.quiet.n, own.turnup.quiet.of) == (0, 1)
    assert (own.ties, own.new_ties, own.posts, own.people) == (2, 1, 4, 3)
    assert own.terms == (("Payroll", 3),)
    assert [each.made for each in own.introductions] == [1]
    assert found.own is not None
    assert found.own.came == 2

    await pass_time(world, services, STARTS + 120 * DAY)
    later = await told(services, event)
    # Three people are too few for a word of theirs to be kept.
    assert later.summary.terms == ()
    assert (later.summary.turnup, later.summary.new_ties) == (own.turnup, 1)
    assert later.checked == found.checked
    again = await attendees_of_the_next(world, services)
    assert [each.turnup for each in (await told(services, again)).earlier] == [own.turnup]


async def attendees_of_the_next(world: World, services: Services) -> Event:
    starts = STARTS + 150 * DAY
    again = await services.events.create(
        draft(starts_at=starts, ends_at=starts + timedelta(hours=3))
    )
    await services.rsvp.answer(GUILD, again.id, 1, "going")
    world.clock.move_to(starts + DAY)
    return again
