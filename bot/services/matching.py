"""The exact matching behind a round of introductions, by rustworkx."""

from __future__ import annotations

from collections.abc import Collection

import rustworkx

from bot.domain.interactions import ordered
from bot.domain.planning import Edge


def best_matching(edges: Collection[Edge]) -> set[tuple[int, int]]:
    """The maximum-weight matching among those of the most pairs, as (lower, higher) ids.

    Edmonds' blossom algorithm: exact, and the same edges in the same order give the same pairs.
    Takes most of a second for 2,000 people with 20,000 ties: keep it off the event loop.
    """
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    people = sorted({person for edge in edges for person in (edge.one, edge.other)})
    index = dict(zip(people, graph.add_nodes_from(people), strict=True))
    graph.add_edges_from([(index[e.one], index[e.other], e.weight) for e in edges])
    pairs = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return {ordered(graph[one], graph[other]) for one, other in pairs}
