"""Which question people are given to open with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.in_common import Common, between
from bot.domain.interactions import Interaction, InteractionKind
from bot.domain.openings import FAMILIES, Family, Features, asks, choose, features_of
from bot.domain.posts import Link, Media
from tests.domain.making import FIRST, post

NOW = datetime(2027, 6, 20, tzinfo=UTC)
ALL = [f"{family}.{n}" for family, count in FAMILIES.items() for n in range(1, count + 1)]

features_of_any = st.builds(
    Features,
    kinds=st.frozensets(st.sampled_from(get_args(InteractionKind))),
    both=st.booleans(),
    asked=st.booleans(),
    picture=st.booleans(),
    link=st.booleans(),
    joined=st.booleans(),
)


def common(*kinds: InteractionKind, back: InteractionKind | None = None) -> Common:
    found = [Interaction(n, kind, 1, FIRST, other_id=2) for n, kind in enumerate(kinds)]
    if back is not None:
        found.append(Interaction(99, back, 2, FIRST, other_id=1))
    return between(1, 2, found, "Etc/UTC", NOW)


def link(url: str) -> Link:
    return Link("https://t.co/x", url, "x")


class TestFeatures:
    @pytest.mark.parametrize("kind", get_args(InteractionKind))
    def test_each_kind_has_questions_of_its_own(self, kind: Family) -> None:
        assert features_of([post(1)], common(kind)).families == (kind, "any")  # type: ignore[arg-type]

    def test_the_most_specific_family_comes_first(self) -> None:
        shown = post(
            1,
            text="Who is coming?",
            media=(Media("photo", "https://pbs.twimg.com/1.jpg"),),
            links=(link("https://example.org/paper"),),
        )
        assert features_of([post(2), shown], common("reply", "repost", back="quote")).families == (
            *("asked", "picture", "link", "both", "reply", "quote", "repost", "any"),
        )

    def test_a_name_in_a_list_is_a_mention(self) -> None:
        listed = [Interaction(1, "mention", 1, FIRST, other_id=other) for other in range(2, 9)]
        assert features_of([], between(1, 2, listed, "Etc/UTC", NOW)).families == ("mention", "any")

    def test_those_who_share_people_have_a_bridge(self) -> None:
        assert features_of([], common()).families == ("bridge", "any")

    def test_three_people_get_no_question_for_two(self) -> None:
        shown = [post(1, text="Who is coming?")]
        assert features_of(shown, common("reply"), joined=True).families == ("joined", "any")

    def test_a_film_is_no_picture(self) -> None:
        film = post(1, media=(Media("video", "https://pbs.twimg.com/1.jpg"),))
        assert not features_of([film], common("reply")).picture

    @pytest.mark.parametrize(
        ("url", "elsewhere"),
        [
            ("https://example.org/paper", True),
            ("https://notx.com/1", True),
            ("https://x.com/ada/status/1", False),
            ("https://pic.x.com/abc", False),
            ("https://mobile.twitter.com/ada/status/1", False),
            ("https://[broken", False),
        ],
    )
    def test_a_link_to_x_leads_nowhere_else(self, url: str, elsewhere: bool) -> None:
        # Nothing can be said of what an address that cannot be read leads to.
        assert features_of([post(1, links=(link(url),))], common("quote")).link is elsewhere


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("What do you ask first?", True),
        ("What do you ask first? #HRTweetup #hr", True),
        ("@ada What first? https://t.co/abc?x", True),
        ("Who comes to the #HRTweetup?", True),
        ("Is that so, @ada? 🙂", True),
        ("“Is it (really?)” #HRTweetup", True),
        ("Really?! ❤️", True),
        ("何が好きですか？", True),
        ("What first? I ask about the dog.", False),
        ("Hello #HRTweetup", False),
        ("https://example.org/a?", False),
        ("", False),
    ],
)
def test_whether_a_post_asks(text: str, question: bool) -> None:
    assert asks(post(1, text=text)) is question


class TestChoosing:
    def test_the_most_specific_fitting_family_first(self) -> None:
        features = Features(frozenset({"reply"}), both=True)
        assert choose(features, [], 0) == "both.1"
        both = [f"both.{n}" for n in range(1, 9)]
        assert choose(features, both, 2) == "reply.3"
        reply = [f"reply.{n}" for n in range(1, 17)]
        assert choose(features, [*both, *reply, "any.1"], 0) == "any.2"

    def test_when_all_were_asked_those_asked_least_come_again(self) -> None:
        used = [*ALL, *ALL]
        used.remove("any.7")
        assert choose(Features(), used, 5) == "any.7"
        assert choose(Features(), [*ALL, *ALL], 5) == "bridge.6"

    def test_what_fits_nobody_here_is_no_matter(self) -> None:
        assert choose(Features(frozenset({"quote"})), {"3", "quote.99", "reply.1"}, 0) == "quote.1"

    @given(features_of_any, st.lists(st.sampled_from(ALL)), st.integers())
    def test_what_holds_of_any_choice(self, features: Features, used: list[str], seed: int) -> None:
        chosen = choose(features, used, seed)
        assert chosen == choose(features, list(reversed(used)), seed)
        family, _, number = chosen.partition(".")
        assert family in features.families
        fitting = [each for each in ALL if each.split(".")[0] in features.families]
        assert chosen in fitting
        assert 1 <= int(number) <= dict(FAMILIES)[family]
        if left := set(fitting) - set(used):
            assert chosen in left
            better = features.families[: features.families.index(family)]
            assert not any(each.split(".")[0] in better for each in left)

    @given(features_of_any)
    def test_the_seed_reaches_every_question_of_a_family(self, features: Features) -> None:
        first = features.families[0]
        chosen = {choose(features, [], seed) for seed in range(FAMILIES[first])}
        assert chosen == {f"{first}.{n}" for n in range(1, FAMILIES[first] + 1)}
