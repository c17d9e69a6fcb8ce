"""A thousand people tap at once for two hundred places."""

from __future__ import annotations

import asyncio
from random import Random
from time import process_time

from bot.domain.announcements import EventCard
from tests.services.world import GUILD, World, draft

PEOPLE, PLACES = 1_000, 200
# Discord waits as long for a word. It takes a fifth of a second of work; what else the machine does
# meanwhile is not counted.
SECONDS = 3.0


async def test_exactly_the_places_are_given_in_the_order_of_the_taps(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=PLACES))
    await services.deliver.drain()
    members = Random(7).sample(range(1, 10 * PEOPLE), PEOPLE)
    began = process_time()
    # Everybody taps on two devices.
    taps = [
        services.rsvp.answer(GUILD, event.id, member, "going")
        for member in members
        for _ in range(2)
    ]
    outcomes = await asyncio.gather(*taps)
    took = process_time() - began
    assert outcomes[::2] == outcomes[1::2]
    statuses = [outcome.rsvp.status for outcome in outcomes[::2] if outcome.rsvp is not None]
    assert statuses == ["going"] * PLACES + ["waitlisted"] * (PEOPLE - PLACES)
    assert [outcome.ahead for outcome in outcomes[::2][PLACES:]] == list(range(PEOPLE - PLACES))
    assert took < SECONDS

    await services.deliver.drain()
    (card,) = world.discord.of(EventCard)
    assert isinstance(card.announcement, EventCard)
    assert (card.announcement.going, card.announcement.waitlisted) == (200, 800)
    assert world.discord.updates <= 2, "many taps are one edit"


async def test_taps_that_trickle_in_while_others_are_written_keep_their_order(
    world: World,
) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=50))

    async def tap(member: int) -> str:
        for _ in range(member % 7):
            await asyncio.sleep(0)
        arrived.append(member)
        standing = await services.rsvp.answer(GUILD, event.id, member, "going")
        assert standing.rsvp is not None
        return standing.rsvp.status

    arrived: list[int] = []
    sender = asyncio.create_task(_keep_delivering(services))
    statuses = await asyncio.gather(*(tap(member) for member in range(1, 301)))
    sender.cancel()
    order = {member: turn for turn, member in enumerate(arrived)}
    assert [s == "going" for s in statuses] == [order[m] < 50 for m in range(1, 301)]
    roster = await services.rsvp_control.roster(event)
    assert [rsvp.member_id for rsvp in roster.having("waitlisted")] == arrived[50:]


async def _keep_delivering(services: object) -> None:
    while True:
        await services.deliver.drain()  # type: ignore[attr-defined]
