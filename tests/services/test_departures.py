"""When the bot leaves a server nothing is done for it, and after a while nothing of it is left."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.announcements import EventReminder, FeedMessage, Notice
from bot.errors import TryLater
from bot.services.departures import GRACE
from db import departures, guild_data
from db.engine import Database
from db.schema import metadata
from tests.db.filling import fill, fill_guild
from tests.services.busy import busy_tweetup
from tests.services.passing import keep_on
from tests.services.world import (
    GUILD,
    NOW,
    ORGANISER,
    STARTS,
    World,
    attendees,
    batch,
    draft,
    post,
    show_everything,
)


class Seen:
    """Where Discord says the bot no longer is."""

    def __init__(self, *absent: int, error: TryLater | None = None) -> None:
        self._absent, self._error = set(absent), error

    async def absent(self, guild_ids: Collection[int]) -> set[int]:
        if self._error is not None:
            raise self._error
        return self._absent & set(guild_ids)


def notices(world: World) -> list[tuple[int | None, datetime]]:
    """Who was told, and until when all of it is kept."""
    told = [(o.place.member_id, o.announcement) for o in world.discord.of(Notice)]
    return [
        (member, notice.params["until"])  # type: ignore[misc]
        for member, notice in told
        if isinstance(notice, Notice) and notice.key == "departure"
    ]


def of_guilds() -> Iterator[sa.Table]:
    """The tables whose rows belong to a guild, or to something that does."""
    found: set[sa.Table] = set()
    for table in metadata.sorted_tables:
        parents = {key.column.table for key in table.foreign_keys}
        if "guild_id" in table.c or table.name == "guilds" or parents & found:
            found.add(table)
            yield table


async def rows_left(world: World) -> dict[str, int]:
    async with world.database.read() as conn:
        found = {
            table.name: await conn.scalar(sa.select(sa.func.count()).select_from(table))
            for table in of_guilds()
        }
    return {name: rows for name, rows in found.items() if rows}


async def test_organisers_are_told_until_when_all_of_it_is_kept(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.organisers.name(event, 31)
    await services.events.create(draft(guild_id=GUILD + 1, organiser_id=99))
    await services.deliver.drain()
    await services.departures.left(GUILD)
    await services.departures.left(GUILD)
    await services.deliver.drain()
    until = (NOW + timedelta(days=30)).astimezone(UTC)
    assert sorted(notices(world)) == [(ORGANISER, until), (31, until)]


async def test_nothing_is_read_or_sent_for_it_any_more(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1)
    await show_everything(services, event)
    await services.ingest.take(batch(post(1, by=1)))
    await services.departures.left(GUILD)
    await services.deliver.drain()
    assert await services.ingest.followed() == []
    assert world.discord.mirrored() == []
    await services.ingest.take(batch(post(2, by=1)))
    world.clock.move_to(STARTS - timedelta(days=7))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert {type(o.announcement) for o in world.discord.sent} == {Notice}


async def test_back_in_time_everything_goes_on(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1)
    await show_everything(services, event)
    await services.ingest.take(batch(post(1, by=1)))
    await services.departures.left(GUILD)
    followed: list[bool] = []
    services.events.on_follow = lambda: followed.append(True)
    await services.departures.back(GUILD)
    await services.deliver.drain()
    assert followed == [True]
    assert [each.hashtag for each in await services.ingest.followed()] == ["hrtweetup"]
    assert (world.discord.mirrored(), notices(world)) == ([1], [])
    world.clock.move_to(STARTS - timedelta(days=7))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert world.discord.of(EventReminder)
    world.clock.move(days=31)
    await keep_on(world, services)
    assert (await services.privacy.known(GUILD, 1)).rsvps


async def test_after_the_grace_period_nothing_with_that_guild_is_left(world: World) -> None:
    services = world.services()
    async with world.database.begin() as conn:
        await fill(conn)
        await fill_guild(conn)
        # What would be sent cannot be, for it makes no sense.
        await conn.execute(sa.update(metadata.tables["deliveries"]).values(state="sent"))
    assert (await rows_left(world)).keys() == {t.name for t in of_guilds()} - {"chat_posts"}
    async with world.database.begin() as conn:
        before = await conn.scalar(sa.text("SELECT sum(micro_dollars) FROM spending"))
        await conn.execute(sa.text("DELETE FROM departures"))
    await services.departures.left(GUILD)
    world.clock.move_to(NOW + GRACE)
    for _ in range(30):
        await services.departures.run_due()
    async with world.database.read() as conn:
        assert await services.departures.next_due(conn) is None
    assert await rows_left(world) == {"spending": 1}
    async with world.database.read() as conn:
        assert await guild_data.known(conn) == set()
        (money,) = await conn.execute(sa.select(metadata.tables["spending"]))
    assert (money.guild_id, money.micro_dollars) == (0, before)


async def test_its_posts_go_but_those_another_guild_keeps(world: World) -> None:
    services = world.services()
    await busy_tweetup(world, services)
    shared = STARTS + timedelta(days=60)
    other = await services.events.create(
        draft(guild_id=GUILD + 1, starts_at=shared, ends_at=shared + timedelta(hours=3))
    )
    await services.ingest.take(batch(post(30, by=30)))
    await services.departures.left(GUILD)
    world.clock.move(days=30)
    await keep_on(world, services)
    assert await services.feed.events(GUILD) == []
    assert [each.id for each in await services.feed.events(GUILD + 1)] == [other.id]
    async with world.database.read() as conn:
        assert set(await conn.scalars(sa.select(metadata.tables["posts"].c.id))) == {30}
        assert set(await conn.scalars(sa.select(metadata.tables["people"].c.id))) == {30}


async def test_what_happened_while_the_bot_was_away_is_found_out(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.events.create(draft(guild_id=GUILD + 1))
    await services.departures.look(Seen(error=TryLater(detail="no answer")))
    assert len(await services.ingest.followed()) == 1
    await services.departures.look(Seen(GUILD, GUILD + 1))
    await services.departures.look(Seen(GUILD, GUILD + 1))
    assert await services.ingest.followed() == []
    await services.deliver.drain()
    assert len(notices(world)) == 2
    await services.departures.look(Seen(GUILD))
    assert len(await services.ingest.followed()) == 1
    assert world.discord.of(FeedMessage) == []


async def test_a_server_of_which_nothing_is_kept_needs_no_grace(world: World) -> None:
    services = world.services()
    await services.departures.left(GUILD)
    async with world.database.read() as conn:
        assert await services.departures.next_due(conn) is None


async def test_what_discord_tells_meanwhile_counts_more_than_what_was_found_before(
    world: World,
) -> None:
    services = world.services()
    await services.events.create(draft())

    class Overtaken(Seen):
        async def absent(self, guild_ids: Collection[int]) -> set[int]:
            found = await super().absent(guild_ids)
            await services.departures.back(GUILD)
            return found

    await services.departures.look(Overtaken(GUILD))
    async with world.database.read() as conn:
        assert await departures.all_of_them(conn) == {}
    await services.departures.look(Seen(GUILD))
    async with world.database.read() as conn:
        assert [*await departures.all_of_them(conn)] == [GUILD]


async def test_leaving_and_coming_back_are_noted_in_their_order(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgres_url)
    services = World(database).services()
    await services.events.create(draft())
    noting, noted, note = asyncio.Event(), asyncio.Event(), departures.note

    async def slowly(*given: Any) -> bool:
        noting.set()
        await noted.wait()
        return await note(*given)

    monkeypatch.setattr(departures, "note", slowly)
    leaving = asyncio.create_task(services.departures.left(GUILD))
    await noting.wait()
    coming = asyncio.create_task(services.departures.back(GUILD))
    await asyncio.wait({coming}, timeout=0.2)
    noted.set()
    await asyncio.gather(leaving, coming)
    async with database.read() as conn:
        assert await departures.all_of_them(conn) == {}
    await database.close()
