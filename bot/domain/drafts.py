"""A tweetup that is being set up: what its organiser typed so far, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, TypeVar, get_args

from bot.domain.events import (
    LENGTH,
    Event,
    EventDraft,
    checked_capacity,
    checked_description,
    checked_hashtag,
    checked_name,
    checked_place,
)
from bot.domain.lengths import length_text, parse_end
from bot.domain.readings import Readings, read_when, unmistakable
from bot.domain.when import zone_named
from bot.errors import UserError

# Without these there is no tweetup.
Needed = Literal["name", "hashtag", "when", "place"]

KEPT = timedelta(days=1)
# An option of a Discord command can hold 6,000 characters; no field takes as many as this.
LONGEST = 1_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as it was typed; empty where nothing was.

    `like` is the event of which this is to be another one.
    """

    channel_id: int
    zone: str
    name: str = ""
    hashtag: str = ""
    when: str = ""
    place: str = ""
    capacity: str = ""
    length: str = ""
    description: str = ""
    like: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A member's one draft in a guild; with each change it gets a new `id`."""

    id: int
    guild_id: int
    member_id: int
    typed: Typed


@dataclass(frozen=True, slots=True)
class Checked:
    """What a draft comes to: the `event`, or whatever still stands in its way.

    `readings` are the moments to choose from where the time typed can mean several.
    """

    event: EventDraft | None
    missing: tuple[Needed, ...] = ()
    mistakes: tuple[UserError, ...] = ()
    readings: Readings | None = None


@dataclass
class _Mistakes:
    found: list[UserError] = field(default_factory=list)

    def kept(self, check: Callable[[], T]) -> T | None:
        """What `check` gives; None once what it raises is noted."""
        try:
            return check()
        except UserError as error:
            self.found.append(error)
            return None


def check(draft: Draft, now: datetime) -> Checked:
    """Read everything that was typed, and note all that is wrong with it at once."""
    typed, mistakes = draft.typed, _Mistakes()
    missing = tuple(name for name in get_args(Needed) if not getattr(typed, name).strip())

    def needed(field: Needed, check: Callable[[str], str]) -> str:
        kept = None if field in missing else mistakes.kept(lambda: check(getattr(typed, field)))
        return kept or ""

    name = needed("name", checked_name)
    hashtag = needed("hashtag", checked_hashtag)
    place = needed("place", checked_place)
    capacity = mistakes.kept(lambda: checked_capacity(typed.capacity))
    description = mistakes.kept(lambda: checked_description(typed.description))
    zone = mistakes.kept(lambda: zone_named(typed.zone))
    if zone is None or "when" in missing:
        return Checked(None, missing, tuple(mistakes.found))
    readings = mistakes.kept(lambda: read_when(typed.when, zone, now))
    if readings is None or readings.doubt is not None:
        return Checked(None, missing, tuple(mistakes.found), readings)
    (starts_at,) = readings.moments
    ends_at: datetime | None = starts_at + LENGTH
    if typed.length.strip():
        ends_at = mistakes.kept(lambda: parse_end(typed.length, starts_at, zone))
    if missing or mistakes.found:
        return Checked(None, missing, tuple(mistakes.found))
    event = EventDraft(
        guild_id=draft.guild_id,
        channel_id=typed.channel_id,
        organiser_id=draft.member_id,
        name=name,
        hashtag=hashtag,
        starts_at=starts_at,
        ends_at=ends_at or starts_at,
        zone=zone.key,
        place=place,
        capacity=capacity,
        created_at=now,
        description=description or "",
    )
    return Checked(event)


def settled(typed: Typed, moment: datetime, now: datetime) -> Typed:
    """With `moment`, one of the readings, as the time that was meant."""
    return replace(typed, when=unmistakable(moment, zone_named(typed.zone), now))


def another(event: Event, when: str) -> Typed:
    """A draft of a tweetup like `event`, at another time."""
    return Typed(
        channel_id=event.channel_id,
        zone=event.zone,
        name=event.name,
        hashtag=event.hashtag,
        when=when,
        place=event.place,
        capacity="" if event.capacity is None else str(event.capacity),
        length=length_text(event.ends_at - event.starts_at),
        description=event.description,
        like=event.id,
    )
