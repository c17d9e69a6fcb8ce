"""Guilds the bot left."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Lane
from db import deliveries, departures, events, hashtags, sending
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, a_draft, a_notice

ORGANISER_LANE = Lane(GUILD, None, LARGEST, None)


async def test_when_it_left_is_noted_once_until_it_comes_back(conn: AsyncConnection) -> None:
    assert await departures.note(conn, GUILD, NOW + HOUR)
    assert await departures.note(conn, LARGEST, NOW)
    assert not await departures.note(conn, GUILD, NOW + 2 * HOUR)
    found = await departures.all_of_them(conn)
    assert list(found.items()) == [(LARGEST, NOW), (GUILD, NOW + HOUR)]
    assert await departures.forget(conn, GUILD)
    assert not await departures.forget(conn, GUILD)
    assert await departures.left_at(conn, GUILD) is None
    assert await departures.left_at(conn, LARGEST) == NOW


async def test_of_its_messages_only_the_word_of_it_goes(conn: AsyncConnection) -> None:
    await deliveries.add(conn, a_notice("channel"), NOW)
    direct = await deliveries.add(conn, a_notice(channel_id=None, member_id=LARGEST), NOW)
    word = a_notice(f"{departures.DEPARTURE}{GUILD}:1", channel_id=None, member_id=LARGEST)
    word_id = await deliveries.add(conn, word, NOW)
    assert direct is not None
    await sending.put_off(conn, direct, NOW + HOUR, "busy")
    await departures.note(conn, GUILD, NOW)
    assert await sending.lanes(conn, NOW) == [ORGANISER_LANE]
    assert await sending.next_wake(conn) is None
    first = await sending.head(conn, ORGANISER_LANE)
    assert first is not None
    assert first.id == word_id
    await departures.forget(conn, GUILD)
    assert await sending.next_wake(conn) == NOW + HOUR


async def test_its_hashtags_are_not_followed(conn: AsyncConnection) -> None:
    event = await events.add(conn, a_draft())
    await hashtags.follow(conn, event, NOW + HOUR)
    assert len(await hashtags.followed(conn, NOW)) == 1
    await departures.note(conn, GUILD, NOW)
    assert await hashtags.followed(conn, NOW) == []
    assert await events.upcoming(conn, NOW) == await events.tracked(conn, NOW) == []
