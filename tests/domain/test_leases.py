from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.leases import Lease, cluster, hashtag, share, workers


def at_work(*tokens: str) -> list[Lease]:
    """Each with a part of the servers."""
    return [Lease(cluster(number), token, token, 9.0) for number, token in enumerate(tokens)]


def of(token: str, *tags: str, seconds: float = 9.0) -> list[Lease]:
    return [Lease(hashtag(tag), token, token, seconds) for tag in tags]


def wanted(*tags: str) -> list[str]:
    return [hashtag(tag) for tag in tags]


def test_whoever_is_alone_takes_all() -> None:
    assert share(wanted("b", "a"), at_work("us"), "us") == (wanted("a", "b"), [])
    assert share(wanted("a"), [], "us") == (wanted("a"), [])


def test_nobody_takes_more_than_their_part_while_others_live() -> None:
    held = [*at_work("us", "they"), *of("they", "a")]
    assert share(wanted("a", "b", "c", "d"), held, "us") == (wanted("b", "c"), [])


def test_what_is_too_much_is_given_back_when_another_comes() -> None:
    held = [*at_work("us", "they"), *of("us", "a", "b", "c")]
    assert share(wanted("a", "b", "c"), held, "us") == ([], wanted("c"))


def test_what_a_dead_one_held_is_shared_out_anew() -> None:
    dead = Lease(cluster(1), "dead", "dead", -1.0)
    held = [*at_work("us"), dead, *of("dead", "b", seconds=-1.0), *of("us", "a")]
    assert workers(held) == {"us"}
    assert share(wanted("a", "b"), held, "us") == (wanted("b"), [])


def test_what_is_no_longer_followed_is_given_back_and_nothing_else() -> None:
    held = [*at_work("us"), Lease("work", "us", "us", 9.0), *of("us", "a", "old")]
    assert share(wanted("a"), held, "us") == ([], wanted("old"))


@given(st.integers(1, 5), st.integers(0, 12), st.integers(0, 12))
def test_in_the_end_all_is_read_by_somebody_and_evenly(
    living: int, tags: int, held_first: int
) -> None:
    tokens = [str(number) for number in range(living)]
    names = wanted(*(f"{number:02}" for number in range(tags)))
    hashtags = dict.fromkeys(names[:held_first], "0")
    for _turn in range(2):
        for token in tokens:
            held = [Lease(name, who, who, 9.0) for name, who in hashtags.items()]
            take, give_back = share(names, [*at_work(*tokens), *held], token)
            hashtags.update(dict.fromkeys(take, token))
            for name in give_back:
                del hashtags[name]
    assert sorted(hashtags) == names
    parts = [list(hashtags.values()).count(token) for token in tokens]
    assert max(parts) <= -(-tags // living)
