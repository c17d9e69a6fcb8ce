"""The exact matching behind a round of introductions, by PyMatching.

PyMatching pairs up whatever it is given so that the ways between the pairs are shortest together,
and lets anything end at a border instead. Here a tie is the shorter the more it is worth. The
border is so far off that everybody who can be paired is, and nearer than two ties in a row, so
that nobody is paired with somebody they have no tie with.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.interactions import ordered
from bot.domain.planning import Edge

# Whole numbers up to this length are taken as they are.
_LONGEST = (1 << 24) - 1


def best_matching(edges: Collection[Edge]) -> set[tuple[int, int]]:
    """The maximum-weight matching among those of the most pairs, as (lower, higher) ids.

    Sparse blossom (Higgott and Gidney, 2023): exact, and the same edges in the same order give
    the same pairs. 2,000 people with 20,000 ties take a tenth of a second, for half of which
    nothing else runs in this process. Raises ValueError for a weight above `heaviest`.
    """
    # They take half a second to load, which need not be waited for at every start.
    import numpy as np
    from pymatching import Matching

    people = list(dict.fromkeys(person for edge in edges for person in (edge.one, edge.other)))
    top = max((edge.weight for edge in edges), default=0)
    if top > heaviest(len(people)):
        raise ValueError(f"{top} is too heavy for an exact matching of {len(people)} people")
    # One pair more saves more than all pairs together can be worth.
    border = top * (len(people) // 2 + 1)
    longest = border + top + 1
    index = {person: at for at, person in enumerate(people)}
    graph = Matching()
    for edge in edges:
        graph.add_edge(index[edge.one], index[edge.other], weight=longest - edge.weight)
    for at in range(len(people)):
        graph.add_boundary_edge(at, weight=border)
    found = graph.decode_to_matched_dets_array(np.ones(len(people), dtype=np.uint8))
    return {ordered(people[one], people[other]) for one, other in found.tolist() if other >= 0}


def heaviest(people: int) -> int:
    """The most that an edge may weigh for the matching of so many people to be exact."""
    return (_LONGEST - 1) // (people // 2 + 2)
