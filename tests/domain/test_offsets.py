"""How long before: as organisers write it, and as it is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.offsets import Offset, offset_of, parse_offsets
from tests.domain.refusals import refuses


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 week, 1 day, 2 hours", ["7d", "1d", "2h"]),
        ("2 hours, 1 day and 1 week", ["7d", "1d", "2h"]),
        ("a week before; the day before & an hour before", ["7d", "1d", "1h"]),
        ("1w, 3d, 90m", ["7d", "3d", "90m"]),
        ("Two Days,  30 MINUTES.", ["2d", "30m"]),
        ("120 minutes, 24 hours, 1 day", ["24h", "1d", "2h"]),
        ("1 day, 1 day", ["1d"]),
        ("1 week, and 1 hr", ["7d", "1h"]),
        ("60 days", ["60d"]),
        ("10 min", ["10m"]),
        ("none", []),
        ("Off", []),
    ],
)
def test_times_as_people_write_them(typed: str, meant: list[str]) -> None:
    assert [str(each) for each in parse_offsets(typed)] == meant


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "reminders.unreadable"),
        ("soon", "reminders.unreadable"),
        ("1 day 2 hours", "reminders.unreadable"),
        ("-1 day", "reminders.unreadable"),
        ("1.5 hours", "reminders.unreadable"),
        ("1 day,, 2 months", "reminders.unreadable"),
        ("9 minutes", "reminders.too_near"),
        ("0 days", "reminders.too_near"),
        ("61 days", "reminders.too_far"),
        ("9 weeks", "reminders.too_far"),
        ("6d,5d,4d,3d,2d,1d", "reminders.too_many"),
        ("x" * 6_000, "reminders.unreadable"),
    ],
)
def test_what_cannot_be_is_refused(typed: str, key: str) -> None:
    with refuses(key):
        parse_offsets(typed)


@given(st.builds(Offset, st.integers(1, 9_999), st.sampled_from(("d", "h", "m"))))
def test_what_is_stored_is_read_back(offset: Offset) -> None:
    assert offset_of(str(offset)) == offset


@given(st.sets(st.sampled_from(["7d", "3d", "1d", "5h", "30m"]), min_size=1))
def test_what_is_shown_can_be_typed_again(written: set[str]) -> None:
    assert {str(each) for each in parse_offsets(", ".join(written))} == written
