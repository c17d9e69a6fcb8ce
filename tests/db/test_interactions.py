from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.interactions import Interaction, interactions_of
from bot.domain.posts import Author, Mention, Post
from db import events, feed, interactions, people, posts
from db import schema as tables
from tests.db.rows import GUILD, LARGEST, NOW, a_draft, a_post

ALICE, BOB, CAROL = 1, 2, LARGEST


async def take(conn: AsyncConnection, *given: Post, authors: Iterable[Author] = ()) -> None:
    """Store posts as they come in."""
    await people.save(conn, authors)
    await posts.save(conn, given)
    await interactions.add(conn, [i for post in given for i in interactions_of(post)])
    await interactions.resolve(
        conn,
        posts={post.id: post.author_id for post in given},
        handles={author.handle.lower(): author.id for author in authors},
        unresolved=[post.id for post in given],
    )


async def stored(conn: AsyncConnection) -> list[tuple[int, str, int | None]]:
    rows = await conn.execute(
        sa.select(tables.interactions).order_by(
            tables.interactions.c.post_id, tables.interactions.c.number
        )
    )
    return [(row.post_id, row.kind, row.other_id) for row in rows]


async def test_an_answer_to_a_stored_post_is_resolved_at_once(conn: AsyncConnection) -> None:
    await take(conn, a_post(1, ALICE))
    await take(conn, a_post(2, BOB, reply_to_id=1))
    assert await stored(conn) == [(2, "reply", ALICE)]


async def test_an_answer_that_comes_first_is_resolved_later(conn: AsyncConnection) -> None:
    await take(conn, a_post(2, BOB, reply_to_id=1), a_post(3, CAROL, quoted_id=1))
    assert await stored(conn) == [(2, "reply", None), (3, "quote", None)]
    await take(conn, a_post(1, ALICE))
    assert await stored(conn) == [(2, "reply", ALICE), (3, "quote", ALICE)]


async def test_both_are_resolved_when_they_come_together(conn: AsyncConnection) -> None:
    await take(conn, a_post(2, BOB, reply_to_id=1), a_post(1, ALICE))
    assert await stored(conn) == [(2, "reply", ALICE)]


async def test_a_mention_by_handle_is_resolved_either_way(conn: AsyncConnection) -> None:
    carol = Author(CAROL, "Carol_HR", "Carol")
    await take(conn, a_post(1, ALICE, mentions=(Mention("CAROL_hr"), Mention("nobody"))))
    assert await stored(conn) == [(1, "mention", None), (1, "mention", None)]
    await take(conn, authors=[carol])
    await take(conn, a_post(2, BOB, mentions=(Mention("carol_HR"),)))
    assert await stored(conn) == [
        (1, "mention", CAROL),
        (1, "mention", None),
        (2, "mention", CAROL),
    ]


async def test_what_was_known_is_never_rewritten(conn: AsyncConnection) -> None:
    await take(conn, a_post(2, BOB, reply_to_id=1, reply_to_author_id=CAROL))
    await take(conn, a_post(1, ALICE))
    assert await stored(conn) == [(2, "reply", CAROL)]


async def test_storing_a_post_again_changes_nothing(conn: AsyncConnection) -> None:
    batch = (
        a_post(1, ALICE, mentions=(Mention("bob", BOB), Mention("carol", CAROL))),
        a_post(2, BOB, reply_to_id=1),
        a_post(3, BOB, reply_to_id=2),
    )
    await take(conn, *batch)
    once = await stored(conn)
    await take(conn, *batch)
    assert await stored(conn) == once
    assert once == [
        (1, "mention", BOB),
        (1, "mention", CAROL),
        (2, "reply", ALICE),
        (3, "reply", BOB),
    ]


async def test_nothing_to_add_or_resolve_is_fine(conn: AsyncConnection) -> None:
    await interactions.add(conn, [])
    await interactions.resolve(conn, posts={}, handles={}, unresolved=())


async def test_interactions_among_people_are_those_between_two_of_them(
    conn: AsyncConnection, event: Event
) -> None:
    batch = [
        a_post(3, BOB, reply_to_id=9, reply_to_author_id=ALICE),
        a_post(2, ALICE, mentions=(Mention("bob", BOB), Mention("carol", CAROL))),
        a_post(4, CAROL, reply_to_id=9, reply_to_author_id=ALICE),
        a_post(5, ALICE, reply_to_id=404),
    ]
    await take(conn, *batch)
    await feed.add(conn, [(event.id, post.id, "waiting") for post in batch])
    found = await interactions.among(conn, GUILD, {ALICE, BOB}, event.starts_at)
    assert found == [
        Interaction(2, "mention", ALICE, batch[1].created_at, BOB, "bob"),
        Interaction(3, "reply", BOB, batch[0].created_at, ALICE, None, 9),
    ]
    everybody = await interactions.among(conn, GUILD, [CAROL, BOB, ALICE], event.starts_at)
    assert [found.post_id for found in everybody] == [2, 2, 3, 4]
    assert await interactions.among(conn, GUILD, [], event.starts_at) == []


async def test_who_turned_to_themselves_turned_to_nobody(
    conn: AsyncConnection, event: Event
) -> None:
    alice = Author(ALICE, "alice", "Alice")
    early = a_post(2, ALICE, reply_to_id=1, mentions=(Mention("Alice"),))
    late = a_post(3, ALICE, reply_to_id=1, mentions=(Mention("Alice"),))
    for post in (early, a_post(1, ALICE), late):
        await take(conn, post, authors=[alice])
        await feed.add(conn, [(event.id, post.id, "waiting")])
    assert await interactions.among(conn, GUILD, {ALICE, BOB}, event.starts_at) == []


async def test_only_what_came_before_counts(conn: AsyncConnection, event: Event) -> None:
    for number, at in ((1, NOW), (2, event.starts_at)):
        await take(conn, a_post(number, ALICE, mentions=(Mention("bob", BOB),), created_at=at))
        await feed.add(conn, [(event.id, number, "repost")])
    found = await interactions.among(conn, GUILD, {ALICE, BOB}, event.starts_at)
    assert [interaction.post_id for interaction in found] == [1]


async def test_only_the_guilds_own_feeds_count_and_each_post_once(conn: AsyncConnection) -> None:
    one, two = [await events.add(conn, a_draft()) for _ in range(2)]
    elsewhere = await events.add(conn, a_draft(guild_id=GUILD + 1))
    for number, following in ((1, [one.id, two.id]), (2, [elsewhere.id]), (3, [])):
        await take(conn, a_post(number, ALICE, mentions=(Mention("bob", BOB),)))
        await feed.add(conn, [(event_id, number, "waiting") for event_id in following])
    found = await interactions.among(conn, GUILD, {ALICE, BOB}, one.starts_at)
    assert [interaction.post_id for interaction in found] == [1]
