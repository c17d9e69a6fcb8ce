"""Who has something in common with whom, for a list of people to follow: groups by a shared word.

A group is everybody not in another one yet who used one and the same term, and it is called by it:
so its name is true of each in it, and whoever reads the list can see why somebody stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.posts import Author, handle_key
from bot.domain.talk_terms import Spoken, TermUse, most_used, uses

# A group has no fewer people than these, and no more than one can take in at a glance.
FEWEST, MOST = 3, 12
# Who said less than this has not said enough to be known by it.
POSTS = 2
# A group is called by its term, and by as many others that most of it used.
BESIDES = 2


@dataclass(frozen=True, slots=True)
class Group:
    """People who used the first of these terms; the others are what most of them used too."""

    terms: tuple[str, ...]
    people: tuple[Author, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Everybody once, by handle within each part: in a group, with topics of their own, or with
    too little said."""

    groups: tuple[Group, ...]
    others: tuple[Author, ...]
    quiet: tuple[Author, ...]

    @property
    def people(self) -> int:
        """How many there are in all."""
        return sum(len(each.people) for each in self.groups) + len(self.others) + len(self.quiet)


def grouped(
    people: Collection[Author],
    said: Mapping[int, Sequence[str]],
    ignored: Collection[str] = (),
) -> Grouped:
    """`said` are the texts of each person's posts by their X id; `ignored` keys of words that say
    nothing here, such as the hashtags themselves (see `terms.term_key`).

    The term that gathers most of those who are left comes first. What half of all who talk use, or
    more people than a group can hold, sets nobody apart.
    """
    by_id = {author.id: author for author in people}
    talking = {each for each in by_id if len(said.get(each, ())) >= POSTS}
    spoken = [Spoken(each, text) for each in sorted(talking) for text in said[each]]
    used = uses(spoken, ignored)
    most = min(max(len(talking) // 2, FEWEST), MOST)
    telling = [use for use in most_used(used, len(used), FEWEST) if len(use.people) <= most]
    left, groups = frozenset(talking), []
    while (best := _best(telling, left)) is not None:
        members = best.people & left
        left -= members
        names = (best.written, *_besides(best, telling, members))
        groups.append(Group(names, _by_handle(by_id[each] for each in members)))
    groups.sort(key=lambda group: (-len(group.people), group.terms))
    return Grouped(
        tuple(groups),
        _by_handle(by_id[each] for each in left),
        _by_handle(author for author in people if author.id not in talking),
    )


def _best(telling: Sequence[TermUse], left: frozenset[int]) -> TermUse | None:
    """The term that gathers most of those who are left.

    Of several the one fewest others use; then two words, which say more than one, and longer ones.
    """

    def gathers(use: TermUse) -> tuple[int, int, bool, int, str]:
        here = len(use.people & left)
        return here, -len(use.people), " " in use.key, len(use.key), use.key

    enough = [use for use in telling if len(use.people & left) >= FEWEST]
    return max(enough, key=gathers, default=None)


def _besides(best: TermUse, telling: Sequence[TermUse], members: frozenset[int]) -> list[str]:
    """What else most of a group talk about, most of them first."""
    shared = [
        (len(use.people & members), use)
        for use in telling
        if use is not best and 2 * len(use.people & members) > len(members)
    ]
    shared.sort(key=lambda each: (-each[0], each[1].key))
    return [use.written for _, use in shared[:BESIDES]]


def _by_handle(people: Iterable[Author]) -> tuple[Author, ...]:
    return tuple(sorted(people, key=lambda author: handle_key(author.handle)))
