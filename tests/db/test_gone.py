"""What a removal asks of the stores, on both engines, with ids as large as they get."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from bot.domain.interactions import Interaction
from bot.domain.posts import Author
from db import (
    audit,
    deliveries,
    feed,
    hashtags,
    interactions,
    introductions,
    people,
    posts,
    sending,
    sweeps,
)
from tests.db.rows import (
    CHANNEL,
    HOUR,
    LARGEST,
    NOW,
    US,
    a_notice,
    a_post,
    an_introduction,
    audited,
)


async def test_posts_are_found_by_what_they_refer_to(conn: AsyncConnection) -> None:
    await posts.save(
        conn,
        [
            a_post(LARGEST, 1),
            a_post(2, 2, reply_to_id=LARGEST),
            a_post(3, 3, quoted_id=LARGEST),
            a_post(4, 4, reposted_id=LARGEST),
            a_post(5, 2, reply_to_id=4),
        ],
    )
    assert await posts.referring_to(conn, {LARGEST}) == {2, 3}
    assert await posts.reposts_of(conn, {LARGEST}) == {4: LARGEST}
    assert await posts.by_authors(conn, {2, 9}) == {2: 2, 5: 2}
    assert await posts.authors_of(conn, {LARGEST, 3, 99}) == {LARGEST: 1, 3: 3}
    assert await posts.all_ids(conn) == {2, 3, 4, 5, LARGEST}


async def test_with_a_post_go_its_feed_rows_and_its_interactions(
    conn: AsyncConnection, event: Event
) -> None:
    await posts.save(conn, [a_post(1), a_post(2)])
    await feed.add(conn, [(event.id, 1, "waiting"), (event.id, 2, "waiting")])
    await interactions.add(conn, [Interaction(n, "reply", 1, NOW, other_id=2) for n in (1, 2)])
    await posts.remove(conn, {1})
    assert await posts.all_ids(conn) == {2}
    assert [post.id for post in await feed.waiting(conn, event.id, 10)] == [2]
    found = await interactions.among(conn, event.guild_id, [1, 2], NOW + HOUR)
    assert [each.post_id for each in found] == [2]
    await interactions.forget_towards(conn, {2})
    assert await interactions.among(conn, event.guild_id, [1, 2], NOW + HOUR) == []


async def test_people_are_hidden_or_erased(conn: AsyncConnection) -> None:
    await people.save(conn, [Author(1, "ada", "Ada"), Author(2, "bo", "Bo")])
    await people.protect(conn, {1})
    await people.remove(conn, {2})
    assert await people.get_many(conn, {1, 2}) == {1: Author(1, "ada", "Ada", protected=True)}
    assert await people.all_ids(conn) == {1}


async def test_what_is_kept_for_an_event_counts_for_as_long_as_it_is_tracked(
    conn: AsyncConnection, event: Event
) -> None:
    await hashtags.follow(conn, event, NOW + HOUR)
    await posts.save(conn, [a_post(n) for n in (1, 2, 3, 4)])
    await feed.add(
        conn, [(event.id, 1, "waiting"), (event.id, 2, "repost"), (event.id, 3, "proof")]
    )
    await interactions.add(
        conn, [Interaction(1, "reply", 1, NOW, other_post_id=other) for other in (4, 99)]
    )
    assert await feed.kept(conn, NOW) == {1, 2, 3, 4}
    assert await feed.kept(conn, NOW + HOUR) == set()


async def test_what_is_shown_counts_for_as_long_as_its_event_is_tracked(
    conn: AsyncConnection, event: Event
) -> None:
    await hashtags.follow(conn, event, NOW + HOUR)
    await posts.save(conn, [a_post(n) for n in (1, 2, 3)])
    await feed.add(
        conn, [(event.id, 1, "waiting"), (event.id, 2, "repost"), (event.id, 3, "folded")], NOW
    )
    assert await feed.shown(conn, NOW) == {1, 3}
    assert await feed.shown(conn, NOW + HOUR) == set()


async def test_introductions_are_found_by_their_people(conn: AsyncConnection, event: Event) -> None:
    first = await introductions.add(conn, an_introduction(event.id, 1, 9, evidence=(7, 5)))
    second = await introductions.add(conn, an_introduction(event.id, 2, 3))
    assert [made.id for made in await introductions.of_people(conn, {9, 3, 1})] == [
        first,
        second,
    ]
    await introductions.rest_on(conn, first or 0, [5])
    made = await introductions.get(conn, first or 0)
    assert made is not None
    assert made.evidence == (5,)


async def test_a_message_is_found_by_its_posts_and_asked_to_change(
    conn: AsyncConnection, event: Event
) -> None:
    await posts.save(conn, [a_post(1), a_post(2)])
    await feed.add(conn, [(event.id, 1, "waiting"), (event.id, 2, "waiting")])
    delivery_id = await deliveries.add(conn, replace(a_notice(), kind="feed"), NOW) or 0
    await feed.mirror(conn, event.id, [1, 2], delivery_id)
    assert await feed.deliveries_of(conn, [1, 2, 3]) == {delivery_id: [1, 2]}
    await sending.settle_sent(conn, delivery_id, 1, MessageRef(CHANNEL, 5), NOW)
    await deliveries.touch(conn, [delivery_id], NOW + HOUR)
    found = await deliveries.get(conn, delivery_id)
    assert found is not None
    assert (found.state, found.version, found.wanted) == ("waiting", 2, True)
    await deliveries.take_away(conn, delivery_id, [1, 2], NOW + HOUR)
    found = await deliveries.get(conn, delivery_id)
    assert found is not None
    assert (found.state, found.version, found.wanted, found.about) == ("waiting", 3, False, {})


async def test_a_message_that_may_stand_keeps_the_ids_to_find_it_by(conn: AsyncConnection) -> None:
    delivery_id = await deliveries.add(conn, a_notice(), NOW) or 0
    await sending.claim(conn, delivery_id, US)
    await sending.take_up(conn, delivery_id)
    await deliveries.take_away(conn, delivery_id, {LARGEST, 1}, NOW)
    found = await deliveries.get(conn, delivery_id)
    assert found is not None
    assert found.about == {"posts": [1, LARGEST]}


async def test_a_message_given_up_is_not_sent_because_something_in_it_changed(
    conn: AsyncConnection,
) -> None:
    delivery_id = await deliveries.add(conn, a_notice(), NOW) or 0
    await sending.fail(conn, delivery_id, "refused")
    await deliveries.touch(conn, [delivery_id], NOW)
    found = await deliveries.get(conn, delivery_id)
    assert found is not None
    assert found.state == "failed"


async def test_sweeps_and_their_jobs_are_remembered(conn: AsyncConnection) -> None:
    assert await sweeps.last(conn, "post") is None
    assert await sweeps.job(conn, "post") is None
    await sweeps.note_job(conn, "post", LARGEST)
    await sweeps.note_job(conn, "person", 7)
    assert await sweeps.job(conn, "post") == LARGEST
    await sweeps.complete(conn, "post", NOW)
    assert await sweeps.job(conn, "post") is None
    assert await sweeps.job(conn, "person") == 7
    await sweeps.note_job(conn, "post", 8)
    assert await sweeps.last(conn, "post") == NOW
    await sweeps.complete(conn, "look-up", NOW)
    assert await sweeps.last(conn, "look-up") == NOW


async def test_the_audit_adds_up(conn: AsyncConnection) -> None:
    for day in (1, 2):
        await audit.note(conn, NOW + timedelta(days=day), "post.deleted", day)
    await audit.note(conn, NOW, "post.swept", 40)
    assert await audited(conn) == {"post.deleted": 3, "post.swept": 40}
