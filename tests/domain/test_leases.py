from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.leases import Lease, cluster, hashtag, share, workers


def of(token: str, *tags: str, seconds: float = 9.0) -> list[Lease]:
    return [Lease(hashtag(tag), token, token, seconds) for tag in tags]


def wanted(*tags: str) -> list[str]:
    return [hashtag(tag) for tag in tags]


def test_whoever_is_alone_takes_all() -> None:
    assert share(wanted("b", "a"), [], [], 1) == (wanted("a", "b"), [])


def test_nobody_takes_more_than_their_part_while_others_live() -> None:
    assert share(wanted("a", "b", "c", "d"), [], of("they", "a"), 2) == (wanted("b", "c"), [])


def test_what_is_too_much_is_given_back_when_another_comes() -> None:
    held = wanted("a", "b", "c")
    assert share(held, held, [], 2) == ([], wanted("c"))


def test_what_a_dead_one_held_is_shared_out_anew() -> None:
    dead = of("dead", "b", seconds=-1.0)
    assert share(wanted("a", "b"), wanted("a"), dead, 1) == (wanted("b"), [])


def test_what_is_no_longer_followed_is_given_back() -> None:
    assert share(wanted("a"), wanted("a", "old"), [], 1) == ([], wanted("old"))


def test_at_work_is_whoever_talks_to_discord() -> None:
    leases = [
        Lease(cluster(0), "one", "one", 9.0),
        Lease(cluster(1), "two", "two", None),
        Lease(cluster(2), "dead", "dead", -1.0),
        Lease("work", "three", "three", 9.0),
    ]
    assert workers(leases) == {"one", "two"}


@given(st.integers(1, 5), st.integers(0, 12), st.integers(0, 12))
def test_in_the_end_all_is_read_by_somebody_and_evenly(
    living: int, tags: int, held_first: int
) -> None:
    names = wanted(*(f"{number:02}" for number in range(tags)))
    holders = dict.fromkeys(names[:held_first], 0)
    for _turn in range(2):
        for process in range(living):
            held = [name for name, who in holders.items() if who == process]
            others = [Lease(n, str(w), str(w), 9.0) for n, w in holders.items() if w != process]
            take, give_back = share(names, held, others, living)
            holders.update(dict.fromkeys(take, process))
            for name in give_back:
                del holders[name]
    assert sorted(holders) == names
    parts = [list(holders.values()).count(process) for process in range(living)]
    assert max(parts) <= -(-tags // living)
