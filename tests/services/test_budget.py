"""The ledger, who pays what, and the steps by which reading becomes more sparing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import Notice
from bot.domain.budget import NOBODY, Step, Terms, UsageCheck
from bot.services.suite import Services, build
from db import spending, usage_checks
from db.schema import deliveries
from db.schema_reading import reads
from tests.services.world import CHANNEL, GUILD, NOW, World, batch, draft, post

OTHER_GUILD, OTHER_CHANNEL = 11, 21
TAG = {"hrtweetup"}
DOLLAR = 1_000_000


def services_of(world: World, **terms: int) -> Services:
    return build(world.database, world.clock, world.discord, Terms(**terms))  # type: ignore[arg-type]


async def read_posts(services: Services, first: int, count: int, tags: Collection[str]) -> None:
    """Posts at half a cent each."""
    posts = dict.fromkeys(range(first, first + count), tags)
    await services.budget.read(posts=posts, users={})


async def charged(world: World) -> dict[int, int]:
    async with world.database.read() as conn:
        found = await spending.since(conn, NOW.date() - timedelta(days=60))
    return {guild: sum(days.values()) for guild, days in found.items()}


async def ledger(world: World) -> int:
    async with world.database.read() as conn:
        return int(await conn.scalar(sa.select(sa.func.sum(reads.c.micro_dollars))) or 0)


def notices(world: World) -> list[tuple[int | None, str]]:
    """Where something was said of money, and what."""
    return [
        (outgoing.place.channel_id, outgoing.announcement.key.removeprefix("money."))
        for outgoing in world.discord.sent
        if isinstance(outgoing.announcement, Notice)
    ]


async def test_a_read_is_charged_once_a_day(world: World) -> None:
    services = services_of(world)
    await services.events.create(draft())
    for _ in range(2):
        await services.budget.read(posts={1: TAG, 2: TAG}, users={1: TAG})
    assert await charged(world) == {GUILD: 20_000}
    world.clock.move_to(datetime(2026, 1, 9, tzinfo=UTC))
    await services.budget.read(posts={1: TAG}, users={})
    assert await charged(world) == {GUILD: 25_000}


async def test_guilds_share_what_both_follow_and_pay_alone_for_the_rest(world: World) -> None:
    services = services_of(world)
    await services.events.create(draft())
    await services.events.create(draft(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL))
    await services.events.create(draft(guild_id=OTHER_GUILD, hashtag="Payroll"))
    await services.budget.read(posts={1: TAG, 2: TAG | {"payroll"}, 3: {"payroll"}}, users={})
    assert await charged(world) == {GUILD: 5_000, OTHER_GUILD: 10_000}
    assert (await services.budget.standing(GUILD)).spent == 5_000
    assert (await services.budget.standing(OTHER_GUILD)).spent == 10_000


async def test_a_post_whose_hashtag_is_not_followed_any_more_is_for_who_shows_it(
    world: World,
) -> None:
    services = services_of(world)
    event = await services.events.create(draft())
    await services.ingest.take(batch(post(1, by=1)))
    world.clock.move_to(event.ends_at + timedelta(days=2))
    await services.events.create(
        draft(guild_id=OTHER_GUILD, hashtag="Payroll", ends_at=NOW + timedelta(days=90))
    )
    await services.budget.read(posts={1: TAG}, users={})
    assert await charged(world) == {GUILD: 5_000}


async def test_what_nobody_can_trace_is_for_all_and_without_any_for_nobody(world: World) -> None:
    services = services_of(world)
    await services.budget.read(posts={}, users={1: ()})
    assert await charged(world) == {NOBODY: 10_000}
    await services.events.create(draft())
    await services.events.create(draft(guild_id=OTHER_GUILD))
    await services.budget.read(posts={}, users={2: ()})
    assert await charged(world) == {NOBODY: 10_000, GUILD: 5_000, OTHER_GUILD: 5_000}


async def test_the_steps_are_taken_in_order_and_each_is_said_once(world: World) -> None:
    services = services_of(world, cap=10 * DOLLAR)  # nine of them for reading: 1,800 posts
    event = await services.events.create(draft())
    seen = []
    for number in range(20):
        await read_posts(services, 1 + number * 100, 100, TAG)
        seen.append(await services.budget.step(TAG))
        await services.deliver.drain()
    changes = [
        step for before, step in zip([Step.FULL, *seen], seen, strict=False) if step > before
    ]
    assert changes == [Step.NO_EXPANSIONS, Step.SLOWER, Step.NO_CONTEXT, Step.PAUSED]
    assert [seen.index(step) + 1 for step in changes] == [13, 15, 17, 18]
    assert notices(world) == [(event.channel_id, step.key) for step in changes]


async def test_the_month_turns_and_everything_is_read_again_once(world: World) -> None:
    services = services_of(world, cap=10 * DOLLAR)
    await services.events.create(draft(ends_at=NOW + timedelta(days=60)))
    await read_posts(services, 1, 2_000, TAG)
    world.clock.move_to(datetime(2026, 1, 31, 23, 59, tzinfo=UTC))
    assert await services.budget.step(TAG) is Step.PAUSED
    world.clock.move_to(datetime(2026, 2, 1, tzinfo=UTC))
    for _ in range(3):
        assert await services_of(world, cap=10 * DOLLAR).budget.step(TAG) is Step.FULL
    await services.deliver.drain()
    assert [key for _, key in notices(world)] == ["paused", "full"]


async def test_within_a_month_no_step_is_taken_back_also_after_a_restart(world: World) -> None:
    services = services_of(world, cap=10 * DOLLAR)
    await services.events.create(draft(ends_at=NOW + timedelta(days=60)))
    await read_posts(services, 1, 1_500, TAG)
    assert await services.budget.step(TAG) is Step.SLOWER
    # Weeks without a word: at this rate the month will end within the cap.
    world.clock.move(days=20)
    again = services_of(world, cap=10 * DOLLAR)
    assert (await again.budget.standing(GUILD)).forecast == 7_500_000
    assert await again.budget.step(TAG) is Step.SLOWER


async def test_a_higher_cap_is_heeded_at_once(world: World) -> None:
    services = services_of(world, cap=10 * DOLLAR)
    await services.events.create(draft())
    await read_posts(services, 1, 2_000, TAG)
    raised = services_of(world, cap=100 * DOLLAR)
    assert await raised.budget.step(TAG) is Step.FULL
    await raised.deliver.drain()
    assert [key for _, key in notices(world)] == ["paused", "full"]


async def test_with_an_end_of_month_within_the_cap_nothing_is_left_out(world: World) -> None:
    services = services_of(world, cap=10 * DOLLAR)
    await services.events.create(draft(ends_at=NOW + timedelta(days=60)))
    world.clock.move_to(datetime(2026, 1, 8, 9, tzinfo=UTC))
    await read_posts(services, 1, 1_200, TAG)
    world.clock.move_to(datetime(2026, 1, 31, 12, tzinfo=UTC))
    await read_posts(services, 5_000, 300, TAG)  # 7.50 of 9, and half a day to go
    assert await services.budget.step(TAG) is Step.FULL


async def test_each_guild_has_a_part_of_the_cap_and_sees_only_its_own(world: World) -> None:
    services = services_of(world, cap=20 * DOLLAR)
    await services.events.create(draft())
    await services.events.create(
        draft(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL, hashtag="Payroll")
    )
    await read_posts(services, 1, 1_800, TAG)
    assert await services.budget.step(TAG) is Step.PAUSED
    assert await services.budget.step({"payroll"}) is Step.FULL
    assert await services.budget.step() is Step.FULL
    mine = await services.budget.standing(GUILD)
    assert (mine.spent, mine.cap, mine.kept_back) == (9 * DOLLAR, 10 * DOLLAR, DOLLAR)
    assert mine.step is Step.PAUSED
    theirs = await services.budget.standing(OTHER_GUILD)
    assert (theirs.spent, theirs.forecast, theirs.step) == (0, 0, Step.FULL)
    await services.deliver.drain()
    assert notices(world) == [(CHANNEL, "paused")]


async def test_a_hashtag_goes_on_while_one_of_its_guilds_can_pay_alone(world: World) -> None:
    services = services_of(world, cap=20 * DOLLAR)
    await services.events.create(draft())
    await services.events.create(draft(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL))
    await services.events.create(draft(hashtag="Mine"))
    await read_posts(services, 1, 1_800, {"mine"})
    assert await services.budget.step({"mine"}) is Step.PAUSED
    assert await services.budget.step(TAG) is Step.FULL
    await read_posts(services, 5_000, 2, TAG)
    assert await charged(world) == {GUILD: 9 * DOLLAR, OTHER_GUILD: 10_000}


async def test_caps_of_guilds_beyond_the_whole_stop_at_the_whole(world: World) -> None:
    services = services_of(world, cap=10 * DOLLAR, guild_cap=8 * DOLLAR)
    await services.events.create(draft())
    await services.events.create(
        draft(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL, hashtag="Payroll")
    )
    await read_posts(services, 1, 900, TAG)
    assert await services.budget.step({"payroll"}) is Step.FULL
    await read_posts(services, 5_000, 900, {"payroll"})
    assert await services.budget.step(TAG) is Step.PAUSED
    assert await services.budget.step({"payroll"}) is Step.PAUSED


async def test_a_guild_cap_needs_no_cap_for_all(world: World) -> None:
    services = services_of(world, guild_cap=DOLLAR)
    await services.events.create(draft())
    await read_posts(services, 1, 180, TAG)
    assert await services.budget.step(TAG) is Step.PAUSED


async def test_two_events_in_one_channel_are_one_notice(world: World) -> None:
    services = services_of(world, cap=DOLLAR)
    await services.events.create(draft())
    await services.events.create(draft(name="The next one"))
    await services.events.create(draft(channel_id=OTHER_CHANNEL))
    await read_posts(services, 1, 200, TAG)
    await services.deliver.drain()
    assert sorted(notices(world)) == [(CHANNEL, "paused"), (OTHER_CHANNEL, "paused")]


async def test_a_step_and_its_notice_are_stored_with_the_read_that_led_to_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = services_of(world, cap=DOLLAR)
    await services.events.create(draft())

    async def crash(*_: object) -> None:
        raise ConnectionError("between the step and its notice")

    with monkeypatch.context() as patch:
        patch.setattr("bot.services.budget.deliveries.add", crash)
        with pytest.raises(ConnectionError):
            await read_posts(services, 1, 200, TAG)
    assert await ledger(world) == 0
    await read_posts(services, 1, 200, TAG)
    async with world.database.read() as conn:
        told = await conn.scalars(sa.select(deliveries.c.key).where(deliveries.c.kind == "notice"))
        assert [key.rpartition(":")[2] for key in told] == ["paused"]


async def test_forecasts_go_by_the_last_seven_days(world: World) -> None:
    services = services_of(world)
    event = await services.events.create(draft())
    world.clock.move_to(datetime(2026, 1, 8, tzinfo=UTC))
    await read_posts(services, 1, 200, TAG)
    world.clock.move_to(datetime(2026, 1, 10, tzinfo=UTC))
    standing = await services.budget.standing(GUILD, until=event.ends_at)
    assert (standing.spent, standing.cap, standing.kept_back) == (DOLLAR, None, 0)
    assert standing.forecast == DOLLAR + 22 * DOLLAR // 2
    assert standing.forecast_then is not None
    assert standing.forecast_then == pytest.approx(DOLLAR + 12.875 * DOLLAR / 2, abs=1)
    assert (await services.budget.standing(OTHER_GUILD, until=event.ends_at)).forecast_then == 0


async def test_a_difference_to_what_x_counts_is_told_by_percent(world: World) -> None:
    services = services_of(world)
    assert (await services.budget.standing(GUILD)).miscount is None
    async with world.database.begin() as conn:
        await usage_checks.add(conn, [UsageCheck(NOW.date() - timedelta(days=2), 100, 300)])
    assert (await services.budget.standing(GUILD)).miscount == 67
    async with world.database.begin() as conn:
        await usage_checks.add(conn, [UsageCheck(NOW.date() - timedelta(days=1), 100, 105)])
    assert (await services.budget.standing(GUILD)).miscount is None
