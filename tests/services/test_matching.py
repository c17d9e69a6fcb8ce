"""The matching behind a round, beside a slower one that is known to be right."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.planning import Edge
from bot.domain.strength import STRONGEST
from bot.services.matching import best_matching, heaviest

PEOPLE = range(101, 115)
weights = st.sampled_from([1, 2, 3, STRONGEST]) | st.integers(1, heaviest(len(PEOPLE)))
edges = st.dictionaries(st.sampled_from(list(combinations(PEOPLE, 2))), weights, max_size=40).map(
    lambda found: [Edge(*pair, weight) for pair, weight in found.items()]
)


@given(edges)
def test_it_is_as_good_as_can_be(made: list[Edge]) -> None:
    weight = {(edge.one, edge.other): edge.weight for edge in made}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in weight.items())
    right = {(min(pair), max(pair)) for pair in nx.max_weight_matching(graph, maxcardinality=True)}
    found = best_matching(made)
    people = [person for pair in found for person in pair]
    assert len(people) == len(set(people))
    assert found <= weight.keys()
    assert len(found) == len(right)
    assert sum(map(weight.__getitem__, found)) == sum(map(weight.__getitem__, right))


def test_what_could_not_be_exact_is_refused() -> None:
    assert heaviest(30_000) < STRONGEST < heaviest(15_000)
    with pytest.raises(ValueError, match="too heavy for an exact matching of 2 people"):
        best_matching([Edge(1, 2, heaviest(2) + 1)])
