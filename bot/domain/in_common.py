"""What stands between two people, in parts that can be told to them.

A chance or a strength says nothing to a person; "you answered each other four times in May" does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bot.domain.interactions import Interaction
from bot.domain.strength import NAMED_IN_EARNEST

# The most telling first. A mention is `listed` in a post that calls many people by name.
PartKind = Literal["reply", "quote", "mention", "repost", "listed"]
SpanKind = Literal["day", "latest", "month", "months", "since", "between"]

_RANKS = {kind: rank for rank, kind in enumerate(get_args(PartKind))}
# As long as this the day of the last post says more than the months of all of them.
FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened, by the local days of its first and its last post.

    `day`: all on one; `latest`: on several, the last of them fresh; `month` and `months`: within
    one or two; `since`: from an earlier month to the present one; `between`: over a longer time
    that has ended.
    """

    kind: SpanKind
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Part:
    """What one person did to the other, or both did to each other.

    `by` has who did it, by X ids, the lower first; `post_ids` are the posts that show it, oldest
    first.
    """

    kind: PartKind
    by: tuple[int, ...]
    post_ids: tuple[int, ...]
    span: Span

    @property
    def times(self) -> int:
        return len(self.post_ids)

    @property
    def both_ways(self) -> bool:
        return len(self.by) > 1


@dataclass(frozen=True, slots=True)
class Common:
    """What stands between `one` and `other`; the most telling part first.

    No part at all says that they never turned to each other. `today` is the local day on which
    this was found, from which a reader knows the year.
    """

    one: int
    other: int
    parts: tuple[Part, ...]
    today: date

    @property
    def conversed(self) -> bool:
        """Whether it went to and fro: each said something to the other, and one of it answers."""
        said = [part for part in self.parts if part.kind in ("reply", "quote", "mention")]
        spoke = {person for part in said for person in part.by}
        return len(spoke) == 2 and any(part.kind != "mention" for part in said)

    @property
    def told(self) -> tuple[Part, ...]:
        """What one sentence should tell: the most telling part and, where only one of the two
        did that, the best of what came back. To be named in a long list is not worth adding."""
        if not self.parts:
            return ()
        lead = self.parts[0]
        back = (
            part for part in self.parts[1:] if part.kind != "listed" and set(part.by) - {*lead.by}
        )
        return (lead, *list(back)[:1])


def between(
    one: int, other: int, interactions: Iterable[Interaction], zone: str, now: datetime
) -> Common:
    """What two people did to each other; days and months are those of `zone`.

    `interactions` may be anybody's: those of the posts in which one turns to the other, all
    together, tell how many people such a post calls by name. What a post did counts once, by the
    most telling.
    """
    pair, named = {one, other}, Counter[int]()
    found: dict[int, Interaction] = {}
    for each in interactions:
        named[each.post_id] += each.kind == "mention"
        if each.author_id == each.other_id or {each.author_id, each.other_id} != pair:
            continue
        known = found.get(each.post_id)
        if known is None or _RANKS[each.kind] < _RANKS[known.kind]:
            found[each.post_id] = each
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    by_kind: dict[PartKind, list[Interaction]] = {}
    for each in sorted(found.values(), key=lambda each: (each.at, each.post_id)):
        listed = each.kind == "mention" and named[each.post_id] > NAMED_IN_EARNEST
        by_kind.setdefault("listed" if listed else each.kind, []).append(each)
    parts = (_part(kind, by_kind[kind], there, today) for kind in _RANKS if kind in by_kind)
    return Common(one, other, tuple(parts), today)


def _part(kind: PartKind, done: list[Interaction], there: ZoneInfo, today: date) -> Part:
    by = tuple(sorted({each.author_id for each in done}))
    days = [each.at.astimezone(there).date() for each in done]
    return Part(
        kind,
        by,
        tuple(each.post_id for each in done),
        _span(days, today),
    )


def _span(days: list[date], today: date) -> Span:
    first, last = days[0], days[-1]
    months = len({(day.year, day.month) for day in days})
    kind: SpanKind
    if first == last:
        kind = "day"
    elif months > 2 and (last.year, last.month) == (today.year, today.month):
        kind = "since"
    elif today - last <= FRESH:
        kind = "latest"
    elif months > 2:
        kind = "between"
    else:
        kind = "month" if months == 1 else "months"
    return Span(kind, first, last)
