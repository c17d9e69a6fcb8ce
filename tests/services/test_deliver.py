"""Deliveries: once, in order, whatever Discord answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from bot.domain.announcements import (
    EventCard,
    FeedMessage,
    IntroductionThread,
    Notice,
    Offer,
    ScheduledEvent,
)
from bot.domain.deliveries import DeliveryKind
from bot.errors import OutcomeUnknown, TryLater, Unreachable
from bot.services.announcements import LOADERS, TIMED
from db.engine import Database
from tests.services.world import STARTS, World, attendees, batch, draft, post


def test_every_kind_is_loaded_in_one_way() -> None:
    found = sorted((*LOADERS, *TIMED))
    assert found == sorted(get_args(DeliveryKind)), "see bot/services/announcements.py"


async def test_an_event_puts_up_its_card_and_its_scheduled_event(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.deliver.drain()
    (card,) = world.discord.of(EventCard)
    (scheduled,) = world.discord.of(ScheduledEvent)
    assert isinstance(card.announcement, EventCard)
    assert card.announcement.event == event
    assert card.place.channel_id == event.channel_id
    assert scheduled.place.channel_id is None


async def test_posts_are_mirrored_once_and_oldest_first(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    posts = [post(number, by=number % 3 + 1) for number in range(1, 26)]
    await services.ingest.take(batch(*posts))
    await services.ingest.take(batch(*posts[5:]))
    await services.deliver.drain()
    assert world.discord.mirrored() == [p.id for p in posts]


async def test_posts_share_messages_only_when_many_wait(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.deliver.drain()
    await services.ingest.take(batch(*(post(n, by=1) for n in range(1, 4))))
    await services.deliver.drain()
    assert len(world.discord.sent) == 2 + 3
    await services.ingest.take(batch(*(post(n, by=1) for n in range(11, 24))))
    await services.deliver.drain()
    assert len(world.discord.sent) == 5 + 1 + 3


async def test_a_reply_answers_the_message_that_mirrors_its_parent(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.ingest.take(batch(post(1, by=1)))
    await services.deliver.drain()
    await services.ingest.take(batch(post(2, by=2, reply_to_id=1, reply_to_author_id=1)))
    await services.deliver.drain()
    parent, reply = world.discord.sent[-2], world.discord.sent[-1]
    assert isinstance(reply.announcement, FeedMessage)
    (entry,) = reply.announcement.entries
    assert entry.parent is not None
    assert world.discord.standing[entry.parent] == parent


@pytest.mark.parametrize(
    ("error", "after_the_work"),
    [(OutcomeUnknown("reset"), True), (OutcomeUnknown("reset"), False), (TryLater(3.0), False)],
)
async def test_trouble_neither_loses_nor_doubles(
    world: World, error: Exception, after_the_work: bool
) -> None:
    services = world.services()
    await services.events.create(draft())
    world.discord.fail(FeedMessage, error, after_the_work=after_the_work)
    await services.ingest.take(batch(post(1, by=1), post(2, by=1)))
    await services.deliver.drain()
    assert world.discord.mirrored() == ([1] if after_the_work else [])
    world.clock.move(minutes=10)
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 2]


async def test_nothing_is_lost_while_a_permission_is_missing_and_the_organiser_hears_once(
    world: World,
) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.deliver.drain()
    for number in (1, 2):
        world.discord.fail(FeedMessage, Unreachable("no_permission"))
        await services.ingest.take(batch(post(number, by=1)))
        await services.deliver.drain()
        world.clock.move(minutes=20)
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 2]
    (notice,) = world.discord.of(Notice)
    assert notice.place.member_id == event.organiser_id


async def test_closed_direct_messages_lead_to_a_word_in_the_channel_without_the_status(
    world: World,
) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    await services.rsvp.answer(event.guild_id, event.id, 1, "going")
    await services.rsvp.answer(event.guild_id, event.id, 2, "going")
    await services.privacy.consent(event.guild_id, 2, remind_where="dm")
    await services.deliver.drain()
    world.discord.fail(Offer, Unreachable("dm_closed"))
    await services.rsvp.answer(event.guild_id, event.id, 1, "declined")
    await services.deliver.drain()
    assert not world.discord.of(Offer)
    (notice,) = world.discord.of(Notice)
    assert notice.place.channel_id == event.channel_id
    assert notice.announcement == Notice(
        "dm_closed", {"member": 2, "event": event.name, "event_id": event.id}
    )


async def test_what_is_no_longer_wanted_is_found_and_removed_though_its_outcome_was_unknown(
    world: World,
) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(post(1, by=1), post(2, by=2, reply_to_id=1)))
    world.clock.move_to(STARTS - timedelta(days=3))
    await services.timetable.run_due()
    world.discord.fail(IntroductionThread, OutcomeUnknown("reset"), after_the_work=True)
    await services.deliver.drain()
    assert world.discord.of(IntroductionThread)
    await services.privacy.consent(event.guild_id, 1, introductions=False)
    world.clock.move(minutes=10)
    await services.deliver.drain()
    assert not world.discord.of(IntroductionThread)


async def test_a_mistake_in_one_message_does_not_hold_up_the_other_places(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    world.discord.fail(EventCard, ZeroDivisionError())
    await services.deliver.drain()
    assert world.discord.of(ScheduledEvent)
    assert not world.discord.of(EventCard)
    world.clock.move(minutes=10)
    await services.deliver.drain()
    assert world.discord.of(EventCard)


async def test_what_is_under_way_is_not_taken_for_interrupted_whenever_somebody_looks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = world.services()
    begin, looks = Database.begin, 0

    async def look() -> None:
        nonlocal looks
        with monkeypatch.context() as undone:
            undone.setattr(Database, "begin", begin)
            await services.deliver.recover()
        looks += 1

    @asynccontextmanager
    async def watched(database: Database) -> AsyncIterator[AsyncConnection]:
        """Another process calls just before a transaction, and just after it."""
        await look()
        async with begin(database) as conn:
            yield conn
        await look()

    await services.events.create(draft())
    with monkeypatch.context() as patched, capture_logs() as logged:
        patched.setattr(Database, "begin", watched)
        await services.deliver.drain()
    assert looks > 0
    assert len(world.discord.sent) == 2
    assert [each for each in logged if each["event"] == "delivery interrupted"] == []
