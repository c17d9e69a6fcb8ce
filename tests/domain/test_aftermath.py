"""What stays of a tweetup that is long over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.domain.aftermath import Answered, Said, of_days, of_introductions, of_people, of_ties
from bot.domain.door import Attendance
from bot.domain.interactions import Interaction
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.rsvp import Rsvp

STARTS = datetime(2026, 6, 25, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PEOPLE = {1: 101, 2: 102, 3: 103, 4: 104}


def answered(*, door: bool = True) -> Answered:
    return Answered(
        rsvps=[
            Rsvp(1, "going", 1, guests=2),
            Rsvp(2, "going", 2),
            Rsvp(3, "going", 3),
            Rsvp(5, "declined", 4, guests=1),
        ],
        confirmed=[1, 5],
        late=[5],
        came=[
            Attendance(7, "self", STARTS, 1),
            Attendance(7, "walk_in", STARTS, 4),
            Attendance(7, "walk_in", STARTS, None, "Somebody"),
        ]
        if door
        else None,
        people=PEOPLE,
    )


def turned(one: int, other: int | None, at: datetime) -> Interaction:
    return Interaction(1, "reply", one, at, other)


def test_people_by_answer_and_by_coming() -> None:
    assert of_people(answered()) == {
        "rsvp.going": 3,
        "rsvp.declined": 1,
        "guests": 2,
        "confirmed": 1,
        "late": 1,
        "came": 3,
        "came.self": 1,
        "came.walk_in": 2,
        "no_shows": 2,
    }
    assert "no_shows" not in of_people(answered(door=False))


def test_those_who_talked_before_are_told_from_those_who_did_not() -> None:
    known = [
        turned(101, 102, STARTS - HOUR),
        turned(102, 101, STARTS + HOUR),
        turned(104, 101, STARTS),
        turned(103, 103, STARTS - HOUR),
        turned(103, None, STARTS - HOUR),
    ]
    assert of_ties(answered(), known, STARTS) == {
        "ties": 2,
        "ties.new": 1,
        "going.talked": 2,
        "came.talked": 1,
        "no_shows.talked": 1,
    }


def test_of_introductions_what_came_of_them() -> None:
    def made(**members: bool | None) -> MadeIntroduction:
        said = [
            IntroducedMember(number, number, answer="hello" if number == 0 else None, met=met)
            for number, met in enumerate(members.values())
        ]
        return MadeIntroduction(1, 1, tuple(said), "bridge", (), "any.1", STARTS)

    both, one = made(ada=True, bo=True), made(ada=True, bo=None)
    assert of_introductions([both, one]) == {
        "introductions.bridge.made": 2,
        "introductions.bridge.hello": 2,
        "introductions.bridge.met": 1,
    }


def test_days_are_those_of_the_events_zone_and_people_are_new_once() -> None:
    late = datetime(2026, 6, 25, 23, 30, tzinfo=UTC)
    said = [
        Said(2, late, is_repost=False, kind="job_ad"),
        Said(1, STARTS, is_repost=False, kind="conversation"),
        Said(3, late, is_repost=False, kind="conversation", answers=True),
        Said(4, late, is_repost=False, kind=None),
        Said(1, late, is_repost=True, kind=None),
    ]
    heard = {1: STARTS, 3: late, 4: STARTS - 99 * HOUR}
    days = of_days(said, [turned(1, 2, late)], "Europe/London", heard)
    assert days[date(2026, 6, 25)] == {
        "posts": 1,
        "reposts": 0,
        "people": 1,
        "posts.conversation": 1,
        "voices": 1,
        "first_time": 1,
        "replies": 0,
    }
    assert days[date(2026, 6, 26)] == {
        "posts": 3,
        "reposts": 1,
        "people": 4,
        "posts.conversation": 1,
        "posts.job_ad": 1,
        "voices": 2,
        "first_time": 1,
        "replies": 1,
        "interactions.reply": 1,
    }
