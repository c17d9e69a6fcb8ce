"""The figures of `tweetup evaluate`, as JSON or as a table."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.domain.event_days import EventDays
from bot.domain.posts import normalise_hashtag
from bot.domain.when import zone_named
from bot.errors import UserError
from bot.evaluate.baselines import TIE_BREAKS, by_chance, by_hindsight, rounds_by_count
from bot.evaluate.chosen import ROUNDS, chosen
from bot.evaluate.question import Pair, Question, question
from bot.x.archive import read_archive

DECILES = 10
# The same archive gives the same figures.
SEED = 1


def main(
    file: Path, hashtag: str, start: date, end: date, tz: str, *, reposts: bool, as_json: bool
) -> int:
    """Evaluate the choice of introductions on an archive.

    Raises UserError for an archive or options that cannot be used.
    """
    if normalise_hashtag(hashtag) is None:
        raise UserError("event.hashtag", found=hashtag)
    if end < start:
        raise UserError("replay.days", first=start, last=end)
    days = EventDays(start, end, zone_named(tz))
    found = report(question(read_archive(file), days, reposts=reposts))
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        _print(found)
    return 0


def report(asked: Question) -> dict[str, Any]:
    """All figures; `confidence_deciles` has the likeliest tenth of *finally meet* first."""
    choice = chosen(asked)
    together = asked.together
    dice = random.Random(SEED)  # noqa: S311 - breaks ties, keeps no secrets
    counted = [_rounds(asked, rounds_by_count(together, dice, ROUNDS)) for _ in range(TIE_BREAKS)]
    baseline = [_mean([rounds[number] for rounds in counted]) for number in range(ROUNDS)]
    any_, talk = by_chance(asked)
    ceiling = _figures(asked, by_hindsight(together, asked.again_any))
    most_talk = _figures(asked, by_hindsight(together, asked.again_talk))["again_talk"]
    first = choice.finally_meet[0]
    return {
        "attendees": len(asked.attendees),
        "reachable": len({person for pair in together for person in pair}),
        "kinds": {
            "finally_meet": _figures(asked, first),
            "bridge": _figures(asked, choice.bridge),
        },
        "baseline_count": {key: baseline[0][key] for key in ceiling},
        "baseline_random": {"again_any": any_, "again_talk": talk},
        "ceiling": ceiling | {"again_talk": most_talk},
        "confidence_deciles": [_figures(asked, tenth) for tenth in _deciles(first)],
        "rounds": _rounds(asked, choice.finally_meet),
        "baseline_rounds": baseline,
    }


def _rounds(asked: Question, rounds: Sequence[Collection[Pair]]) -> list[dict[str, float]]:
    right: set[int] = set()
    figures = []
    for pairs in rounds:
        right |= {person for pair in asked.again_any.intersection(pairs) for person in pair}
        figures.append({**_figures(asked, pairs), "people_right": len(right)})
    return figures


def _figures(asked: Question, pairs: Collection[Pair]) -> dict[str, float]:
    any_, talk = asked.hits(pairs)
    return {"pairs": len(pairs), "again_any": any_, "again_talk": talk}


def _mean(figures: Sequence[dict[str, float]]) -> dict[str, float]:
    return {key: sum(each[key] for each in figures) / len(figures) for key in figures[0]}


def _deciles(pairs: Sequence[Pair]) -> list[Sequence[Pair]]:
    edges = [round(len(pairs) * tenth / DECILES) for tenth in range(DECILES + 1)]
    return [pairs[start:end] for start, end in pairwise(edges)]


def _print(found: dict[str, Any]) -> None:
    console = Console(highlight=False)
    console.print(f"{found['attendees']} attendees, {found['reachable']} of them with a tie")
    table = Table("", "pairs", "talked again", "not only by repost", box=None)
    rows = {
        "finally meet": found["kinds"]["finally_meet"],
        "  by plain count": found["baseline_count"],
        "  in hindsight": found["ceiling"],
        "bridge": found["kinds"]["bridge"],
    }
    for name, each in rows.items():
        table.add_row(name, *(f"{each[key]:g}" for key in ("pairs", "again_any", "again_talk")))
    console.print(table)
    for name, key in (("rounds", "rounds"), ("by plain count", "baseline_rounds")):
        people = ", ".join(f"{each['people_right']:g}" for each in found[key])
        console.print(f"people with a right introduction after each round, {name}: {people}")
    any_, talk = (found["baseline_random"][key] for key in ("again_any", "again_talk"))
    console.print(f"any two of those with a tie: {any_:.1%}, not only by repost {talk:.1%}")
