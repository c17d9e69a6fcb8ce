"""Tweetups that are being set up, step by step; what was typed is kept until they are made."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.domain import drafts as rules
from bot.domain.cleaning import beginning
from bot.domain.drafts import LONGEST, Checked, Draft, Typed
from bot.domain.events import Event
from bot.errors import UserError
from bot.ports import Clock
from bot.services.events import Events
from db import drafts
from db.engine import Database


class Drafts:
    def __init__(self, database: Database, clock: Clock, events: Events) -> None:
        self._database = database
        self._clock = clock
        self._events = events

    async def current(self, guild_id: int, member_id: int) -> Draft | None:
        """What the member is setting up in this guild."""
        async with self._database.read() as conn:
            return await drafts.of_member(conn, guild_id, member_id, self._clock.now())

    async def get(self, guild_id: int, member_id: int, draft_id: int) -> Draft:
        """Raises UserError when that draft was made, discarded or changed, or is too old."""
        found = await self.current(guild_id, member_id)
        if found is None or found.id != draft_id:
            raise UserError("draft.gone")
        return found

    async def save(self, guild_id: int, member_id: int, typed: Typed) -> Draft:
        """Keep what was typed, in place of what the member was setting up before."""
        async with self._database.begin() as conn:
            return await drafts.save(conn, guild_id, member_id, _cut(typed), self._clock.now())

    async def settle(self, draft: Draft, moment: datetime) -> Draft:
        """Take one of the readings of the time that was typed as the one meant."""
        typed = rules.settled(draft.typed, moment, self._clock.now())
        return await self.save(draft.guild_id, draft.member_id, typed)

    def check(self, draft: Draft) -> Checked:
        return rules.check(draft, self._clock.now())

    async def discard(self, draft: Draft) -> None:
        async with self._database.begin() as conn:
            await drafts.remove(conn, draft)

    async def create(self, draft: Draft) -> Event | None:
        """Make the tweetup, once; None where something stands in its way by now.

        Raises UserError when the draft is gone or was changed.
        """
        checked = self.check(draft)
        if checked.event is None:
            return None
        return await self._events.create(checked.event, of=draft)


def _cut(typed: Typed) -> Typed:
    texts = {name: found for name, found in asdict(typed).items() if isinstance(found, str)}
    changes: dict[str, Any] = {name: beginning(found, LONGEST) for name, found in texts.items()}
    return replace(typed, **changes)
