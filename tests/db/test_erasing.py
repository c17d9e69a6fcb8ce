"""Posts and people go once nothing that is kept needs them."""

from __future__ import annotations

from collections.abc import Collection

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.posts import Author, Post
from db import contexts, delivered, deliveries, erasing, events, feed, people, posts, traces
from db.columns import metadata
from db.schema import deliveries as delivery_rows
from tests.db.filling import SOMEBODY, columns_of_people, fill
from tests.db.rows import CHANNEL, GUILD, HOUR, LARGEST, NOW, a_draft, a_notice, a_post

# Columns in which a member is meant, not somebody on X.
OF_MEMBERS = ("member_id", "organiser_id", "by_id", "one_id", "vouched_by")
ON_X = [
    name
    for name in columns_of_people()
    if not name.endswith(OF_MEMBERS) and name not in {"people.id", "introduced_pairs.other_id"}
]


async def put(conn: AsyncConnection, event: Event, *given: Post) -> None:
    await posts.save(conn, given)
    await posts.note_versions(conn, given)
    await feed.add(conn, [(event.id, post.id, "waiting") for post in given])


async def test_what_posts_in_feeds_refer_to_stays_and_goes_with_them(
    conn: AsyncConnection, event: Event
) -> None:
    other = await events.add(conn, a_draft())
    parent, quoted, original = a_post(1, edits=(1, 2)), a_post(3), a_post(4)
    await posts.save(conn, [parent, quoted, original])
    await posts.note_versions(conn, [parent])
    kept = [
        a_post(10, reply_to_id=2),
        a_post(LARGEST, quoted_id=3),
        a_post(12, reposted_id=4),
        a_post(13, reply_to_id=14),
    ]
    await put(conn, event, a_post(14, reply_to_id=5), a_post(5))
    await put(conn, other, *kept)
    await erasing.leave_feed(conn, event.id, [14, 5])
    # What is shown above 13 stays; what that one answered in its turn is shown nowhere.
    assert await erasing.erase_posts(conn, [14, 5]) == 1

    kept_ids = [post.id for post in kept]
    await erasing.leave_feed(conn, other.id, kept_ids)
    assert await erasing.erase_posts(conn, kept_ids) == 8
    assert await posts.all_ids(conn) == set()


@pytest.mark.parametrize("column", ON_X)
async def test_whoever_is_named_anywhere_stays(conn: AsyncConnection, column: str) -> None:
    await fill(conn)
    await conn.execute(sa.delete(metadata.tables["people"]))
    await people.save(conn, [Author(SOMEBODY, "somebody", "Some Body")])
    for name in set(ON_X) - {column}:
        table, other = name.split(".")
        rows = metadata.tables[table]
        await conn.execute(sa.delete(rows).where(rows.c[other] == SOMEBODY))
    await erasing.erase_loose_ends(conn, NOW - HOUR)
    # A post's author is named with the post, and by nothing more in what it was judged to be.
    stays = set() if column == "verdicts.author_id" else {SOMEBODY}
    assert await people.all_ids(conn) == stays


async def test_loose_ends_go_but_for_what_is_new_or_needed(
    conn: AsyncConnection, event: Event
) -> None:
    old, later = NOW - HOUR, NOW + HOUR
    lost = a_post(1, created_at=old)
    await posts.save(conn, [lost, a_post(2, created_at=later)])
    await put(conn, event, a_post(3, reply_to_id=4, created_at=old))
    await posts.save(conn, [a_post(4, created_at=old)])
    await contexts.unavailable(conn, [6, 7], old)
    await put(conn, event, a_post(8, reply_to_id=7, created_at=old))
    await people.save(conn, [Author(1, "ada", "Ada"), Author(99, "nobody", "Nobody")])
    assert await erasing.erase_loose_ends(conn, NOW) == 1
    assert await posts.all_ids(conn) == {2, 3, 4, 8}
    assert await contexts.unavailable_among(conn, [6, 7]) == {7}
    assert await people.all_ids(conn) == {1}


async def test_what_shows_posts_is_found_oldest_first(conn: AsyncConnection, event: Event) -> None:
    async def add(kind: str, *post_ids: int) -> int:
        new = a_notice(kind=kind, event_id=event.id)
        delivery_id = await deliveries.add(conn, new, NOW)
        assert delivery_id is not None
        await feed.mirror(conn, event.id, post_ids, delivery_id)
        return delivery_id

    await put(conn, event, *(a_post(number) for number in range(1, 5)))
    first, digest, last = await add("feed", 1, 2), await add("digest"), await add("feed", 3)
    await add("card")
    found = await erasing.showing(conn, event.id, 2)
    assert [(each.delivery_id, each.post_ids) for each in found] == [(first, [1, 2]), (digest, [])]
    assert await erasing.not_shown(conn, event.id, 9) == [4]
    await deliveries.take_away(conn, first, [1, 2], NOW)
    found = await erasing.showing(conn, event.id, 9)
    assert [each.delivery_id for each in found] == [digest, last]
    assert await erasing.not_shown(conn, event.id, 2) == [1, 2]


async def test_of_messages_to_members_those_that_introduce_are_still_known(
    conn: AsyncConnection, event: Event
) -> None:
    news = [
        a_notice(kind=kind, event_id=event.id, channel_id=channel, member_id=member, about=about)
        for kind, channel, member, about in (
            ("reminder", None, 1, {}),
            ("notice", CHANNEL, None, {"key": "dm_closed", "member": 1}),
            ("card", CHANNEL, None, {}),
            ("introduction", None, 1, {"introduction": 1}),
        )
    ]
    for new in news:
        await deliveries.add(conn, new, NOW)
    await delivered.forget_of_event(conn, event.id)
    assert await left(conn, event.id) == {"reminder", "notice", "card", "introduction"}
    await conn.execute(sa.update(delivery_rows).values(state="sent"))
    await delivered.forget_of_event(conn, event.id + 1)
    await delivered.forget_of_event(conn, event.id)
    assert await left(conn, event.id) == {"card", "introduction"}


async def left(conn: AsyncConnection, event_id: int) -> Collection[str]:
    query = sa.select(delivery_rows.c.kind).where(delivery_rows.c.event_id == event_id)
    return set(await conn.scalars(query))


# Of tables that belong to events: who is named there after their event was counted, and why.
STAYS = {
    "attendance.member_id": "that they came",
    "deliveries.member_id": "goes once it was sent, see `db/delivered.py`",
    "event_organisers.member_id": "they may read of it later",
    "filter_people.person_id": "goes with the feed's settings",
    "rsvps.member_id": "how they answered",
}


async def test_traces_of_members_go_for_that_event_alone(conn: AsyncConnection) -> None:
    await fill(conn)
    known = [event.id for event in await events.of_guild(conn, GUILD)]
    await traces.erase(conn, max(known) + 1)
    before = await standing(conn)
    for event_id in known:
        await traces.erase(conn, event_id)
    gone = before - await standing(conn)
    of_events = {name for name in before if "event_id" in metadata.tables[name.partition(".")[0]].c}
    assert of_events - gone == STAYS.keys(), "erase it in db/traces.py, or say in STAYS why not"
    assert gone - of_events == {"answers.member_id"}


async def standing(conn: AsyncConnection) -> set[str]:
    found = set()
    for name in columns_of_people():
        table, column = name.split(".")
        theirs = metadata.tables[table].c[column] == SOMEBODY
        if await conn.scalar(sa.select(sa.func.count()).where(theirs)):
            found.add(name)
    return found
