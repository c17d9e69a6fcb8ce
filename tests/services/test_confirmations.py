"""One confirmation, whatever asked for it; it holds until the answer or the event is another."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.changes import Wish
from bot.domain.events import Event
from bot.domain.rsvp import Turnout
from bot.errors import UserError
from bot.services.suite import Services
from tests.services.world import GUILD, Absent, World, draft


async def turnout(services: Services, event: Event) -> Turnout:
    """As the organiser reads it in three places, which agree."""
    found = (await services.reminders.status(event)).turnout
    assert (await services.overview.facts(event)).turnout == found
    wish = Wish(capacity=90 + found.confirmed)
    assert (await services.changes.propose_edit(event, wish)).turnout == found
    return found


async def edit(services: Services, event: Event, **wish: Any) -> Event:
    proposal = await services.changes.propose_edit(event, Wish(**wish))
    return (await services.changes.confirm(GUILD, proposal.draft_id))[1]


async def three(services: Services, **settings: Any) -> Event:
    """Members 1 and 2 go, 3 waits; all three confirm."""
    event = await services.events.create(draft(capacity=2))
    await services.rsvp_control.change(event, lambda before: replace(before, **settings))
    for member in (1, 2, 3):
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.confirmations.confirm(GUILD, event.id, member)
    return event


async def test_a_new_time_or_place_asks_anew_and_nothing_else_does(world: World) -> None:
    services = world.services()
    event = await three(services)
    event = await edit(services, event, name="HR social", hashtag="HRsocial", capacity=4)
    assert await turnout(services, event) == Turnout(2, 0, 2)
    event = await edit(services, event, place="The Anchor")
    assert await turnout(services, event) == Turnout(2)
    await services.confirmations.confirm(GUILD, event.id, 1)
    event = await edit(services, event, when="29 January 18:30")
    assert await turnout(services, event) == Turnout(2)


async def test_guests_and_notes_leave_a_confirmation_and_are_told_apart(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp_control.change(event, lambda before: replace(before, guests=3))
    for member in (1, 2):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    await services.confirmations.confirm(GUILD, event.id, 1)
    world.clock.move(hours=1)
    await services.rsvp.bring(GUILD, event.id, 1, 2)
    await services.rsvp.annotate(GUILD, event.id, 1, "By wheelchair")
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.rsvp.bring(GUILD, event.id, 2, 1)
    assert await turnout(services, event) == Turnout(5, 3, 3, 2)


async def test_who_steps_back_and_returns_has_not_confirmed(world: World) -> None:
    services = world.services()
    event = await three(services)
    taps: list[Awaitable[object]] = [
        services.rsvp.answer(GUILD, event.id, 1, "maybe"),
        services.rsvp.answer(GUILD, event.id, 1, "going"),
    ]
    for tap in taps:
        await tap
    assert (await turnout(services, event)).confirmed == 1
    await services.leavers.look(Absent(2))
    await services.rsvp.answer(GUILD, event.id, 2, "going")
    known = await services.privacy.known(GUILD, 2)
    assert known.confirmed == frozenset()


async def test_who_waited_and_confirmed_still_does_once_a_place_is_theirs(world: World) -> None:
    services = world.services()
    event = await three(services)
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    event_then, own = await services.confirmations.confirm(GUILD, event.id, 3)
    assert (event_then, own.status) == (event, "offered")
    assert await turnout(services, event) == Turnout(1, 0, 1)
    await services.rsvp.take(GUILD, event.id, 3)
    assert await turnout(services, event) == Turnout(2, 0, 2)


async def test_there_is_nothing_to_confirm_for_who_does_not_come(world: World) -> None:
    services = world.services()
    event = await three(services)
    await services.rsvp.answer(GUILD, event.id, 1, "maybe")
    for guild, member, key in (
        (GUILD, 1, "still.not_coming"),
        (GUILD, 9, "still.not_coming"),
        (GUILD + 1, 2, "event.unknown"),
    ):
        with pytest.raises(UserError) as refused:
            await services.confirmations.confirm(guild, event.id, member)
        assert refused.value.key == key
