"""Reading what the settings come from: the TOML file and the .env file, with line numbers."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream

from bot.config.mistakes import Mistake

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*([\w"'. -]+?)\s*=""")
_SYNTAX_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """The tables of a TOML file, and its text to find lines in; both empty without a file."""

    name: str = "config.toml"
    text: str = ""
    table: dict[str, Any] = field(default_factory=dict)

    def line_of(self, keys: tuple[str, ...]) -> int | None:
        """The line on which a key or table stands, where it is written the usual way."""
        table: tuple[str, ...] = ()
        seen: Counter[tuple[str, ...]] = Counter()
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = name = _split(header[2])
                if header[1] == "[[":  # one of several: they are told apart by their number
                    table = (*name, str(seen[name]))
                    seen[name] += 1
                if keys in (table, name):
                    return number
            elif (key := _KEY.match(line)) and (*table, *_split(key[1])) == keys:
                return number
        return None


@dataclass(frozen=True, slots=True)
class Variable:
    """A value from a .env file and the line it stands on."""

    value: str
    line: int


def read_toml(path: Path, mistakes: list[Mistake]) -> TomlFile:
    """The file's tables. What cannot be read is added to `mistakes` and left out."""
    name = str(path)
    text = _read_text(path, mistakes)
    if text is None:
        return TomlFile(name)
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = _SYNTAX_LINE.search(str(error))
        found = _SYNTAX_LINE.sub("", str(error)).rstrip(".")
        mistakes.append(
            Mistake(name, "", f"text that is not TOML ({found})", "key = value", _int(line))
        )
        return TomlFile(name)


def read_env_file(path: Path, mistakes: list[Mistake]) -> dict[str, Variable]:
    """The file's variables, as they are written: nothing is expanded. No file is no variables."""
    if not path.exists():
        return {}
    variables: dict[str, Variable] = {}
    for binding in parse_stream(StringIO(_read_text(path, mistakes) or "")):
        line = binding.original.line
        if binding.key is not None and binding.value is not None:
            variables[binding.key] = Variable(binding.value, line)
        elif binding.error or binding.key is not None:
            mistakes.append(Mistake(str(path), "", "a line without a value", "NAME=value", line))
    return variables


def _read_text(path: Path, mistakes: list[Mistake]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        found = "bytes that are not UTF-8"
    except OSError as error:
        found = f"nothing to read ({error.strerror})"
    mistakes.append(Mistake(str(path), "", found, "a text file in UTF-8"))
    return None


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip(" \t\"'") for part in dotted.split("."))


def _int(match: re.Match[str] | None) -> int | None:
    return int(match[1]) if match else None
