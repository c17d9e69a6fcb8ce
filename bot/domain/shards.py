"""How the guilds are shared out: among lines to Discord, and these among the bot's processes.

https://discord.com/developers/docs/events/gateway#sharding: a guild's events come on one line, its
shard; what happens in no guild, direct messages for one, comes on the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.domain.leases import Lease

# The lower bits of an id tell where it was made, those above when.
_WHEN = 22


@dataclass(frozen=True, slots=True)
class Layout:
    """So many `shards`, in so many `clusters` of neighbours. A process holds whole clusters; there
    are no more clusters than shards. All processes of a bot must have the same layout."""

    shards: int = 1
    clusters: int = 1

    def __str__(self) -> str:
        return f"{self.shards}x{self.clusters}"

    def shard_of(self, guild_id: int) -> int:
        return (guild_id >> _WHEN) % self.shards

    def shards_of(self, cluster: int) -> range:
        return range(
            cluster * self.shards // self.clusters, (cluster + 1) * self.shards // self.clusters
        )

    def cluster_of(self, guild_id: int) -> int:
        """The one whose shards include that of the guild."""
        return ((self.shard_of(guild_id) + 1) * self.clusters - 1) // self.shards

    def share(self, processes: int) -> int:
        """The most clusters that one of so many processes has to hold."""
        return -(-self.clusters // max(processes, 1))


# One process, and one line to Discord.
ALONE = Layout()

# Beginning a session with Discord: that of one shard at a time.
BEGINNING = "beginning"
_PROCESS = "process/"


def process(layout: Layout, holder: str) -> str:
    """The lease that each process holds which serves guilds or would, by its name."""
    return f"{_PROCESS}{layout}/{holder}"


def processes(leases: Iterable[Lease]) -> dict[str, str]:
    """The layouts by which others serve guilds or would, by the names of those."""
    return {
        each.holder: each.name.removeprefix(_PROCESS).split("/")[0]
        for each in leases
        if each.stands and each.name.startswith(_PROCESS)
    }


def to_take(held: Collection[int], free: Mapping[int, float], share: int, wait: float) -> list[int]:
    """Which of the `free` clusters a process that holds `held` is to try, one after the other.

    `free` tells for how many seconds each has been so. Whoever holds none tries all, and takes one.
    Others take more, up to their `share`, only after a `wait`: a process may be about to begin.
    """
    longest_first = sorted(free, key=lambda cluster: (-free[cluster], cluster))
    if not held:
        return longest_first
    room = max(share - len(held), 0)
    return [cluster for cluster in longest_first if free[cluster] >= wait][:room]
