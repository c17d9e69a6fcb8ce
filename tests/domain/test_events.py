"""What an organiser types becomes a draft, or one error that says what to change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.events import CAPACITY_LIMIT, LENGTH, Event, EventDraft, draft_event
from bot.errors import UserError

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)


def drafted(**changes: Any) -> EventDraft:
    typed: dict[str, Any] = {
        "guild_id": 1,
        "channel_id": 2,
        "organiser_id": 3,
        "name": " HR Tweetup ",
        "hashtag": " #HRTweetup",
        "when": "24 June 18:30",
        "zone": "europe/london",
        "place": " The Clerk's Well ",
        "capacity": 12,
        "now": NOW,
    }
    return draft_event(**(typed | changes))


def test_a_draft_is_tidied_and_in_utc() -> None:
    starts = datetime(2027, 6, 24, 17, 30, tzinfo=UTC)
    assert drafted() == EventDraft(
        guild_id=1,
        channel_id=2,
        organiser_id=3,
        name="HR Tweetup",
        hashtag="HRTweetup",
        starts_at=starts,
        ends_at=starts + LENGTH,
        zone="Europe/London",
        place="The Clerk's Well",
        capacity=12,
        created_at=NOW,
    )


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"name": ""}, "event.name_length"),
        ({"name": "  "}, "event.name_length"),
        ({"name": "n" * 101}, "event.name_length"),
        ({"place": " "}, "event.place_length"),
        ({"place": "p" * 101}, "event.place_length"),
        ({"hashtag": "HR tweetup"}, "event.hashtag"),
        ({"hashtag": "#2027"}, "event.hashtag"),
        ({"hashtag": "##hr"}, "event.hashtag"),
        ({"hashtag": ""}, "event.hashtag"),
        ({"capacity": 0}, "event.capacity"),
        ({"capacity": -1}, "event.capacity"),
        ({"capacity": CAPACITY_LIMIT + 1}, "event.capacity"),
        ({"zone": "Europe/Lodnon"}, "when.zone"),
        ({"zone": "../../etc/passwd"}, "when.zone"),
        ({"when": "31 June 18:30"}, "when.impossible"),
        ({"when": "24 June 2026 18:30"}, "when.past"),
        ({"when": "24 June"}, "when.no_time"),
    ],
)
def test_what_cannot_be_is_said(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(UserError) as refused:
        drafted(**changes)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": None},
        {"capacity": 1},
        {"capacity": CAPACITY_LIMIT},
        {"name": "n" * 100},
        {"place": "p" * 100},
        {"hashtag": "＃HRTweetup"},
    ],
)
def test_what_is_just_within_the_limits(changes: dict[str, Any]) -> None:
    assert drafted(**changes).hashtag == "HRTweetup"


def test_an_event_knows_its_local_time() -> None:
    draft = drafted(zone="America/New_York")
    event = Event(id=1, **{name: getattr(draft, name) for name in EventDraft.__slots__})
    assert event.local_start.replace(tzinfo=None).isoformat() == "2027-06-24T18:30:00"
    assert event.starts_at - event.local_start == timedelta(0)
