"""The examples of configuration: complete, explained, and what is used without them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import bot
from bot.config import load
from bot.config.wording import setting_keys
from tests.config.told import TOKENS

EXAMPLE = Path(bot.__file__).parent.parent / "config.example.toml"
ENV_EXAMPLE = EXAMPLE.with_name(".env.example")


def test_it_holds_every_key_with_its_default_and_no_other() -> None:
    tables = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    written = {
        f"{name}.{key}": value for name, keys in tables.items() for key, value in keys.items()
    }

    assert written == setting_keys()


def test_every_key_follows_a_comment_of_its_own() -> None:
    before = ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\w+ =", line):
            assert before.startswith("# "), line
        before = line


def test_keys_in_seconds_say_so() -> None:
    blocks = EXAMPLE.read_text(encoding="utf-8").split("\n\n")
    timed = [block for block in blocks if re.search(r"^\w+_seconds =", block, re.MULTILINE)]

    assert len(timed) == 2
    assert all("Seconds" in block for block in timed)


def test_it_loads() -> None:
    assert load(EXAMPLE, env=TOKENS) == load(None, env=TOKENS)


def test_the_env_example_names_every_variable_and_no_other() -> None:
    names = re.findall(r"^(\w+)=$", ENV_EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(names) == sorted([*TOKENS, "TWEETUP_DATABASE_URL"])
