"""Introductions: from evidence and consent, never twice, taken back with what they rested on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import Introduction, IntroductionThread
from bot.errors import UserError
from bot.services.suite import Services
from db.schema import deliveries
from tests.services.world import (
    GUILD,
    STARTS,
    STEPS_BACK,
    World,
    attendees,
    batch,
    draft,
    link,
    post,
    step_back,
)


async def _round(services: Services, world: World, days_before: int) -> None:
    world.clock.move_to(STARTS - timedelta(days=days_before))
    await services.timetable.run_due()
    await services.deliver.drain()


async def test_two_who_talked_are_introduced_with_the_post_that_shows_it(world: World) -> None:
    services = world.services()
    await attendees(services, 1, 2, 3)
    asked = post(1, by=1)
    answered = post(2, by=2, reply_to_id=1, reply_to_author_id=1)
    await services.ingest.take(batch(asked, answered))
    await _round(services, world, 3)
    (thread,) = world.discord.of(IntroductionThread)
    (introduction,) = world.discord.of(Introduction)
    said = introduction.announcement
    assert isinstance(said, Introduction)
    assert [introduced.member_id for introduced in said.members] == [1, 2]
    assert [evidence.post for evidence in said.evidence] == [answered]
    where = next(w for w, o in world.discord.standing.items() if o is thread)
    assert introduction.place.channel_id == where.message_id


async def test_no_pair_is_introduced_twice(world: World) -> None:
    services = world.services()
    await attendees(services, 1, 2)
    await services.ingest.take(batch(post(1, by=1), post(2, by=2, quoted_id=1, quoted_author_id=1)))
    for days in (10, 3, 1):
        await _round(services, world, days)
    assert len(world.discord.of(Introduction)) == 1


async def test_a_tie_counts_whichever_post_came_first(world: World) -> None:
    services = world.services()
    await attendees(services, 1, 2)
    await services.ingest.take(batch(post(2, by=2, reply_to_id=1)))
    await services.ingest.take(batch(post(1, by=1)))
    await _round(services, world, 3)
    assert len(world.discord.of(Introduction)) == 1


@pytest.mark.parametrize("missing", ["consent", "rsvp", "link"])
async def test_nobody_is_introduced_without_going_agreeing_and_a_linked_account(
    world: World, missing: str
) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(post(1, by=1), post(2, by=2, reply_to_id=1)))
    if missing == "consent":
        await services.privacy.consent(GUILD, 2, introductions=False)
    elif missing == "rsvp":
        await services.rsvp.answer(GUILD, event.id, 2, "maybe")
    else:
        await services.links.unlink(GUILD, 2)
    await _round(services, world, 3)
    assert not world.discord.of(Introduction)


@pytest.mark.parametrize("how", STEPS_BACK)
async def test_taking_it_back_removes_the_introduction(world: World, how: str) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(post(1, by=1), post(2, by=2, reply_to_id=1)))
    await _round(services, world, 3)
    assert world.discord.of(Introduction)
    await step_back(services, event, 1, how)
    await services.deliver.drain()
    assert not world.discord.of(IntroductionThread)
    assert not world.discord.of(Introduction)


async def test_the_proof_is_not_mirrored_and_the_member_is_told(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await link(services, 7)
    await services.deliver.drain()
    assert world.discord.mirrored() == []
    told = [o for o in world.discord.sent if o.place.member_id == 7]
    assert [o.announcement.key for o in told] == ["linked"]  # type: ignore[union-attr]


async def test_unlinking_leaves_no_trace_of_the_handle(world: World) -> None:
    services = world.services()
    await attendees(services, 7)
    await services.deliver.drain()
    await services.links.unlink(GUILD, 7)
    async with world.database.read() as conn:
        kept = await conn.execute(sa.select(deliveries.c.about))
        assert not [about for about in kept.scalars() if "person7" in str(about)]


async def test_somebody_elses_code_proves_nothing(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.ingest.take(batch(post(4, by=7)))
    claim = await services.links.claim(GUILD, 7, "person7")
    await services.ingest.take(batch(post(5, by=8, text=f"{claim.link.code} #HRTweetup")))
    assert (await services.privacy.known(GUILD, 7)).link == claim.link
    await services.deliver.drain()
    assert world.discord.mirrored() == [4, 5]


async def test_a_code_expires(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    claim = await services.links.claim(GUILD, 7, "person7")
    world.clock.move(days=3)
    late = post(5, by=7, text=f"{claim.link.code} #HRTweetup", created_at=world.clock.now())
    await services.ingest.take(batch(late))
    assert (await services.privacy.known(GUILD, 7)).link == claim.link


@pytest.mark.parametrize("handle", ["", "two words", "a_name_that_is_too_long", "näme", "@"])
async def test_what_cannot_be_a_handle_is_refused(world: World, handle: str) -> None:
    services = world.services()
    await services.events.create(draft())
    with pytest.raises(UserError, match=r"link\.handle"):
        await services.links.claim(GUILD, 7, handle)


async def test_two_members_cannot_prove_one_account(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    claims = [await services.links.claim(GUILD, member, "person7") for member in (7, 8)]
    texts = [f"{claim.link.code} #HRTweetup" for claim in claims]
    # Both in one batch: the first counts, and the other hears of it once.
    await services.ingest.take(batch(post(5, by=7, text=texts[0]), post(6, by=7, text=texts[1])))
    await services.deliver.drain()
    told = {o.place.member_id: o.announcement.key for o in world.discord.sent if o.place.member_id}  # type: ignore[union-attr]
    assert told == {7: "linked", 8: "link_lost"}
    assert (await services.privacy.known(GUILD, 8)).link is None
