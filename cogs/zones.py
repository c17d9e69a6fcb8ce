"""Time zones to choose from while one is being typed."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

# Discord shows no more.
CHOICES = 25


def suggest(typed: str, usual: str) -> list[str]:
    """IANA names that hold what was typed, those whose city begins with it first.

    `usual` comes before all others where it fits.
    """
    wanted = "_".join(typed.casefold().split())
    fitting = [zone for zone in _zones() if wanted in zone.casefold()]

    def rank(zone: str) -> tuple[bool, bool, str]:
        city = zone.rpartition("/")[2].casefold()
        return zone != usual, not city.startswith(wanted), zone

    return sorted(fitting, key=rank)[:CHOICES]


@cache
def _zones() -> frozenset[str]:
    return frozenset(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")
    )
