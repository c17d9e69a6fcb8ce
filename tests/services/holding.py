"""Rounds of introductions as the service tests hold them, and what came of them."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.announcements import Introduction
from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.services.suite import Services
from db import introductions
from tests.services.world import (
    STARTS,
    World,
    post,
)

TALK = (
    post(1, by=1),
    post(2, by=2, reply_to_id=1, reply_to_author_id=1),
    post(3, by=3, reply_to_id=1, reply_to_author_id=1),
)


async def hold(services: Services, world: World, days_before: float = 3) -> None:
    world.clock.move_to(STARTS - timedelta(days=days_before))
    await due(services)


async def due(services: Services) -> None:
    await services.timetable.run_due()
    await services.deliver.drain()


async def made(world: World, event: Event) -> list[MadeIntroduction]:
    async with world.database.read() as conn:
        found = await introductions.of_event(conn, event.id)
    return [each for each in found if each.state == "made"]


async def together(world: World, event: Event) -> list[tuple[int, ...]]:
    return [each.member_ids for each in await made(world, event)]


def introduced(world: World) -> list[list[int]]:
    """Whom people read that they are introduced to."""
    said = [each.announcement for each in world.discord.of(Introduction)]
    return [[m.member_id for m in each.members] for each in said if isinstance(each, Introduction)]
