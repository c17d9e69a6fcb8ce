"""Invented communities: a few groups, some people at home in two, some more talkative."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from bot.domain.interactions import Interaction
from bot.domain.network import Talk
from bot.domain.posts import Author

AT = datetime(2027, 6, 1, 9, tzinfo=UTC)
FIRST = (
    *("Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo"),
    *("Kit", "Lena", "Milo", "Nadine", "Oskar", "Pia", "Quinn", "Rosa", "Sam"),
)
LAST = (
    *("Quill", "Marsh", "Penn", "Carver", "Dunn", "Ellery"),
    *("Finch", "Garrow", "Hale", "Ives", "Keane", "Fitzgerald-Moore"),
)
ACROSS = 0.12


def community(people: int, groups: int, seed: int = 1) -> Talk:
    """`people` in so many groups of different sizes, each of whom answers some others."""
    dice = random.Random(seed)
    names = dice.sample([f"{first} {last}" for first in FIRST for last in LAST], min(people, 228))
    authors = {
        n: Author(n, f"person_{n}", names[n - 1] if n <= len(names) else f"Person {n}")
        for n in range(1, people + 1)
    }
    sizes = [1 / (group + 1.3) for group in range(groups)]
    home = {person: dice.choices(range(groups), sizes)[0] for person in authors}
    fame = {person: dice.paretovariate(1.3) for person in authors}
    said: list[Interaction] = []
    for person in authors:
        for _ in range(max(1, int(dice.gammavariate(1.3, 2.2)))):
            group = home[person] if dice.random() > ACROSS else dice.randrange(groups)
            mates = [each for each in authors if home[each] == group and each != person]
            for other in dice.choices(mates, [fame[each] for each in mates])[:1] if mates else ():
                for _ in range(dice.choice([1, 1, 1, 2, 2, 3, 6])):
                    post = len(said) + 1
                    said.append(Interaction(post, "reply", person, AT, other_id=other))
    return Talk(authors, tuple(said))
