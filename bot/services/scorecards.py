"""The eight-point test: offered at its price, and made of what is read for it and not kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.domain.members import AccountLink
from bot.domain.posts import handle_key
from bot.domain.scorecard import AGAIN_AFTER, POSTS_AT_MOST, REACH, Card, score
from bot.errors import SourceStopped, UserError
from bot.ports import Clock, Timelines
from bot.services.account_links import checked_handle
from bot.services.budget import Budget
from db import account_links
from db.engine import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """A card one could have: of so many posts at most, for `price` micro-dollars at most."""

    handle: str
    posts: int
    price: int


class Scorecards:
    """`timelines` is there once X is being read."""

    def __init__(self, database: Database, clock: Clock, budget: Budget) -> None:
        self._database = database
        self._clock = clock
        self._budget = budget
        self.timelines: Timelines | None = None

    async def offer(self, guild_id: int, member_id: int, typed: str | None) -> Offer:
        """What a card of a member's own account would cost.

        Raises UserError when the account is not known or is not theirs, was looked at within a
        week, or the guild's budget does not allow it.
        """
        handle = None if typed is None else checked_handle(typed)
        link, price = await self._open_to(guild_id, member_id, handle)
        return Offer(link.handle, POSTS_AT_MOST, price)

    async def make(self, guild_id: int, member_id: int) -> Card:
        """Read a member's own timeline, and tell what it shows; the guild pays for it.

        Raises UserError as `offer` does, and when X does not show the account or does not answer.
        """
        link, _ = await self._open_to(guild_id, member_id)
        now = self._clock.now()
        try:
            timeline = await self._source().read(
                link.person_id or 0, now - REACH, POSTS_AT_MOST, guild_id
            )
        except SourceStopped as stopped:
            # Organisers hear of it from whatever reads their hashtag.
            log.warning("no scorecard", reason=stopped.key)
            raise UserError("scorecard.stopped") from stopped
        # Telling advertisements in long posts takes its time.
        card = await asyncio.to_thread(score, timeline, now)
        if card.findings:
            async with self._database.begin() as conn:
                await account_links.note_scored(conn, guild_id, member_id, now)
        return card

    async def _open_to(
        self, guild_id: int, member_id: int, handle: str | None = None
    ) -> tuple[AccountLink, int]:
        """A member's own account, which goes by `handle`, and the price of its card."""
        async with self._database.read() as conn:
            link = await account_links.get(conn, guild_id, member_id)
        if link is None or link.proved_at is None:
            raise UserError("scorecard.not_linked")
        if handle is not None and handle_key(handle) != handle_key(link.handle):
            raise UserError("scorecard.not_yours", handle=handle, own=link.handle)
        if link.scored_at is not None and self._clock.now() < link.scored_at + AGAIN_AFTER:
            raise UserError(
                "scorecard.again", handle=link.handle, after=link.scored_at + AGAIN_AFTER
            )
        price_now = self._budget.price_now()
        price = self._source().billed(POSTS_AT_MOST) * price_now.post + price_now.user
        if not (await self._budget.standing(guild_id)).affords(price):
            raise UserError("scorecard.no_money")
        return link, price

    def _source(self) -> Timelines:
        if self.timelines is None:
            raise UserError("scorecard.later")
        return self.timelines
