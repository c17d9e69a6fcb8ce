from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import command
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.budget import NOBODY, Step, UsageCheck
from db import events, feed, hashtags, migration, posts, reads, spending, usage_checks
from db.engine import Database
from db.spending import StepTaken
from tests.db.rows import HOUR, LARGEST, NOW, a_draft, a_post, cancel

TODAY, TOMORROW = date(2026, 1, 8), date(2026, 1, 9)


async def test_charges_add_up_by_day_and_guild(conn: AsyncConnection) -> None:
    await spending.add(conn, TODAY, {1: 5, LARGEST: 2**40})
    await spending.add(conn, TODAY, {1: 7})
    await spending.add(conn, TOMORROW, {1: 100})
    await spending.add(conn, TOMORROW, {})
    assert await spending.since(conn, TODAY) == {
        1: {TODAY: 12, TOMORROW: 100},
        LARGEST: {TODAY: 2**40},
    }
    assert await spending.since(conn, TOMORROW) == {1: {TOMORROW: 100}}
    assert await spending.first_days(conn) == {1: TODAY, LARGEST: TODAY}


async def test_a_guild_is_on_one_step(conn: AsyncConnection) -> None:
    assert await spending.steps(conn) == {}
    await spending.take_step(conn, 1, StepTaken(TODAY.replace(day=1), 9, Step.SLOWER))
    await spending.take_step(conn, 1, StepTaken(TODAY.replace(day=1), 8, Step.PAUSED))
    taken = StepTaken(TODAY.replace(day=1), 8, Step.PAUSED)
    assert await spending.steps(conn, lock=True) == {1: taken}


async def test_posts_are_counted_by_day(conn: AsyncConnection) -> None:
    await reads.record(conn, TODAY, "post", [1, 2], 5)
    await reads.record(conn, TODAY, "user", [1], 5)
    await reads.record(conn, TOMORROW, "post", [1], 5)
    assert await reads.posts_by_day(conn, TODAY) == {TODAY: 2, TOMORROW: 1}
    assert await reads.posts_by_day(conn, TOMORROW) == {TOMORROW: 1}


async def test_a_day_is_checked_once(conn: AsyncConnection) -> None:
    assert await usage_checks.last(conn) is None
    await usage_checks.add(conn, [UsageCheck(TOMORROW, 3, 4), UsageCheck(TODAY, 1, 2)])
    await usage_checks.add(conn, [UsageCheck(TOMORROW, 0, 0)])
    assert await usage_checks.last(conn) == UsageCheck(TOMORROW, 3, 4)
    assert await usage_checks.days(conn, TODAY) == {TODAY, TOMORROW}
    assert await usage_checks.days(conn, TOMORROW) == {TOMORROW}


async def test_guilds_follow_by_their_planned_events(conn: AsyncConnection) -> None:
    first = await events.add(conn, a_draft(guild_id=1))
    second = await events.add(conn, a_draft(guild_id=2))
    over = await events.add(conn, a_draft(guild_id=3))
    called_off = await events.add(conn, a_draft(guild_id=4))
    for event in (first, second, called_off):
        await hashtags.follow(conn, event, NOW + HOUR)
    await hashtags.follow(conn, over, NOW)
    await cancel(conn, called_off.id)
    assert await hashtags.guilds_following(conn, NOW) == {"hrdrinks": {1, 2}}


async def test_the_guilds_whose_feeds_show_a_post(conn: AsyncConnection) -> None:
    shown = [await events.add(conn, a_draft(guild_id=guild)) for guild in (1, 2)]
    await posts.save(conn, [a_post(5), a_post(6)])
    await feed.add(conn, [(event.id, 5, "waiting") for event in shown])
    assert await feed.guilds_of(conn, [5, 6, 7]) == {5: {1, 2}}


async def test_what_was_read_before_guilds_were_charged_is_nobodys(empty_url: str) -> None:
    def first_revision(connection: sa.Connection) -> None:
        command.upgrade(migration.configuration(connection), "0001")

    database = Database(empty_url)
    async with database.begin() as conn:
        await conn.run_sync(first_revision)
        await reads.record(conn, TODAY, "post", [1, 2], 5)
        await reads.record(conn, TOMORROW, "user", [1], 7)
    await database.migrate()
    async with database.read() as conn:
        assert await spending.since(conn, TODAY) == {NOBODY: {TODAY: 10, TOMORROW: 7}}
    await database.close()
