"""What organisers are told to expect: once, on the day, and kept to be held against what came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.calibration import Foretold
from bot.domain.events import Event
from bot.domain.turnout_groups import Group
from bot.errors import UserError
from bot.services import turnout_loading
from bot.services.turnout_loading import Past
from db import forecasts
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
)

MORNING = STARTS.replace(hour=9)
DAY = timedelta(days=1)


async def kept(world: World, event: Event) -> Foretold | None:
    async with world.database.read() as conn:
        return (await forecasts.of_events(conn, [event.id])).get(event.id)


async def test_organisers_are_told_once_on_the_morning_what_to_expect(world: World) -> None:
    services = world.services()
    event = await attendees(services, *range(1, 9))
    await services.organisers.name(event, 31)
    await pass_time(world, services, MORNING - timedelta(seconds=1))
    assert notices(world, "forecast") == []
    now = await services.forecasts.of_event(event)

    await pass_time(world, world.services(), MORNING)
    told = notices(world, "forecast")
    assert {each["to"] for each in told} == {ORGANISER, 31}
    low, high = now.forecast.span
    assert (told[0]["low"], told[0]["high"], told[0]["out_of"]) == (low, high, 8)
    assert await kept(world, event) == Foretold(event.id, STARTS, MORNING, low, high, 8)
    await pass_time(world, services, STARTS + 2 * DAY)
    assert len(notices(world, "forecast")) == 2


async def test_a_tweetup_to_which_nobody_comes_is_not_spoken_of(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    with pytest.raises(UserError, match="nobody"):
        await services.forecasts.of_event(event)
    await pass_time(world, services, MORNING)
    assert notices(world, "forecast") == []
    assert await services.timetable.next_due() > MORNING  # type: ignore[operator]
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await pass_time(world, services, STARTS)
    with pytest.raises(UserError, match="begun"):
        await services.forecasts.of_event(event)
    await services.door.open(event)
    await services.door.check_in(GUILD, event.id, 1, by=ORGANISER)
    world.clock.move_to(STARTS + DAY)
    again = draft(starts_at=STARTS + 7 * DAY, ends_at=STARTS + 8 * DAY)
    later = await services.events.create(again)
    await services.rsvp.answer(GUILD, later.id, 1, "going")
    # Nor does it count as a forecast that was wrong.
    assert (await services.forecasts.of_event(later)).checked == ()


async def test_what_is_learned_from_a_tweetup_is_the_same_once_only_counts_are_left(
    world: World,
) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3)
    await services.rsvp.answer(GUILD, event.id, 4, "maybe")
    await services.ingest.take(batch(post(50, by=1, text="Onboarding! #HRTweetup")))
    await pass_time(world, services, STARTS - DAY)
    await services.confirmations.confirm(GUILD, event.id, 2)
    await pass_time(world, services, STARTS)
    await services.door.open(event)
    for member in (1, 2, 4):
        await services.door.check_in(GUILD, event.id, member, by=ORGANISER)
    world.clock.move_to(STARTS + DAY)

    async def past() -> Past | None:
        async with world.database.read() as conn:
            return await turnout_loading.past(conn, event)

    went = await past()
    assert went == Past(
        {
            Group("going", spoke=True, confirmed=False): (1, 1),
            Group("going", confirmed=True): (1, 1),
            Group("going", confirmed=False): (1, 0),
            Group("maybe"): (1, 1),
        },
        3,
    )
    again = await services.events.create(
        draft(starts_at=STARTS + 200 * DAY, ends_at=STARTS + 201 * DAY)
    )
    await services.rsvp.answer(GUILD, again.id, 1, "going")
    outlook = await services.forecasts.of_event(again)
    assert [(each.came, each.held) for each in outlook.checked] == [(3, True)]

    await pass_time(world, services, STARTS + 100 * DAY)
    assert await past() == went
    assert await services.forecasts.of_event(again) == outlook
