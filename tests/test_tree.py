"""Two rules of the tree that neither ruff nor the import contracts know."""

from __future__ import annotations

import re
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent
FILES = {
    path.relative_to(ROOT): path.read_text(encoding="utf-8")
    for part in ("bot", "cogs", "db", "tests")
    for path in sorted((ROOT / part).rglob("*.py"))
}
LONGEST = 400
OF_A_TEST = re.compile(
    r"^\s*(?:from|import) tests\.(?:\w+\.)*test_\w+|^\s*from tests[\w.]* import (?:.*, *)?test_\w+",
    re.MULTILINE,
)


def test_what_tests_share_stands_in_no_test_module() -> None:
    assert [str(path) for path, words in FILES.items() if OF_A_TEST.search(words)] == []


def test_no_file_is_long() -> None:
    assert [str(path) for path, words in FILES.items() if words.count("\n") > LONGEST] == []
