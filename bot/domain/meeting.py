"""What comes of an introduction: how people find each other, and what they say of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.errors import UserError

WORDS_LIMIT = 200
# Its words fit into one message with every sign escaped.
REPORT_LIMIT = 800
# Whether people met is asked at this hour, by the clock of the event.
ASKED_AT = time(10)
# An evening that ends before this hour belongs to the day before.
NIGHT_ENDS = time(6)
# Whoever is asked later than that has other things in mind.
ASKED_UNTIL = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Report:
    """What a member quietly told the organisers of one of their introductions.

    `introduction_id` is None once the introduction is forgotten.
    """

    guild_id: int
    event_id: int
    introduction_id: int | None
    member_id: int
    words: str
    made_at: datetime
    id: int = 0


def checked_words(typed: str) -> str | None:
    """How a member can be found, in one line; None for nothing at all.

    Raises UserError for more than `WORDS_LIMIT` characters.
    """
    words = " ".join(typed.split())
    if len(words) > WORDS_LIMIT:
        raise UserError("introduction.words_length", limit=WORDS_LIMIT)
    return words or None


def checked_report(typed: str) -> str:
    """Raises UserError for no words, and for more than `REPORT_LIMIT` characters."""
    words = typed.strip()
    if not 1 <= len(words) <= REPORT_LIMIT:
        raise UserError("introduction.report_length", limit=REPORT_LIMIT)
    return words


def morning_after(event: Event) -> datetime:
    """When people are asked whether they met, in UTC: the morning after the event."""
    end = event.local_end
    day = end.date() if end.time() < NIGHT_ENDS else end.date() + timedelta(days=1)
    return datetime.combine(day, ASKED_AT, ZoneInfo(event.zone)).astimezone(UTC)


def to_ask(
    made: MadeIntroduction, came: Collection[int | None] | None
) -> tuple[IntroducedMember, ...]:
    """Who is asked whether they met: all who did not say, nobody where it could not be.

    `came` are the members who checked in; None where nobody could.
    """
    left = [member for member in made.members if member.answer != "declined"]
    if len(left) < 2 or (came is not None and any(each.member_id not in came for each in left)):
        return ()
    return tuple(member for member in left if member.met is None)


def all_met(made: MadeIntroduction) -> bool:
    """Whether everybody who did not turn the introduction down said that they met."""
    left = [member for member in made.members if member.answer != "declined"]
    return len(left) > 1 and all(member.met for member in left)
