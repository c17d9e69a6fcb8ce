"""How a database stands, on both engines."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from db import condition, deliveries, sending
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, US, a_notice


async def test_one_that_is_well_says_so(conn: AsyncConnection) -> None:
    have, newest, known = await condition.revisions(conn)
    assert (have, known) == (newest, True)
    assert await condition.damage(conn) is None
    assert await condition.has_wal(conn)
    await conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999_later'"))
    assert await condition.revisions(conn) == ("9999_later", newest, False)


async def test_a_message_that_was_tried_for_too_long_is_stuck(conn: AsyncConnection) -> None:
    tried = [await deliveries.add(conn, a_notice(each), NOW) for each in ("old", "sent", "failed")]
    tried.append(await deliveries.add(conn, a_notice("new"), NOW + 2 * HOUR))
    await deliveries.add(conn, a_notice("never tried"), NOW)
    for delivery_id in tried:
        assert delivery_id is not None
        assert await sending.claim(conn, delivery_id, US)
        await sending.put_off(conn, delivery_id, NOW + HOUR, "busy")
    _old, sent, failed, _new = tried
    await sending.fail(conn, failed or 0, "refused")
    await sending.settle_removed(conn, sent or 0, version=1)
    assert await condition.stuck(conn, GUILD, NOW + HOUR) == 1
    assert await condition.stuck(conn, GUILD, NOW + 3 * HOUR) == 2
    assert await condition.stuck(conn, LARGEST, NOW + 3 * HOUR) == 0
