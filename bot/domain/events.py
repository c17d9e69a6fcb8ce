"""A tweetup as its organiser sets it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.posts import normalise_hashtag
from bot.domain.when import parse_when, zone_named
from bot.errors import UserError

EventState = Literal["planned", "cancelled"]

# Discord allows 100 characters for a scheduled event's name and for its location.
NAME_LIMIT = 100
PLACE_LIMIT = 100
# Well below what fits into a post, a search at X and the event's card.
HASHTAG_LIMIT = 100
CAPACITY_LIMIT = 10_000
LENGTH = timedelta(hours=3)
# People go on talking the day after; then the hashtag is no longer read, nor paid for.
TRACKED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """A tweetup checked and ready to be made. Times are aware and in UTC."""

    guild_id: int
    channel_id: int
    organiser_id: int
    name: str
    hashtag: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    capacity: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Event(EventDraft):
    """A tweetup that stands in the database. `hashtag` keeps the organiser's spelling; `revision`
    counts the changes since it was set up."""

    id: int
    state: EventState = "planned"
    revision: int = 0

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))


def draft_event(
    *,
    guild_id: int,
    channel_id: int,
    organiser_id: int,
    name: str,
    hashtag: str,
    when: str,
    zone: str,
    place: str,
    capacity: int | None,
    now: datetime,
) -> EventDraft:
    """Check what an organiser typed and make a draft of it.

    `when` is understood in `zone`, an IANA name such as "Europe/London".

    Raises UserError for the first thing that cannot be, with what to do about it.
    """
    name, place = name.strip(), place.strip()
    if not 1 <= len(name) <= NAME_LIMIT:
        raise UserError("event.name_length", limit=NAME_LIMIT)
    if not 1 <= len(place) <= PLACE_LIMIT:
        raise UserError("event.place_length", limit=PLACE_LIMIT)
    if normalise_hashtag(hashtag) is None or len(hashtag) > HASHTAG_LIMIT:
        raise UserError("event.hashtag", found=hashtag)
    if capacity is not None and not 1 <= capacity <= CAPACITY_LIMIT:
        raise UserError("event.capacity", found=capacity, limit=CAPACITY_LIMIT)
    known_zone = zone_named(zone)
    starts_at = parse_when(when, known_zone, now)
    return EventDraft(
        guild_id=guild_id,
        channel_id=channel_id,
        organiser_id=organiser_id,
        name=name,
        hashtag=hashtag.strip().lstrip("#＃"),
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        zone=known_zone.key,
        place=place,
        capacity=capacity,
        created_at=now,
    )
