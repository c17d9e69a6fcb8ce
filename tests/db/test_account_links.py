from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from db import account_links
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, a_link


async def test_a_claim_comes_back_as_it_was_made(conn: AsyncConnection) -> None:
    link = a_link(LARGEST)
    await account_links.save(conn, link)
    assert await account_links.get(conn, GUILD, LARGEST) == link
    assert await account_links.get(conn, GUILD + 1, LARGEST) is None


async def test_a_new_claim_replaces_the_earlier_one(conn: AsyncConnection) -> None:
    await account_links.save(conn, a_link(1))
    await account_links.prove(conn, GUILD, 1, 500, "person1", NOW)
    anew = a_link(1, handle="other", code="tw-new")
    await account_links.save(conn, anew)
    assert await account_links.get(conn, GUILD, 1) == anew
    assert await account_links.codes_open(conn, NOW) == {"tw-new": anew}


async def test_codes_are_open_until_proved_or_expired(conn: AsyncConnection) -> None:
    fresh, expired, proved = a_link(1), a_link(2, expires_at=NOW), a_link(3)
    for link in (fresh, expired, proved):
        await account_links.save(conn, link)
    await account_links.prove(conn, GUILD, 3, 500, "person3", NOW)
    assert await account_links.codes_open(conn, NOW) == {fresh.code: fresh}


async def test_a_proof_keeps_the_account_and_its_handle(conn: AsyncConnection) -> None:
    link = a_link(1, handle="alice")
    await account_links.save(conn, link)
    assert await account_links.prove(conn, GUILD, 1, LARGEST, "Alice", NOW + HOUR)
    proved = replace(link, handle="Alice", person_id=LARGEST, proved_at=NOW + HOUR)
    assert await account_links.get(conn, GUILD, 1) == proved


async def test_an_account_is_proved_by_one_member_of_a_guild(conn: AsyncConnection) -> None:
    for link in (a_link(1), a_link(2), a_link(2, guild_id=GUILD + 1, code="elsewhere")):
        await account_links.save(conn, link)
    assert await account_links.prove(conn, GUILD, 1, 500, "alice", NOW)
    assert not await account_links.prove(conn, GUILD, 2, 500, "alice", NOW)
    assert await account_links.prove(conn, GUILD + 1, 2, 500, "alice", NOW)
    assert await account_links.get(conn, GUILD, 2) == a_link(2)


async def test_a_claim_that_is_gone_cannot_be_proved(conn: AsyncConnection) -> None:
    await account_links.save(conn, a_link(1))
    await account_links.remove(conn, GUILD, 1)
    assert not await account_links.prove(conn, GUILD, 1, 500, "alice", NOW)
    assert await account_links.get(conn, GUILD, 1) is None


async def test_only_proved_accounts_link_members_and_people(conn: AsyncConnection) -> None:
    for member_id in (1, 2, 3):
        await account_links.save(conn, a_link(member_id))
    await account_links.prove(conn, GUILD, 1, 501, "one", NOW)
    await account_links.prove(conn, GUILD, 2, LARGEST, "two", NOW)
    assert await account_links.people_of(conn, GUILD, {1, 2, 3}) == {1: 501, 2: LARGEST}
    assert await account_links.people_of(conn, GUILD, {1}) == {1: 501}
    assert await account_links.people_of(conn, GUILD + 1, {1}) == {}
