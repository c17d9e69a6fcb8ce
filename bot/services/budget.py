"""What X was paid for, by whom, and what is left out to stay within the cap.

Every post and user read is an entry in the ledger, once a UTC day at that day's price. The guilds
that follow a hashtag share what is read under it, and each of them has a part of the cap to itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from secrets import randbits

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import metrics
from bot.domain.budget import Price, Standing, Step, Terms, decide, end_of_month, month_of, shares
from bot.domain.deliveries import NewDelivery
from bot.ports import Clock, Hashtags
from bot.services.charges import Figures, Following
from bot.services.deliver import Deliver
from db import deliveries, events, feed, reads, spending, usage_checks
from db.engine import Database
from db.spending import StepTaken

log = structlog.get_logger(__name__)


class Budget:
    """The ledger and the thrift behind their ports, and what organisers are told of both."""

    def __init__(self, database: Database, clock: Clock, deliver: Deliver, terms: Terms) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._terms = terms

    async def read(
        self,
        *,
        posts: Mapping[int, Hashtags],
        users: Mapping[int, Hashtags],
        payer: int | None = None,
    ) -> None:
        """Enter what was read, charge it, and see whether reading must become more sparing."""
        now = self._clock.now()
        today = now.date()
        price = self._terms.price_on(today)
        announced = False
        async with self._database.begin() as conn:
            new_posts = await reads.record(conn, today, "post", posts, price.post)
            new_users = await reads.record(conn, today, "user", users, price.user)
            if new_posts or new_users:
                following = await Following.at(conn, now)
                paused = await self._paused(conn, now)
                shown_in = await feed.guilds_of(
                    conn, [post for post in new_posts if not following.of(posts[post])]
                )
                charged: Counter[int] = Counter()
                alone = None if payer is None else {payer}
                for post in new_posts:
                    payers = alone or following.payers(posts[post], shown_in.get(post, ()), paused)
                    charged.update(shares(price.post, payers, post))
                for user in new_users:
                    payers = alone or following.payers(users[user], (), paused)
                    charged.update(shares(price.user, payers, user))
                await spending.add(conn, today, charged)
                announced = await self._review(conn, following, now)
        metrics.READ.labels("post").inc(len(new_posts))
        metrics.READ.labels("user").inc(len(new_users))
        if announced:
            self._deliver.wake()

    def price_now(self) -> Price:
        return self._terms.price_on(self._clock.now().date())

    async def counted(self) -> None:
        """Enter a count of posts, billed by the question: all that follow anything share it."""
        now = self._clock.now()
        today, price = now.date(), self.price_now().count
        # Each question is billed anew, so it gets a number that no other has.
        question = randbits(62)
        async with self._database.begin() as conn:
            await reads.record(conn, today, "count", [question], price)
            payers = (await Following.at(conn, now)).payers((), (), ())
            await spending.add(conn, today, Counter(shares(price, payers, question)))

    async def step(self, hashtags: Hashtags = ()) -> Step:
        """As long as one of the guilds that follow a hashtag can pay for it, it is read."""
        if not self._terms.capped:
            return Step.FULL
        now = self._clock.now()
        async with self._database.begin() as conn:
            following = await Following.at(conn, now)
            # Nothing is read while reading is paused: the month's turn has to be noticed here.
            announced = await self._review(conn, following, now)
            taken = await spending.steps(conn)
        if announced:
            self._deliver.wake()
        guilds = following.of(hashtags) if hashtags else following.guilds
        return min((_step_of(taken, guild, now) for guild in guilds), default=Step.FULL)

    async def standing(self, guild_id: int, *, until: datetime | None = None) -> Standing:
        """How a guild stands this month, and will at `until` if this rate goes on."""
        now = self._clock.now()
        async with self._database.read() as conn:
            following = await Following.at(conn, now)
            figures = await Figures.at(conn, now)
            taken = await spending.steps(conn)
            checked = await usage_checks.last(conn)
        cap = self._terms.cap_of_guild(len(following.guilds | figures.guilds | {guild_id}))
        return Standing(
            spent=figures.spent(guild_id),
            forecast=figures.forecast(guild_id, end_of_month(now)),
            cap=cap,
            kept_back=(cap or 0) - (self._terms.for_reading(cap) or 0),
            step=_step_of(taken, guild_id, now) if self._terms.capped else Step.FULL,
            forecast_then=None if until is None else figures.forecast(guild_id, until),
            miscount=checked.percent if checked is not None and checked.differs else None,
        )

    async def _paused(self, conn: AsyncConnection, now: datetime) -> set[int]:
        if not self._terms.capped:
            return set()
        taken = await spending.steps(conn)
        return {guild for guild in taken if _step_of(taken, guild, now) is Step.PAUSED}

    async def _review(self, conn: AsyncConnection, following: Following, now: datetime) -> bool:
        """Take the steps that are due and, when the month has turned, take them back.

        Gives whether anything was announced.
        """
        figures = await Figures.at(conn, now)
        sharing = len(following.guilds | figures.guilds)
        allowance = self._terms.for_reading(self._terms.cap_of_guild(sharing))
        if allowance is None:
            return False
        together = self._terms.for_reading(self._terms.cap)
        exhausted = together is not None and figures.total >= together
        taken = await spending.steps(conn, lock=True)
        announced = False
        for guild in sorted(following.guilds):
            spent, ahead = figures.spent(guild), figures.forecast(guild, end_of_month(now))
            due = Step.PAUSED if exhausted else decide(spent, ahead, allowance)
            before = taken.get(guild)
            after = _holding(before, StepTaken(month_of(now), allowance, due))
            if after != before:
                await spending.take_step(conn, guild, after)
            if after.step is not (Step.FULL if before is None else before.step):
                await self._announce(conn, guild, after, now)
                announced = True
        return announced

    async def _announce(
        self, conn: AsyncConnection, guild_id: int, taken: StepTaken, now: datetime
    ) -> None:
        """A notice in each channel that mirrors a hashtag for the guild."""
        log.warning("reading changed", guild=guild_id, step=taken.step.key)
        tracked = [e for e in await events.tracked(conn, now) if e.guild_id == guild_id]
        for event in {event.channel_id: event for event in tracked}.values():
            new = NewDelivery(
                guild_id=guild_id,
                event_id=event.id,
                kind="notice",
                channel_id=event.channel_id,
                about={"key": f"money.{taken.step.key}"},
                # Should the allowance come and go, as guilds do, it is told once a day at most.
                key=f"money:{event.channel_id}:{now.date()}:{taken.allowance}:{taken.step.key}",
            )
            await deliveries.add(conn, new, now)


def _holding(before: StepTaken | None, due: StepTaken) -> StepTaken:
    """What holds now: within a month and an allowance no step is taken back."""
    if before is None or (before.month, before.allowance) != (due.month, due.allowance):
        return due
    return max(before, due, key=lambda taken: taken.step)


def _step_of(taken: Mapping[int, StepTaken], guild_id: int, now: datetime) -> Step:
    held = taken.get(guild_id)
    return held.step if held is not None and held.month == month_of(now) else Step.FULL
