"""What the doctor found, as a table in a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.domain.cleaning import tidy
from bot.domain.findings import Finding, Level, worst_first
from bot.services.doctor.words import summary, words
from bot.texts import text

_STYLES: Mapping[Level, str] = {"fine": "green", "note": "yellow", "fault": "bold red"}


def show(findings: Collection[Finding], names: Mapping[int, str]) -> None:
    """`names` are those of channels."""

    def shown(name: str, value: Any) -> object:
        if name == "channel":
            return f"#{tidy(names.get(value, str(value)))}"
        return tidy(value) if isinstance(value, str) else value

    table = Table(box=SIMPLE, show_header=False, padding=(0, 1), pad_edge=False)
    for style in ("bold", "", ""):
        table.add_column(style=style)
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for finding in worst_first(findings):
        what, mend = words(finding, shown)
        area = text(f"doctor.area.{finding.key.partition('.')[0]}")
        level = Text(text(f"doctor.level.{finding.level}"), style=_STYLES[finding.level])
        told = Text(what)
        if mend:
            told.append(f"\n→ {mend}", style="cyan")
        table.add_row(level, area, told)
    console = Console(highlight=False)
    console.print(table)
    console.print(Text(summary(findings)))
    for finding in findings:
        if "link" in finding.params:
            # In one line, however long it is: it is to be copied.
            console.print(Text(f"\n{finding.params['link']}", style="cyan"), soft_wrap=True)
