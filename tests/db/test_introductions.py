from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember
from db import events, introductions
from tests.db.rows import GUILD, LARGEST, a_draft, an_introduction, member_of


async def add(conn: AsyncConnection, event: Event, one_id: int, other_id: int) -> int:
    made = an_introduction(event.id, one_id, other_id, guild_id=event.guild_id)
    introduction_id = await introductions.add(conn, made)
    assert introduction_id is not None
    return introduction_id


async def test_an_introduction_comes_back_as_it_was_made(
    conn: AsyncConnection, event: Event
) -> None:
    made = an_introduction(
        event.id,
        1,
        2,
        members=(
            IntroducedMember(LARGEST, 1),
            IntroducedMember(2, LARGEST, answer="declined", met=False),
            IntroducedMember(3, 2, joined=True, answer="hello", met=True),
        ),
        kind="bridge",
        shared=(LARGEST, 8),
    )
    introduction_id = await introductions.add(conn, made)
    assert introduction_id is not None
    assert await introductions.get(conn, introduction_id) == replace(made, id=introduction_id)
    assert await introductions.get(conn, introduction_id + 1) is None


async def test_no_pair_is_introduced_twice_in_a_guild(conn: AsyncConnection) -> None:
    here, later = [await events.add(conn, a_draft()) for _ in range(2)]
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    first = await add(conn, here, 1, 2)
    await introductions.withdraw(conn, first)
    assert await introductions.add(conn, an_introduction(later.id, 1, 2)) is None
    await add(conn, elsewhere, 1, 2)
    await add(conn, later, 1, 3)
    assert await introductions.pairs(conn, GUILD) == {
        (member_of(1), member_of(2)),
        (member_of(1), member_of(3)),
    }


async def test_a_withdrawn_introduction_is_still_known(conn: AsyncConnection, event: Event) -> None:
    withdrawn, kept = await add(conn, event, 1, 2), await add(conn, event, 3, 4)
    await introductions.withdraw(conn, withdrawn)
    found = await introductions.of_event(conn, event.id)
    assert [(made.id, made.state) for made in found] == [(withdrawn, "withdrawn"), (kept, "made")]


async def test_a_members_introductions_are_those_in_the_guild(conn: AsyncConnection) -> None:
    here = await events.add(conn, a_draft())
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    as_one, as_other = await add(conn, here, 5, 6), await add(conn, here, 4, 5)
    await add(conn, here, 1, 2)
    await add(conn, elsewhere, 5, 6)
    found = await introductions.of_member(conn, GUILD, member_of(5))
    assert [made.id for made in found] == [as_one, as_other]


async def test_forgetting_erases_a_members_introductions_in_the_guild(
    conn: AsyncConnection,
) -> None:
    here = await events.add(conn, a_draft())
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    for event, one_id, other_id in ((here, 5, 6), (here, 4, 5), (here, 1, 2), (elsewhere, 5, 6)):
        await add(conn, event, one_id, other_id)
    await introductions.forget(conn, GUILD, member_of(5))
    assert await introductions.pairs(conn, GUILD) == {(member_of(1), member_of(2))}
    assert await introductions.pairs(conn, GUILD + 1) == {(member_of(5), member_of(6))}


async def test_a_third_counts_as_introduced_to_both(conn: AsyncConnection, event: Event) -> None:
    three = tuple(IntroducedMember(member_of(each), each, joined=each == 3) for each in (1, 2, 3))
    await introductions.add(conn, an_introduction(event.id, 1, 2, members=three))
    assert len(await introductions.pairs(conn, GUILD)) == 3
    assert await introductions.add(conn, an_introduction(event.id, 2, 3)) is None


async def test_questions_given_before_are_known_of_each(
    conn: AsyncConnection, event: Event
) -> None:
    await introductions.add(conn, an_introduction(event.id, 1, 2, opening="reply.1"))
    await introductions.add(conn, an_introduction(event.id, 2, 3, opening="reply.2"))
    asked = await introductions.openings(conn, GUILD, {member_of(each) for each in (1, 2, 4)})
    assert asked == {member_of(1): {"reply.1"}, member_of(2): {"reply.1", "reply.2"}}
    assert await introductions.openings(conn, GUILD + 1, {member_of(1)}) == {}
