"""Where everybody stands in a picture: those who talk near each other, nobody upon another."""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from bot.domain.network import Network
from bot.pictures.grouping import SEED

Points = NDArray[np.float64]

# What is said within a group pulls this much harder, so that groups can be told apart.
TOGETHER = 4.0
# Turns of the layout, and of pushing apart those who stand too close.
TURNS, PUSHES = 150, 120
# From so many on, people stand around somebody in two rings.
TWO_RINGS_FROM = 12


def places(network: Network, width: float, height: float, apart: float) -> dict[int, Points]:
    """Each person's place within `width` and `height`, from the lower left.

    They stand at least `apart` from one another, as far as there is room.
    """
    people = sorted(network.people)
    if network.centre is None:
        found = _filling(_by_force(network, people), width, height)
    else:
        found = (_around(network, people, network.centre) + 1) / 2 * np.array([width, height])
    placed = _pushed_apart(found, width, height, apart)
    return dict(zip(people, placed, strict=True))


def _by_force(network: Network, people: list[int]) -> Points:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(people)
    group_of = network.group_of
    for line in network.lines:
        near = group_of.get(line.one) == group_of.get(line.other)
        pull = float(np.log1p(line.posts)) * (TOGETHER if near else 1.0)
        graph.add_edge(line.one, line.other, weight=pull)
    found = nx.forceatlas2_layout(
        graph, max_iter=TURNS, scaling_ratio=4.0, gravity=2.0, weight="weight", seed=SEED
    )
    return np.array([found[person] for person in people])


def _around(network: Network, people: list[int], centre: int) -> Points:
    """A person in the middle, the others around them, groups side by side."""
    others = [person for group in network.groups for person in group]
    others += [person for person in network.others if person != centre]
    rings = [others] if len(others) < TWO_RINGS_FROM else [others[::2], others[1::2]]
    found = nx.shell_layout(nx.empty_graph(people), nlist=[[centre], *rings], rotate=0.0)
    placed = np.array([found[person] for person in people])
    # The outermost ring reaches as far as there is room, in either direction.
    reach = np.abs(placed).max(axis=0)
    ring: Points = placed / np.where(reach > 1e-6, reach, 1.0)
    return ring


def _filling(found: Points, width: float, height: float) -> Points:
    """Spread over the room, half way to where all would stand at the same distance in both
    directions: so what is crowded gets room from what is empty, and keeps its order."""
    low, high = found.min(axis=0), found.max(axis=0)
    there = (found - low) / np.where(high - low > 1e-6, high - low, 1.0)
    rank = found.argsort(axis=0).argsort(axis=0) / max(len(found) - 1, 1)
    spread: Points = (there + rank) / 2 * np.array([width, height])
    return spread


def _pushed_apart(placed: Points, width: float, height: float, apart: float) -> Points:
    for _ in range(PUSHES):
        between = placed[:, None] - placed[None, :]
        distance = np.linalg.norm(between, axis=2)
        np.fill_diagonal(distance, np.inf)
        short = np.clip(apart - distance, 0.0, None)
        if not short.any():
            break
        step = between / np.maximum(distance, 1e-9)[..., None] * short[..., None] / 3
        placed = np.clip(placed + step.sum(axis=1), 0.0, [width, height])
    return placed
