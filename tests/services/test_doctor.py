"""What the doctor finds of one guild, by hand-written rights; nothing of another guild's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.budget import Terms
from bot.domain.findings import Finding, is_clean
from bot.domain.permissions import INVITED, GuildRights
from bot.domain.rsvp import Rsvp
from bot.services.suite import Services, build
from db import filters, rsvps
from db.filters import FilterSettings
from tests.services.world import CHANNEL, GUILD, NOW, World, batch, draft, post

REVIEW = 21
ALL = frozenset(INVITED)
RIGHTS = GuildRights(ALL, {CHANNEL: ALL, REVIEW: ALL})


class Given:
    """Rights as they are given; of a guild that is not, None."""

    def __init__(self, rights: Mapping[int, GuildRights]) -> None:
        self._rights = rights

    async def of(self, guild_id: int) -> GuildRights | None:
        return self._rights.get(guild_id)


def _services(world: World, **terms: Any) -> Services:
    services = build(world.database, world.clock, world.discord, Terms(**terms))
    services.reading.kind = "poll"
    return services


async def _found(services: Services, rights: GuildRights = RIGHTS) -> dict[str, Finding]:
    found = await services.doctor.guild(GUILD, Given({GUILD: rights}))
    return {each.key: each for each in found}


async def test_a_hashtag_is_silent_until_a_post_comes(world: World) -> None:
    services = _services(world)
    await services.events.create(draft())
    assert "reading.silent" not in await _found(services)
    world.clock.move(days=3)
    found = await _found(services)
    assert found["reading.silent"].params["hashtag"] == "HRTweetup"
    await services.ingest.take(batch(post(1, by=1)))
    assert "reading.silent" not in (found := await _found(services))
    assert "reading.fine" in found
    assert is_clean(found.values())


async def test_what_has_been_spent_of_the_cap_is_told(world: World) -> None:
    services = _services(world, cap=100_000)
    await services.events.create(draft())
    assert (await _found(services))["budget.fine"].params == {"spent": 0}
    await services.budget.read(posts={n: {"hrtweetup"} for n in range(1, 19)}, users={})
    assert (await _found(services))["budget.sparing"].params == {"spent": 90_000, "cap": 100_000}


async def test_handles_are_missed_where_most_have_told_none(world: World) -> None:
    services = _services(world)
    event = await services.events.create(draft())
    async with world.database.begin() as conn:
        await rsvps.save(conn, event.id, [Rsvp(n, "going", n) for n in range(1, 4)], NOW)
    assert (await _found(services))["handles.fine"].params["linked"] == 0
    async with world.database.begin() as conn:
        await rsvps.save(conn, event.id, [Rsvp(4, "going", 4)], NOW)
    few = (await _found(services))["handles.few"]
    assert (few.params["going"], few.params["linked"]) == (4, 0)


async def test_a_channel_where_held_posts_cannot_be_shown_is_told(world: World) -> None:
    services = _services(world)
    event = await services.events.create(draft())
    async with world.database.begin() as conn:
        await filters.save(conn, event.id, FilterSettings(review_channel_id=REVIEW))
    assert is_clean((await _found(services)).values())
    less = GuildRights(ALL, {CHANNEL: ALL - {"create_public_threads"}, REVIEW: frozenset()})
    found = await _found(services, less)
    assert found["review.missing"].params["missing"][0] == "view_channel"
    # Only tweet chats need public threads, and none is planned.
    assert "channel.fine" in found


async def test_another_guilds_troubles_are_not_told(world: World) -> None:
    services = _services(world)
    await services.events.create(draft())
    await services.events.create(draft(guild_id=GUILD + 1, channel_id=99, name="Elsewhere"))
    found = await services.doctor.guild(GUILD, Given({GUILD: RIGHTS}))
    assert is_clean(found)
    assert not any("Elsewhere" in str(each.params) for each in found)
