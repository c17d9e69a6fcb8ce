"""Print the figures of docs/introductions.md: `python -m tests.introductions`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.introductions.fitting import fitted
from tests.introductions.judging import Judged, differences, judged, questions


def main() -> None:
    for reposts in (True, False):
        asked = questions(reposts=reposts)
        known = "with reposts" if reposts else "without reposts"
        _print(f"as the product chooses, {known}", (judged(each) for each in asked))
        _print(
            f"each archive by what the others taught, {known}",
            (judged(each, fitted(other for other in asked if other is not each)) for each in asked),
        )


def _print(title: str, each: Iterable[Judged]) -> None:
    found = list(each)
    sys.stdout.write(f"{title}: {sum(one.pairs for one in found)} pairs\n")
    for what, (reached, more) in differences(found).items():
        sys.stdout.write(
            f"  {what:>12}  {reached.value:.0f} ({reached.low:.0f} to {reached.high:.0f}),"
            f" beside plain count {more.value:+.1f} ({more.low:+.1f} to {more.high:+.1f})\n"
        )


if __name__ == "__main__":
    main()
