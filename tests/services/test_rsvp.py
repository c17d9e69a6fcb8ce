"""A tap changes the RSVP, the card, and the place of whoever waits."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.announcements import EventCard, Offer
from bot.errors import UserError
from tests.services.world import GUILD, World, draft


async def test_a_full_room_makes_a_waitlist_and_leaving_offers_the_place(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=2))
    for member in (1, 2, 3):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    answered = await services.rsvp.answer(GUILD, event.id, 4, "going")
    assert answered.rsvp is not None
    assert (answered.rsvp.status, answered.ahead) == ("waitlisted", 1)
    await services.deliver.drain()
    (card,) = world.discord.of(EventCard)
    assert card.announcement == EventCard(
        event, going=2, maybe=0, waitlisted=2, open_places=0, others=2
    )

    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    (card,) = world.discord.of(EventCard)
    assert card.announcement == EventCard(
        event, going=1, maybe=0, waitlisted=2, open_places=0, others=1
    )
    (offer,) = world.discord.of(Offer)
    assert isinstance(offer.announcement, Offer)
    assert offer.announcement.mentioned == 3


async def test_many_taps_at_once_fill_exactly_the_places_in_order(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=20))
    answers = await asyncio.gather(
        *(services.rsvp.answer(GUILD, event.id, member, "going") for member in range(1, 101))
    )
    statuses = [answer.rsvp.status for answer in answers if answer.rsvp is not None]
    assert statuses == ["going"] * 20 + ["waitlisted"] * 80
    assert [answer.ahead for answer in answers[20:]] == list(range(80))
    await services.deliver.drain()
    assert world.discord.updates <= 1


async def test_the_same_tap_again_changes_nothing(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    first = await services.rsvp.answer(GUILD, event.id, 1, "going")
    second = await services.rsvp.answer(GUILD, event.id, 1, "going")
    assert first == second


@pytest.mark.parametrize(
    ("guild", "later", "key"),
    [(GUILD + 1, 0, "event.unknown"), (GUILD, 15, "event.over")],
)
async def test_taps_that_cannot_be_are_refused(
    world: World, guild: int, later: int, key: str
) -> None:
    services = world.services()
    event = await services.events.create(draft())
    world.clock.move(days=later)
    with pytest.raises(UserError) as refused:
        await services.rsvp.answer(guild, event.id, 1, "going")
    assert refused.value.key == key
