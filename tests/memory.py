"""How much memory this process holds."""

from __future__ import annotations

import resource
from pathlib import Path


def megabytes() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
