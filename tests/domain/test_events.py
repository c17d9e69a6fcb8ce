"""What an organiser types becomes a draft, or errors that say what to change."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.drafts import Checked, Draft, Typed, another, check, settled
from bot.domain.events import CAPACITY_LIMIT, LENGTH, Event, EventDraft

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
TYPED = Typed(
    channel_id=2,
    zone="europe/london",
    name=" HR Tweetup ",
    hashtag=" #HRTweetup",
    when="24 June 18:30",
    place=" The Clerk's Well ",
    capacity="12",
)


def checked(**changes: Any) -> Checked:
    return check(Draft(7, 1, 3, replace(TYPED, **changes)), NOW)


def drafted(**changes: Any) -> EventDraft:
    event = checked(**changes).event
    assert event is not None
    return event


def test_a_draft_is_tidied_and_in_utc() -> None:
    starts = datetime(2027, 6, 24, 17, 30, tzinfo=UTC)
    assert drafted(length=" 2 hours ", description=" Talk shop. ") == EventDraft(
        guild_id=1,
        channel_id=2,
        organiser_id=3,
        name="HR Tweetup",
        hashtag="HRTweetup",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        zone="Europe/London",
        place="The Clerk's Well",
        capacity=12,
        created_at=NOW,
        description="Talk shop.",
    )
    assert drafted().ends_at == starts + LENGTH


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"name": "n" * 101}, "event.name_length"),
        ({"place": "p" * 101}, "event.place_length"),
        ({"hashtag": "HR tweetup"}, "event.hashtag"),
        ({"hashtag": "#2027"}, "event.hashtag"),
        ({"hashtag": "##hr"}, "event.hashtag"),
        ({"capacity": "0"}, "event.capacity"),
        ({"capacity": "-1"}, "event.capacity"),
        ({"capacity": f"{CAPACITY_LIMIT + 1}"}, "event.capacity"),
        ({"capacity": "a dozen"}, "event.capacity"),
        ({"capacity": "9" * 5_000}, "event.capacity"),
        ({"description": "d" * 501}, "event.description_length"),
        ({"length": "long"}, "event.length"),
        ({"zone": "Europe/Lodnon"}, "when.zone"),
        ({"zone": "../../etc/passwd"}, "when.zone"),
        ({"when": "31 June 18:30"}, "when.impossible"),
        ({"when": "24 June 2030 18:30"}, "when.too_far"),
        ({"when": "soon"}, "when.no_time"),
    ],
)
def test_what_cannot_be_is_said(changes: dict[str, Any], key: str) -> None:
    found = checked(**changes)
    assert found.event is None
    assert [mistake.key for mistake in found.mistakes] == [key]


def test_everything_that_is_wrong_or_missing_is_told_at_once() -> None:
    found = checked(name="", place=" ", hashtag="two words", capacity="many", when="31 June 18:30")
    assert found.missing == ("name", "place")
    told = {mistake.key for mistake in found.mistakes}
    assert told == {"event.hashtag", "event.capacity", "when.impossible"}


def test_a_time_with_two_readings_is_asked_about_and_settled_for_good() -> None:
    found = checked(when="03/04 6:30")
    assert found.event is None
    assert found.readings is not None
    assert len(found.readings.moments) == 4
    for moment in found.readings.moments:
        typed = settled(replace(TYPED, when="03/04 6:30"), moment, NOW)
        assert drafted(when=typed.when).starts_at == moment
        assert not typed.when.startswith("<")


def test_another_one_is_like_it_but_for_the_time() -> None:
    draft = drafted(length="90 minutes", description="Talk shop.", capacity="")
    event = Event(**asdict(draft), id=9)
    typed = another(event, "in two weeks 18:30")
    found = check(Draft(8, 1, 3, typed), NOW).event
    starts = datetime(2027, 6, 15, 17, 30, tzinfo=UTC)
    assert found == replace(draft, starts_at=starts, ends_at=starts + timedelta(minutes=90))
    assert typed.like == 9


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": ""},
        {"capacity": "1"},
        {"capacity": str(CAPACITY_LIMIT)},
        {"description": "d" * 500},
        {"name": "n" * 100},
        {"place": "p" * 100},
        {"hashtag": "＃HRTweetup"},
    ],
)
def test_what_is_just_within_the_limits(changes: dict[str, Any]) -> None:
    assert drafted(**changes).hashtag == "HRTweetup"


def test_an_event_knows_its_local_time() -> None:
    draft = drafted(zone="America/New_York")
    event = Event(**asdict(draft), id=1)
    assert event.local_start.replace(tzinfo=None).isoformat() == "2027-06-24T18:30:00"
    assert event.starts_at - event.local_start == timedelta(0)
