from __future__ import annotations

import asyncio
from dataclasses import asdict, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, MessageRef, NewDelivery
from bot.domain.events import Event
from db import delivered, deliveries, sending
from db.engine import Database
from tests.db.rows import CHANNEL, GUILD, HOUR, LARGEST, NOW, US, a_notice, add_notice

HERE = MessageRef(CHANNEL, LARGEST)


async def get(conn: AsyncConnection, delivery_id: int) -> Delivery:
    found = await deliveries.get(conn, delivery_id)
    assert found is not None
    return found


async def test_a_delivery_comes_back_as_it_was_asked_for(
    conn: AsyncConnection, event: Event
) -> None:
    new = NewDelivery(
        guild_id=LARGEST,
        kind="introduction",
        about={"introduction": LARGEST, "posts": [1, LARGEST], "key": "linked"},
        event_id=event.id,
        channel_id=CHANNEL,
        member_id=LARGEST,
        inside_id=await add_notice(conn),
        key="introduction:1",
    )
    delivery_id = await deliveries.add(conn, new, NOW)
    wanted = Delivery(**asdict(new), id=delivery_id or 0, asked_at=NOW)
    assert await deliveries.get(conn, wanted.id) == wanted
    assert await deliveries.get(conn, wanted.id + 1) is None


async def test_of_a_key_there_is_one_delivery(conn: AsyncConnection) -> None:
    first = await add_notice(conn, "card:1")
    assert await deliveries.add(conn, a_notice("card:1"), NOW) is None
    assert await add_notice(conn) != await add_notice(conn) != first


async def test_deliveries_of_a_kind_are_found_by_event_and_by_being_wanted(
    conn: AsyncConnection, event: Event
) -> None:
    about = {"kind": "network", "event_id": event.id}
    first, second = (
        await add_notice(conn, "network:1", **about),
        await add_notice(conn, "network:2", **about),
    )
    await add_notice(conn, kind="network"), await add_notice(conn, kind="card", event_id=event.id)
    await deliveries.rearm(conn, "network:1", NOW, wanted=False)
    found = await deliveries.of_event(conn, event.id, "network")
    assert [each.id for each in found] == [first, second]
    wanted = await deliveries.wanted_of_kind(conn, "network")
    assert [each.id for each in wanted] == [second, second + 1]


async def test_only_one_of_two_takes_a_delivery(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn)
    assert await sending.claim(conn, delivery_id, US)
    assert not await sending.claim(conn, delivery_id, US)
    claimed = await get(conn, delivery_id)
    assert (claimed.state, claimed.attempts) == ("sending", 1)
    assert await sending.interrupted(conn) == [claimed]


async def test_only_one_of_many_processes_takes_a_delivery(database_url: str) -> None:
    processes = [Database(database_url), Database(database_url)]
    async with processes[0].begin() as conn:
        delivery_id = await add_notice(conn)

    async def claim(database: Database) -> bool:
        async with database.begin() as conn:
            return await sending.claim(conn, delivery_id, US)

    won = await asyncio.gather(*(claim(processes[number % 2]) for number in range(10)))
    for database in processes:
        await database.close()
    assert sorted(won) == [False] * 9 + [True]


async def test_what_was_sent_stands(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn)
    await sending.claim(conn, delivery_id, US)
    assert await deliveries.standing_of(conn, delivery_id) is None
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    sent = await get(conn, delivery_id)
    assert (sent.state, sent.standing, sent.sent_at, sent.attempts) == ("sent", HERE, NOW, 0)
    assert await deliveries.standing_of(conn, delivery_id) == HERE
    assert await deliveries.standing_of(conn, delivery_id + 1) is None
    assert await sending.interrupted(conn) == []
    # Whoever found it interrupted, and comes too late to see that it was not, changes nothing.
    assert not await sending.take_up(conn, delivery_id)
    assert (await get(conn, delivery_id)) == sent


async def test_what_changed_while_it_was_sent_waits_again(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn, "card:1")
    await sending.claim(conn, delivery_id, US)
    assert await deliveries.rearm(conn, "card:1", NOW)
    assert (await get(conn, delivery_id)).state == "sending"
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    again = await get(conn, delivery_id)
    assert (again.state, again.version, again.standing) == ("waiting", 2, HERE)
    await sending.claim(conn, delivery_id, US)
    await sending.settle_sent(conn, delivery_id, 2, HERE, NOW)
    assert (await get(conn, delivery_id)).state == "sent"


async def test_what_is_asked_for_anew_waits_at_once(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn, "card:1")
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    await sending.claim(conn, delivery_id, US)
    await deliveries.rearm(conn, "card:1", NOW)
    await sending.claim(conn, delivery_id, US)
    await sending.put_off(conn, delivery_id, NOW + HOUR, "busy")
    assert await deliveries.rearm(conn, "card:1", NOW)
    armed = await get(conn, delivery_id)
    assert (armed.state, armed.not_before, armed.attempts) == ("waiting", None, 0)
    assert not await deliveries.rearm(conn, "card:2", NOW)


async def test_an_attempt_of_unknown_outcome_is_not_forgotten(conn: AsyncConnection) -> None:
    """It may stand although nobody saw it: whoever tries again must look for it first."""
    delivery_id = await add_notice(conn, "card:1")
    await sending.claim(conn, delivery_id, US)
    await deliveries.rearm(conn, "card:1", NOW)
    assert (await get(conn, delivery_id)).attempts == 1
    assert await sending.take_up(conn, delivery_id)
    await deliveries.rearm(conn, "card:1", NOW)
    assert (await get(conn, delivery_id)).attempts == 1


async def test_what_is_no_longer_wanted_is_removed_and_can_come_back(
    conn: AsyncConnection,
) -> None:
    delivery_id = await add_notice(conn, "card:1")
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    await deliveries.rearm(conn, "card:1", NOW, wanted=False)
    unwanted = await get(conn, delivery_id)
    assert (unwanted.state, unwanted.wanted, unwanted.standing) == ("waiting", False, HERE)
    await sending.settle_removed(conn, delivery_id, 2)
    removed = await get(conn, delivery_id)
    assert (removed.state, removed.standing) == ("removed", None)
    await deliveries.rearm(conn, "card:1", NOW)
    back = await get(conn, delivery_id)
    assert (back.state, back.wanted) == ("waiting", True)


async def test_what_is_wanted_back_while_it_is_removed_waits(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn, "card:1")
    await sending.claim(conn, delivery_id, US)
    await deliveries.rearm(conn, "card:1", NOW, wanted=True)
    await sending.settle_removed(conn, delivery_id, 1)
    assert (await get(conn, delivery_id)).state == "waiting"


async def test_what_failed_is_over_until_it_is_asked_for_anew(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn, "card:1")
    await sending.fail(conn, delivery_id, "dm_closed")
    failed = await get(conn, delivery_id)
    assert (failed.state, failed.error) == ("failed", "dm_closed")
    assert await sending.lanes(conn, NOW) == []
    await deliveries.rearm(conn, "card:1", NOW)
    assert len(await sending.lanes(conn, NOW)) == 1


async def test_success_wipes_the_error(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn)
    await sending.put_off(conn, delivery_id, NOW, "busy")
    assert (await get(conn, delivery_id)).error == "busy"
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    sent = await get(conn, delivery_id)
    assert (sent.error, sent.not_before) == (None, None)


async def test_what_stands_of_an_event_is_counted(conn: AsyncConnection, event: Event) -> None:
    sent = [
        await add_notice(conn, kind=kind, event_id=event.id)
        for kind in ("feed", "feed", "reminder")
    ]
    await add_notice(conn, event_id=event.id)
    elsewhere = await add_notice(conn)
    assert await deliveries.count_sent(conn, event.id) == {}
    for delivery_id in (*sent, elsewhere):
        await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    assert await deliveries.count_sent(conn, event.id) == {"feed": 2, "reminder": 1}
    await sending.settle_removed(conn, sent[0], 1)
    assert await deliveries.count_sent(conn, event.id) == {"feed": 1, "reminder": 1}


async def test_forgetting_erases_what_is_said_to_and_about_a_member(
    conn: AsyncConnection,
) -> None:
    said = [
        await add_notice(conn, channel_id=None, member_id=LARGEST),
        await add_notice(conn, about={"key": "dm_closed", "member": LARGEST}),
    ]
    kept = [
        await add_notice(conn, channel_id=None, member_id=LARGEST, guild_id=GUILD + 1),
        await add_notice(conn, channel_id=None, member_id=LARGEST - 1),
        await add_notice(conn, about={"key": "dm_closed", "member": LARGEST - 1}),
        await add_notice(conn),
    ]
    await delivered.forget_member(conn, GUILD, LARGEST)
    assert [await deliveries.get(conn, delivery_id) for delivery_id in said] == [None, None]
    assert all([await deliveries.get(conn, delivery_id) for delivery_id in kept])


async def test_a_delivery_is_unchanged_by_what_happens_to_another(conn: AsyncConnection) -> None:
    one, other = await add_notice(conn, "one"), await add_notice(conn, "other")
    before = await get(conn, one)
    await sending.claim(conn, other, US)
    await sending.put_off(conn, other, NOW, "busy")
    await sending.fail(conn, other, "gone")
    await deliveries.rearm(conn, "other", NOW, wanted=False)
    await sending.settle_sent(conn, other, 1, HERE, NOW)
    await sending.settle_removed(conn, other, 2)
    assert await get(conn, one) == before == replace(before, state="waiting")


async def test_what_stands_or_will_is_brought_up_to_date_and_nothing_else(
    conn: AsyncConnection,
) -> None:
    sent, under_way, waiting, failed = [await add_notice(conn) for _ in range(4)]
    for delivery_id in (sent, under_way):
        await sending.claim(conn, delivery_id, US)
    await sending.settle_sent(conn, sent, 1, HERE, NOW)
    await sending.fail(conn, failed, "refused")
    await deliveries.touch(conn, [sent, under_way, waiting, failed], NOW + HOUR)
    found = [await get(conn, each) for each in (sent, under_way, waiting, failed)]
    assert [(each.state, each.version) for each in found] == [
        ("waiting", 2),
        ("sending", 2),
        ("waiting", 2),
        ("failed", 1),
    ]


async def test_a_changed_message_stands_since_it_was_sent(conn: AsyncConnection) -> None:
    delivery_id = await add_notice(conn)
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW + HOUR)
    assert (await get(conn, delivery_id)).sent_at == NOW
    await sending.settle_removed(conn, delivery_id, 1)
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW + 2 * HOUR)
    assert (await get(conn, delivery_id)).sent_at == NOW + 2 * HOUR


async def test_what_stood_and_was_taken_away_by_hand_is_put_up_again_or_not(
    conn: AsyncConnection,
) -> None:
    delivery_id = await add_notice(conn, "card:1")
    await sending.claim(conn, delivery_id, US)
    await sending.settle_sent(conn, delivery_id, 1, HERE, NOW)
    (stands,) = await deliveries.standing(conn, "notice")
    assert await deliveries.standing_at(conn, "notice", HERE) == stands
    assert await deliveries.of_key(conn, "card:1") == stands
    assert await deliveries.standing_at(conn, "card", HERE) is None
    assert await deliveries.of_key(conn, "card:2") is None

    await sending.lost(conn, delivery_id, again=False)
    assert await deliveries.standing(conn, "notice") == []
    assert (await get(conn, delivery_id)).state == "removed"
    await sending.lost(conn, delivery_id, again=True)
    found = await get(conn, delivery_id)
    assert (found.state, found.standing, found.attempts) == ("waiting", None, 0)
