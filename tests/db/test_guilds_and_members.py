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
    assert await members.consents(conn, GUILD, 1) == Consents(None, None, None)
    assert await members.agreed(conn, GUILD, {1}, "introductions") == set()


async def test_none_leaves_a_consent_as_it_is(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 1, introductions=True)
    await members.set_consents(conn, GUILD, 1, remind_where="none")
    assert await members.consents(conn, GUILD, 1) == Consents(True, "none")
    await members.set_consents(conn, GUILD, 1, introductions=False, remind_which="late")
    assert await members.consents(conn, GUILD, 1) == Consents(False, "none", "late")


async def test_consents_count_in_their_own_guild_for_their_own_purpose(
    conn: AsyncConnection,
) -> None:
    await members.set_consents(conn, GUILD, 1, introductions=True)
    await members.set_consents(conn, GUILD, 2, introductions=True, remind_where="dm")
    await members.set_consents(conn, GUILD, 3, introductions=False)
    await members.set_consents(conn, GUILD, 4, introductions=True)
    await members.set_consents(conn, GUILD + 1, 5, introductions=True)
    assert await members.agreed(conn, GUILD, {1, 2, 3, 5}, "introductions") == {1, 2}
    assert await members.reminded(conn, GUILD, [1, 2, 3, 5], "dm") == {2: "all"}


async def test_reminders_reach_each_where_and_as_far_as_they_chose(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 1, remind_where="dm", remind_which="late")
    await members.set_consents(conn, GUILD, 2, 3, remind_where="channel")
    await members.set_consents(conn, GUILD, 4, remind_where="none", remind_which="late")
    await members.set_consents(conn, GUILD, 5, remind_which="late")
    await members.set_consents(conn, GUILD + 1, 6, remind_where="dm")
    everyone = range(1, 7)
    assert await members.reminded(conn, GUILD, everyone, "dm") == {1: "late"}
    assert await members.reminded(conn, GUILD, everyone, "channel") == {2: "all", 3: "all"}
    assert await members.reminded(conn, GUILD, [3], "channel") == {3: "all"}


async def test_a_forgotten_member_counts_as_never_asked(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 1, introductions=True)
    await members.set_consents(conn, GUILD, 2, introductions=True)
    await members.forget(conn, GUILD, 1)
    assert await members.consents(conn, GUILD, 1) == Consents()
    assert await members.consents(conn, GUILD, 2) == Consents(introductions=True)


async def test_as_many_members_can_be_asked_about_as_there_are(conn: AsyncConnection) -> None:
    await members.set_consents(conn, GUILD, 40_000, introductions=True)
    assert await members.agreed(conn, GUILD, range(40_001), "introductions") == {40_000}
