"""What stands between two people, as they read it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.in_common import Common, between
from bot.domain.interactions import Interaction, InteractionKind
from cogs.render.in_common import bridge_sentence, joined_sentence, opening, sentence

NOW = datetime(2027, 6, 20, 12, tzinfo=UTC)
ADA, BO = 1, 2
MAY = (3, 9, 17, 24)


def acts(
    kind: InteractionKind,
    author: int,
    *days: int,
    month: int = 5,
    year: int = 2027,
    listed: int = 0,
) -> list[Interaction]:
    """One post on each of these days of a month, and as many others named in it."""
    return [
        Interaction(
            ((year * 100 + month) * 100 + day) * 10 + author,
            kind,
            author,
            datetime(year, month, day, 12, tzinfo=UTC),
            other_id=other,
        )
        for day in days
        for other in (3 - author, *range(10, 10 + listed))
    ]


def common(*done: list[Interaction]) -> Common:
    return between(ADA, BO, [each for some in done for each in some], "Europe/London", NOW)


def told(*done: list[Interaction]) -> str:
    return sentence(common(*done), "Ada", "Bo", "HRTweetup")


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (
            [acts("reply", ADA, 3, 17), acts("reply", BO, 9, 24)],
            "You answered each other four times under #HRTweetup in May.",
        ),
        (
            [acts("reply", ADA, 3), acts("reply", BO, 3)],
            "You answered each other under #HRTweetup on 3 May.",
        ),
        ([acts("reply", ADA, 3)], "Ada answered Bo under #HRTweetup on 3 May."),
        ([acts("reply", BO, 3, 9)], "Bo answered Ada twice under #HRTweetup in May."),
        (
            [acts("reply", ADA, 3, 18, month=6)],
            "Ada answered Bo twice under #HRTweetup, last on 18 June.",
        ),
        (
            [acts("reply", ADA, 3, 9), acts("repost", BO, 2, month=6)],
            "Ada answered Bo twice under #HRTweetup in May, "
            "and Bo passed on one of Ada’s posts on 2 June.",
        ),
        ([acts("quote", BO, 3)], "Bo quoted Ada under #HRTweetup on 3 May."),
        (
            [acts("quote", BO, *MAY), acts("quote", ADA, *MAY)],
            "You quoted each other eight times under #HRTweetup in May.",
        ),
        ([acts("mention", BO, 3)], "Bo called Ada by name under #HRTweetup on 3 May."),
        (
            [acts("mention", BO, 3), acts("mention", ADA, 9)],
            "You called each other by name under #HRTweetup in May.",
        ),
        (
            [acts("repost", ADA, 3, 9, 17)],
            "Ada passed on three of Bo’s posts under #HRTweetup in May.",
        ),
        (
            [acts("repost", ADA, 3, 9, 17), acts("repost", BO, 3)],
            "You passed on each other’s posts four times under #HRTweetup in May.",
        ),
        (
            [acts("mention", ADA, 3, listed=9)],
            "Ada named Bo among several others under #HRTweetup on 3 May.",
        ),
        (
            [acts("mention", ADA, 3, 4, listed=9), acts("repost", BO, 3)],
            "Bo passed on one of Ada’s posts under #HRTweetup on 3 May.",
        ),
    ],
)
def test_what_two_people_read(done: list[list[Interaction]], expected: str) -> None:
    assert told(*done) == expected


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ([acts("reply", ADA, 24, month=12, year=2026)], "on 24 December 2026"),
        ([acts("reply", ADA, 3, 4, month=12, year=2025)], "twice in December 2025"),
        (
            [acts("reply", ADA, 3, month=11, year=2026), acts("reply", ADA, 3, month=1)],
            "twice in November 2026 and January",
        ),
        (
            [
                acts("reply", ADA, 3, month=11, year=2026),
                acts("reply", ADA, 3, 4, month=12, year=2026),
            ],
            "three times in November and December 2026",
        ),
        (
            [acts("reply", ADA, *MAY, month=month) for month in (3, 4, 6)],
            "twelve times since March",
        ),
        (
            [acts("reply", ADA, *MAY, 25, month=month, year=2026) for month in (1, 2, 3)],
            "15 times between January and March 2026",
        ),
    ],
)
def test_when_it_was(done: list[list[Interaction]], expected: str) -> None:
    answered = sentence(common(*done), "Ada", "Bo", None)
    assert answered == f"Ada answered Bo {expected}."


def test_names_and_hashtags_cannot_be_taken_for_markdown() -> None:
    done = common(acts("repost", ADA, 3), acts("mention", BO, 3))
    assert sentence(done, "*Ada*", "<@5>", "hr_tweet_up") == (
        "\\<@5\\> called \\*Ada\\* by name under #hr\\_tweet\\_up on 3 May, "
        "and \\*Ada\\* passed on one of \\<@5\\>’s posts on 3 May."
    )


def test_a_third_who_joins() -> None:
    met = common(acts("reply", ADA, 3), acts("reply", BO, 3, 9))
    assert joined_sentence(met, "Cy", "Ada", "HRTweetup") == (
        "Cy joins you, by way of Ada: "
        "the two answered each other three times under #HRTweetup in May."
    )
    met = common(acts("repost", BO, 3))
    assert joined_sentence(met, "Cy", "Ada", None) == (
        "Cy joins you, by way of Ada: Ada passed on one of Cy’s posts on 3 May."
    )


def test_nothing_is_said_where_there_is_nothing() -> None:
    with pytest.raises(ValueError, match="nothing stands between"):
        sentence(common(), "Ada", "Bo", "HRTweetup")
    with pytest.raises(ValueError, match="rests on somebody"):
        bridge_sentence([])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Cy"], "Cy, who is coming too."),
        (["Cy", "Dot"], "Cy and Dot, who are coming too."),
        (["Cy", "Dot", "Eve"], "Cy, Dot and Eve, who are coming too."),
        (["Cy", "Dot", "Eve", "Fay"], "Cy, Dot, Eve and Fay, who are coming too."),
        (
            ["Cy", "Dot", "Eve", "Fay", "Gus"],
            "Cy, Dot, Eve and two others, who are coming too.",
        ),
        ([f"P{n}" for n in range(30)], "P0, P1, P2 and 27 others, who are coming too."),
        (["C_y"], "C\\_y, who is coming too."),
    ],
)
def test_a_bridge_names_whom_both_know(names: list[str], expected: str) -> None:
    assert bridge_sentence(names) == f"You have not talked yet, but you both talked with {expected}"


def test_a_question_is_led_in_by_whether_there_is_something_to_go_on_with() -> None:
    assert opening("picture.1") == "A question to go on with: What is just outside the picture?"
    assert opening("bridge.2") == (
        "A question to begin with: How do you know the people you have in common?"
    )
    with pytest.raises(KeyError):
        opening("picture.99")
