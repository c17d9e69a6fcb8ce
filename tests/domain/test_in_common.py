"""What stands between two people, by parts that can be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.domain.in_common import Common, Span, between
from bot.domain.interactions import TELLING, Interaction, InteractionKind

ZONE = "Europe/London"
NOW = datetime(2027, 6, 20, 12, tzinfo=UTC)
ANN, BEN, CY = 1, 2, 3


def did(
    post_id: int, author: int, other: int | None, kind: InteractionKind, at: str = "2027-05-03T12"
) -> Interaction:
    when = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Interaction(post_id, kind, author, when, other_id=other)


def found(*interactions: Interaction, zone: str = ZONE, now: datetime = NOW) -> Common:
    return between(ANN, BEN, interactions, zone, now)


def kinds(common: Common) -> list[tuple[str, tuple[int, ...], int]]:
    return [(part.kind, part.by, part.times) for part in common.parts]


def on(*days: str, zone: str = ZONE, now: datetime = NOW) -> Span:
    """The span of posts at these times."""
    posts = (did(n, ANN, BEN, "reply", at) for n, at in enumerate(days))
    return found(*posts, zone=zone, now=now).parts[0].span


def test_the_most_telling_comes_first() -> None:
    common = found(
        did(1, ANN, BEN, "repost"),
        did(2, BEN, ANN, "mention"),
        did(3, ANN, BEN, "quote"),
        did(4, BEN, ANN, "repost"),
        did(5, ANN, BEN, "repost"),
        did(6, BEN, ANN, "reply"),
    )
    assert kinds(common) == [
        ("reply", (BEN,), 1),
        ("quote", (ANN,), 1),
        ("mention", (BEN,), 1),
        ("repost", (ANN, BEN), 3),
    ]
    assert [part.post_ids for part in common.parts] == [(6,), (3,), (2,), (1, 4, 5)]
    assert common.parts[-1].times == 3


def test_of_what_one_post_did_the_most_telling_counts() -> None:
    for both in (["reply", "quote"], ["quote", "reply"]):
        common = found(*(did(1, ANN, BEN, kind) for kind in both))  # type: ignore[arg-type]
        assert kinds(common) == [("reply", (ANN,), 1)]


def test_those_who_never_turned_to_each_other_have_no_part() -> None:
    common = found(did(1, ANN, CY, "reply"), did(2, BEN, None, "reply"), did(3, ANN, ANN, "quote"))
    assert common.parts == common.told == ()
    assert between(ANN, ANN, [did(3, ANN, ANN, "quote")], ZONE, NOW).parts == ()


def test_a_name_in_a_long_list_is_told_as_such() -> None:
    three = [did(1, ANN, other, "mention") for other in (BEN, CY, 4)]
    assert kinds(found(*three)) == [("mention", (ANN,), 1)]
    four = [*three, did(1, ANN, None, "mention")]
    assert kinds(found(*four)) == [("listed", (ANN,), 1)]
    assert [part.kind for part in found(*four, did(2, ANN, BEN, "repost")).parts] == [
        "repost",
        "listed",
    ]


class TestTold:
    def test_what_both_did_is_enough(self) -> None:
        common = found(
            did(1, ANN, BEN, "reply"), did(2, BEN, ANN, "reply"), did(3, BEN, ANN, "quote")
        )
        assert common.told == common.parts[:1]

    def test_what_came_back_is_told_with_what_one_did(self) -> None:
        common = found(
            did(1, ANN, BEN, "reply"),
            did(2, ANN, BEN, "quote"),
            did(3, BEN, ANN, "mention"),
            did(4, BEN, ANN, "repost"),
        )
        assert [part.kind for part in common.told] == ["reply", "mention"]

    def test_more_of_the_same_persons_is_not(self) -> None:
        common = found(did(1, ANN, BEN, "reply"), did(2, ANN, BEN, "repost"))
        assert common.told == common.parts[:1]

    def test_to_have_been_listed_is_left_out_when_there_is_better(self) -> None:
        listed = [did(1, BEN, other, "mention") for other in (ANN, CY, 4, 5)]
        assert [part.kind for part in found(*listed).told] == ["listed"]
        common = found(*listed, did(2, ANN, BEN, "repost"))
        assert [part.kind for part in common.told] == ["repost"]


@pytest.mark.parametrize(
    ("back", "conversed"), [("reply", True), ("quote", True), ("mention", True), ("repost", False)]
)
def test_a_conversation_takes_words_of_both(back: InteractionKind, conversed: bool) -> None:
    assert found(did(1, ANN, BEN, "reply"), did(2, BEN, ANN, back)).conversed is conversed


def test_a_conversation_takes_an_answer() -> None:
    assert not found(did(1, ANN, BEN, "mention"), did(2, BEN, ANN, "mention")).conversed
    assert not found(did(1, ANN, BEN, "reply"), did(2, ANN, BEN, "mention")).conversed


class TestSpan:
    def test_one_day(self) -> None:
        assert on("2027-05-03T08", "2027-05-03T21") == Span(
            "day", date(2027, 5, 3), date(2027, 5, 3)
        )

    def test_days_and_months_are_those_of_the_zone(self) -> None:
        late = "2027-05-31T23:30"
        assert on(late, zone="Etc/UTC").first == date(2027, 5, 31)
        assert on(late).first == date(2027, 6, 1)
        assert found(zone="Asia/Tokyo", now=datetime(2026, 12, 31, 16, tzinfo=UTC)).today == date(
            2027, 1, 1
        )

    @pytest.mark.parametrize(
        ("days", "kind"),
        [
            (("2027-05-03T12", "2027-05-09T12"), "month"),
            (("2027-05-03T12", "2027-06-09T12"), "months"),
            (("2027-03-03T12", "2027-05-09T12"), "months"),
            (("2026-05-03T12", "2027-05-09T12"), "months"),
            (("2027-03-03T12", "2027-04-03T12", "2027-05-09T12"), "between"),
            (("2027-03-03T12", "2027-05-03T12", "2027-06-19T12"), "since"),
            (("2027-06-03T12", "2027-06-13T12"), "latest"),
            (("2027-06-03T12", "2027-06-12T12"), "month"),
            (("2027-05-03T12", "2027-06-19T12"), "latest"),
        ],
    )
    def test_the_months_or_what_says_more(self, days: tuple[str, ...], kind: str) -> None:
        assert on(*days).kind == kind

    def test_fresh_across_the_turn_of_the_month(self) -> None:
        july = datetime(2027, 7, 2, tzinfo=UTC)
        assert on("2027-04-03T12", "2027-05-03T12", "2027-06-29T12", now=july).kind == "latest"


people = st.integers(1, 3)
anything = st.builds(
    lambda number, author, other, kind, minutes: Interaction(
        number, kind, author, NOW - timedelta(minutes=minutes), other_id=other
    ),
    st.integers(1, 30),
    people,
    st.none() | people,
    st.sampled_from(TELLING),
    st.integers(0, 800_000),
)


@given(st.lists(anything, max_size=60, unique_by=lambda each: (each.post_id, each.other_id)))
def test_every_post_between_the_two_counts_once(interactions: list[Interaction]) -> None:
    one_author = {each.post_id: each.author_id for each in interactions}
    posts = [structs.replace(each, author_id=one_author[each.post_id]) for each in interactions]
    common = found(*posts)
    counted: list[int] = []
    for part in common.parts:
        counted += part.post_ids
        shown = [each for each in posts if each.post_id in part.post_ids and each.other_id != CY]
        assert {each.author_id for each in shown} == set(part.by)
        assert part.span.first <= part.span.last <= common.today
        for kind in {each.kind for each in shown if each.other_id == (3 - each.author_id)}:
            assert kind == {"listed": "mention"}.get(part.kind, part.kind)
    assert sorted(counted) == sorted(
        each.post_id for each in posts if {each.author_id, each.other_id} == {ANN, BEN}
    )


@given(st.lists(anything, max_size=60))
def test_it_is_the_same_from_either_side(interactions: list[Interaction]) -> None:
    common = found(*interactions)
    mirrored = between(BEN, ANN, interactions, ZONE, NOW)
    assert mirrored == replace(common, one=BEN, other=ANN)
