"""What the classifier says of a post, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

Kind = Literal["conversation", "job_ad", "promotion", "duplicate"]


class Reason(Struct, frozen=True, gc=False):
    """One thing that speaks for a verdict: the text `noise.reason.<key>`, filled with `params`.

    `params` may quote the post, so a reason lives no longer than its post does.
    """

    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)


class Verdict(Struct, frozen=True, gc=False):
    """What kind of post it is. `confidence` is from 0 to 1; `reasons` go from strong to weak."""

    kind: Kind
    confidence: float
    reasons: tuple[Reason, ...]
