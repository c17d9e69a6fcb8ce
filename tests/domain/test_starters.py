"""What is offered to answer: properties of every offer, and which of two posts comes first."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import Consents
from bot.domain.posts import Media, Mention, PollOption, Post
from bot.domain.starters import (
    MEMBERS_A_POST,
    MEMBERS_AN_AUTHOR,
    OFFERED,
    RECENT,
    WELL_CONNECTED,
    Candidate,
    Saying,
    Seeker,
    Starter,
    may_be_written_to,
    offer,
    suits,
)
from tests.domain.making import FIRST, post

WORDS = ("payroll", "onboarding", "coffee", "sourcing?", "interviews", "remote")
people = st.integers(1, 6)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
candidates = st.lists(
    st.builds(
        lambda post_id, author, text, answered, knows: Candidate(
            post(post_id, author, text), frozenset(answered) - {author}, knows
        ),
        *(st.integers(1, 1_000), people, texts),
        *(st.frozensets(people, max_size=2), st.integers(0, 8)),
    ),
    max_size=15,
    unique_by=lambda each: each.post.id,
)
seekers = st.lists(
    st.builds(
        lambda number, known, texts, avoided, had: Seeker(
            100 + number,
            number if known else None,
            tuple(Saying(text, 2_000 + at) for at, text in enumerate(texts)),
            avoided,
            had,
        ),
        *(st.integers(1, 12), st.booleans(), st.lists(texts, max_size=2)),
        *(st.frozensets(people, max_size=3), st.frozensets(st.integers(1, 1_000), max_size=5)),
    ),
    max_size=12,
    unique_by=lambda each: each.member_id,
)


@given(seekers, candidates)
def test_nobody_is_offered_what_would_not_help_them(
    wanting: list[Seeker], found: list[Candidate]
) -> None:
    by_id = {each.post.id: each for each in found}
    offered = offer(wanting, found)
    for seeker in wanting:
        chosen = offered.get(seeker.member_id, ())
        authors = [starter.author_id for starter in chosen]
        assert len(chosen) <= OFFERED
        assert len(set(authors)) == len(authors)
        assert not {seeker.person_id, *seeker.avoided} & set(authors)
        for starter in chosen:
            assert starter.post_id not in seeker.had
            assert seeker.person_id not in by_id[starter.post_id].answered_by


@given(seekers, candidates)
def test_no_post_and_no_author_is_offered_to_everybody(
    wanting: list[Seeker], found: list[Candidate]
) -> None:
    every = [starter for chosen in offer(wanting, found).values() for starter in chosen]
    posts = Counter(starter.post_id for starter in every)
    authors = Counter(starter.author_id for starter in every)
    assert max(posts.values(), default=0) <= MEMBERS_A_POST
    assert max(authors.values(), default=0) <= MEMBERS_AN_AUTHOR


@given(seekers, candidates, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_decides_nothing(
    wanting: list[Seeker], found: list[Candidate], dice: st.DataObject
) -> None:
    before = offer(wanting, found)
    shuffled, turned = list(wanting), list(found)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    dice.shuffle(turned)  # type: ignore[attr-defined]
    assert offer(shuffled, turned) == before


@given(seekers, candidates)
def test_everybody_gets_a_first_post_before_anybody_gets_a_second(
    wanting: list[Seeker], found: list[Candidate]
) -> None:
    offered = offer(wanting, found)
    used = Counter(starter.post_id for chosen in offered.values() for starter in chosen[:1])
    authors = Counter(starter.author_id for chosen in offered.values() for starter in chosen[:1])
    for seeker in wanting:
        if seeker.member_id in offered:
            continue
        # Whoever got nothing found nothing that first picks had left room for.
        for each in found:
            free = (
                used[each.post.id] < MEMBERS_A_POST
                and authors[each.post.author_id] < MEMBERS_AN_AUTHOR
            )
            fits = (
                each.post.author_id not in {seeker.person_id, *seeker.avoided}
                and each.post.id not in seeker.had
                and seeker.person_id not in each.answered_by
            )
            assert not (free and fits)


def first(*found: Candidate, sayings: tuple[Saying, ...] = ()) -> Starter:
    seeker = Seeker(101, 1, sayings)
    return offer([seeker], found)[101][0]


def test_an_unanswered_question_comes_first() -> None:
    asked = Candidate(post(5, 2, "Which books on pensions?"), knows=3)
    answered = Candidate(post(6, 3, "Which cakes for visitors?"), frozenset({4}), knows=3)
    named = Candidate(post(7, 4, "Which gloves, @eve?", mentions=(Mention("eve", 9),)), knows=3)
    told = Candidate(post(8, 5, "Our payroll moved house"), knows=WELL_CONNECTED)
    assert first(told, named, answered, asked) == Starter(5, 2, "unanswered")


def test_then_what_the_member_speaks_of_too() -> None:
    said = (Saying("Moving our payroll again", 99), Saying("payroll"))
    found = Candidate(post(8, 5, "Our Payroll moved house"), knows=3)
    new = Candidate(post(9, 6, "Gardens grow tomatoes"), knows=0)
    assert first(new, found, sayings=said) == Starter(8, 5, "shared", at=4, own_id=99)


def test_a_rare_word_counts_more_than_a_less_rare_one() -> None:
    said = (Saying("apprentices and pensions"),)
    found = [
        Candidate(post(5, 2, "pensions bore me"), knows=3),
        Candidate(post(6, 3, "pensions please me"), knows=3),
        Candidate(post(4, 4, "apprentices amuse"), knows=3),
    ]
    assert first(*found, sayings=said).post_id == 4


@pytest.mark.parametrize(
    ("knows", "reason"), [(0, "newcomer"), (WELL_CONNECTED, "connected"), (1, "latest")]
)
def test_then_by_whom_it_is(knows: int, reason: str) -> None:
    assert first(Candidate(post(5, 2, "Gardens grow"), knows=knows)).reason == reason


def test_the_hashtag_of_the_tweetup_is_nothing_to_have_in_common() -> None:
    seeker = Seeker(101, 1, (Saying("#HRTweetup"),))
    found = [Candidate(post(5, 2, "Gardens #HRTweetup"), knows=1)]
    assert offer([seeker], found, {"hrtweetup"})[101][0].reason == "latest"


NOW = FIRST + timedelta(days=1)


@pytest.mark.parametrize(
    "fit",
    [
        post(1, text="Our payroll moved house"),
        post(1, text="And?"),
        post(1, text="Look", media=(Media("photo", None),)),
        post(1, text="Vote", poll=(PollOption("a"),)),
        post(1, text="My thread on payroll houses", reply_to_id=2, reply_to_author_id=1),
    ],
)
def test_posts_that_can_be_answered(fit: Post) -> None:
    assert suits(fit, NOW)


@pytest.mark.parametrize(
    "unfit",
    [
        post(1, text="Our payroll moved house", reply_to_id=2, reply_to_author_id=3),
        post(1, text="Our payroll moved house?", reposted_id=2),
        post(1, text="Our payroll moved house?", withheld=True),
        post(1, text="Our payroll moved house?", possibly_sensitive=True),
        post(1, text="Hello there #tweetup"),
    ],
)
def test_posts_that_are_not_for_everybody_to_answer(unfit: Post) -> None:
    assert not suits(unfit, NOW)


def test_posts_are_recent() -> None:
    asked = post(1, text="Which payroll?")
    assert suits(asked, asked.created_at + RECENT)
    assert not suits(asked, asked.created_at + RECENT + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("consents", "may"),
    [
        (Consents(), False),
        (Consents(remind_where="channel"), False),
        (Consents(remind_where="dm"), True),
        (Consents(messaged=True), True),
        (Consents(messaged=False, remind_where="dm"), False),
    ],
)
def test_only_who_said_so_is_written_to(consents: Consents, may: bool) -> None:
    assert may_be_written_to(consents) is may
