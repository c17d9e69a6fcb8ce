"""What comes in is judged and goes where organisers want it: ingest, edits, history, removal."""

from __future__ import annotations

from msgspec.structs import replace

from bot.domain.announcements import HeldPost
from bot.domain.events import Event
from bot.domain.filtering import Policy
from bot.domain.gone import Gone
from bot.services.filing import show_imported
from bot.services.history import keep
from bot.services.suite import Services
from db import feed, filed, filters, removals, verdicts
from tests.services.kept_out import AD, REVIEW, TALK, ad, next_digest, set_policies
from tests.services.world import NOW, World, batch, draft, post

OFFER = "Get 20% off our HR software with code SAVE20, visit our stand https://shop.example/a"


async def started(world: World, **policies: Policy) -> tuple[Services, Event]:
    services = world.services()
    event = await services.events.create(draft())
    await set_policies(world, event, **policies)
    return services, event


async def states(world: World, event: Event) -> dict[int, str]:
    async with world.database.read() as conn:
        return (await filed.states_of(conn, range(1, 100))).get(event.id, {})


async def test_each_kind_goes_where_it_belongs(world: World) -> None:
    services, event = await started(world, promotion="hold")
    talk, again = post(1, by=1, text=TALK), post(4, by=2, text=TALK)
    repost = replace(post(5, by=2), reposted_id=2, reposted_author_id=9)
    await services.ingest.take(batch(talk, ad(2), post(3, by=3, text=OFFER), again, repost))
    await services.deliver.drain()
    assert await states(world, event) == {
        1: "mirrored",
        2: "folded",
        3: "held",
        4: "dropped",
        5: "repost",
    }
    assert world.discord.mirrored() == [1]
    (asked,) = world.discord.of(HeldPost)
    assert (asked.place.channel_id, asked.announcement.post.id) == (REVIEW, 3)  # type: ignore[union-attr]
    assert asked.announcement.verdict.kind == "promotion"  # type: ignore[union-attr]


async def test_taking_a_batch_again_changes_nothing_also_after_the_policy_changed(
    world: World,
) -> None:
    services, event = await started(world)
    given = batch(post(1, by=1, text=TALK), ad(2), post(3, by=3, text=OFFER))
    await services.ingest.take(given)
    await services.deliver.drain()
    before = await states(world, event)
    await set_policies(world, event, job_ad="hold", promotion="hold")
    await world.services().ingest.take(given)
    await services.deliver.drain()
    assert await states(world, event) == before
    assert world.discord.of(HeldPost) == []


async def test_a_restart_after_every_post_changes_no_verdict(world: World) -> None:
    posts = [ad(n, by=9) for n in range(1, 5)]
    posts += [post(n, by=n % 3, text=TALK) for n in range(5, 9)]
    posts += [post(9, by=9, text="Join our team https://jobs.example/x")]
    services, event = await started(world)
    await services.ingest.take(batch(*posts))
    whole = await states(world, event)
    async with world.database.begin() as conn:
        found = await verdicts.get_many(conn, [p.id for p in posts])
        await verdicts.drop(conn, [p.id for p in posts])
        await filed.move(conn, event.id, dict.fromkeys(whole, "imported"), whole.values(), NOW)
    for each in posts:
        await world.services().ingest.take(batch(each))
    async with world.database.read() as conn:
        assert await verdicts.get_many(conn, [p.id for p in posts]) == found
    assert await states(world, event) == whole
    assert set(whole.values()) == {"waiting", "folded", "dropped"}


async def test_a_waiting_post_edited_into_an_ad_is_folded_and_back_again(world: World) -> None:
    services, event = await started(world)
    await services.feed.pause(event)
    await services.ingest.take(batch(post(1, by=1, text=TALK)))
    assert await states(world, event) == {1: "waiting"}
    edited = post(11, by=1, text=AD.format(1), edits=(1, 11))
    await services.ingest.take(batch(edited))
    assert await states(world, event) == {1: "folded"}
    await services.ingest.take(batch(post(12, by=1, text=TALK, edits=(1, 11, 12))))
    assert await states(world, event) == {1: "waiting"}
    async with world.database.read() as conn:
        assert (await verdicts.get_many(conn, [1]))[1].kind == "conversation"


async def test_an_edit_neither_brings_back_what_was_rejected_nor_takes_what_stands(
    world: World,
) -> None:
    services, event = await started(world, duplicate="drop", job_ad="drop")
    await services.ingest.take(batch(post(1, by=1, text=TALK), ad(2)))
    await services.deliver.drain()
    await services.ingest.take(
        batch(
            post(11, by=1, text=AD.format(1), edits=(1, 11)),
            post(12, by=9, text="Sorry, wrong account", edits=(2, 12)),
        )
    )
    assert await states(world, event) == {1: "mirrored", 2: "dropped"}


async def test_a_held_post_edited_into_conversation_goes_out_and_the_question_says_so(
    world: World,
) -> None:
    services, _ = await started(world, job_ad="hold")
    await services.ingest.take(batch(ad(1)))
    await services.deliver.drain()
    await services.ingest.take(batch(post(11, by=9, text=TALK, edits=(1, 11))))
    await services.deliver.drain()
    assert world.discord.mirrored() == [1]
    (asked,) = world.discord.of(HeldPost)
    assert asked.announcement.state in {"waiting", "mirrored"}  # type: ignore[union-attr]


async def test_history_is_judged_and_shown_as_the_filter_wants(world: World) -> None:
    services, event = await started(world, promotion="hold")
    given = batch(post(1, by=1, text=TALK), ad(2), post(3, by=3, text=OFFER))
    await keep(world.database, given, event.id)
    assert set((await states(world, event)).values()) == {"imported"}
    async with world.database.begin() as conn:
        assert len(await verdicts.get_many(conn, [1, 2, 3])) == 3
        await show_imported(conn, event.id, [1, 2, 3], world.clock.now())
    await services.deliver.drain()
    assert await states(world, event) == {1: "mirrored", 2: "folded", 3: "held"}
    assert len(world.discord.of(HeldPost)) == 1
    assert await next_digest(world, services) is not None


async def test_what_is_gone_takes_its_verdict_its_question_and_its_place_in_the_digest_along(
    world: World,
) -> None:
    services, event = await started(world, promotion="hold")
    await services.ingest.take(
        batch(ad(1), ad(2), ad(3, by=8), post(4, by=3, text=OFFER), post(5, by=3, text=TALK))
    )
    await services.digest.send_now(event)
    await services.review.set_standing(event, "person8", "muted")
    await services.deliver.drain()
    await services.removal.remove(Gone(posts={1: "deleted", 4: "deleted"}, people={8: "suspended"}))
    await services.deliver.drain()
    assert world.discord.of(HeldPost) == []
    async with world.database.read() as conn:
        assert set(await verdicts.get_many(conn, range(1, 6))) == {2, 5}
        assert await filters.people(conn, event.id) == {}
        assert await removals.count(conn, event.id, world.clock.now()) == (3, 3)
        assert await feed.shown(conn, NOW) == {2, 5}


async def test_a_question_that_may_stand_is_looked_for_when_its_post_is_gone(world: World) -> None:
    services, _ = await started(world, job_ad="hold")
    await services.ingest.take(batch(ad(1)))
    world.discord.fail(HeldPost, ConnectionResetError(), after_the_work=True)
    await services.deliver.drain()
    assert len(world.discord.of(HeldPost)) == 1
    await services.removal.remove(Gone(posts={1: "deleted"}))
    await services.deliver.drain()
    assert world.discord.of(HeldPost) == []


async def test_each_event_has_its_own_filter(world: World) -> None:
    services, one = await started(world)
    other = await services.events.create(draft(name="Other", channel_id=21))
    await set_policies(world, other, job_ad="show")
    await services.ingest.take(batch(ad(1)))
    assert [await states(world, each) for each in (one, other)] == [{1: "folded"}, {1: "waiting"}]
