"""Who pays for what is read, and what each has paid: read afresh in the transaction that asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.budget import NOBODY, daily_rate, forecast, month_of, rate_begins
from bot.ports import Hashtags
from db import hashtags, spending


@dataclass(frozen=True, slots=True)
class Following:
    """The guilds that follow each hashtag now."""

    by_hashtag: Mapping[str, Collection[int]]

    @classmethod
    async def at(cls, conn: AsyncConnection, now: datetime) -> Self:
        return cls(await hashtags.guilds_following(conn, now))

    @property
    def guilds(self) -> set[int]:
        return {guild for guilds in self.by_hashtag.values() for guild in guilds}

    def of(self, tags: Hashtags) -> set[int]:
        return {guild for tag in tags for guild in self.by_hashtag.get(tag, ())}

    def payers(
        self, tags: Hashtags, shown_in: Collection[int], paused: Collection[int]
    ) -> Collection[int]:
        """Who shares the price of a post or a person that came under `tags`.

        The guilds that follow these; or those whose feeds show it (`shown_in`), when the hashtag
        is no longer followed; or all that follow anything, when nobody can tell. A guild whose
        reading is paused pays only where nobody else would.
        """
        guilds = self.of(tags) or set(shown_in) or self.guilds
        return guilds - set(paused) or guilds or {NOBODY}


@dataclass(frozen=True, slots=True)
class Figures:
    """What guilds spent, by UTC day: this month, and as far back as the rate of spending needs.

    `first_days` is when each guild spent anything for the first time.
    """

    now: datetime
    by_guild: Mapping[int, Mapping[date, int]]
    first_days: Mapping[int, date]

    @classmethod
    async def at(cls, conn: AsyncConnection, now: datetime) -> Self:
        since = min(month_of(now), rate_begins(now))
        return cls(now, await spending.since(conn, since), await spending.first_days(conn))

    @property
    def guilds(self) -> set[int]:
        """The guilds that spent anything this month."""
        return {guild for guild in self.by_guild if guild != NOBODY and self.spent(guild)}

    @property
    def total(self) -> int:
        """Micro-dollars spent this month by all together, and on nobody's behalf."""
        return sum(self.spent(guild) for guild in self.by_guild)

    def spent(self, guild_id: int) -> int:
        """Micro-dollars spent this month."""
        month = month_of(self.now)
        days = self.by_guild.get(guild_id, {})
        return sum(money for day, money in days.items() if day >= month)

    def forecast(self, guild_id: int, until: datetime) -> int:
        """Micro-dollars spent by `until`, counted from the beginning of this month."""
        since = self.first_days.get(guild_id, self.now.date())
        rate = daily_rate(self.by_guild.get(guild_id, {}), since, self.now)
        return forecast(self.spent(guild_id), rate, self.now, until)
