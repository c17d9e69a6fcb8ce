"""How long before a tweetup a reminder comes: "1 week", "1 day", "2 hours"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.domain.plain import plain
from bot.errors import UserError

Unit = Literal["d", "h", "m"]

AT_MOST = 5
FURTHEST = timedelta(days=60)
NEAREST = timedelta(minutes=10)
_LENGTHS: dict[Unit, timedelta] = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
}
_COUNTS = {"a": 1, "an": 1, "the": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_ITEM = re.compile(
    rf"(?P<count>\d{{1,5}}|{'|'.join(_COUNTS)}) ?"
    r"(?:(?P<w>weeks?|wks?|w)|(?P<d>days?|d)|(?P<h>hours?|hrs?|h)|(?P<m>minutes?|mins?|m))"
    r"(?: before)?"
)
_BETWEEN = re.compile(r" *(?:[,;&+]+(?: *and\b)?|\band\b) *")
_NONE = {"none", "no", "off", "never", "no reminders", "0"}


@dataclass(frozen=True, slots=True)
class Offset:
    """`count` days by the calendar ("d"), or real hours ("h") or minutes ("m"), before the start.

    Written "7d", "2h", "30m".
    """

    count: int
    unit: Unit

    @property
    def length(self) -> timedelta:
        """How long it is when no clock changes on the way."""
        return self.count * _LENGTHS[self.unit]

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


def offset_of(written: str) -> Offset:
    """The offset that was written "7d"."""
    count, unit = int(written[:-1]), written[-1]
    return Offset(count, "d" if unit == "d" else "h" if unit == "h" else "m")


def parse_offsets(text: str) -> tuple[Offset, ...]:
    """What an organiser means by "1 week, 1 day and 2 hours" or "none", the longest first.

    Raises UserError("reminders.…") for what cannot be read or is too much, too far or too near.
    """
    words = plain(text).strip(" ,.")
    if words in _NONE:
        return ()
    found = {_parsed(item) for item in _BETWEEN.split(words)}
    if len(found) > AT_MOST:
        raise UserError("reminders.too_many", limit=AT_MOST)
    return longest_first(found)


def longest_first(offsets: set[Offset]) -> tuple[Offset, ...]:
    return tuple(sorted(offsets, key=lambda each: (each.length, str(each)), reverse=True))


def _parsed(item: str) -> Offset:
    found = _ITEM.fullmatch(item)
    if found is None:
        raise UserError("reminders.unreadable", found=item)
    count = _COUNTS.get(found["count"]) or int(found["count"])
    if found["m"] and count % 60 == 0:
        offset = Offset(count // 60, "h")
    elif found["w"]:
        offset = Offset(7 * count, "d")
    else:
        offset = Offset(count, "d" if found["d"] else "h" if found["h"] else "m")
    if offset.length > FURTHEST:
        raise UserError("reminders.too_far", found=item, limit=FURTHEST.days)
    if offset.length < NEAREST:
        raise UserError("reminders.too_near", found=item, limit=NEAREST // timedelta(minutes=1))
    return offset
