"""What the doctor found, for organisers: what is to be mended first, each with how."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from discord.ext.commands import Paginator
from discord.utils import format_dt

from bot.domain.cleaning import cut
from bot.domain.findings import Finding, worst_first
from bot.domain.markdown import escape
from bot.services.doctor.words import summary, words
from bot.texts import text
from cogs.render.money import dollars

PAGE = 1_900
LONGEST = 300


def pages(findings: Collection[Finding]) -> list[str]:
    """One page or more, each short enough for a message."""
    paginator = Paginator(prefix=None, suffix=None, max_size=PAGE)
    paginator.add_line(f"**{summary(findings)}**")
    for finding in worst_first(findings):
        for line in _lines(finding):
            paginator.add_line(line)
    return paginator.pages


def _lines(finding: Finding) -> Iterator[str]:
    what, mend = words(finding, _shown)
    yield text(f"doctor.line.{finding.level}", what=what)
    if mend:
        yield f"-# → {mend}"


def _shown(name: str, value: Any) -> object:
    if isinstance(value, datetime):
        return format_dt(value, "R")
    if name == "channel":
        return f"<#{value}>"
    if name in {"spent", "cap"}:
        return dollars(value)
    return escape(cut(value, LONGEST)) if isinstance(value, str) else value
