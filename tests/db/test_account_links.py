from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Author
from db import account_links, deliveries, people
from tests.db.rows import GUILD, HOUR, LARGEST, NOW, a_link, a_notice


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
    assert await account_links.of_codes(conn, {"tw-1", "tw-new"}) == {"tw-new": anew}


async def test_codes_wait_until_they_are_proved(conn: AsyncConnection) -> None:
    fresh, expired, proved = a_link(1), a_link(2, expires_at=NOW), a_link(3)
    for link in (fresh, expired, proved):
        await account_links.save(conn, link)
    await account_links.prove(conn, GUILD, 3, 500, "person3", NOW)
    codes = {fresh.code, expired.code, proved.code, "tw-unknown"}
    assert await account_links.of_codes(conn, codes) == {"tw-1": fresh, "tw-2": expired}


async def test_a_proof_keeps_the_account_and_its_handle(conn: AsyncConnection) -> None:
    link = a_link(1, handle="alice")
    await account_links.save(conn, link)
    assert await account_links.prove(conn, GUILD, 1, LARGEST, "Alice", NOW + HOUR)
    proved = replace(link, handle="Alice", person_id=LARGEST, proved_at=NOW + HOUR, how="post")
    assert await account_links.get(conn, GUILD, 1) == proved


async def test_a_proof_is_not_replaced_by_another(conn: AsyncConnection) -> None:
    await account_links.save(conn, a_link(1))
    assert await account_links.prove(conn, GUILD, 1, 500, "alice", NOW)
    assert not await account_links.prove(conn, GUILD, 1, 501, "bob", NOW)
    assert await account_links.people_of(conn, GUILD, {1}) == {1: 500}


async def test_a_proved_account_goes_by_the_handle_x_last_gave_it(conn: AsyncConnection) -> None:
    await account_links.save(conn, a_link(1), a_link(2, handle="Alice_Anew"))
    await account_links.prove(conn, GUILD, 1, 500, "alice", NOW)
    await people.save(conn, [Author(500, "Alice_Anew", "Alice"), Author(501, "alice", "Else")])
    known = await account_links.get(conn, GUILD, 1)
    assert known is not None
    assert known.handle == "Alice_Anew"
    assert await account_links.of_handle(conn, GUILD, "@ALICE_anew", proved=True) == [known]
    assert await account_links.of_handle(conn, GUILD, "alice", proved=True) == []
    (claim,) = await account_links.of_handle(conn, GUILD, "alice_anew", proved=False)
    assert claim.member_id == 2
    assert await account_links.of_handle(conn, GUILD + 1, "alice_anew", proved=True) == []


async def test_each_expiry_is_to_be_told_once(conn: AsyncConnection) -> None:
    over, fresh, proved, asked = a_link(1, expires_at=NOW), a_link(2), a_link(3), a_link(4)
    await account_links.save(conn, over, fresh, proved, replace(asked, expires_at=NOW))
    await account_links.prove(conn, GUILD, 3, 500, "person3", NOW)
    assert await account_links.note_seen(conn, asked, 501)
    assert await account_links.next_expiry(conn) == NOW
    assert await account_links.expired(conn, NOW) == [over]
    assert await account_links.settle_expired(conn, over)
    assert not await account_links.settle_expired(conn, over)
    assert await account_links.expired(conn, NOW) == []
    assert await account_links.next_expiry(conn) == fresh.expires_at
    await account_links.save(conn, a_link(1, code="tw-new"))
    told = await account_links.expired(conn, NOW + HOUR)
    assert {each.code for each in told} == {"tw-2", "tw-new"}


async def test_the_first_account_seen_with_a_code_stands_until_it_is_denied(
    conn: AsyncConnection,
) -> None:
    link = a_link(1)
    await account_links.save(conn, link)
    assert await account_links.note_seen(conn, link, LARGEST)
    assert not await account_links.note_seen(conn, link, 501)
    assert await account_links.get(conn, GUILD, 1) == replace(link, seen_id=LARGEST)
    await account_links.forget_seen(conn, link)
    assert await account_links.note_seen(conn, link, 501)
    await account_links.prove(conn, GUILD, 1, 501, "one", NOW)
    assert not await account_links.note_seen(conn, link, 502)


async def test_who_vouched_can_be_forgotten_and_the_link_stays(conn: AsyncConnection) -> None:
    await account_links.save(conn, a_link(1), a_link(2))
    for member_id in (1, 2):
        await account_links.prove(
            *(conn, GUILD, member_id, 500 + member_id, f"p{member_id}", NOW),
            how="vouched",
            vouched_by=LARGEST,
        )
    assert await account_links.vouched_for(conn, GUILD, LARGEST) == 2
    assert await account_links.vouched_for(conn, GUILD + 1, LARGEST) == 0
    await account_links.forget_voucher(conn, GUILD, LARGEST)
    assert await account_links.vouched_for(conn, GUILD, LARGEST) == 0
    known = await account_links.get(conn, GUILD, 1)
    assert known is not None
    assert (known.how, known.vouched_by, known.person_id) == ("vouched", None, 501)


async def test_people_are_found_by_the_handle_they_were_last_seen_under(
    conn: AsyncConnection,
) -> None:
    first, second = Author(1, "Ada_HR", "Ada"), Author(2, "ada_hr", "Another Ada")
    await people.save(conn, [first, second, Author(3, "ada", "Ada")])
    assert await people.of_handle(conn, "@ADA_hr") == [first, second]
    await people.save(conn, [Author(1, "ada_anew", "Ada")])
    assert await people.of_handle(conn, "ada_hr") == [second]


async def test_what_was_said_about_a_claim_goes_and_nothing_else(conn: AsyncConnection) -> None:
    for key in ("link:tw-1:linked", "link:tw-1:seen:5", "link:tw-11:linked", "link%"):
        await deliveries.add(conn, a_notice(key), NOW)
    await deliveries.forget_all(conn, "link:tw-1:")
    left = [
        key
        for key in ("link:tw-1:linked", "link:tw-1:seen:5", "link:tw-11:linked", "link%")
        if await deliveries.of_key(conn, key) is not None
    ]
    assert left == ["link:tw-11:linked", "link%"]


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
