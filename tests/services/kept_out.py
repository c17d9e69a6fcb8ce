"""What is kept out of a feed in the service tests, and where it goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.events import Event
from bot.domain.filtering import Policy
from bot.domain.posts import Post
from bot.services.suite import Services
from db import filters
from db.filters import FilterSettings
from tests.services.world import World, post

REVIEW = 77
AD = "Want to work in #Leeds? View our latest opening: HR Officer https://jobs.example/{} #Jobs"
TALK = "What a lovely evening with all of you at the old mill by the river"


async def next_digest(world: World, services: Services) -> datetime | None:
    async with world.database.read() as conn:
        return await services.digest.next_due(conn)


async def set_policies(world: World, event: Event, **policies: Policy) -> None:
    given: dict[Any, Any] = {**FilterSettings().policies, **policies}
    async with world.database.begin() as conn:
        settings = FilterSettings(given, REVIEW)
        await filters.save(conn, event.id, settings)


def ad(number: int, by: int = 9, **more: Any) -> Post:
    return post(number, by=by, text=AD.format(number), **more)
