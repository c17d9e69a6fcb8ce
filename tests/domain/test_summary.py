"""What a tweetup came to, and what a summary must never tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from bot.domain import aftermath
from bot.domain.aftermath import Answered
from bot.domain.calibration import Checked, Foretold, held
from bot.domain.door import Attendance
from bot.domain.interactions import interactions_of
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.rsvp import Rsvp
from bot.domain.summary import FEW, Compared, Introductions, Share, is_worth_telling, summary
from bot.domain.talk_terms import PEOPLE, Spoken
from bot.sandbox.story import STORY
from bot.x.archive import read_archive
from tests.domain.making import an_event
from tests.end_to_end.archives import Archive, real_archives
from tests.end_to_end.evidence import Facts
from tests.end_to_end.story import story_archive
from tests.sampled import sampled

DAY = timedelta(days=1)
STARTS = datetime(2026, 6, 25, 17, 30, tzinfo=UTC)
EVENT = an_event(STARTS)


def made(
    kind: str, hello: bool = False, met: tuple[bool | None, bool | None] = (None, None)
) -> MadeIntroduction:
    one = IntroducedMember(1, 11, answer="hello" if hello else None, met=met[0])
    members = (one, IntroducedMember(2, 12, met=met[1]))
    return MadeIntroduction(1, 7, members, kind, (), "any.1", STARTS)  # type: ignore[arg-type]


def test_who_had_a_place_and_came_by_whether_they_had_talked() -> None:
    counts = {"rsvp.going": 5, "guests": 2, "came": 4, "came.walk_in": 1, "no_shows": 2}
    talk = {"going.talked": 2, "no_shows.talked": 1, "late": 3, "ties": 4, "ties.new": 1}
    found = summary(EVENT, counts | talk)
    assert found.turnup is not None
    assert (found.turnup.came, found.turnup.talked, found.turnup.quiet) == (
        Share(3, 5),
        Share(1, 2),
        Share(2, 3),
    )
    assert (found.turnup.late, found.turnup.walk_ins) == (3, 1)
    assert (found.guests, found.ties, found.new_ties) == (2, 4, 1)
    answers = {"rsvp.going": 5, "rsvp.maybe": 3, "rsvp.declined": 2}
    found = summary(EVENT, answers | {"posts": 7, "people": 6})
    assert (found.going, found.maybe, found.declined) == (5, 3, 2)
    assert (found.posts, found.people, found.turnup) == (7, 6, None)
    assert not is_worth_telling(summary(EVENT, {"rsvp.maybe": 3}))


def told(*introductions: MadeIntroduction) -> tuple[Introductions, ...]:
    return summary(EVENT, aftermath.of_introductions(introductions)).introductions


def test_introductions_are_told_by_kind_where_each_has_enough() -> None:
    many = [made("bridge", hello=True, met=(True, True))] * FEW
    assert told(*many) == (Introductions("bridge", FEW, FEW, FEW),)
    some = [made("finally_meet", met=(True, None))] * (FEW - 1)
    assert told(*many, *some) == (
        Introductions("finally_meet", FEW - 1),
        Introductions("bridge", FEW),
        Introductions(None, 2 * FEW - 1, FEW, FEW),
    )
    assert told(*some) == (Introductions("finally_meet", FEW - 1),)


@pytest.mark.parametrize("others", [0, FEW - 1, 2 * FEW])
def test_a_no_looks_like_no_answer_whatever_else_there_is(others: int) -> None:
    """Whoever is in an introduction knows what they said: what another did must not follow."""
    rest = [made("finally_meet", met=(True, True))] * others
    silence = told(made("bridge", met=(True, None)), *rest)
    declined = made("bridge", met=(True, None))
    declined = replace(
        declined, members=(declined.members[0], replace(declined.members[1], answer="declined"))
    )
    for no in (made("bridge", met=(True, False)), declined):
        assert told(no, *rest) == silence


def test_few_words_of_few_people_are_not_told() -> None:
    spoken = [
        *(Spoken(n, "Payroll #HRTweetup") for n in range(PEOPLE)),
        *(Spoken(n, "Onboarding") for n in range(PEOPLE - 1)),
    ]
    counts = aftermath.of_terms(spoken, "HRTweetup")
    assert summary(EVENT, counts).terms == (("Payroll", PEOPLE),)
    assert not aftermath.of_terms(spoken, "HRTweetup", PEOPLE + 1)


def test_forecasts_are_held_against_what_came_true() -> None:
    foretold = Foretold(EVENT.id, STARTS, STARTS - DAY, 4, 6, 9)
    checked = tuple(Checked(foretold, came) for came in (3, 4, 6, 7))
    assert held(checked) == (2, 4)
    compared = Compared(summary(EVENT, {}), (), checked)
    assert compared.own == checked[-1]
    assert replace(compared, summary=summary(replace(EVENT, id=8), {})).own is None


@pytest.mark.skipif(not real_archives(), reason="the real archives are not at hand")
@pytest.mark.parametrize(
    "archive", sampled(real_archives(), every=4), ids=lambda each: each.hashtag
)
def test_ties_and_turnup_in_an_archive_are_as_another_count_has_them(archive: Archive) -> None:
    require_equal(archive)


async def test_and_in_the_demos_story(tmp_path: Path) -> None:
    path, zone = await story_archive(tmp_path), ZoneInfo(STORY.zone)
    day = STORY.starts.astimezone(zone).date()
    require_equal(Archive(path, STORY.hashtag, day, day, zone))


def require_equal(archive: Archive) -> None:
    """Everybody who posted before has a place; who posted on the event's days came."""
    facts, posts = Facts(archive), read_archive(archive.path).posts
    starts = facts.doors_open
    before = {p["author_id"] for p in facts.posts.values() if facts.before_the_doors(p["id"])}
    everybody = before | facts.attendees
    people = {int(each): int(each) for each in everybody}
    came = [Attendance(7, "self", starts, int(each)) for each in sorted(facts.attendees)]
    rsvps = [Rsvp(int(each), "going", turn) for turn, each in enumerate(sorted(before))]
    ids = {name: int(each) for each, names in facts.handles.items() for name in names}
    turned = [each for post in posts for each in interactions_of(post)]
    known = [
        structs.replace(each, other_id=each.other_id or ids.get(each.other_handle or ""))
        for each in turned
    ]
    known = [each for each in known if {each.author_id, each.other_id} <= people.keys()]
    answered = Answered(rsvps, [], [], came, people)
    counts = aftermath.of_people(answered) + aftermath.of_ties(answered, known, starts)

    first: dict[frozenset[str], bool] = {}
    for post in sorted(facts.posts.values(), key=lambda p: (p["created_at"], int(p["id"]))):
        for other in facts.turned_to(post):
            if {post["author_id"], other} <= everybody:
                pair = frozenset((post["author_id"], other))
                first.setdefault(pair, facts.before_the_doors(post["id"]))
    talked = {person for pair, early in first.items() if early for person in pair}
    found = summary(EVENT, counts)
    assert found.turnup is not None
    assert found.turnup.came == Share(len(before & facts.attendees), len(before))
    assert found.turnup.talked == Share(
        len(before & facts.attendees & talked), len(before & talked)
    )
    assert (found.ties, found.new_ties) == (len(first), sum(not each for each in first.values()))
