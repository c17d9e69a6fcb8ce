"""Who is in a picture, how they belong together, and who is in none of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interactions import Interaction
from bot.domain.network import OTHERS_AT_MOST, Line, Network, Talk, contacts_of, network
from bot.domain.posts import Author

AT = datetime(2027, 6, 1, 9, tzinfo=UTC)
PEOPLE = st.integers(1, 14)
PAIRS = st.lists(st.tuples(PEOPLE, PEOPLE), max_size=60)


def connected(lines: Sequence[Line]) -> list[set[int]]:
    """Everybody who is reached from one another is a group: simple, and enough for the rules."""
    groups: list[set[int]] = []
    for line in lines:
        joined = {line.one, line.other}
        for group in [g for g in groups if g & joined]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    return groups


def halves(lines: Sequence[Line]) -> list[set[int]]:
    people = {person for line in lines for person in (line.one, line.other)}
    low = {person for person in people if person < 10}
    return [low, people - low]


def talk(
    people: Collection[int],
    *pairs: tuple[int, int],
    centre: int | None = None,
    introduced: Collection[int] = (),
) -> Talk:
    """In which the first of each pair turned to the second, each time in a new post."""
    said = [
        Interaction(number, "reply", one, AT, other_id=other)
        for number, (one, other) in enumerate(pairs, start=1)
    ]
    authors = {person: Author(person, f"p{person}", f"P {person}") for person in people}
    return Talk(authors, tuple(said), centre, frozenset(introduced))


def mentioned(found: Network) -> set[int]:
    """Every person that is told of anywhere."""
    return {
        *(person for line in found.lines for person in (line.one, line.other)),
        *(person for group in found.groups for person in group),
        *found.others,
        *found.connecting,
        *found.introduced,
        *found.people,
        *found.group_of,
    }


@given(st.sets(PEOPLE), PAIRS)
def test_whoever_did_not_agree_is_nowhere(agreed: set[int], pairs: list[tuple[int, int]]) -> None:
    found = network(talk(agreed, *pairs), connected)
    assert mentioned(found) <= agreed


@given(st.sets(PEOPLE), PAIRS, PEOPLE, st.sets(PEOPLE))
def test_ones_own_picture_holds_oneself_and_those_who_agreed(
    agreed: set[int], pairs: list[tuple[int, int]], centre: int, introduced: set[int]
) -> None:
    said = talk(agreed | {centre}, *pairs, centre=centre, introduced=introduced)
    found = network(said, connected)
    assert mentioned(found) <= agreed | {centre}
    assert found.introduced == introduced & (agreed | {centre}) - {centre}
    touched = {person for pair in pairs for person in pair if centre in pair}
    assert set(found.people) - {centre} == (touched | introduced) & (agreed - {centre})


@given(st.sets(PEOPLE), PAIRS)
def test_everybody_who_talked_is_drawn_once_and_nobody_else(
    agreed: set[int], pairs: list[tuple[int, int]]
) -> None:
    found = network(talk(agreed, *pairs), connected)
    talked = {
        p for one, other in pairs if one != other and {one, other} <= agreed for p in (one, other)
    }
    assert sorted(found.people) == sorted(talked)
    assert all(len(group) >= 3 for group in found.groups)
    assert contacts_of(found.lines).keys() == talked


@given(st.sets(PEOPLE), PAIRS, st.randoms())
def test_the_order_of_what_was_said_makes_no_difference(
    agreed: set[int], pairs: list[tuple[int, int]], random: object
) -> None:
    first = talk(agreed, *pairs)
    backwards = Talk(first.people, tuple(reversed(first.interactions)))
    assert network(first, connected) == network(backwards, connected)


def test_a_line_counts_posts_whoever_wrote_them_and_each_post_once() -> None:
    said = [
        Interaction(1, "reply", 1, AT, other_id=2),
        Interaction(1, "mention", 1, AT, other_id=2),
        Interaction(2, "quote", 2, AT, other_id=1),
        Interaction(3, "mention", 1, AT, other_handle="p2"),
    ]
    people = {n: Author(n, f"p{n}", f"P {n}") for n in (1, 2)}
    assert network(Talk(people, tuple(said)), connected).lines == (Line(1, 2, 2),)


def test_those_between_groups_connect_them_the_most_important_first() -> None:
    low, high = [(1, 2), (2, 3), (1, 3), (3, 4)], [(11, 12), (12, 13), (11, 13)]
    between = [(3, 11), (3, 11), (4, 12)]
    found = network(talk(range(1, 20), *low, *high, *between), halves)
    assert found.groups == ((3, 1, 2, 4), (11, 12, 13))
    assert found.connecting == (3, 11)


def test_of_groups_as_large_the_one_with_the_lower_first_number_comes_first() -> None:
    low, high = [(1, 2), (2, 3), (1, 3)], [(11, 12), (12, 13), (11, 13)]

    def backwards(lines: Sequence[Line]) -> list[set[int]]:
        return halves(lines)[::-1]

    found = network(talk(range(1, 20), *low, *high), backwards)
    assert found.groups == ((1, 2, 3), (11, 12, 13))


def test_two_who_only_talk_to_each_other_are_no_group_and_connect_nothing() -> None:
    found = network(talk(range(1, 20), (1, 2), (2, 3), (1, 3), (11, 12), (3, 11)), halves)
    assert found.groups == ((3, 1, 2),)
    assert found.others == (11, 12)
    assert found.connecting == ()


def test_those_one_is_to_meet_are_there_without_a_word_and_so_is_who_knows_them() -> None:
    known = [(1, other) for other in range(3, 4 + OTHERS_AT_MOST) for _ in range(2)]
    # Number 2 has only just talked to number 1, and knows number 60.
    said = talk(range(1, 99), *known, (2, 1), (2, 60), centre=1, introduced=[60])
    found = network(said, connected)
    assert Line(1, 60, 0) in found.lines
    assert Line(2, 60, 1) in found.lines
    assert len(found.people) == 1 + 1 + OTHERS_AT_MOST


def test_oneself_is_no_reason_for_others_to_be_a_group() -> None:
    found = network(talk(range(1, 9), (1, 2), (1, 3), (1, 4), (2, 3), centre=1), connected)
    assert found.groups == ()
    assert set(found.others) == {1, 2, 3, 4}


def test_nobody_around_makes_no_picture() -> None:
    assert network(talk([1, 2, 3], (2, 3), centre=1), connected).people == ()
    assert network(talk([1, 2], (1, 3)), connected).people == ()
