"""What comes in: stored once, counted where it belongs, and never more than may be shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.announcements import Introduction
from bot.domain.posts import Author, Batch
from db import cursors, feed
from tests.services.world import (
    GUILD,
    NOW,
    STARTS,
    World,
    attendees,
    author,
    batch,
    draft,
    mention,
    post,
)


async def test_posts_go_to_every_event_that_follows_one_of_their_hashtags(world: World) -> None:
    services = world.services()
    here = await services.events.create(draft())
    there = await services.events.create(draft(guild_id=GUILD + 1, hashtag="hrtweetup"))
    other = await services.events.create(draft(hashtag="Payroll"))
    await services.ingest.take(batch(post(1, by=1, hashtags=("HRTWEETUP", "Something"))))
    async with world.database.read() as conn:
        for event, expected in ((here, 1), (there, 1), (other, 0)):
            assert len(await feed.waiting(conn, event.id, 10)) == expected


async def test_only_posts_from_when_the_hashtag_was_followed_count(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    early = post(1, by=1, created_at=NOW - timedelta(minutes=1))
    late = post(2, by=1, created_at=event.ends_at + timedelta(days=2))
    await services.ingest.take(batch(early, late))
    async with world.database.read() as conn:
        assert await feed.counts(conn, event.id) == {}


async def test_the_cursor_moves_with_the_posts_and_never_back(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.ingest.take(batch(post(9, by=1), cursor="9"))
    await services.ingest.take(batch(post(3, by=1), cursor="3"))
    async with world.database.read() as conn:
        assert await cursors.get(conn, "search:hrtweetup") == "9"


async def test_reposts_are_counted_and_not_mirrored(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    repost = post(2, by=2, reposted_id=1, reposted_author_id=1)
    await services.ingest.take(batch(post(1, by=1), repost))
    await services.deliver.drain()
    assert world.discord.mirrored() == [1]
    async with world.database.read() as conn:
        assert await feed.counts(conn, event.id) == {"mirrored": 1, "repost": 1}


async def test_what_x_withholds_or_protects_is_neither_shown_nor_stored(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    hidden = post(1, by=1, withheld=True)
    private = post(2, by=2)
    shy = replace(author(2), protected=True)
    await services.ingest.take(
        Batch("search:hrtweetup", (hidden, private), authors=(author(1), shy))
    )
    async with world.database.read() as conn:
        assert await feed.counts(conn, event.id) == {}


async def _two_who_would_meet(world: World, *batches: Batch) -> int:
    services = world.services()
    await attendees(services, 1, 2)
    for each in batches:
        await services.ingest.take(each)
    world.clock.move_to(STARTS - timedelta(days=3))
    await services.timetable.run_due()
    await services.deliver.drain()
    return len(world.discord.of(Introduction))


async def test_a_post_known_first_as_anothers_context_counts_when_it_comes(world: World) -> None:
    original = post(5, by=1, mentions=(mention(2),))
    passed_on = post(6, by=3, reposted_id=5, reposted_author_id=1)
    first = Batch(
        "search:hrtweetup", (passed_on,), context=(original,), authors=(author(1), author(3))
    )
    assert await _two_who_would_meet(world, first, batch(original)) == 1


async def test_a_mention_by_handle_alone_counts_once_its_bearer_is_known(world: World) -> None:
    named = replace(mention(2), author_id=None)
    assert await _two_who_would_meet(world, batch(post(5, by=1, mentions=(named,)))) == 1


@pytest.mark.parametrize("handle", ["person1", "PERSON1"])
async def test_handles_compare_without_their_case(world: World, handle: str) -> None:
    services = world.services()
    await services.events.create(draft())
    claim = await services.links.claim(GUILD, 1, handle)
    proof = post(5, by=1, text=f"{claim.link.code.upper()} #HRTweetup")
    await services.ingest.take(
        Batch("search:hrtweetup", (proof,), authors=(Author(1, "Person1", "Person 1"),))
    )
    known = await services.privacy.known(GUILD, 1)
    assert known.link is not None
    assert (known.link.handle, known.link.person_id) == ("Person1", 1)
