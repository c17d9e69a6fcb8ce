"""Which part of the guilds this process serves, where several work together.

Each cluster of shards has a lease. A process takes a free one as it begins, or stands by until
there is one. When another dies, its clusters become free as their leases end: who stands by takes
one, and if nobody does, those at work take them over beside their own, until somebody new comes.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Collection
from time import monotonic

import structlog

from bot.domain.leases import RENEWED_EVERY, Lease, cluster
from bot.domain.shards import ALONE, BEGINNING, Layout, process, processes, to_take
from bot.errors import UserError
from bot.ports import Lines
from bot.services.deliver import Deliver
from bot.services.leases import Leases
from db.engine import UNUSABLE, Database

log = structlog.get_logger(__name__)

# Seconds between two sessions that a bot of fewer than 150,000 guilds may begin.
BEGUN_EVERY = 5.0


class Clusters:
    """`standing_by` is set while others serve all there is; `on_served` is called when there are
    more guilds to serve than before. `time` gives seconds, and never goes back."""

    def __init__(
        self,
        database: Database,
        leases: Leases,
        deliver: Deliver,
        layout: Layout = ALONE,
        time: Callable[[], float] = monotonic,
    ) -> None:
        self._leases = leases
        self._deliver = deliver
        self._layout = layout
        self._time = time
        # On SQLite, where leases do not end, there is one process.
        self._among_others = database.shared
        self._own = process(layout, leases.holder)
        self._free_since: dict[int, float] = {}
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._served: set[int] = set()
        self._beginning = asyncio.Lock()
        self._pause: asyncio.Task[None] | None = None
        self.standing_by = asyncio.Event()
        self.on_served: Callable[[], None] = deliver.wake

    def owns(self, guild_id: int) -> bool:
        """Whether it is this process that serves a guild now."""
        number = self._layout.cluster_of(guild_id)
        return number in self._served and self._holds(number)

    def lease_of(self, guild_id: int) -> str:
        return cluster(self._layout.cluster_of(guild_id))

    async def first(self) -> range:
        """Wait for a first cluster to be this process's; gives its shards.

        Raises UserError where others are at work that share out the guilds in another way.
        """
        while True:
            try:
                await self._be_counted()
                await self._leases.renew()
                self._require_one_layout()
                for number in await self._take((), beginning=True):
                    return self._layout.shards_of(number)
            except UNUSABLE as error:
                # Who stands by is there for bad days, also the database's.
                if not self.standing_by.is_set():
                    raise
                log.warning("clusters not looked at", reason=str(error))
            self._stand_by()
            await self._leases.turned()

    def _require_one_layout(self) -> None:
        for name, how in processes(self._leases.standing).items():
            if name != self._leases.holder and how != str(self._layout):
                raise UserError("growth.layout", name=name, theirs=how, ours=str(self._layout))

    async def run(self, lines: Lines) -> None:
        """Serve the clusters that are this process's share, for ever."""
        try:
            while True:
                try:
                    await self._look(lines)
                except UNUSABLE as error:
                    log.warning("clusters not looked at", reason=str(error))
                await self._leases.turned()
        finally:
            for serving in self._serving.values():
                serving.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)

    async def begin_session(self) -> None:
        """Wait until it is this process's turn to begin a session with Discord, which wants some
        time between any two of a bot's."""
        async with self._beginning:
            if self._pause is not None:
                # Not by itself: whoever is cancelled while it waits would end it.
                await asyncio.wait({self._pause})
            try:
                await self._leases.until_held(BEGINNING)
            except UNUSABLE as error:
                log.warning("session begun without a turn", reason=str(error))
            finally:
                # Whoever is cancelled may have had its turn, which others wait for.
                self._pause = asyncio.create_task(self._let_others_begin())

    async def _let_others_begin(self) -> None:
        await asyncio.sleep(BEGUN_EVERY)
        try:
            await self._leases.give_back(BEGINNING)
        except UNUSABLE as error:
            log.warning("turn not given back", reason=str(error))

    async def _look(self, lines: Lines) -> None:
        """Serve what is held, take what is free, and give back what is another's share."""
        await self._be_counted()
        self._serving = {n: serving for n, serving in self._serving.items() if not serving.done()}
        held = [n for n in range(self._layout.clusters) if self._holds(n)]
        for number in [*held, *await self._take(held)]:
            self.standing_by.clear()
            if number not in self._serving:
                self._serving[number] = asyncio.create_task(self._serve(number, lines))
        if not self._serving:
            self._stand_by()
        # The last ones taken have been served for the shortest time.
        for number in list(self._serving)[self._share :]:
            await self._give_back(number)

    async def _be_counted(self) -> None:
        """Unless another has begun under this process's name: it is then about to end."""
        counted = self._leases.holds(self._own) or self._is_anothers(self._own)
        if self._among_others and not counted:
            await self._leases.take(self._own)

    @property
    def _share(self) -> int:
        return self._layout.share(len({self._leases.holder, *processes(self._leases.standing)}))

    async def _take(self, held: Collection[int], *, beginning: bool = False) -> list[int]:
        """Take what is free and this process's to take; gives what it got."""
        taken: list[int] = []
        free, wait = self._free(beginning=beginning), RENEWED_EVERY.total_seconds()
        for number in to_take(held, free, self._share, wait):
            if await self._leases.take(cluster(number)):
                log.info("serving", cluster=number, of=self._layout.clusters)
                taken.append(number)
                if not held:
                    break
        return taken

    def _free(self, *, beginning: bool) -> dict[int, float]:
        """For how many seconds each cluster has been free; what was this process's own is so for
        longest. As it begins, that is also what an earlier start of it held."""
        now = self._time()
        by_name = {each.name: each for each in self._leases.standing if each.stands}
        found: dict[int, float] = {}
        for number in range(self._layout.clusters):
            lease = by_name.get(cluster(number))
            if lease is None:
                found[number] = now - self._free_since.setdefault(number, now)
                continue
            self._free_since.pop(number, None)
            own = lease.token == self._leases.token or (beginning and self._replaces(lease))
            if own and not self._holds(number):
                found[number] = math.inf
        return found

    def _replaces(self, lease: Lease) -> bool:
        return lease.holder == self._leases.holder or not self._among_others

    async def _give_back(self, number: int) -> None:
        log.info("making room", cluster=number)
        serving = self._serving.pop(number)
        serving.cancel()
        await asyncio.wait({serving})
        await self._leases.give_back(cluster(number))

    async def _serve(self, number: int, lines: Lines) -> None:
        """Serve a cluster until another process does, or until it is to be given back."""
        shards = self._layout.shards_of(number)
        try:
            await lines.take_on(shards)
            # While it is the database that is away nobody takes over, and the lines are kept.
            while self._holds(number) or not self._is_anothers(cluster(number)):
                if self._holds(number) and await self._recovered(number):
                    self._served.add(number)
                    self.on_served()
                    await self._leases.until_lost(cluster(number))
                    self._served.discard(number)
                else:
                    await self._leases.turned()
        finally:
            self._served.discard(number)
            await lines.give_up(shards)

    async def _recovered(self, number: int) -> bool:
        """Take up what whoever served these guilds before left half done."""
        try:
            await self._deliver.recover(cluster(number))
        except UNUSABLE as error:
            log.warning("not recovered", cluster=number, reason=str(error))
            return False
        return True

    def _holds(self, number: int) -> bool:
        return self._leases.holds(cluster(number))

    def _is_anothers(self, name: str) -> bool:
        standing = (each for each in self._leases.standing if each.stands)
        return any(each.name == name and each.token != self._leases.token for each in standing)

    def _stand_by(self) -> None:
        if not self.standing_by.is_set():
            log.info("standing by: others serve all there is")
            self.standing_by.set()
