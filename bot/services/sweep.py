"""The daily sweep: all that is kept is held against X, so that what is gone there goes here.

    compliance jobs, of posts and of people             -> removal
    daily look-ups, of posts that are shown             -> removal
    look-ups, where X does not answer by a job          -> removal

Jobs cost nothing but say nothing of what is withheld. So what is shown is looked up every day, at
the end of the UTC day, when X charges nothing for what was read on it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog

from bot.domain.gone import LOOKED_UP_FOR, Kept, next_look_up, next_sweep
from bot.errors import NoAnswer, SourceStopped
from bot.ports import Clock, Inspector
from bot.services.removal import Removal
from db import audit, feed, people, posts, sweeps
from db.engine import Database

log = structlog.get_logger(__name__)

KINDS: tuple[Kept, ...] = ("post", "person")
# How long to wait before a sweep that X did not let us complete is begun again.
RETRY = timedelta(minutes=30)
IDLE = timedelta(hours=1)


class Sweep:
    """Also the port JobNotes: it remembers the jobs X is at work on."""

    def __init__(self, database: Database, clock: Clock, removal: Removal) -> None:
        self._database = database
        self._clock = clock
        self._removal = removal

    async def job(self, kind: Kept) -> int | None:
        async with self._database.read() as conn:
            return await sweeps.job(conn, kind)

    async def note_job(self, kind: Kept, job_id: int | None) -> None:
        async with self._database.begin() as conn:
            await sweeps.note_job(conn, kind, job_id)

    async def run(self, inspector: Inspector) -> None:
        """Sweep for ever: at once when the last time is too long ago, then when it is due."""
        while True:
            until = await self.next_due()
            if until <= self._clock.now() and not await self.run_due(inspector):
                until = self._clock.now() + RETRY
            wait = max(until - self._clock.now(), timedelta())
            # A machine that was asleep does not count the hours: so look at the clock now and then.
            await self._clock.sleep(min(wait, IDLE).total_seconds())

    async def next_due(self) -> datetime:
        now = self._clock.now()
        async with self._database.read() as conn:
            due = [next_sweep(await sweeps.last(conn, kind), now) for kind in KINDS]
            return min(*due, next_look_up(await sweeps.last(conn, "look-up"), now))

    async def run_due(self, inspector: Inspector) -> bool:
        """Sweep what is due; False when X did not let us complete it."""
        complete = True
        for kind in KINDS:
            began = self._clock.now()
            async with self._database.read() as conn:
                due = next_sweep(await sweeps.last(conn, kind), began) <= began
            if due:
                complete = await self._sweep(inspector, kind, began) and complete
        return await self._look_up_shown(inspector) and complete

    async def _sweep(self, inspector: Inspector, kind: Kept, began: datetime) -> bool:
        async with self._database.read() as conn:
            kept = await (posts.all_ids(conn) if kind == "post" else people.all_ids(conn))
        by_job = await self._by_job(inspector, kind, kept)
        looked_up = 0
        if not by_job and kind == "post":
            async with self._database.read() as conn:
                chosen = await feed.kept(conn, began - LOOKED_UP_FOR)
            if not await self._by_look_up(inspector, chosen):
                return False
            looked_up = len(chosen)
        async with self._database.begin() as conn:
            await sweeps.complete(conn, kind, began)
            if kept:
                await audit.note(conn, self._clock.now(), f"{kind}.swept", len(kept))
        if kept:
            log.info("swept", kind=kind, kept=len(kept), by_job=by_job, looked_up=looked_up)
        return True

    async def _by_job(self, inspector: Inspector, kind: Kept, kept: Collection[int]) -> bool:
        """False when X did not answer by a job."""
        try:
            await self._removal.remove(await inspector.by_job(kind, kept))
        except NoAnswer as refusal:
            log.warning("no compliance job", kind=kind, reason=str(refusal))
            return False
        return True

    async def _look_up_shown(self, inspector: Inspector) -> bool:
        """Look up all that is shown, if it is time to."""
        began = self._clock.now()
        async with self._database.read() as conn:
            last = await sweeps.last(conn, "look-up")
            if next_look_up(last, began) > began:
                return True
            chosen = await feed.shown(conn, began - LOOKED_UP_FOR)
        if not await self._by_look_up(inspector, chosen):
            return False
        async with self._database.begin() as conn:
            await sweeps.complete(conn, "look-up", began)
        if chosen:
            log.info("looked up", posts=len(chosen))
        return True

    async def _by_look_up(self, inspector: Inspector, chosen: Collection[int]) -> bool:
        """False when X did not let us look them all up.

        A post may be hidden because its author's account is: so authors of posts that turn out
        to be gone are looked up as well.
        """
        async with self._database.read() as conn:
            authors = await posts.authors_of(conn, chosen)
        try:
            await inspector.by_look_up("post", authors)
            async with self._database.read() as conn:
                left = await posts.authors_of(conn, authors)
                silenced = {authors[post_id] for post_id in authors.keys() - left.keys()}
                known = await people.get_many(conn, silenced)
            await inspector.by_look_up("person", known)
        except (NoAnswer, SourceStopped) as error:
            log.error("sweep not complete", kind="post", reason=str(error))
            return False
        return True
