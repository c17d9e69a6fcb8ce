"""Who wants no messages gets none: what they wait for calls them in the channel instead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.announcements import (
    EventChange,
    EventReminder,
    Introduction,
    IntroductionThread,
    Notice,
    Offer,
    Promotion,
)
from bot.domain.changes import TELL_AFTER, Wish
from bot.domain.deliveries import DeliveryKind, NewDelivery, agrees
from bot.domain.events import Event
from bot.domain.members import Consents
from bot.errors import TryLater
from bot.services.suite import Services
from tests.services.world import (
    CHANNEL,
    GUILD,
    NOW,
    ORGANISER,
    STARTS,
    World,
    attendees,
    batch,
    draft,
    post,
)


async def offered(services: Services) -> Event:
    """An event whose one place just came free for member 2."""
    event = await services.events.create(draft(capacity=1))
    for member in (1, 2):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    return event


async def going(services: Services, **consents: bool | str | None) -> Event:
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 2, "going")
    await services.privacy.consent(GUILD, 2, **consents)  # type: ignore[arg-type]
    await services.deliver.drain()
    return event


async def move(world: World, services: Services, event: Event, place: str) -> Event:
    """Have the event elsewhere, and people told of it."""
    proposal = await services.changes.propose_edit(event, Wish(place=place))
    changed = (await services.changes.confirm(GUILD, proposal.draft_id))[1]
    world.clock.move_to(world.clock.now() + TELL_AFTER)
    await services.timetable.run_due()
    await services.deliver.drain()
    return changed


def places(world: World, kind: type) -> list[tuple[int | None, int | None]]:
    """Where announcements of a kind stand: the channel, the member."""
    return [(each.place.channel_id, each.place.member_id) for each in world.discord.of(kind)]


@pytest.mark.parametrize(
    ("messaged", "reminded", "where"),
    [
        (True, "none", (None, 2)),
        (True, "channel", (None, 2)),
        (False, "dm", (CHANNEL, None)),
        (False, None, (CHANNEL, None)),
        (None, "dm", (None, 2)),
        (None, None, (CHANNEL, None)),
    ],
)
async def test_an_offer_goes_where_its_member_wants_it(
    world: World, messaged: bool | None, reminded: str | None, where: tuple[int | None, int | None]
) -> None:
    services = world.services()
    consents = {"messaged": messaged, "remind_where": reminded}
    await services.privacy.consent(GUILD, 2, **consents)  # type: ignore[arg-type]
    await offered(services)
    await services.deliver.drain()
    assert places(world, Offer) == [where]
    assert not world.discord.of(Notice)


async def test_news_that_waits_to_be_sent_follows_a_change_of_mind(world: World) -> None:
    services = world.services()
    await services.privacy.consent(GUILD, 2, messaged=True)
    event = await offered(services)
    world.discord.fail(Offer, TryLater(60))
    await services.deliver.drain()
    await services.privacy.consent(GUILD, 2, messaged=False)
    world.clock.move(minutes=2)
    await services.deliver.drain()
    assert not world.discord.of(Offer)
    (called,) = world.discord.of(Notice)
    assert (called.place.channel_id, called.place.member_id) == (CHANNEL, None)
    assert called.announcement == Notice(
        "dm_unwanted", {"member": 2, "event": event.name, "event_id": event.id}
    )


async def test_each_change_calls_them_in_the_channel_and_says_no_more(world: World) -> None:
    services = world.services()
    event = await going(services, messaged=False, remind_where="dm")
    for place in ("The Anchor", "The Bell"):
        event = await move(world, services, event, place)
    assert places(world, EventChange) == [(CHANNEL, None)] * 2
    assert places(world, Notice) == [(CHANNEL, None)] * 2


async def test_who_wants_messages_hears_of_changes_without_reminders(world: World) -> None:
    services = world.services()
    event = await going(services, messaged=True, remind_where="none")
    await move(world, services, event, "The Anchor")
    assert set(places(world, EventChange)) == {(CHANNEL, None), (None, 2)}


async def test_reminders_keep_their_own_choice(world: World) -> None:
    services = world.services()
    await going(services, messaged=False, remind_where="dm")
    world.clock.move_to(STARTS.replace(hour=17))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert (None, 2) in places(world, EventReminder)


async def test_that_a_link_worked_is_left_to_be_seen(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.privacy.consent(GUILD, 2, messaged=False)
    claim = await services.links.claim(GUILD, 2, "person2")
    proof = post(1, by=2, text=f"{claim.link.code} #HRTweetup")
    await services.ingest.take(batch(proof))
    await services.deliver.drain()
    assert not world.discord.of(Notice)
    known = await services.privacy.known(GUILD, 2)
    assert known.link is not None
    assert known.link.proved_at == NOW


async def test_a_promotion_by_an_organiser_follows_the_same_choice(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    await services.privacy.consent(GUILD, 2, messaged=False, remind_where="dm")
    for member in (1, 2):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    world.clock.move_to(STARTS.replace(hour=15))
    await services.rsvp.answer(GUILD, event.id, 1, "declined")
    await services.deliver.drain()
    assert places(world, Promotion) == [(CHANNEL, None)]


@pytest.mark.parametrize(
    ("kind", "key", "agreed"),
    [
        ("offer", "", False),
        ("change", "", False),
        ("notice", "linked", False),
        ("notice", "requests", True),
        ("notice", "no_permission", True),
        ("reminder", "", True),
        ("report", "", True),
        ("introduction", "", False),
    ],
)
def test_what_a_no_to_messages_means(kind: DeliveryKind, key: str, agreed: bool) -> None:
    new = NewDelivery(GUILD, kind, about={"key": key}, member_id=ORGANISER)
    assert agrees(Consents(messaged=False), new) is agreed
    assert agrees(Consents(messaged=True), new)
    assert agrees(Consents(), new)


@pytest.mark.parametrize("kind", ["introduction", "hello", "met"])
def test_introductions_by_message_are_a_choice_of_their_own(kind: DeliveryKind) -> None:
    new = NewDelivery(GUILD, kind, member_id=ORGANISER)
    assert agrees(Consents(messaged=False, introduced_where="dm"), new)
    assert not agrees(Consents(messaged=False, introduced_where="thread"), new)


async def test_who_wants_no_messages_is_introduced_in_a_thread_whatever_the_other_chose(
    world: World,
) -> None:
    services = world.services()
    await attendees(services, 1, 2)
    await services.privacy.consent(GUILD, 1, introduced_where="dm")
    await services.privacy.consent(GUILD, 2, messaged=False)
    await services.ingest.take(batch(post(5, by=1), post(6, by=2, reply_to_id=5)))
    world.clock.move_to(STARTS - timedelta(days=10))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(IntroductionThread)) == 1
    assert all(member is None for _, member in places(world, Introduction))
