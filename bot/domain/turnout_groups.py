"""How sure it is that somebody comes, by what is known of them before: groups, and who is in which.

Of past tweetups numbers alone are needed: how many of a group there were, and how many came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal, get_args

from bot.domain.events import Event
from bot.domain.rsvp import Rsvp, Status

Standing = Literal["going", "maybe", "waiting"]

# Who answered so shortly before the start knew their week.
FRESH = timedelta(days=7)
# Who still comes is asked the day before; so long after, those who would say so have.
SETTLED = timedelta(hours=6)
# Organisers are told what to expect at this hour of the day of a tweetup, or the evening before
# one that begins in the morning: those who were asked have answered, and food can be ordered.
TOLD_AT, EVENING_BEFORE, NOON = time(9), time(18), time(12)

_STANDINGS: Mapping[Status, Standing] = {
    "going": "going",
    "maybe": "maybe",
    "offered": "waiting",
    "waitlisted": "waiting",
    "asked": "waiting",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Members who are alike: how they stand, whether they answered in the last week (`fresh`),
    wrote under the hashtag (`spoke`), and said that they still come; None where nobody was asked.
    """

    standing: Standing
    fresh: bool = False
    spoke: bool = False
    confirmed: bool | None = None

    @property
    def key(self) -> str:
        """What the group's numbers are kept under."""
        asked = {None: "unasked", True: "confirmed", False: "unconfirmed"}[self.confirmed]
        fresh, spoke = "fresh" if self.fresh else "early", "spoke" if self.spoke else "quiet"
        return f"{self.standing}.{fresh}.{spoke}.{asked}"


# Of a group: how many members there were, and how many of them came.
Outcome = tuple[int, int]
# Of people who are alike, the sizes of their parties: each brings guests along, or nobody.
Parties = Mapping[Group, tuple[int, ...]]

_ALL = [
    Group(standing, fresh, spoke, confirmed)
    for standing in get_args(Standing)
    for fresh in (False, True)
    for spoke in (False, True)
    for confirmed in (None, False, True)
]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of those who answered: since when, who wrote under the hashtag before the
    start, and who confirmed, None where nobody was asked or it is too soon to tell."""

    answered_at: Mapping[int, datetime]
    spoke: Collection[int]
    confirmed: Collection[int] | None


def group_of(rsvp: Rsvp, known: Known, starts_at: datetime) -> Group | None:
    """None for whoever does not mean to come."""
    standing = _STANDINGS.get(rsvp.status)
    if standing is None:
        return None
    asked = known.confirmed is not None and standing == "going"
    return Group(
        standing,
        fresh=starts_at - known.answered_at[rsvp.member_id] <= FRESH,
        spoke=rsvp.member_id in known.spoke,
        confirmed=rsvp.member_id in (known.confirmed or ()) if asked else None,
    )


def parties(rsvps: Iterable[Rsvp], known: Known, starts_at: datetime) -> dict[Group, list[Rsvp]]:
    """Who means to come, by group."""
    found: dict[Group, list[Rsvp]] = {}
    for rsvp in rsvps:
        group = group_of(rsvp, known, starts_at)
        if group is not None:
            found.setdefault(group, []).append(rsvp)
    return found


def outcomes(
    grouped: Mapping[Group, Iterable[Rsvp]], arrived: Collection[int]
) -> dict[Group, Outcome]:
    """`arrived` are the members who came."""
    found = {}
    for group, members in grouped.items():
        came = [rsvp.member_id in arrived for rsvp in members]
        found[group] = (len(came), sum(came))
    return found


def kept(past: Mapping[Group, Outcome]) -> Counter[str]:
    """An event's outcomes as counts to keep."""
    counts: Counter[str] = Counter()
    for group, (members, came) in past.items():
        counts[f"turnout.{group.key}.members"] = members
        counts[f"turnout.{group.key}.came"] = came
    return counts


def of_kept(counts: Mapping[str, int]) -> dict[Group, Outcome]:
    """An event's outcomes, from counts that were kept."""
    found = {}
    for group in _ALL:
        if members := counts.get(f"turnout.{group.key}.members"):
            found[group] = (members, counts.get(f"turnout.{group.key}.came", 0))
    return found


def unasked(past: Mapping[Group, Outcome]) -> dict[Group, Outcome]:
    """The same people, told apart only by what is known before they are asked."""
    found: dict[Group, Outcome] = {}
    for group, (members, came) in past.items():
        plain = replace(group, confirmed=None)
        before = found.get(plain, (0, 0))
        found[plain] = (before[0] + members, before[1] + came)
    return found


def told_at(event: Event) -> datetime:
    """When organisers are told what to expect, by the clock of the event; in the zone of it."""
    local = event.local_start
    if local.time() >= NOON:
        return local.replace(hour=TOLD_AT.hour, minute=0, second=0, microsecond=0)
    before = local - timedelta(days=1)
    return before.replace(hour=EVENING_BEFORE.hour, minute=0, second=0, microsecond=0)
