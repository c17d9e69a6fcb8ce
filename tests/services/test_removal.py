"""What is gone from X is gone from the channel, the database and whatever rested on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.announcements import FeedMessage, Introduction, IntroductionThread
from bot.domain.gone import Gone, GoneReason
from bot.domain.posts import Batch, Post
from bot.errors import OutcomeUnknown, TryLater
from bot.services.suite import Services
from db import account_links, events, people, posts
from tests.db.rows import audited
from tests.services.world import (
    GUILD,
    NOW,
    STARTS,
    World,
    author,
    batch,
    draft,
    mention,
    post,
)


async def told(world: World) -> dict[str, int]:
    async with world.database.read() as conn:
        return await audited(conn)


async def mirror(world: World, *given: Post) -> Services:
    services = world.services()
    await services.events.create(draft())
    await services.deliver.drain()
    await services.ingest.take(batch(*given))
    await services.deliver.drain()
    return services


async def remove(services: Services, *ids: int, reason: GoneReason = "deleted") -> None:
    await services.removal.remove(Gone(posts=dict.fromkeys(ids, reason)))
    await services.deliver.drain()


async def test_a_message_of_its_own_is_taken_away_and_its_reply_stands(world: World) -> None:
    services = await mirror(world, post(1, by=1, text="A secret"), post(2, by=2, reply_to_id=1))
    await remove(services, 1)
    assert world.discord.mirrored() == [2]
    assert "secret" not in await world.everything()
    assert await told(world) == {"post.deleted": 1}


async def test_whichever_version_x_names_the_post_goes(world: World) -> None:
    edited = post(7, by=1, text="A secret, put better", edits=(1, 7))
    services = await mirror(world, post(1, by=1, text="A secret"), post(2, by=2))
    await services.ingest.take(batch(edited))
    await remove(services, 7, reason="withheld")
    assert world.discord.mirrored() == [2]
    assert "secret" not in await world.everything()


async def test_a_shared_message_goes_on_without_it(world: World) -> None:
    services = await mirror(world, *(post(n, by=n) for n in range(1, 9)))
    sent = len(world.discord.sent)
    await remove(services, 3, 5)
    assert world.discord.mirrored() == [1, 2, 4, 6, 7, 8]
    assert (len(world.discord.sent), world.discord.updates) == (sent, 1)
    await remove(services, 1, 2, 4, 6, 7, 8)
    assert world.discord.of(FeedMessage) == []


async def test_what_answers_or_quotes_it_is_brought_up_to_date(world: World) -> None:
    """It may lead to the message that is gone, or show some of it."""
    services = await mirror(
        world,
        *(post(n, by=n) for n in range(1, 6)),
        post(6, by=1, reply_to_id=1, reply_to_author_id=1),
    )
    await services.ingest.take(batch(post(20, by=2, reply_to_id=1), post(21, by=3, quoted_id=1)))
    await services.deliver.drain()
    updates = world.discord.updates
    await remove(services, 1)
    assert world.discord.mirrored() == [2, 3, 4, 5, 6, 20, 21]
    assert world.discord.updates == updates + 3
    answering = [o.announcement for o in world.discord.of(FeedMessage)][1]
    assert isinstance(answering, FeedMessage)


async def test_a_post_that_waits_is_never_mirrored(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.ingest.take(batch(post(1, by=1), post(2, by=2)))
    await remove(services, 1)
    assert world.discord.mirrored() == [2]


async def test_its_reposts_go_with_it(world: World) -> None:
    repost = post(2, by=2, text="RT @person1: A secret", reposted_id=1, reposted_author_id=1)
    services = await mirror(world, post(1, by=1, text="A secret"), repost)
    await remove(services, 1, reason="withheld")
    assert "secret" not in await world.everything()
    assert await told(world) == {"post.withheld": 2}


@pytest.mark.parametrize("reason", ["suspended", "deactivated", "deleted"])
async def test_a_person_goes_with_all_they_said(world: World, reason: GoneReason) -> None:
    services = await mirror(
        world, post(1, by=1), post(2, by=2, reply_to_id=1), post(3, by=1), post(4, by=2)
    )
    await services.removal.remove(Gone(people={1: reason}))
    await services.deliver.drain()
    assert world.discord.mirrored() == [2, 4]
    assert "person1" not in await world.everything()
    assert await told(world) == {f"post.{reason}": 2, f"person.{reason}": 1}


async def test_a_protected_account_keeps_its_name_but_nothing_it_said(world: World) -> None:
    services = await mirror(world, post(1, by=1), post(2, by=2))
    for _ in range(2):
        await services.removal.remove(Gone(people={1: "protected"}))
    await services.deliver.drain()
    assert world.discord.mirrored() == [2]
    async with world.database.read() as conn:
        known = await people.get_many(conn, [1])
    assert known == {1: replace(author(1), protected=True)}
    # Found again by the next sweep, it is no news.
    assert await told(world) == {"post.protected": 1, "person.protected": 1}


async def test_a_post_hidden_with_its_account_takes_all_of_the_account_along(world: World) -> None:
    services = await mirror(world, post(1, by=1), post(2, by=1), post(3, by=2))
    await remove(services, 2, reason="suspended")
    assert world.discord.mirrored() == [3]
    assert await told(world) == {"post.suspended": 2, "person.suspended": 1}


async def test_what_was_never_kept_is_no_news(world: World) -> None:
    services = await mirror(world, post(1, by=1))
    await services.removal.remove(Gone({99: "deleted"}, {98: "suspended"}))
    await remove(services, 1)
    await remove(services, 1)
    assert await told(world) == {"post.deleted": 1}


async def test_what_comes_back_is_mirrored_again(world: World) -> None:
    services = await mirror(world, post(1, by=1))
    await services.removal.remove(Gone(people={1: "suspended"}))
    await services.deliver.drain()
    await services.ingest.take(batch(post(1, by=1)))
    await services.deliver.drain()
    assert world.discord.mirrored() == [1]


async def test_a_message_whose_sending_was_cut_off_is_found_and_taken_away(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    world.discord.fail(FeedMessage, OutcomeUnknown("reset"), after_the_work=True)
    await services.ingest.take(batch(post(1, by=1)))
    await services.deliver.drain()
    assert world.discord.mirrored() == [1]
    await remove(services, 1)
    assert world.discord.mirrored() == []


async def test_a_shared_message_whose_sending_was_cut_off_is_found_and_changed(
    world: World,
) -> None:
    services = world.services()
    await services.events.create(draft())
    world.discord.fail(FeedMessage, OutcomeUnknown("reset"), after_the_work=True)
    await services.ingest.take(batch(*(post(n, by=n) for n in range(1, 6))))
    await services.deliver.drain()
    await remove(services, 2)
    world.clock.move(minutes=10)
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 3, 4, 5]


async def test_a_change_that_discord_puts_off_holds_up_no_new_post(world: World) -> None:
    services = await mirror(world, *(post(n, by=n) for n in range(1, 6)))
    world.discord.fail(FeedMessage, TryLater(60.0, "30046"))
    await remove(services, 2)
    await services.ingest.take(batch(post(30, by=1)))
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 2, 3, 4, 5, 30]
    world.clock.move(minutes=2)
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 3, 4, 5, 30]


# Introductions


async def introduced(world: World, *talk: Post) -> Services:
    """Members 1 and 2 own the accounts person1 and person2, and are introduced."""
    services = world.services()
    event = await services.events.create(draft())
    for member in (1, 2):
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, introductions=True)
        claim = await services.links.claim(GUILD, member, f"person{member}")
        proof = post(10_000 + member, by=member, text=f"{claim.link.code} #HRTweetup")
        await services.ingest.take(batch(replace(proof, created_at=NOW)))
    await services.ingest.take(batch(*talk))
    world.clock.move_to(STARTS - timedelta(days=3))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(Introduction)) == 1
    return services


def quoted(world: World) -> list[int]:
    (found,) = world.discord.of(Introduction)
    assert isinstance(found.announcement, Introduction)
    return [evidence.post.id for evidence in found.announcement.evidence]


TALK = (
    post(1, by=1, mentions=(mention(2),)),
    post(2, by=2, reply_to_id=1, reply_to_author_id=1),
)


async def test_an_introduction_goes_on_with_the_evidence_left(world: World) -> None:
    services = await introduced(world, *TALK)
    assert quoted(world) == [2, 1]
    await remove(services, 2)
    assert quoted(world) == [1]
    assert len(world.discord.of(IntroductionThread)) == 1


async def test_an_introduction_without_evidence_is_taken_back(world: World) -> None:
    services = await introduced(world, *TALK)
    await remove(services, 1, 2)
    assert not world.discord.of(Introduction)
    assert not world.discord.of(IntroductionThread)
    known = await services.privacy.known(GUILD, 1)
    assert [(each.made.state, each.made.evidence) for each in known.introductions] == [
        ("withdrawn", ())
    ]


async def test_an_introduction_to_somebody_gone_from_x_is_taken_back(world: World) -> None:
    services = await introduced(world, *TALK)
    await services.removal.remove(Gone(people={2: "suspended"}))
    await services.deliver.drain()
    assert not world.discord.of(Introduction)
    assert not world.discord.of(IntroductionThread)
    async with world.database.read() as conn:
        # The link is what the member said of themselves.
        assert await account_links.people_of(conn, GUILD, [2]) == {2: 2}


async def test_a_protected_account_is_still_introduced_by_what_others_said(world: World) -> None:
    services = await introduced(world, *TALK)
    await services.removal.remove(Gone(people={2: "protected"}))
    await services.deliver.drain()
    assert quoted(world) == [1]


async def test_after_the_event_the_thread_keeps_what_the_two_said(world: World) -> None:
    services = await introduced(world, *TALK)
    world.clock.move_to(STARTS + timedelta(days=1))
    await remove(services, 1, 2)
    assert not world.discord.of(Introduction)
    assert len(world.discord.of(IntroductionThread)) == 1


async def test_what_is_gone_brings_nobody_together(world: World) -> None:
    services = await introduced(world, *TALK)
    for member in (3, 4):
        (event,) = [event for event, _ in (await services.privacy.known(GUILD, 1)).rsvps]
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, introductions=True)
        claim = await services.links.claim(GUILD, member, f"person{member}")
        proof = post(10_000 + member, by=member, text=f"{claim.link.code} #HRTweetup")
        await services.ingest.take(batch(replace(proof, created_at=world.clock.now())))
    await services.ingest.take(batch(post(5, by=3), post(6, by=4, reply_to_id=5)))
    await remove(services, 6)
    world.clock.move_to(STARTS - timedelta(days=1))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(Introduction)) == 1


async def test_context_of_other_posts_goes_as_well(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    asked = post(1, by=1, text="A secret without a hashtag", hashtags=())
    reply = post(2, by=2, reply_to_id=1)
    await services.ingest.take(Batch("s", (reply,), (asked,), (author(1), author(2))))
    await remove(services, 1)
    assert "secret" not in await world.everything()
    async with world.database.read() as conn:
        assert await posts.all_ids(conn) == {2}
        assert len(await events.of_guild(conn, GUILD)) == 1
