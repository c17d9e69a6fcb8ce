"""What is installed is what was tested: every dependency at one version, known by its hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.command import ROOT

RUNTIME, DEV = ROOT / "constraints.txt", ROOT / "constraints-dev.txt"
_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.!+-]+)(?: ; (?P<marker>[^\\]+?))?(?= |$)")


def pinned(path: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes of each pin, by its name."""
    pins: dict[str, tuple[str, frozenset[str]]] = {}
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    for line in (line for line in lines if not line.startswith("#")):
        pin = _PIN.match(line)
        assert pin is not None, line
        hashes = frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})\b", line))
        assert canonicalize_name(pin["name"]) not in pins, line
        pins[canonicalize_name(pin["name"])] = pin["version"], hashes
    return pins


def required(*extras: str) -> list[Requirement]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, build = table["project"], table["build-system"]["requires"]
    more = [each for extra in extras for each in project["optional-dependencies"][extra]]
    every = map(Requirement, [*project["dependencies"], *build, *more])
    return [each for each in every if each.name != project["name"]]


@pytest.mark.parametrize(("path", "extras"), [(RUNTIME, ()), (DEV, ("demo", "dev"))])
def test_what_the_project_asks_for_is_pinned(path: Path, extras: tuple[str, ...]) -> None:
    pins = pinned(path)
    for each in required(*extras):
        version, _ = pins[canonicalize_name(each.name)]
        assert each.specifier.contains(version), each


@pytest.mark.parametrize("path", [RUNTIME, DEV])
def test_every_pin_has_hashes_and_names_no_place(path: Path) -> None:
    assert all(hashes for _, hashes in pinned(path).values())
    assert "://" not in path.read_text(encoding="utf-8")


def test_the_tests_run_with_what_the_bot_runs_with() -> None:
    runtime, dev = pinned(RUNTIME), pinned(DEV)
    assert runtime.items() <= dev.items()
    assert {"pytest", "ruff"} <= dev.keys() - runtime.keys()
