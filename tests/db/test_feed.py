from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from db import deliveries, events, feed, posts, sending
from tests.db.rows import CHANNEL, GUILD, HOUR, LARGEST, NOW, a_draft, a_notice, a_post, cancel


async def deliver(conn: AsyncConnection, *, message_id: int | None) -> int:
    delivery_id = await deliveries.add(conn, a_notice(), NOW)
    assert delivery_id is not None
    if message_id is not None:
        await sending.settle_sent(conn, delivery_id, 1, MessageRef(CHANNEL, message_id), NOW)
    return delivery_id


async def test_posts_wait_oldest_first(conn: AsyncConnection, event: Event) -> None:
    late, early, middle = a_post(LARGEST), a_post(1), a_post(2)
    for post in (late, early, middle):
        await posts.save(conn, [post])
        await feed.add(conn, [(event.id, post.id, "waiting")])
    assert await feed.waiting(conn, event.id, 10) == [early, middle, late]
    assert await feed.waiting(conn, event.id, 2) == [early, middle]


async def test_a_post_keeps_its_state_when_it_comes_again(
    conn: AsyncConnection, event: Event
) -> None:
    await posts.save(conn, [a_post(1)])
    await feed.add(conn, [(event.id, 1, "proof")])
    await feed.add(conn, [(event.id, 1, "waiting"), (event.id, 1, "waiting")])
    assert await feed.counts(conn, event.id) == {"proof": 1}
    assert await feed.waiting(conn, event.id, 10) == []


async def test_a_post_can_be_in_the_feeds_of_several_events(conn: AsyncConnection) -> None:
    one, other = await events.add(conn, a_draft()), await events.add(conn, a_draft(channel_id=21))
    await posts.save(conn, [a_post(1), a_post(2)])
    await feed.add(conn, [(other.id, 1, "waiting"), (one.id, 1, "waiting")])
    assert await feed.events_waiting(conn) == [
        (one.id, CHANNEL, GUILD, None),
        (other.id, 21, GUILD, None),
    ]
    await feed.mirror(conn, one.id, [1], await deliver(conn, message_id=None))
    assert [found.event_id for found in await feed.events_waiting(conn)] == [other.id]


async def test_only_planned_events_wait(conn: AsyncConnection, event: Event) -> None:
    await posts.save(conn, [a_post(1)])
    await feed.add(conn, [(event.id, 1, "waiting")])
    await cancel(conn, event.id)
    assert await feed.events_waiting(conn) == []


async def test_mirrored_posts_share_their_delivery(conn: AsyncConnection, event: Event) -> None:
    first, second, third = a_post(1), a_post(2), a_post(3)
    await posts.save(conn, [first, second, third])
    await feed.add(conn, [(event.id, post.id, "waiting") for post in (third, second, first)])
    delivery_id = await deliver(conn, message_id=None)
    await feed.mirror(conn, event.id, [2, 1], delivery_id)
    assert await feed.posts_of(conn, delivery_id) == [first, second]
    assert await feed.waiting(conn, event.id, 10) == [third]
    assert await feed.counts(conn, event.id) == {"mirrored": 2, "waiting": 1}


async def test_only_what_waits_is_mirrored(conn: AsyncConnection, event: Event) -> None:
    await posts.save(conn, [a_post(1), a_post(2, reposted_id=1)])
    await feed.add(conn, [(event.id, 1, "waiting"), (event.id, 2, "repost")])
    first, second = [await deliver(conn, message_id=None) for _ in range(2)]
    await feed.mirror(conn, event.id, [1, 2], first)
    await feed.mirror(conn, event.id, [1, 2], second)
    assert await feed.posts_of(conn, first) == [a_post(1)]
    assert await feed.posts_of(conn, second) == []


async def test_a_post_is_found_by_the_message_that_mirrors_it(conn: AsyncConnection) -> None:
    event, elsewhere = [await events.add(conn, a_draft()) for _ in range(2)]
    await posts.save(conn, [a_post(number) for number in (1, 2, 3, 4)])
    await feed.add(conn, [(event.id, number, "waiting") for number in (1, 2, 3)])
    await feed.add(conn, [(elsewhere.id, 4, "waiting")])
    shared = await deliver(conn, message_id=LARGEST)
    await feed.mirror(conn, event.id, [1, 2], shared)
    await feed.mirror(conn, event.id, [3], await deliver(conn, message_id=None))
    await feed.mirror(conn, elsewhere.id, [4], await deliver(conn, message_id=78))
    here = MessageRef(CHANNEL, LARGEST)
    assert await feed.messages_of(conn, event.id, [1, 2, 3, 4, 5]) == {1: here, 2: here}
    await sending.settle_removed(conn, shared, 1)
    assert await feed.messages_of(conn, event.id, [1, 2]) == {}


async def test_a_feeds_posts_and_their_authors_are_counted(
    conn: AsyncConnection, event: Event
) -> None:
    other = await events.add(conn, a_draft())
    await posts.save(conn, [a_post(1, 7), a_post(2, 7), a_post(3, 8, reposted_id=1), a_post(4, 9)])
    await feed.add(conn, [(event.id, 1, "waiting"), (event.id, 2, "waiting")])
    await feed.add(conn, [(event.id, 3, "repost"), (other.id, 4, "waiting")])
    assert await feed.counts(conn, event.id) == {"waiting": 2, "repost": 1}
    assert await feed.count_authors(conn, event.id) == 2


async def test_a_feed_takes_only_posts_that_are_stored(conn: AsyncConnection, event: Event) -> None:
    with pytest.raises(IntegrityError):
        async with conn.begin_nested():
            await feed.add(conn, [(event.id, 404, "waiting")])


async def test_a_post_is_shown_by_its_own_message_and_by_those_that_refer_to_it(
    conn: AsyncConnection, event: Event
) -> None:
    edited = a_post(1, edits=(1, 5), version_id=5)
    answer, quote = a_post(2, reply_to_id=1), a_post(LARGEST - 1, quoted_id=5)
    chosen = [edited, answer, quote, a_post(4), a_post(6, quoted_id=LARGEST)]
    await posts.save(conn, chosen)
    await posts.note_versions(conn, chosen)
    await feed.add(conn, [(event.id, post.id, "waiting") for post in chosen])
    found = {}
    for post in chosen[:-1]:
        found[post.id] = await deliver(conn, message_id=post.id)
        await feed.mirror(conn, event.id, [post.id], found[post.id])
    del found[4]
    assert await feed.showing(conn, [1]) == set(found.values())
    # What still waits says what is then so anyway.
    assert await feed.showing(conn, [LARGEST]) == set()


async def test_counts_change_in_young_messages_that_did_not_change_just_now(
    conn: AsyncConnection, event: Event
) -> None:
    await posts.save(conn, [a_post(1)])
    await feed.add(conn, [(event.id, 1, "waiting")])
    delivery_id = await deliver(conn, message_id=7)
    await feed.mirror(conn, event.id, [1], delivery_id)

    async def found(after: datetime, before: datetime) -> set[int]:
        return await feed.recountable(conn, [1, 2], sent_after=after, asked_before=before)

    assert await found(NOW - HOUR, NOW + HOUR) == {delivery_id}
    assert await found(NOW, NOW + HOUR) == set()
    assert await found(NOW - HOUR, NOW) == set()
