"""A large tweetup, as nobody has held one yet."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bot.domain.interactions import TELLING, Interaction
from bot.domain.planning import Situation

PEOPLE, TIES = 2_000, 20_000
NOW = datetime(2026, 1, 20, tzinfo=UTC)


def large_tweetup() -> Situation:
    """Everybody willing; some far better known than others."""
    chance = random.Random(2026)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < TIES:
        one = chance.randrange(PEOPLE) + 1
        other = int(PEOPLE * chance.random() ** 1.5) + 1
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    made = [
        Interaction(
            number,
            chance.choice(TELLING),
            pair[0],
            NOW - timedelta(hours=400 * chance.random()),
            other_id=pair[1],
        )
        for number, pair in enumerate(sorted(pairs), start=1)
    ]
    everybody = range(1, PEOPLE + 1)
    return Situation(
        NOW,
        dict.fromkeys(everybody, 3),
        listed=everybody,
        interactions=made,
        posted=[(each.author_id, each.at) for each in made],
    )
