"""Changing a tweetup in the service tests, as organisers do."""

from __future__ import annotations

from bot.domain.changes import Wish
from bot.domain.events import Event
from bot.services.suite import Services
from tests.services.world import GUILD


async def edit(services: Services, event: Event, wish: Wish) -> Event:
    proposal = await services.changes.propose_edit(event, wish)
    return (await services.changes.confirm(GUILD, proposal.draft_id))[1]


async def cancel(services: Services, event: Event) -> Event:
    proposal = await services.changes.propose_cancellation(event, "Rain")
    return (await services.changes.confirm(GUILD, proposal.draft_id))[1]
