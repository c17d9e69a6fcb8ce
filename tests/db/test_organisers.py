"""Organisers, drafts and what is put away: on both engines."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.drafts import KEPT, Draft, Typed
from bot.domain.events import Event
from bot.domain.reminders import USUAL, Reminder
from db import drafts, events, feed, hashtags, organisers, posts, reminders
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, a_draft, a_post

TYPED = Typed(channel_id=LARGEST, zone="Europe/London", name="Ügly 'quotes' 🎉", like=3)

_, DAY, _ = USUAL


async def test_a_guild_has_one_role_or_none(conn: AsyncConnection) -> None:
    assert await organisers.role(conn, GUILD) is None
    for role_id in (5, LARGEST):
        await organisers.set_role(conn, GUILD, role_id)
        assert await organisers.role(conn, GUILD) == role_id
    assert await organisers.role(conn, GUILD + 1) is None
    await organisers.set_role(conn, GUILD, None)
    assert await organisers.role(conn, GUILD) is None


async def test_members_are_named_for_one_event(conn: AsyncConnection, event: Event) -> None:
    other = await events.add(conn, a_draft())
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    await organisers.name(conn, event.id, 2, LARGEST)
    await organisers.name(conn, event.id, 2)
    await organisers.name(conn, elsewhere.id, 2)
    await organisers.name(conn, other.id)
    assert await organisers.named(conn, event.id) == [2, LARGEST]
    assert await organisers.named(conn, other.id) == []
    assert await organisers.named_for(conn, GUILD, 2) == [event.id]
    assert await organisers.unname(conn, event.id, LARGEST)
    assert not await organisers.unname(conn, event.id, LARGEST)
    await organisers.forget(conn, GUILD, 2)
    assert await organisers.named(conn, event.id) == []
    assert await organisers.named(conn, elsewhere.id) == [2]


async def test_a_draft_comes_back_as_it_was_typed(conn: AsyncConnection) -> None:
    saved = await drafts.save(conn, GUILD, LARGEST, TYPED, NOW)
    assert saved == Draft(saved.id, GUILD, LARGEST, TYPED)
    assert await drafts.of_member(conn, GUILD, LARGEST, NOW + HOUR) == saved
    assert await drafts.of_member(conn, GUILD + 1, LARGEST, NOW) is None


async def test_a_change_takes_the_drafts_place_under_a_new_id(conn: AsyncConnection) -> None:
    first = await drafts.save(conn, GUILD, 1, TYPED, NOW)
    second = await drafts.save(conn, GUILD, 1, replace(TYPED, name="Tea"), NOW + HOUR)
    assert second.id != first.id
    assert await drafts.of_member(conn, GUILD, 1, NOW + HOUR) == second
    assert not await drafts.remove(conn, first)
    assert await drafts.remove(conn, second)
    assert not await drafts.remove(conn, second)


async def test_a_draft_is_kept_for_a_day(conn: AsyncConnection) -> None:
    old = await drafts.save(conn, GUILD, 1, TYPED, NOW)
    assert await drafts.of_member(conn, GUILD, 1, NOW + KEPT) is None
    await drafts.save(conn, GUILD, 2, TYPED, NOW + KEPT)
    assert not await drafts.remove(conn, old)
    await drafts.forget(conn, GUILD, 2)
    assert await drafts.of_member(conn, GUILD, 2, NOW + KEPT) is None


async def test_what_is_put_away_is_neither_read_nor_mirrored_nor_reminded_of(
    conn: AsyncConnection, event: Event
) -> None:
    await hashtags.follow(conn, event, NOW + HOUR)
    await posts.save(conn, [a_post(1)])
    await feed.add(conn, [(event.id, 1, "waiting")])
    reminder = Reminder(event.id, DAY, NOW)
    await reminders.replan(conn, event.id, [reminder])
    for archived in (True, False):
        await events.archive(conn, event.id, archived=archived)
        assert await events.get(conn, event.id) == replace(event, archived=archived)
        assert bool(await hashtags.followed(conn, NOW)) is not archived
        assert bool(await feed.events_waiting(conn)) is not archived
        assert bool(await reminders.due(conn, NOW)) is not archived
        assert await reminders.of_event(conn, event.id) == [reminder]
    await reminders.settle(conn, event.id, DAY, "sent")
    assert await reminders.of_event(conn, event.id) == []
