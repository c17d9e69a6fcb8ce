"""Calendar files, read back by a library that knows zones by the rules in the file alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Event
from bot.services import ics
from tests.sampled import sampled
from tests.services.world import NOW, STARTS, draft

HOUR = timedelta(hours=1)
ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Lagos",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Jerusalem",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "UTC",
)


# Hours from a change of the clocks.
AROUND = (-3, -1, -0.5, 0, 0.5)


def lasting(starts_at: datetime) -> dict[str, datetime]:
    return {"starts_at": starts_at, "ends_at": starts_at + 3 * HOUR}


def an_event(**changes: Any) -> Event:
    return replace(Event(**asdict(draft()), id=7), **changes)


def read(content: bytes) -> Any:
    return vobject.readOne(content.decode())


def only(content: bytes) -> Any:
    (entry,) = read(content).vevent_list
    return entry


def test_everything_an_organiser_said_comes_back() -> None:
    event = an_event(revision=3)
    calendar = read(ics.one_event(event, NOW))
    entry = calendar.vevent
    assert calendar.method.value == "PUBLISH"
    assert entry.summary.value == "HR Tweetup"
    assert entry.location.value == "The Copper Kettle"
    assert "https://discord.com/channels/10/20" in entry.description.value
    assert entry.uid.value == "event-7@guild-10.tweetup.invalid"
    assert entry.sequence.value == "3"
    assert entry.status.value == "CONFIRMED"
    assert entry.dtstamp.value.astimezone(UTC) == NOW
    assert entry.dtstart.value.astimezone(UTC) == STARTS
    assert entry.dtend.value.astimezone(UTC) == STARTS + 3 * HOUR
    assert "organizer" not in entry.contents


def test_a_change_is_the_same_entry_with_a_higher_number() -> None:
    before, after = (only(ics.one_event(an_event(revision=n), NOW)) for n in (0, 1))
    assert before.uid.value == after.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)


def test_other_events_and_guilds_have_other_entries() -> None:
    events = (an_event(), an_event(id=8), an_event(guild_id=11))
    assert len({only(ics.one_event(each, NOW)).uid.value for each in events}) == 3


def test_what_was_cancelled_is_taken_out_of_calendars() -> None:
    event = an_event(state="cancelled", revision=4)
    calendar = read(ics.one_event(event, NOW))
    assert calendar.method.value == "CANCEL"
    assert calendar.vevent.status.value == "CANCELLED"
    assert calendar.vevent.sequence.value == "4"


def test_a_feed_says_what_is_sure_and_what_is_not() -> None:
    events = (an_event(), an_event(id=8), an_event(id=9, state="cancelled"))
    certainties: tuple[ics.Certainty, ...] = ("CONFIRMED", "TENTATIVE", "CONFIRMED")
    calendar = read(ics.feed(zip(events, certainties, strict=True), NOW))
    found = [entry.status.value for entry in calendar.vevent_list]
    assert found == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert calendar.contents["x-wr-calname"][0].value == "Tweetups"
    assert calendar.method.value == "PUBLISH"
    text = ics.feed([], NOW).decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text


def test_the_same_twice_is_the_same_file() -> None:
    feeds = {ics.feed([(an_event(), "CONFIRMED")], NOW) for _ in range(3)}
    assert len(feeds) == 1


@given(st.text(max_size=100), st.text(max_size=100))
def test_nothing_written_gets_out_of_its_line(name: str, place: str) -> None:
    content = ics.one_event(an_event(name=name, place=place), NOW)
    assert names_of_lines(content) == usual_lines()
    entry = only(content)
    assert tidy(entry.summary.value) == tidy(name)
    assert tidy(entry.location.value) == tidy(place)


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_no_end_of_a_line_adds_a_line(ending: str) -> None:
    name = f'Drinks{ending}ATTENDEE:mailto:ada@example.org{ending}END:VEVENT\\n;,:"'
    entry = only(ics.one_event(an_event(name=name), NOW))
    assert "attendee" not in entry.contents
    assert entry.summary.value == 'Drinks ATTENDEE:mailto:ada@example.org END:VEVENT\\n;,:"'


def names_of_lines(content: bytes) -> set[str]:
    """The properties there are, for readers who take any sign for the end of a line that Unicode
    does; long lines are folded as the standard wants."""
    lines = content.decode().replace("\r\n ", "").splitlines()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return {re.split("[:;]", line)[0] for line in lines}


@cache
def usual_lines() -> set[str]:
    return names_of_lines(ics.one_event(an_event(), NOW))


def tidy(written: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", written).split())


def moments(content: bytes) -> list[tuple[datetime, datetime]]:
    """When the entries begin and end, by the rules of zones in the file and by no others."""
    zones = tzical(StringIO(content.decode()))

    def moment(value: Any) -> datetime:
        (zone,) = value.params.get("X-VOBJ-ORIGINAL-TZID", ["UTC"])
        known: Any = UTC if zone == "UTC" else zones.get(zone)
        found: datetime = value.value.replace(tzinfo=known)
        return found.astimezone(UTC)

    return [(moment(each.dtstart), moment(each.dtend)) for each in read(content).vevent_list]


def changes_of_clocks(zone: str) -> Iterator[datetime]:
    """When the clocks change in ten years, found by looking at every day of them and at every hour
    of those on which they do."""
    local = ZoneInfo(zone)

    def changed(before: datetime, after: datetime) -> bool:
        return before.astimezone(local).utcoffset() != after.astimezone(local).utcoffset()

    for day in (STARTS + n * 24 * HOUR for n in range(3_653)):
        if changed(day, day + 24 * HOUR):
            yield next(at for n in range(25) if changed(day, at := day + n * HOUR))


@pytest.mark.parametrize("zone", sampled(ZONES, every=3))
def test_every_moment_around_a_change_of_the_clocks_is_right(zone: str) -> None:
    starts = [STARTS, *(at + by * HOUR for at in changes_of_clocks(zone) for by in AROUND)]
    events = [an_event(id=n, zone=zone, **lasting(at)) for n, at in enumerate(starts)]
    found = moments(ics.feed([(each, "CONFIRMED") for each in events], NOW))
    assert found == [(each.starts_at, each.ends_at) for each in events]


@given(st.sampled_from(ZONES), st.integers(0, 24 * 3_653 * 2))
def test_a_file_has_its_moment_right_by_its_own_rules(zone: str, half_hours: int) -> None:
    event = an_event(zone=zone, **lasting(STARTS + half_hours * HOUR / 2))
    assert moments(ics.one_event(event, NOW)) == [(event.starts_at, event.ends_at)]


def test_a_zone_with_yearly_rules_is_told_as_outlook_wants_it() -> None:
    text = ics.one_event(an_event(), NOW).decode()
    blocks = re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT).+?END:", text, re.DOTALL)
    found = [re.findall(r"(?:DTSTART|RRULE|TZOFFSETFROM):(\S+)", block) for block in blocks]
    assert found == [
        ["20250330T010000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "+0000"],
        ["20251026T020000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "+0100"],
    ]
    assert "RDATE" not in text


def test_a_feed_over_years_and_zones_has_each_moment_right() -> None:
    days = timedelta(days=97)
    events = [an_event(id=n, zone=z, **lasting(STARTS + n * days)) for n, z in enumerate(ZONES)]
    found = moments(ics.feed([(each, "CONFIRMED") for each in events], NOW))
    assert found == [(each.starts_at, each.ends_at) for each in events]


def test_google_is_given_the_same() -> None:
    event = an_event(name="Drinks & more #1", place="A, B & C")
    address = urlsplit(ics.google_address(event))
    query = parse_qs(address.query, strict_parsing=True)
    assert (address.scheme, address.netloc) == ("https", "calendar.google.com")
    assert query["text"] == ["Drinks & more #1"]
    assert query["location"] == ["A, B & C"]
    assert query["dates"] == ["20260122T180000Z/20260122T210000Z"]
    assert query["ctz"] == ["Europe/London"]
