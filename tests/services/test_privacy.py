"""What is known of a member can be seen, and goes on their word."""

from __future__ import annotations

from bot.domain.announcements import EventCard, Offer
from bot.domain.members import Consents
from bot.domain.rsvp import Rsvp
from bot.services.privacy import Known
from tests.services.world import GUILD, World, draft


async def test_everything_known_is_shown_and_forgotten(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.rsvp.annotate(GUILD, event.id, 1, "By wheelchair")
    await services.privacy.consent(GUILD, 1, introductions=True, remind_where="none")
    claim = await services.links.claim(GUILD, 1, "person1")
    known = await services.privacy.known(GUILD, 1)
    assert known.consents == Consents(introductions=True, remind_where="none")
    assert known.link == claim.link
    assert known.rsvps == ((event, Rsvp(1, "going", 1, note="By wheelchair")),)
    assert known.confirmed == frozenset()
    await services.confirmations.confirm(GUILD, event.id, 1)
    until = await services.reminders.snooze(GUILD, event.id, 1, "hours")
    known = await services.privacy.known(GUILD, 1)
    assert (known.confirmed, known.snoozed) == (frozenset({event.id}), ((event.id, until),))

    await services.privacy.forget(GUILD, 1)
    assert await services.privacy.known(GUILD, 1) == Known(Consents(), None, (), ())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    assert (await services.privacy.known(GUILD, 1)).confirmed == frozenset()


async def test_forgetting_gives_the_place_to_the_next_who_waits(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    for member in (1, 2):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    await services.deliver.drain()
    await services.privacy.forget(GUILD, 1)
    await services.deliver.drain()
    (offered,) = world.discord.of(Offer)
    assert isinstance(offered.announcement, Offer)
    assert (offered.place.channel_id, offered.announcement.mentioned) == (event.channel_id, 2)
    (card,) = world.discord.of(EventCard)
    assert card.announcement == EventCard(event, going=0, maybe=0, waitlisted=1, open_places=0)


async def test_one_guild_never_sees_anothers_members(world: World) -> None:
    services = world.services()
    await services.privacy.consent(GUILD, 1, introductions=True)
    assert await services.privacy.known(GUILD + 1, 1) == Known(Consents(), None, (), ())
    await services.privacy.forget(GUILD + 1, 1)
    assert (await services.privacy.known(GUILD, 1)).consents.introductions is True
