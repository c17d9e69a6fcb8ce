"""A finding in words: what is so, and what mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from bot.domain.findings import Finding
from bot.texts import text


def summary(findings: Collection[Finding]) -> str:
    """How much there is to mend and to know, in a sentence or two."""
    of_level = Counter(each.level for each in findings)
    faults, notes = of_level["fault"], of_level["note"]
    parts = [text("doctor.faults", n=faults)] if faults else []
    parts += [text("doctor.notes", n=notes)] if notes else []
    return " ".join(parts) or text("doctor.all_fine")


def words(finding: Finding, shown: Callable[[str, Any], object]) -> tuple[str, str]:
    """The second is empty where all is fine. `shown` gives a parameter, by its name, as it is to
    be read where the words go."""
    params: dict[str, Any] = {
        name: shown(name, _plain(name, each)) for name, each in finding.params.items()
    }
    what = text(f"doctor.{finding.key}", **params)
    # What mends it does not hang on how many there are.
    params.pop("n", None)
    mend = "" if finding.level == "fine" else text(f"doctor.{finding.key}.mend", **params)
    return what, mend


def _plain(name: str, value: Any) -> Any:
    if name == "missing":
        return ", ".join(text(f"permission.{each}") for each in value)
    if name == "why":
        return text(f"error.{value.key}", **value.params)
    if name == "hashtags":
        return ", ".join(f"#{each}" for each in value)
    return value
