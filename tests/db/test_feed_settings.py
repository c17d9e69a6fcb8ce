"""What organisers set, gaps, what X refused, imports and exports: on both engines."""

from __future__ import annotations

from datetime import time

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.posts import Author, Gap
from bot.domain.quiet import QuietHours
from db import export, feed, feed_settings, filed, gaps, people, posts, reader
from db.feed_settings import FeedSettings
from tests.db.rows import HOUR, LARGEST, NOW, a_post

NIGHT = (time(22), time(7, 30))


async def test_pause_and_quiet_hours_are_set_apart(conn: AsyncConnection, event: Event) -> None:
    assert await feed_settings.get(conn, event.id) == FeedSettings()
    await feed_settings.set_quiet(conn, event.id, NIGHT)
    await feed_settings.pause(conn, event.id, paused=True)
    assert await feed_settings.get(conn, event.id) == FeedSettings(paused=True, quiet=NIGHT)
    await feed_settings.set_quiet(conn, event.id, None)
    assert await feed_settings.get(conn, event.id) == FeedSettings(paused=True)
    await feed_settings.pause(conn, event.id, paused=False)
    assert await feed_settings.get(conn, event.id) == FeedSettings()


async def test_a_paused_feed_does_not_wait_and_a_quiet_one_says_when(
    conn: AsyncConnection, event: Event
) -> None:
    await posts.save(conn, [a_post(1)])
    await feed.add(conn, [(event.id, 1, "waiting")])
    await feed_settings.set_quiet(conn, event.id, NIGHT)
    (waiting,) = await feed.events_waiting(conn)
    assert waiting.quiet == QuietHours(*NIGHT, event.zone)
    await feed_settings.pause(conn, event.id, paused=True)
    assert await feed.events_waiting(conn) == []


async def test_a_gap_is_noted_once(conn: AsyncConnection) -> None:
    lost = Gap("hr", NOW, NOW + HOUR, filled=False)
    filled = Gap("hr", NOW - 5 * HOUR, NOW - 4 * HOUR, filled=True)
    await gaps.note(conn, [lost, filled])
    await gaps.note(conn, [lost, Gap("other", NOW, NOW + HOUR, filled=False)])
    assert await gaps.of_hashtag(conn, "hr", NOW - 5 * HOUR) == [filled, lost]
    assert await gaps.of_hashtag(conn, "hr", NOW) == [lost]


async def test_the_reader_remembers_its_source_and_the_last_refusal(conn: AsyncConnection) -> None:
    assert await reader.source(conn) is None
    assert await reader.last_refusal(conn) is None
    await reader.choose_source(conn, "stream")
    assert await reader.last_refusal(conn) is None
    for key in ("x.no_credits", "x.forbidden"):
        await reader.refused(conn, reader.Refusal(key, {"detail": "no"}, NOW))
    assert await reader.last_refusal(conn) == ("x.forbidden", {"detail": "no"}, NOW)
    assert await reader.source(conn) == "stream"


async def test_only_what_was_imported_changes_when_it_comes_by_itself(
    conn: AsyncConnection, event: Event
) -> None:
    await posts.save(conn, [a_post(number) for number in (1, 2, 3)])
    await feed.add(conn, [(event.id, 1, "imported"), (event.id, 2, "imported")])
    await feed.add(conn, [(event.id, 3, "repost")], NOW)
    await feed.add(conn, [(event.id, 1, "waiting"), (event.id, 3, "waiting")], NOW + HOUR)
    await feed.add(conn, [(event.id, 1, "imported")])
    assert await feed.counts(conn, event.id) == {"waiting": 1, "imported": 1, "repost": 1}
    states = dict.fromkeys((1, 2, 3), "waiting")
    await filed.move(conn, event.id, states, ("imported",), NOW)
    assert await feed.counts(conn, event.id) == {"waiting": 2, "repost": 1}


async def test_the_newest_post_that_was_seen_is_told_and_todays_are_counted(
    conn: AsyncConnection, event: Event
) -> None:
    assert await feed.last_seen(conn, event.id) is None
    await posts.save(conn, [a_post(number) for number in (1, 2, 3)])
    await feed.add(conn, [(event.id, 1, "waiting"), (event.id, 2, "waiting")], NOW + HOUR)
    await feed.add(conn, [(event.id, 3, "imported")])
    assert await feed.last_seen(conn, event.id) == (a_post(2).created_at, NOW + HOUR)
    assert await feed.count_since(conn, event.id, a_post(2).created_at) == 2


async def test_people_who_are_known_stay_as_they_are(conn: AsyncConnection) -> None:
    await people.save(conn, [Author(1, "ada", "Ada", "https://pbs.example/new.png")])
    await people.add(conn, [Author(1, "old_ada", "Older"), Author(2, "bo", "Bo")])
    known = await people.get_many(conn, [1, 2])
    assert known[1] == Author(1, "ada", "Ada", "https://pbs.example/new.png")
    assert known[2] == Author(2, "bo", "Bo")


async def test_an_export_goes_through_all_but_proofs(conn: AsyncConnection, event: Event) -> None:
    await people.save(conn, [Author(1, "ada", "Ada")])
    await posts.save(conn, [a_post(1), a_post(2), a_post(3, 9), a_post(LARGEST)])
    rows = [(1, "mirrored"), (2, "proof"), (3, "imported"), (LARGEST, "repost")]
    await feed.add(conn, [(event.id, post_id, state) for post_id, state in rows])
    first = await export.of_event(conn, event.id, 0, 2)
    assert [(kept.post.id, kept.state) for kept in first] == [(1, "mirrored"), (3, "imported")]
    assert first[0].author == Author(1, "ada", "Ada")
    assert first[1].author is None
    (last,) = await export.of_event(conn, event.id, 3, 2)
    assert last.post == a_post(LARGEST)
