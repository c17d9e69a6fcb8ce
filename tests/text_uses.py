"""Where the program asks for a text, as far as its source tells: by key, and what fills it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent
_ERRORS = {"UserError", "SourceStopped", "DatabaseTooNew", "Replaced"}


@dataclass(frozen=True)
class Use:
    """A place that asks for a text. `key` has {} where it is put together as the program runs;
    `params` is None where they are."""

    key: str
    params: frozenset[str] | None
    stops_source: bool = False


@cache
def all_uses() -> tuple[Use, ...]:
    return tuple(_uses())


@cache
def commands() -> dict[str, tuple[str, ...]]:
    """The options of each command, all by the keys they are named with."""
    return dict(_commands())


@cache
def _sources() -> list[str]:
    """The program."""
    paths = (path for part in ("bot", "cogs", "db") for path in sorted((ROOT / part).rglob("*.py")))
    return [path.read_text(encoding="utf-8") for path in paths]


@cache
def _tree(source: str) -> ast.Module:
    """Read when a test asks: all of them take a second or two."""
    return ast.parse(source)


def _uses() -> Iterator[Use]:
    for source in _sources():
        tree = _tree(source)
        reading = {"text", "_of"} if "from bot.texts import" in source else set()
        for name, call in _calls(tree):
            if call.args and name in _ERRORS | reading:
                prefix = "error." if name in _ERRORS else ""
                for key in _keys(call.args[0], tree):
                    yield Use(prefix + key, _params(call), name == "SourceStopped")


def _commands() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each command as `cogs/wording.py` is asked to name it, then those with options again."""
    decorators = [
        (name, [str(each.value) for each in ast.walk(call) if isinstance(each, ast.Constant)])
        for source in _sources()
        if "from cogs.wording import" in source
        for name, call in _calls(_tree(source))
        if name in {"named", "options"}
    ]
    yield from sorted((words[0], ()) for name, words in decorators if name == "named")
    yield from ((words[0], tuple(words[1:])) for name, words in decorators if name == "options")


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """What is called by a plain name, with the name."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            yield call.func.id, call


def _keys(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """What an expression can be as far as the text of the program tells."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        yield "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from _keys(node.body, tree)
        yield from _keys(node.orelse, tree)
    elif isinstance(node, ast.Name):
        for found in ast.walk(tree):
            if isinstance(found, ast.Assign) and ast.unparse(found.targets[0]) == node.id:
                yield from _keys(found.value, tree)
    elif isinstance(node, ast.Subscript):
        return  # a key that is named where it was put
    else:
        raise AssertionError(f"what key is {ast.unparse(node)}?")


def _params(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name) - {"locale"}
