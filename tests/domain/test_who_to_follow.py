"""People to follow, grouped by what they talk about."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.posts import Author
from bot.domain.who_to_follow import FEWEST, MOST, Grouped, grouped

FILLER = "Nothing but sentences that anybody could have written"


def person(number: int) -> Author:
    return Author(number, f"Person{number:03}", f"Person {number}")


def groups(found: Grouped) -> list[tuple[str, list[int]]]:
    return [(each.terms[0].casefold(), [p.id for p in each.people]) for each in found.groups]


def test_groups_share_the_word_they_are_called_by() -> None:
    people = [person(n) for n in range(1, 10)]
    said = {
        **{n: ["Payroll again", "Our payroll and the rotas"] for n in (1, 2, 3)},
        4: ["Payroll!", "Payroll?"],
        **{n: ["Onboarding #HRTweetup", "All about onboarding"] for n in (5, 6, 7)},
        8: ["Sourdough #HRTweetup", "Beekeeping #HRTweetup"],
        9: ["Payroll"],
    }
    found = grouped(people, said, {"hrtweetup"})
    assert groups(found) == [("payroll", [1, 2, 3, 4]), ("onboarding", [5, 6, 7])]
    assert "rotas" in found.groups[0].terms
    assert [each.id for each in found.others] == [8]
    # One post is too little to be known by, whatever it says.
    assert [each.id for each in found.quiet] == [9]


def test_three_people_are_one_list_and_nobody_is_none() -> None:
    people = [person(n) for n in (3, 1, 2)]
    found = grouped(people, {})
    assert (found.groups, found.others) == ((), ())
    assert [each.id for each in found.quiet] == [1, 2, 3]
    assert grouped([], {}) == Grouped((), (), ())


def test_what_nearly_everybody_says_sets_nobody_apart() -> None:
    people = [person(n) for n in range(1, 31)]
    said = {n: ["Recruitment", "Payroll" if n % 10 == 0 else "Recruitment"] for n in range(1, 31)}
    assert groups(grouped(people, said)) == [("payroll", [10, 20, 30])]


def test_three_hundred_people_come_in_groups_one_can_take_in() -> None:
    chance = random.Random(7)
    topics = [f"topic{letter}{number}" for letter in "abcdefgh" for number in range(5)]
    people = [person(n) for n in range(300)]
    said = {
        n: [f"I like {' '.join(chance.sample(topics, 2))} these days" for _ in range(4)]
        for n in range(300)
        if n % 3
    }
    found = grouped(people, said)
    sizes = Counter(len(each.people) for each in found.groups)
    assert min(sizes, default=FEWEST) >= FEWEST
    assert max(sizes, default=MOST) <= MOST
    assert len(found.quiet) == 100
    # It does not hang on the order in which people come.
    chance.shuffle(people)
    assert grouped(people, said) == found


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.integers(1, 20),
        st.lists(
            st.lists(st.sampled_from(["payroll", "rotas", "benefits", "cake", FILLER])), max_size=4
        ),
    )
)
def test_everybody_stands_there_once_and_used_the_word_of_their_group(
    told: dict[int, list[list[str]]],
) -> None:
    said = {n: [" and ".join(words) for words in texts] for n, texts in told.items()}
    people = [person(n) for n in range(1, 21)]
    found = grouped(people, said)
    listed = [p.id for each in found.groups for p in each.people]
    listed += [p.id for p in (*found.others, *found.quiet)]
    assert sorted(listed) == list(range(1, 21))
    for each in found.groups:
        word = each.terms[0].casefold().split()[0].rstrip("s")
        assert all(word in " ".join(said[p.id]).casefold() for p in each.people)
        assert len(set(each.terms)) == len(each.terms)
