"""A tweetup as its organiser sets it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.posts import normalise_hashtag
from bot.errors import UserError

# "postponed" is a tweetup whose new date is still to be announced; its times are the old ones.
EventState = Literal["planned", "postponed", "cancelled"]

# Discord allows 100 characters for a scheduled event's name and for its location.
NAME_LIMIT = 100
PLACE_LIMIT = 100
DESCRIPTION_LIMIT = 500
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
    description: str = field(default="", kw_only=True)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Event(EventDraft):
    """A tweetup that stands in the database. `hashtag` keeps the organiser's spelling.

    One that is `archived` is put away: not listed, not read, not answered. `revision` counts its
    changes. `reason` is why it was cancelled or postponed.
    """

    id: int
    state: EventState = "planned"
    archived: bool = False
    reason: str | None = None
    revision: int = 0

    def is_over(self, now: datetime) -> bool:
        return self.state != "postponed" and self.ends_at <= now


def checked_name(name: str) -> str:
    """Raises UserError, as all of these do, with what to do about it."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_LIMIT:
        raise UserError("event.name_length", limit=NAME_LIMIT)
    return name


def checked_place(place: str) -> str:
    place = " ".join(place.split())
    if not 1 <= len(place) <= PLACE_LIMIT:
        raise UserError("event.place_length", limit=PLACE_LIMIT)
    return place


def checked_hashtag(hashtag: str) -> str:
    """The hashtag without its sign, in the organiser's spelling."""
    if normalise_hashtag(hashtag) is None or len(hashtag) > HASHTAG_LIMIT:
        raise UserError("event.hashtag", found=hashtag)
    return hashtag.strip().lstrip("#＃")


def checked_capacity(capacity: str) -> int | None:
    """None, which is room for everybody, where nothing was typed."""
    typed = capacity.strip()
    if not typed:
        return None
    if not (typed.isdecimal() and len(typed) < 10 and 1 <= int(typed) <= CAPACITY_LIMIT):
        raise UserError("event.capacity", found=typed, limit=CAPACITY_LIMIT)
    return int(typed)


def checked_description(description: str) -> str:
    description = description.strip()
    if len(description) > DESCRIPTION_LIMIT:
        raise UserError("event.description_length", limit=DESCRIPTION_LIMIT)
    return description
