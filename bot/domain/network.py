"""Who talked to whom among those who agreed to be drawn: the picture, before it has a shape.

Whoever did not agree is in no part of it, not even as an unnamed dot.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.interactions import Interaction, ordered
from bot.domain.posts import Author

# Fewer people than this who talked are no group.
GROUP_FROM = 3
# One in so many may be pointed out as connecting groups, and no more than that in all.
CONNECTING_SHARE, CONNECTING_AT_MOST = 6, 8
# A person's own picture has this many others at most, those they have most to do with.
OTHERS_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Line:
    """Two people (lower X id first) and the number of posts in which one turned to the other.

    None stands between two who never did and are to meet.
    """

    one: int
    other: int
    posts: int


@dataclass(frozen=True, slots=True)
class Talk:
    """What a picture is made of: those who may be in it, by X id, and what they said.

    In a picture of one's own, `centre` is oneself and `introduced` are those one is introduced to.
    """

    people: Mapping[int, Author]
    interactions: tuple[Interaction, ...]
    centre: int | None = None
    introduced: frozenset[int] = frozenset()


# Gives the groups of people who talk among themselves; everybody in a line is in one of them.
Grouping = Callable[[Sequence[Line]], Iterable[Collection[int]]]


@dataclass(frozen=True, slots=True)
class Network:
    """`groups` by their X ids, the largest first, in each the best connected first; `others` are
    in none. `connecting` are those who hold groups together, the most important first. `introduced`
    are those whom the person in the middle, `centre`, is introduced to; a picture of everybody
    has neither.
    """

    lines: tuple[Line, ...]
    groups: tuple[tuple[int, ...], ...]
    others: tuple[int, ...]
    connecting: tuple[int, ...]
    centre: int | None = None
    introduced: frozenset[int] = frozenset()

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody in the picture, the best connected first."""
        contacts = contacts_of(self.lines)
        found = [*(person for group in self.groups for person in group), *self.others]
        return tuple(sorted(found, key=lambda person: (-contacts[person], person)))

    @property
    def group_of(self) -> dict[int, int]:
        """The number of each person's group, from 0; without those in none."""
        return {person: n for n, group in enumerate(self.groups) for person in group}


def network(talk: Talk, grouping: Grouping) -> Network:
    """How the people of `talk` belong together: all who turned to one another, or, where somebody
    stands in the middle, they and those around them.

    The same input gives the same network, as far as `grouping` does.
    """
    lines = lines_among(talk.people, talk.interactions)
    if talk.centre is None:
        return _network(lines, grouping)
    introduced = talk.introduced & talk.people.keys() - {talk.centre}
    return _around(talk.centre, introduced, lines, grouping)


def lines_among(people: Collection[int], interactions: Iterable[Interaction]) -> list[Line]:
    """The lines between these people, by lower and higher id."""
    within = set(people)
    posts: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for each in interactions:
        if each.other_id is None or each.other_id == each.author_id:
            continue
        if each.author_id in within and each.other_id in within:
            posts[ordered(each.author_id, each.other_id)].add(each.post_id)
    return [Line(*pair, len(posts[pair])) for pair in sorted(posts)]


def contacts_of(lines: Iterable[Line]) -> Counter[int]:
    """With how many others each person is connected."""
    return Counter(person for line in lines for person in (line.one, line.other))


def _around(
    centre: int, introduced: frozenset[int], lines: Sequence[Line], grouping: Grouping
) -> Network:
    own = {_far_end(line, centre): line for line in lines if centre in (line.one, line.other)}
    # Those who talked with somebody that whoever asks did not talk with, and is to meet.
    links = {
        _far_end(line, other)
        for line in lines
        for other in introduced - own.keys()
        if other in (line.one, line.other)
    }
    nearest = sorted(own, key=lambda other: (other not in links, -own[other].posts, other))
    shown = introduced | set(nearest[:OTHERS_AT_MOST])
    among = [line for line in lines if {line.one, line.other} <= shown | {centre}]
    to_meet = [Line(*ordered(centre, other), 0) for other in sorted(shown - own.keys())]
    # Whoever stands in the middle is tied to everybody, and would make one group of all.
    found = _network([line for line in among if centre not in (line.one, line.other)], grouping)
    alone = shown - set(found.people)
    return Network(
        lines=tuple(sorted((*among, *to_meet), key=lambda line: (line.one, line.other))),
        groups=found.groups,
        others=(*found.others, *sorted(alone), centre) if shown else (),
        connecting=found.connecting,
        centre=centre,
        introduced=introduced,
    )


def _network(lines: Sequence[Line], grouping: Grouping) -> Network:
    contacts = contacts_of(lines)

    def by_contacts(people: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(people, key=lambda person: (-contacts[person], person)))

    found = [by_contacts(group) for group in grouping(lines)] if lines else []
    groups = sorted(
        (group for group in found if len(group) >= GROUP_FROM),
        key=lambda group: (-len(group), group),
    )
    group_of = {person: number for number, group in enumerate(groups) for person in group}
    return Network(
        lines=tuple(lines),
        groups=tuple(groups),
        others=by_contacts(contacts.keys() - group_of.keys()),
        connecting=_connecting(lines, group_of),
    )


def _connecting(lines: Iterable[Line], group_of: Mapping[int, int]) -> tuple[int, ...]:
    """Those in a group who turn to people of the most other groups, then in the most posts."""
    reached: defaultdict[int, set[int]] = defaultdict(set)
    posts: Counter[int] = Counter()
    for line in lines:
        ends = (line.one, line.other)
        groups = [group_of.get(person) for person in ends]
        if None in groups or groups[0] == groups[1]:
            continue
        for person, beyond in zip(ends, reversed(groups), strict=True):
            if beyond is not None:
                reached[person].add(beyond)
                posts[person] += line.posts
    room = min(CONNECTING_AT_MOST, max(2, len(group_of) // CONNECTING_SHARE))
    ranked = sorted(reached, key=lambda each: (-len(reached[each]), -posts[each], each))
    return tuple(ranked[:room])


def _far_end(line: Line, person: int) -> int:
    return line.other if line.one == person else line.one
