"""How the guilds are shared out: among lines to Discord, and these among the bot's processes.

https://discord.com/developers/docs/events/gateway#sharding: a guild's events come on one line, its
shard; what happens in no guild, direct messages for one, comes on the first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

# The lower bits of an id tell where it was made, those above when.
_WHEN = 22


@dataclass(frozen=True, slots=True)
class Layout:
    """So many `shards`, in so many `clusters` of neighbours. A process holds whole clusters; there
    are no more clusters than shards. All processes of a bot must have the same layout."""

    shards: int = 1
    clusters: int = 1

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
        """The most clusters that one of so many processes needs to hold."""
        return -(-self.clusters // max(processes, 1))


# One process, and one line to Discord.
ALONE = Layout()


def to_take(held: Collection[int], free: Collection[int], seen: Collection[int], share: int) -> int:
    """How many of the `free` clusters a process takes that holds `held` of them.

    The first one it takes at once. More, up to its `share`, only of those that were free when it
    last looked as well (`seen`): a process that holds none may be about to begin.
    """
    if not held:
        return min(len(free), 1)
    return max(min(share - len(held), len({*free} & {*seen})), 0)
