"""What was said under a hashtag before its tweetup was set up, as far as search still has it."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.posts import normalise_hashtag
from bot.errors import UserError
from bot.ports import Clock, History
from bot.services.budget import Budget
from bot.services.deliver import Deliver
from bot.services.filing import show_imported
from bot.services.history import keep
from bot.services.timetable import Timetable
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Estimate:
    """About how many posts there are, what reading them costs, and what their authors may cost
    on top, in micro-dollars."""

    posts: int
    for_posts: int
    for_people: int


class Backfill:
    """`history` is there once X is being read."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        budget: Budget,
        deliver: Deliver,
        timetable: Timetable,
    ) -> None:
        self._database = database
        self._clock = clock
        self._budget = budget
        self._deliver = deliver
        self._timetable = timetable
        self.history: History | None = None

    async def estimate(self, event: Event) -> Estimate:
        """Raises UserError when X is not being read, or no longer knows that time."""
        posts = await self._source().count(_hashtag(event), event.created_at)
        price = self._budget.price_now()
        return Estimate(posts, posts * price.post, posts * price.user)

    async def run(self, event: Event, *, mirror: bool) -> int:
        """Read them into the event's history; gives how many there are.

        With `mirror` they also go out in the channel, as far as the filter lets them, before
        whatever waits there. Running it
        again after a failure, or to show what was only read, changes nothing else.
        """
        found: list[int] = []
        async with aclosing(self._source().batches(_hashtag(event), event.created_at)) as batches:
            async for batch in batches:
                await keep(self._database, batch, event.id)
                found += (post.id for post in batch.posts)
        if mirror:
            async with self._database.begin() as conn:
                await show_imported(conn, event.id, found, self._clock.now())
            self._deliver.wake()
            self._timetable.wake()
        return len(found)

    def _source(self) -> History:
        if self.history is None:
            raise UserError("feed.backfill_later")
        return self.history


def _hashtag(event: Event) -> str:
    found = normalise_hashtag(event.hashtag)
    if found is None:
        raise AssertionError("an event's hashtag was checked when it was made")
    return found
