"""X's ids begin with the millisecond they were made in; so ids and times convert."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# The instant X's ids count from: 2010-11-04 01:42:54.657 UTC.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=1_288_834_974_657)
_BITS_BELOW_THE_TIME = 22


def made_at(post_id: int) -> datetime:
    """When a post of this id was made, to the millisecond; ids older than the scheme give 2010."""
    return _EPOCH + timedelta(milliseconds=post_id >> _BITS_BELOW_THE_TIME)


def first_id_at(at: datetime) -> int:
    """The lowest id that a post made at `at` can have."""
    return max((at - _EPOCH) // timedelta(milliseconds=1), 0) << _BITS_BELOW_THE_TIME
