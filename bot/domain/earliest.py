"""Of moments some of which there may not be."""

from __future__ import annotations

from datetime import datetime


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of them; None where there is none."""
    return min((at for at in moments if at is not None), default=None)
