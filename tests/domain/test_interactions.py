"""Who turned to whom in a post, and what a pair of people has between them."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interactions import (
    STRONGEST,
    WEIGHTS,
    Interaction,
    Tie,
    interactions_of,
    ordered,
    ties,
)
from bot.domain.posts import Mention, Post
from tests.domain.making import FIRST, post

people = st.integers(1, 6)
mentions = st.lists(
    st.builds(
        lambda who, known: Mention(f"Person{who}", who if known else None), people, st.booleans()
    ),
    max_size=5,
)
posts = st.builds(
    post,
    st.integers(1, 10_000),
    people,
    mentions=mentions.map(tuple),
    reply_to_id=st.none() | st.integers(20_000, 20_010),
    reply_to_author_id=st.none() | people,
    quoted_id=st.none() | st.integers(20_000, 20_010),
    quoted_author_id=st.none() | people,
    reposted_id=st.none() | st.integers(20_000, 20_010),
    reposted_author_id=st.none() | people,
)
interactions = st.builds(
    lambda number, kind, author, other: Interaction(
        number, kind, author, FIRST + timedelta(minutes=number), other_id=other
    ),
    # A post has one author: the number says who.
    st.integers(1, 12),
    st.sampled_from(sorted(WEIGHTS)),
    st.just(0),
    st.none() | people,
).map(lambda i: Interaction(i.post_id, i.kind, 1 + i.post_id % 6, i.at, other_id=i.other_id))


def kinds_of(one: Post) -> list[tuple[str, int | None]]:
    return [(i.kind, i.other_id) for i in interactions_of(one)]


def test_a_post_that_names_nobody_turns_to_nobody() -> None:
    assert interactions_of(post(1)) == ()


def test_reply_quote_and_mention_each_turn_to_somebody() -> None:
    busy = post(
        1,
        author_id=1,
        reply_to_id=50,
        reply_to_author_id=2,
        quoted_id=60,
        quoted_author_id=3,
        mentions=(Mention("Four", 4),),
    )
    assert kinds_of(busy) == [("reply", 2), ("quote", 3), ("mention", 4)]


def test_whom_is_remembered_by_what_is_known() -> None:
    reply = interactions_of(post(1, reply_to_id=50))[0]
    assert (reply.other_id, reply.other_handle, reply.other_post_id) == (None, None, 50)
    mention = interactions_of(post(1, mentions=(Mention("AnnaB"),)))[0]
    assert (mention.other_id, mention.other_handle, mention.other_post_id) == (None, "annab", None)
    assert mention.at == post(1).created_at


def test_answering_somebody_and_naming_them_is_one_act() -> None:
    reply = post(1, reply_to_id=50, reply_to_author_id=2, mentions=(Mention("two", 2),))
    assert kinds_of(reply) == [("reply", 2)]
    quote = post(1, quoted_id=50, quoted_author_id=2, mentions=(Mention("two", 2),))
    assert kinds_of(quote) == [("quote", 2)]


def test_one_person_named_twice_is_named_once() -> None:
    assert kinds_of(post(1, mentions=(Mention("Two", 2), Mention("tWO", 2)))) == [("mention", 2)]


def test_mentions_in_a_repost_are_the_original_authors() -> None:
    repost = post(1, reposted_id=50, reposted_author_id=2, mentions=(Mention("three", 3),))
    assert kinds_of(repost) == [("repost", 2)]


def test_nobody_turns_to_themselves() -> None:
    assert interactions_of(post(1, 1, reply_to_id=50, reply_to_author_id=1)) == ()
    assert interactions_of(post(1, 1, quoted_id=50, quoted_author_id=1)) == ()
    assert interactions_of(post(1, 1, reposted_id=50, reposted_author_id=1)) == ()
    assert interactions_of(post(1, 1, mentions=(Mention("one", 1),))) == ()


def test_a_reply_to_oneself_still_turns_to_those_it_names() -> None:
    thread = post(1, 1, reply_to_id=50, reply_to_author_id=1, mentions=(Mention("two", 2),))
    assert kinds_of(thread) == [("mention", 2)]


@given(posts)
def test_what_holds_of_any_post(one: Post) -> None:
    found = interactions_of(one)
    assert all(i.author_id == one.author_id and i.post_id == one.id for i in found)
    assert all(i.at == one.created_at for i in found)
    assert all(i.other_id != one.author_id for i in found)
    assert all(i.other_id or i.other_handle or i.other_post_id for i in found)
    named = [i.other_id for i in found if i.kind == "mention" and i.other_id is not None]
    answered = {i.other_id for i in found if i.kind != "mention"}
    assert not answered & set(named)
    if one.is_repost:
        assert [i.kind for i in found] in ([], ["repost"])
    else:
        assert "repost" not in {i.kind for i in found}


@given(st.lists(interactions, max_size=60), st.randoms())
def test_what_holds_of_any_ties(found: list[Interaction], random: Random) -> None:
    expected: dict[tuple[int, int], dict[int, tuple[int, int]]] = {}
    for i in found:
        if i.other_id is not None and i.other_id != i.author_id:
            of_pair = expected.setdefault(ordered(i.author_id, i.other_id), {})
            weight = max(WEIGHTS[i.kind], of_pair.get(i.post_id, (0, 0))[0])
            of_pair[i.post_id] = (weight, i.author_id)
    made = ties(found)
    assert set(made) == set(expected)
    for pair, tie in made.items():
        assert pair == (tie.one, tie.other)
        assert tie.one < tie.other
        assert tie.evidence == tuple(sorted(expected[pair]))
        weights, authors = zip(*expected[pair].values(), strict=True)
        both = sum(weights) * 3 // 2 if len(set(authors)) == 2 else sum(weights)
        assert tie.strength == min(both, STRONGEST)
    random.shuffle(found)
    assert ties(found) == made


def test_strength_has_an_end() -> None:
    talkative = [
        Interaction(n, "reply", 1 + n % 2, FIRST + timedelta(minutes=n), other_id=2 - n % 2)
        for n in range(1_000)
    ]
    tie = ties(talkative)[1, 2]
    assert tie.strength == STRONGEST
    assert len(tie.evidence) == 1_000


def test_of_what_one_post_did_the_most_counts() -> None:
    reply = Interaction(1, "reply", 1, FIRST, other_id=2)
    mention = Interaction(1, "mention", 1, FIRST, other_id=2)
    for found in ([reply, mention], [mention, reply]):
        assert ties(found)[1, 2] == Tie(1, 2, 3, (1,))


def test_an_answer_back_counts_half_as_much_again() -> None:
    asks = Interaction(1, "mention", 1, FIRST, other_id=2)
    answers = Interaction(2, "reply", 2, FIRST + timedelta(minutes=1), other_id=1)
    assert ties([asks])[1, 2].strength == 2
    assert ties([asks, answers])[1, 2].strength == 7


def test_the_evidence_is_in_the_order_of_time_not_of_ids() -> None:
    late = Interaction(1, "reply", 1, FIRST + timedelta(hours=1), other_id=2)
    early = Interaction(2, "reply", 2, FIRST, other_id=1)
    assert ties([late, early])[1, 2].evidence == (2, 1)
