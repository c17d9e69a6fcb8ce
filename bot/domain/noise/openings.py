"""How whatever an expression finds begins, read off the expression.

A text's words, numbers and a few signs are looked up by these beginnings, so that an expression is
tried only where it could find something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from string import ascii_lowercase, digits
from typing import Any

# The parser of the standard library, which Hypothesis makes texts from expressions with as well.
_parser: Any = vars(re)["_parser"]

# Words are told apart by so many letters: "reporter" is as good as "reported".
LETTERS = 6
SIGNS = "£$€₹"
# What every number begins with.
NUMBER = "0"
# At the edge of a word, of which there is nothing yet.
_EDGE = "|"
_NUMBER_OR_SIGN = re.compile(rf"[\d{SIGNS}](?<!\d\d)")
# Each letter a to z stays as it is, digits and the signs become one digit, all else parts words.
_APART = bytes(
    code if chr(code) in ascii_lowercase else ord("0" if chr(code) in digits + SIGNS else " ")
    for code in range(128)
).ljust(256)


def words_and_signs_in(text: str) -> tuple[list[bytes], list[tuple[int, str]]]:
    """The words of a text in lower case, with one sign between each and the next; and where each
    number and each of the signs begins, with how it is looked up.

    Empty words stand where signs follow each other, so that lengths tell where each word begins.
    """
    apart = text.encode("ascii", "replace").translate(_APART)
    if b"0" not in apart and text.isascii():
        return apart.split(b" "), []
    signs = [
        (found.start(), found[0] if found[0] in SIGNS else NUMBER)
        for found in _NUMBER_OR_SIGN.finditer(text)
    ]
    return apart.replace(b"0", b" ").split(b" "), signs


def openings(pattern: str) -> frozenset[str]:
    """The first `LETTERS` letters of the words, `NUMBER` or the signs, of which one begins
    whatever `pattern` finds in a text in lower case.

    Raises ValueError for an expression that may begin with something else, or in mid-word.
    """
    walk = _Walk()
    if walk.through(_parser.parse(pattern), {""}):
        raise ValueError(f"nothing ends the first word of {pattern}")
    return frozenset(walk.done)


class _Walk:
    """Through a parsed expression: `done` are beginnings that will not change any more."""

    def __init__(self) -> None:
        self.done: set[str] = set()

    def through(self, parts: Iterable[tuple[Any, Any]], begun: Set[str]) -> Set[str]:
        """What can still grow of `begun` after these parts."""
        for kind, what in parts:
            if not begun:
                break
            begun = self._after(str(kind), what, begun)
        return begun

    def _after(self, kind: str, what: Any, begun: Set[str]) -> Set[str]:
        match kind:
            case "LITERAL":
                return self._grown(begun, {chr(what)})
            case "IN":
                return self._grown(begun, set().union(*(_characters(*each) for each in what)))
            case "BRANCH":
                return set().union(*(self.through(each, begun) for each in what[1]))
            case "SUBPATTERN":
                return self.through(what[-1], begun)
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeated(what, begun)
            case "AT":
                self.done |= begun - {"", _EDGE}
                return {_EDGE} if begun & {"", _EDGE} else set()
            case "ASSERT" if what[0] > 0:
                return begun if self.through(what[1], begun) else set()
            case "ASSERT" | "ASSERT_NOT":
                return begun
        raise ValueError(f"an expression cannot begin with {kind}")

    def _repeated(self, what: Any, begun: Set[str]) -> Set[str]:
        least, most, parts = what
        found = set() if least else set(begun)
        # Every time adds a letter at least, or ends the word.
        for times in range(1, min(most, LETTERS) + 1):
            begun = self.through(parts, begun)
            if times >= min(least, LETTERS):
                found |= begun
        return found

    def _grown(self, begun: Set[str], characters: Set[str]) -> Set[str]:
        """Each of `begun` with each of these behind it."""
        grown: set[str] = set()
        for known in begun:
            for character in characters:
                if known in {"", _EDGE}:
                    new = _first(character, at_edge=known == _EDGE)
                    (grown if new.isalpha() else self.done).add(new)
                elif character in ascii_lowercase:
                    new = known + character
                    (grown if len(new) < LETTERS else self.done).add(new)
                else:
                    self.done.add(known)
        return grown


def _first(character: str, *, at_edge: bool) -> str:
    if character in SIGNS:
        return character
    if at_edge and character.isdecimal():
        return NUMBER
    if at_edge and character in ascii_lowercase:
        return character
    raise ValueError(f"an expression cannot begin with {character!r}")


def _characters(kind: Any, what: Any) -> Set[str]:
    """What stands in a class of characters."""
    match str(kind), str(what):
        case "LITERAL", _:
            return {chr(what)}
        case "RANGE", _:
            return {chr(code) for code in range(what[0], what[1] + 1)}
        case "CATEGORY", "CATEGORY_DIGIT":
            return {NUMBER}
        case "CATEGORY", "CATEGORY_SPACE":
            return {" "}
    raise ValueError("the first word of an expression cannot hold just anything")
