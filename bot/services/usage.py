"""What X itself counts, beside what the ledger counts, a day after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import structlog

from bot.domain.budget import Usage, UsageCheck
from bot.ports import Clock, UsageSource
from db import reads, spending, usage_checks
from db.engine import Database

log = structlog.get_logger(__name__)

# A day is asked about when it has been over for this long: X counts with some delay.
SETTLED = timedelta(hours=3)
AGAIN_AFTER_FAILURE = timedelta(hours=1)
# X tells of the last seven days. Beyond these nothing is compared, and what each day cost stands in
# the guilds' shares: so for no longer it is known which posts and people were read.
READS_KEPT = timedelta(days=14)


class UsageChecks:
    """X counts posts, not money: a difference shows reads that the ledger does not know of."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self, x: UsageSource) -> None:
        """Compare every day, for ever; a day missed while the bot was off is made up for."""
        while True:
            await self.forget()
            wait = AGAIN_AFTER_FAILURE
            if await self.compared_yesterday() or await self.compare(x):
                wait = self._next_day() - self._clock.now()
            await self._clock.sleep(wait.total_seconds())

    async def compared_yesterday(self) -> bool:
        yesterday = (self._clock.now() - SETTLED).date() - timedelta(days=1)
        async with self._database.read() as conn:
            return yesterday in await usage_checks.days(conn, yesterday)

    async def compare(self, x: UsageSource) -> bool:
        """Check the days that are over and were not checked yet; False when X does not tell."""
        usage = await x.usage()
        if usage is None:
            return False
        for check in await self._checked(usage):
            say = log.warning if check.differs else log.info
            say("usage compared", day=str(check.day), ours=check.ours, theirs=check.theirs)
        return True

    async def forget(self) -> None:
        """Let go of what is compared no more."""
        async with self._database.begin() as conn:
            await reads.forget(conn, self._oldest())

    def _oldest(self) -> date:
        """The first day of which it is known what was read."""
        return (self._clock.now() - READS_KEPT).date()

    async def _checked(self, usage: Usage) -> list[UsageCheck]:
        today = (self._clock.now() - SETTLED).date()
        over = sorted(day for day in usage.daily if self._oldest() <= day < today)
        if not over:
            return []
        async with self._database.begin() as conn:
            # What was read with the key before there was a ledger is none of its business.
            first = min((await spending.first_days(conn)).values(), default=today)
            ours = await reads.posts_by_day(conn, over[0])
            known = await usage_checks.days(conn, over[0])
            found = [
                UsageCheck(day, ours.get(day, 0), usage.daily[day])
                for day in over
                if day >= first and day not in known
            ]
            await usage_checks.add(conn, found)
        return found

    def _next_day(self) -> datetime:
        tomorrow = (self._clock.now() - SETTLED).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time(), UTC) + SETTLED
