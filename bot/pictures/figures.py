"""What bars show; drawn by `bot.pictures.bars`, which takes long to load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """`n` of `of`, or without that just so many; `told` says it in words."""

    label: str
    told: str
    n: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that share a heading and a scale."""

    heading: str
    bars: tuple[Bar, ...]
