"""What stands between two people, in a sentence: counted and dated, and never as a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.domain.in_common import Common, Part
from bot.domain.markdown import escape
from bot.texts import text
from cogs.render.written import listed, written

# Larger numbers are written in figures.
IN_WORDS = 12
# Of more people than these the rest is counted.
NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Names:
    """How two people are called: both together; and each by X id, by name and as an owner."""

    both: str
    each: Mapping[int, str]
    owner: Mapping[int, str]


def sentence(common: Common, one_name: str, other_name: str, hashtag: str | None) -> str:
    """What stands between two people who read it together.

    `hashtag` is written without its #, and None where it was not all under one. Raises
    ValueError where nothing stands between them.
    """
    names = _named(common, one_name, other_name, text("in_common.who.together"))
    return text("in_common.sentence", what=_clause(common, names, hashtag))


def joined_sentence(common: Common, one_name: str, other_name: str, hashtag: str | None) -> str:
    """Why `one` joins a pair of which `other` is; all three read it. Otherwise as `sentence`."""
    names = _named(common, one_name, other_name, text("in_common.who.two"))
    return text(
        "in_common.joined",
        one=names.each[common.one],
        other=names.each[common.other],
        what=_clause(common, names, hashtag),
    )


def bridge_sentence(names: Sequence[str]) -> str:
    """Whom two people both talked with who did not talk to each other; the best known first.

    Raises ValueError for no name at all.
    """
    if not names:
        raise ValueError("a bridge rests on somebody")
    shown = [escape(name) for name in names]
    # "And one other" would take as much room as the name.
    if len(shown) > NAMES_SHOWN + 1:
        rest = len(shown) - NAMES_SHOWN
        shown = [*shown[:NAMES_SHOWN], text("in_common.others", n=rest, number=_number(rest))]
    form = "one" if len(shown) == 1 else "several"
    return text(f"in_common.bridge.{form}", names=listed(shown))


def opening(question: str) -> str:
    """A question that was chosen in bot/domain/openings.py, and what leads to it.

    Raises KeyError for one that there is not.
    """
    asked = text(f"introduction.question.{question}")
    if question.startswith("bridge."):
        return text("introduction.begin", question=asked)
    return text("introduction.go_on", question=asked)


def _named(common: Common, one_name: str, other_name: str, both: str) -> _Names:
    each = {common.one: escape(one_name), common.other: escape(other_name)}
    owner = {person: text("in_common.whose", name=name) for person, name in each.items()}
    return _Names(both, each, owner)


def _clause(common: Common, names: _Names, hashtag: str | None) -> str:
    clauses: list[str] = []
    for part in common.told:
        what = _done(part, common, names)
        if hashtag is not None and not clauses:
            what = text("in_common.under", what=what, hashtag=escape(hashtag))
        clauses.append(_dated(what, part, common.today))
    if not clauses:
        raise ValueError("nothing stands between the two")
    what, *more = clauses
    return text("in_common.and", what=what, more=more[0]) if more else what


def _done(part: Part, common: Common, names: _Names) -> str:
    author, other = part.by[0], common.one
    if author == common.one:
        other = common.other
    if part.both_ways:
        # That each did so once needs no number.
        form = "each_other" if part.times == len(part.by) else "each_other_often"
    else:
        form = "once" if part.times == 1 else "often"
    return text(
        f"in_common.{part.kind}.{form}",
        both=names.both,
        one=names.each[author],
        other=names.each[other],
        whose=names.owner[other],
        times=_times(part.times),
        number=_number(part.times),
    )


def _dated(what: str, part: Part, today: date) -> str:
    """`what` with when it was. A year is told where it is not that of `today`, and once."""
    span = part.span
    return text(
        f"in_common.when.{span.kind}",
        what=what,
        last_day=_written("day", span.last, today.year),
        first_month=_written("month", span.first, today.year, span.last.year),
        last_month=_written("month", span.last, today.year),
    )


def _written(how: Literal["day", "month"], day: date, *years_known: int) -> str:
    if day.year in years_known:
        return written(day, how)
    return written(day, "day_year" if how == "day" else "month_year")


def _times(n: int) -> str:
    return text("in_common.twice") if n == 2 else text("in_common.times", n=n, number=_number(n))


def _number(n: int) -> str:
    return text(f"in_common.number.{n}") if 1 <= n <= IN_WORDS else str(n)
