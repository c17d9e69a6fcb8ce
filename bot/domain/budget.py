"""What reading X costs."""

from __future__ import annotations

from typing import Literal

ResourceKind = Literal["post", "user", "count"]

# X's pay-per-use prices of 2026, per resource read; the same one again that UTC day is free. A
# count of posts is billed by the question.
MICRO_DOLLARS: dict[ResourceKind, int] = {"post": 5_000, "user": 10_000, "count": 5_000}
