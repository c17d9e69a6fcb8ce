"""What people talk about: plain counts, no model.

A term is a word, or two words that stand side by side. It counts by the people who use it, each
once, however often they write it: somebody who says the same thing all day is one voice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.terms import Term, terms

# Two words are a term of their own where at least this share of the people who use the rarer of
# them use both side by side; and that word no longer is where as many of its people do.
TOGETHER = 0.5
# What one or two people say is not what a group talks about.
PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something somebody wrote; `author_id` is a person on X. Of reposts, the original alone."""

    author_id: int
    text: str


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term as it is mostly written, and who used it."""

    key: str
    written: str
    people: frozenset[int]


def uses(spoken: Iterable[Spoken], ignored: Collection[str] = ()) -> dict[str, TermUse]:
    """All terms in what was written, by key.

    `ignored` are keys of words that say nothing here, as `terms.term_key` writes them: a tweetup's
    own hashtags, which stand in every post.
    """
    people: defaultdict[str, set[int]] = defaultdict(set)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in spoken:
        for key, as_written in _in_text(each.text, ignored):
            people[key].add(each.author_id)
            written[key][as_written] += 1
    return {key: TermUse(key, _mostly(written[key]), frozenset(by)) for key, by in people.items()}


def most_used(
    used: Mapping[str, TermUse], at_most: int, at_least: int = PEOPLE
) -> tuple[TermUse, ...]:
    """What most people talk about: the terms of at least so many people, most people first."""
    enough = {key: use for key, use in used.items() if len(use.people) >= at_least}
    kept = _without_shadows(enough, used)
    ranked = sorted(kept, key=lambda use: (-len(use.people), " " not in use.key, use.key))
    return tuple(ranked[:at_most])


def _in_text(text: str, ignored: Collection[str]) -> Iterable[tuple[str, str]]:
    """Terms and how they are written; of two side by side that are no hashtags, also the pair."""
    found = terms(text, ignored)
    for term in found:
        yield term.key, term.written.lstrip("#＃")
    for one, other in pairwise(found):
        if _side_by_side(text, one, other) and one.key != other.key:
            yield f"{one.key} {other.key}", f"{one.written} {other.written}"


def _side_by_side(text: str, one: Term, other: Term) -> bool:
    between = text[one.at + len(one.written) : other.at]
    tags = one.written[0] in "#＃" or other.written[0] in "#＃"
    return between in {" ", "-", "\N{HYPHEN}"} and not tags


def _without_shadows(chosen: Mapping[str, TermUse], used: Mapping[str, TermUse]) -> list[TermUse]:
    """Of pairs and the words in them, those that say it best: each thing stands there once."""
    dropped = set()
    for key, pair in chosen.items():
        words = key.split()
        if len(words) == 1:
            continue
        together = len(pair.people)
        if together < TOGETHER * min(len(used[word].people) for word in words):
            dropped.add(key)
            continue
        dropped |= {word for word in words if together >= TOGETHER * len(used[word].people)}
    return [use for key, use in chosen.items() if key not in dropped]


def _mostly(written: Counter[str]) -> str:
    return max(written, key=lambda each: (written[each], each))
