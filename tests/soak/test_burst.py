"""What is said all at once goes out nearly as fast as Discord takes it."""

from __future__ import annotations

import asyncio

from bot.ports import Outgoing
from bot.services.suite import build
from db.engine import Database
from tests.clock import PATIENCE
from tests.services.world import FakeDiscord, HandClock, batch, draft, post, show_everything
from tests.soak.burst import drain

POSTS = 1_000
# Seen: less than one.
MEGABYTES = 8


async def test_a_burst_drains_at_nine_tenths_of_what_discord_allows(sqlite_url: str) -> None:
    """A message holds ten embeds, so ten posts, and 6,000 characters over all of them. A channel
    takes five messages in five seconds, which is ten posts a second; fifty requests a second,
    Discord's limit for a bot, are reached with fifty such channels. The first five messages go at
    once and each five further ones after five seconds: 1,000 posts are 100 messages and take 95
    seconds at the least. 10,000, as `make soak` sends them, are 1,000 and take 995.
    """
    database = Database(sqlite_url)
    drained = await drain(database, POSTS)
    await database.close()
    assert drained.part_of_limit >= 0.9
    assert drained.grown_mb <= MEGABYTES


async def test_as_many_channels_are_served_at_once_as_discord_allows_requests(
    sqlite_url: str,
) -> None:
    """One message a second each: fifty of them are what Discord takes of one bot."""
    database = Database(sqlite_url)
    full = asyncio.Barrier(50)

    class Patient(FakeDiscord):
        async def send(self, outgoing: Outgoing):  # type: ignore[no-untyped-def]
            if outgoing.place.channel_id:
                await full.wait()
            return await super().send(outgoing)

    services = build(database, HandClock(), Patient())
    for channel in range(50):
        await services.events.create(draft(channel_id=channel + 1))
    async with asyncio.timeout(PATIENCE):
        await services.deliver.drain()
    await database.close()


async def test_a_post_waits_behind_no_more_than_it_must(sqlite_url: str) -> None:
    """Full messages, whatever a quarter of the posts answer."""
    database = Database(sqlite_url)
    discord = FakeDiscord()
    services = build(database, HandClock(), discord)
    await show_everything(services, await services.events.create(draft()))
    await services.deliver.drain()
    before = len(discord.sent)
    await services.ingest.take(batch(*(post(n, by=1, text="x" * 270) for n in range(1, 101))))
    await services.deliver.drain()
    assert len(discord.sent) - before == 10
    await database.close()
