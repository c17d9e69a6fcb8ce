from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.leases import Lease
from bot.domain.shards import Layout, process, processes, to_take

layouts = st.integers(1, 40).flatmap(
    lambda shards: st.builds(Layout, st.just(shards), st.integers(1, shards))
)
ids = st.integers(0, 2**63 - 1)


@given(layouts)
def test_each_shard_is_in_one_cluster_and_no_cluster_has_two_more_than_another(
    layout: Layout,
) -> None:
    parts = [layout.shards_of(cluster) for cluster in range(layout.clusters)]
    assert [shard for part in parts for shard in part] == list(range(layout.shards))
    sizes = [len(part) for part in parts]
    assert min(sizes) > 0
    assert max(sizes) - min(sizes) <= 1


@given(layouts, ids)
def test_a_guild_is_served_where_its_shard_is(layout: Layout, guild_id: int) -> None:
    assert layout.shard_of(guild_id) in layout.shards_of(layout.cluster_of(guild_id))


def test_a_shard_is_found_as_discord_finds_it() -> None:
    # https://discord.com/developers/docs/events/gateway#sharding-sharding-formula
    assert Layout(shards=7).shard_of(41771983423143937) == (41771983423143937 >> 22) % 7
    # What is in no guild comes on the first.
    assert Layout(shards=7).shard_of(0) == 0


@given(layouts, st.integers(1, 50))
def test_all_is_served_when_each_takes_its_share_and_nobody_holds_more_than_needed(
    layout: Layout, living: int
) -> None:
    share = layout.share(living)
    assert share * living >= layout.clusters > (share - 1) * living


@pytest.mark.parametrize(
    ("held", "free", "tried"),
    [
        ((), {}, []),
        ((), {2: 0, 1: 0}, [1, 2]),  # the first one at once
        ((), {2: 9, 1: 0}, [2, 1]),
        ((0,), {1: 4}, []),  # somebody may be about to begin
        ((0,), {1: 5, 2: 6}, [2]),
        ((0, 1), {2: 60}, []),  # it has its share
    ],
)
def test_who_takes_what(held: tuple[int, ...], free: dict[int, float], tried: list[int]) -> None:
    assert to_take(held, free, share=2, wait=5) == tried


def test_only_living_processes_are_counted_each_once() -> None:
    layout = Layout(6, 3)
    found = processes(
        [
            Lease(process(layout, "host/1"), "host/1", "a", 9),
            Lease(process(Layout(8, 2), "host/2"), "host/2", "b", 9),
            Lease(process(layout, "host/3"), "host/3", "c", -1),
            Lease("work", "host/1", "a", 9),
        ]
    )
    assert found == {"host/1": "6x3", "host/2": "8x2"}
