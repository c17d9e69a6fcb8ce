"""The table of docs/rights.md: its rows by what stands first in them, a cell for each."""

from __future__ import annotations

import re
from pathlib import Path

_PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
_KEY = re.compile(r"\| `([^`]+)`")


def tables() -> list[dict[str, list[str]]]:
    """Of each table of the page its rows: the other cells, by the name in the first."""
    found: list[dict[str, list[str]]] = []
    inside = False
    for line in _PAGE.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            found.append({})
            inside = True
        if key := _KEY.match(line):
            assert key[1] not in found[-1], f"{key[1]} stands twice"
            found[-1][key[1]] = [cell.strip() for cell in line.strip("|").split("|")[1:]]
    return found
