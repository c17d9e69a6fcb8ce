"""Groups of people who talk among themselves, by Louvain's method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

from bot.domain.network import Line

# Any number will do, as long as it is the same one: then the same lines give the same groups.
SEED = 7


def by_talk(lines: Sequence[Line]) -> Iterable[set[int]]:
    """The division in which most is said within groups, and least between them."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from((line.one, line.other, line.posts) for line in lines)
    found: Iterable[set[int]] = nx.community.louvain_communities(graph, seed=SEED)
    return found
