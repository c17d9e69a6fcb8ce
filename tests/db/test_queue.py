from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import MessageRef
from db import deliveries, departures, queue, sending
from tests.db.rows import CHANNEL, GUILD, HOUR, NOW, a_notice


async def test_the_queue_is_counted_by_kind_and_is_as_old_as_what_could_go(
    conn: AsyncConnection,
) -> None:
    assert (await queue.waiting(conn), await queue.oldest(conn, NOW)) == ({}, None)
    put_off = await deliveries.add(conn, a_notice("a"), NOW)
    thread = await deliveries.add(conn, a_notice("b", kind="introduction_thread"), NOW + HOUR)
    inside = a_notice("c", kind="introduction", inside_id=thread)
    await deliveries.add(conn, inside, NOW + HOUR / 2)
    sent = await deliveries.add(conn, a_notice("d", kind="card"), NOW)
    assert put_off
    assert thread
    assert sent
    await sending.put_off(conn, put_off, NOW + 3 * HOUR, "busy")
    await sending.settle_sent(conn, sent, 1, MessageRef(CHANNEL, 1), NOW)
    found = {"notice": 1, "introduction_thread": 1, "introduction": 1}
    assert await queue.waiting(conn) == found
    assert await queue.oldest(conn, NOW + 2 * HOUR) == NOW + HOUR
    assert await queue.oldest(conn, NOW + 3 * HOUR) == NOW
    await sending.settle_sent(conn, thread, 1, MessageRef(CHANNEL, 2), NOW)
    assert await queue.oldest(conn, NOW + 2 * HOUR) == NOW + HOUR / 2
    # What waits for a server that the bot has left waits for nobody.
    await departures.note(conn, GUILD, NOW)
    assert (await queue.waiting(conn), await queue.oldest(conn, NOW)) == ({}, None)
