"""Tweetups as iCalendar files (RFC 5545), the way Apple, Google and Outlook all read them.

Times stand in the event's own zone, with its rules beside them. ORGANIZER is left out: it would
need somebody's mail address, and Outlook would offer to answer to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import icalendar
from icalendar.enums import STATUS

from bot.domain.events import Event
from bot.services.check_in import channel_address
from bot.services.ics_zones import rules
from bot.texts import text

Certainty = Literal["CONFIRMED", "TENTATIVE"]

_PRODUCT = "-//Tweetup//Tweetup//EN"
_GOOGLE = "https://calendar.google.com/calendar/render"
_HOURLY = timedelta(hours=1)


def one_event(event: Event, now: datetime) -> bytes:
    """A file that adds the event to a calendar, or takes a cancelled one out of it."""
    entry = _entry(event, "CONFIRMED", now)
    calendar = _calendar([entry], [event])
    calendar.method = "PUBLISH" if stands(event) else "CANCEL"
    return bytes(calendar.to_ical())


def feed(events: Iterable[tuple[Event, Certainty]], now: datetime) -> bytes:
    """A calendar to subscribe to, which calendars ask for again every hour or so."""
    those = list(events)
    entries = [_entry(event, certainty, now) for event, certainty in those]
    calendar = _calendar(entries, [event for event, _ in those])
    calendar.method = "PUBLISH"
    calendar.calendar_name = text("calendar.name")
    # Apple and the standard know the one, Outlook the other.
    calendar.add("refresh-interval", _HOURLY, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return bytes(calendar.to_ical())


def stands(event: Event) -> bool:
    """Whether it takes place as planned; any other should stand in nobody's calendar."""
    return event.state == "planned"


def google_address(event: Event) -> str:
    """Opens Google Calendar with the event filled in."""
    stamps = (at.strftime("%Y%m%dT%H%M%SZ") for at in (event.starts_at, event.ends_at))
    query = {
        "action": "TEMPLATE",
        "text": _line(event.name),
        "dates": "/".join(stamps),
        "ctz": event.zone,
        "location": _line(event.place),
        "details": _about(event),
    }
    return f"{_GOOGLE}?{urlencode(query)}"


def _entry(event: Event, certainty: Certainty, now: datetime) -> icalendar.Event:
    return icalendar.Event.new(
        uid=f"event-{event.id}@guild-{event.guild_id}.tweetup.invalid",
        sequence=event.revision,
        stamp=now,
        start=_moment(event.starts_at, event.zone),
        end=_moment(event.ends_at, event.zone),
        summary=_line(event.name),
        location=_line(event.place),
        description=_about(event),
        url=channel_address(event),
        status=STATUS[certainty] if stands(event) else STATUS.CANCELLED,
    )


def _calendar(entries: Iterable[icalendar.Event], events: Iterable[Event]) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    times: dict[str, list[datetime]] = {}
    for event in events:
        if event.zone != "UTC":  # which every calendar knows
            times.setdefault(event.zone, []).extend((event.starts_at, event.ends_at))
    for zone, moments in times.items():
        calendar.add_component(rules(zone, min(moments), max(moments)))
    for entry in entries:
        calendar.add_component(entry)
    return calendar


def _moment(at: datetime, zone: str) -> datetime:
    """In the event's zone; but in UTC where the clock there shows the same time twice."""
    local = at.astimezone(ZoneInfo(zone))
    return at.astimezone(UTC) if local.fold else local


def _about(event: Event) -> str:
    hashtag = _line(event.hashtag)
    return text("calendar.about", hashtag=hashtag, address=channel_address(event))


def _line(written: str) -> str:
    """What an organiser wrote, as one line without what could end a line for some reader."""
    plain = (" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in written)
    return " ".join("".join(plain).split())
