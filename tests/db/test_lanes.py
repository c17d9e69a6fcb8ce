"""Which delivery goes next, and where: the order in which the outbox is emptied."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Lane, MessageRef
from db import deliveries, sending
from tests.db.rows import CHANNEL, GUILD, HOUR, NOW, US, add_notice

CHANNEL_LANE = Lane(GUILD, CHANNEL, None, None)
THREAD = MessageRef(900, 900)


async def head(conn: AsyncConnection, lane: Lane = CHANNEL_LANE) -> int | None:
    found = await sending.head(conn, lane)
    return found.id if found else None


async def can_go(conn: AsyncConnection, at: datetime = NOW) -> bool:
    found = await sending.head(conn, CHANNEL_LANE)
    return found is not None and sending.can_go(found, at)


async def sent(conn: AsyncConnection, delivery_id: int, version: int = 1) -> None:
    await sending.settle_sent(conn, delivery_id, version, THREAD, NOW)


async def test_every_place_is_a_lane_of_its_own(conn: AsyncConnection) -> None:
    thread_id = await add_notice(conn, channel_id=21)
    in_channel = await add_notice(conn)
    to_member = await add_notice(conn, channel_id=None, member_id=7)
    to_guild = await add_notice(conn, channel_id=None)
    elsewhere = await add_notice(conn, guild_id=GUILD + 1)
    await add_notice(conn)
    heads = {
        Lane(GUILD, 21, None, None): thread_id,
        CHANNEL_LANE: in_channel,
        Lane(GUILD, None, 7, None): to_member,
        Lane(GUILD, None, None, None): to_guild,
        Lane(GUILD + 1, CHANNEL, None, None): elsewhere,
    }
    assert set(await sending.lanes(conn, NOW)) == set(heads)
    assert len(await sending.lanes(conn, NOW)) == len(heads)
    for lane, delivery_id in heads.items():
        assert await head(conn, lane) == delivery_id


async def test_a_lane_goes_in_the_order_things_were_asked_for(conn: AsyncConnection) -> None:
    first, second = await add_notice(conn), await add_notice(conn)
    assert await head(conn) == first
    await sent(conn, first)
    assert await head(conn) == second
    await sent(conn, second)
    assert await head(conn) is None
    assert await sending.lanes(conn, NOW) == []


async def test_nothing_overtakes_what_was_put_off(conn: AsyncConnection) -> None:
    first = await add_notice(conn)
    await add_notice(conn)
    await sending.put_off(conn, first, NOW + HOUR, "busy")
    assert await sending.lanes(conn, NOW) == []
    assert await head(conn) == first
    assert not await can_go(conn)
    assert await sending.next_wake(conn) == NOW + HOUR
    assert await sending.lanes(conn, NOW + HOUR) == [CHANNEL_LANE]
    assert await can_go(conn, NOW + HOUR)


async def test_nothing_overtakes_what_is_being_sent(conn: AsyncConnection) -> None:
    """Another process may be at it; the order is kept all the same."""
    asked_anew, first, second = (
        await add_notice(conn, "card:1"),
        await add_notice(conn),
        await add_notice(conn),
    )
    await sent(conn, asked_anew)
    await sending.claim(conn, first, US)
    await deliveries.rearm(conn, "card:1", NOW)
    assert await sending.lanes(conn, NOW) == []
    assert await head(conn) == first
    assert not await can_go(conn)
    await sent(conn, first)
    assert await head(conn) == asked_anew
    await sent(conn, asked_anew, version=2)
    assert await head(conn) == second
    assert await can_go(conn)


async def test_other_lanes_go_on(conn: AsyncConnection) -> None:
    stuck = await add_notice(conn)
    await add_notice(conn, channel_id=21)
    await sending.claim(conn, stuck, US)
    assert await sending.lanes(conn, NOW) == [Lane(GUILD, 21, None, None)]
    assert await head(conn, Lane(GUILD, 22, None, None)) is None


async def test_what_is_asked_for_anew_goes_before_what_came_later(conn: AsyncConnection) -> None:
    card = await add_notice(conn, "card:1")
    await sent(conn, card)
    later = await add_notice(conn)
    assert await head(conn) == later
    await deliveries.rearm(conn, "card:1", NOW)
    assert await head(conn) == card


async def test_what_goes_into_a_thread_waits_for_the_thread(conn: AsyncConnection) -> None:
    thread_id = await add_notice(conn, "thread")
    inside = await add_notice(conn, channel_id=None, inside_id=thread_id)
    lane = Lane(GUILD, None, None, thread_id)
    assert await sending.lanes(conn, NOW) == [CHANNEL_LANE]
    await sent(conn, thread_id)
    assert await sending.lanes(conn, NOW) == [lane]
    assert await head(conn, lane) == inside


async def test_a_thread_that_changes_is_still_there(conn: AsyncConnection) -> None:
    thread_id = await add_notice(conn, "thread")
    inside = await add_notice(conn, channel_id=None, inside_id=thread_id)
    await sent(conn, thread_id)
    await deliveries.rearm(conn, "thread", NOW)
    lane = Lane(GUILD, None, None, thread_id)
    assert lane in await sending.lanes(conn, NOW)
    assert await head(conn, lane) == inside


async def test_taking_away_needs_no_thread(conn: AsyncConnection) -> None:
    thread_id = await add_notice(conn, "thread")
    inside = await add_notice(conn, "inside", channel_id=None, inside_id=thread_id)
    lane = Lane(GUILD, None, None, thread_id)
    assert lane not in await sending.lanes(conn, NOW)
    await deliveries.rearm(conn, "inside", NOW, wanted=False)
    assert lane in await sending.lanes(conn, NOW)
    assert await head(conn, lane) == inside


async def test_the_next_wake_is_the_earliest_that_can_lead_anywhere(conn: AsyncConnection) -> None:
    assert await sending.next_wake(conn) is None
    first, behind = await add_notice(conn), await add_notice(conn)
    await sending.put_off(conn, first, NOW + 3 * HOUR, "busy")
    await sending.put_off(conn, behind, NOW + HOUR, "busy")
    thread_id = await add_notice(conn, channel_id=21)
    inside = await add_notice(conn, channel_id=None, inside_id=thread_id)
    await sending.put_off(conn, inside, NOW + HOUR, "busy")
    elsewhere = await add_notice(conn, channel_id=22)
    await sending.put_off(conn, elsewhere, NOW + 2 * HOUR, "busy")
    assert await sending.next_wake(conn) == NOW + 2 * HOUR


async def test_one_thread_does_not_hold_up_another(conn: AsyncConnection) -> None:
    threads = [await add_notice(conn) for _ in range(2)]
    for thread_id in threads:
        await sent(conn, thread_id)
    stuck, free = [
        await add_notice(conn, channel_id=None, inside_id=thread_id) for thread_id in threads
    ]
    await sending.claim(conn, stuck, US)
    assert await sending.lanes(conn, NOW) == [Lane(GUILD, None, None, threads[1])]
    assert await head(conn, Lane(GUILD, None, None, threads[1])) == free


async def test_a_change_that_is_put_off_holds_nothing_up(conn: AsyncConnection) -> None:
    changed = await add_notice(conn, "card:1")
    await sent(conn, changed)
    await deliveries.rearm(conn, "card:1", NOW)
    await sending.put_off(conn, changed, NOW + HOUR, "too many edits")
    new = await add_notice(conn)
    assert await head(conn) == new
    assert await sending.lanes(conn, NOW) == [CHANNEL_LANE]
    await sent(conn, new)
    found = await sending.head(conn, CHANNEL_LANE)
    assert found is not None
    assert (found.id, sending.can_be_passed(found)) == (changed, True)
    assert await sending.next_wake(conn) == NOW + HOUR
    assert await sending.lanes(conn, NOW) == []
    assert await sending.lanes(conn, NOW + HOUR) == [CHANNEL_LANE]
