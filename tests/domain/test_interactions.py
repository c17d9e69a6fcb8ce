"""Who turned to whom in a post, and what a pair of people has between them."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interactions import (
    TELLING,
    Interaction,
    interactions_of,
    ordered,
    telling,
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
    st.sampled_from(TELLING),
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
def test_a_tie_is_what_two_did_to_each_other_each_post_once(
    found: list[Interaction], random: Random
) -> None:
    made = {pair: telling(tie) for pair, tie in ties(found).items()}
    shuffled = ties(random.sample(found, len(found)))
    assert {pair: _told(telling(tie)) for pair, tie in shuffled.items()} == {
        pair: _told(tie) for pair, tie in made.items()
    }
    for pair, tie in made.items():
        assert pair[0] < pair[1]
        own = [i for i in found if i.other_id is not None and pair == _pair(i)]
        assert {i.post_id for i in tie} == {i.post_id for i in own}
        assert len({i.post_id for i in tie}) == len(tie)
        for each in tie:
            ranks = [TELLING.index(i.kind) for i in own if i.post_id == each.post_id]
            assert TELLING.index(each.kind) == min(ranks)
        order = [(TELLING.index(i.kind), -i.post_id) for i in tie]
        assert order == sorted(order)


def _pair(interaction: Interaction) -> tuple[int, int]:
    return ordered(interaction.author_id, interaction.other_id or 0)


def _told(tie: list[Interaction]) -> list[tuple[int, str]]:
    return [(each.post_id, each.kind) for each in tie]
