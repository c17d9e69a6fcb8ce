"""Time zones by the names people give them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.domain.when import EXAMPLE_ZONE, zone_named
from bot.errors import UserError


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/LONDON", "Europe/London"),
        (" america/new york ", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
def test_zones_by_their_names(name: str, key: str) -> None:
    assert zone_named(name) == ZoneInfo(key)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("London", "Europe/London"),
        ("Lodnon", "Europe/London"),
        ("Europe/Lodnon", "Europe/London"),
        ("new york", "America/New_York"),
        ("Tokyo", "Asia/Tokyo"),
        ("BST", EXAMPLE_ZONE),
        ("GMT", EXAMPLE_ZONE),
        ("GMT+1", EXAMPLE_ZONE),
        ("Etc/GMT+1", EXAMPLE_ZONE),
        ("+01:00", EXAMPLE_ZONE),
        ("", EXAMPLE_ZONE),
        ("../../etc/passwd", EXAMPLE_ZONE),
        ("/etc/localtime", EXAMPLE_ZONE),
    ],
)
def test_zones_that_are_none_with_the_nearest_that_is(name: str, suggestion: str) -> None:
    with pytest.raises(UserError) as refused:
        zone_named(name)
    assert refused.value.key == "when.zone"
    assert refused.value.params == {"found": name, "suggestion": suggestion}


def test_a_very_long_name_is_quoted_in_part() -> None:
    with pytest.raises(UserError) as refused:
        zone_named("x" * 5_000)
    assert refused.value.params["found"] == "x" * 99 + "…"
