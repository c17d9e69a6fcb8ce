from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.members import Consents
from db import guilds, members
from tests.db.rows import GUILD, LARGEST


async def test_a_guild_keeps_its_last_zone(conn: AsyncConnection) -> None:
    assert await guilds.zone(conn, LARGEST) is None
    await guilds.set_zone(conn, LARGEST, "Europe/London")
    await guilds.set_zone(conn, LARGEST, "Asia/Tokyo")
    assert await guilds.zone(conn, LARGEST) == "Asia/Tokyo"


async def test_who_was_never_asked_agreed_to_nothing(conn: AsyncConnection) -> None:
    assert await members.consents(conn, GUILD, 1) == Consents(None, None)
    assert await members.agreed(conn, GUILD, {1}, "introductions") == set()


async def test_none_leaves_a_consent_as_it_is(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 1, introductions=True)
    await members.set_consents(conn, GUILD, 1, direct_reminders=False)
    assert await members.consents(conn, GUILD, 1) == Consents(True, False)
    await members.set_consents(conn, GUILD, 1, introductions=False)
    assert await members.consents(conn, GUILD, 1) == Consents(False, False)


async def test_consents_count_in_their_own_guild_for_their_own_purpose(
    conn: AsyncConnection,
) -> None:
    await members.set_consents(conn, GUILD, 1, introductions=True)
    await members.set_consents(conn, GUILD, 2, introductions=True, direct_reminders=True)
    await members.set_consents(conn, GUILD, 3, introductions=False)
    await members.set_consents(conn, GUILD, 4, introductions=True)
    await members.set_consents(conn, GUILD + 1, 5, introductions=True)
    assert await members.agreed(conn, GUILD, {1, 2, 3, 5}, "introductions") == {1, 2}
    assert await members.agreed(conn, GUILD, [1, 2, 3, 5], "direct_reminders") == {2}


async def test_a_forgotten_member_counts_as_never_asked(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 1, introductions=True)
    await members.set_consents(conn, GUILD, 2, introductions=True)
    await members.forget(conn, GUILD, 1)
    assert await members.consents(conn, GUILD, 1) == Consents()
    assert await members.consents(conn, GUILD, 2) == Consents(introductions=True)


async def test_as_many_members_can_be_asked_about_as_there_are(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 40_000, introductions=True)
    assert await members.agreed(conn, GUILD, range(40_001), "introductions") == {40_000}
