"""The pages for readers lead where they say, show what is there, and name what can be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest

import bot
from bot.cli import app
from bot.domain.feed import SourceKind
from bot.texts import text
from tests.text_uses import commands

ROOT = Path(bot.__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
WORDS = {page: page.read_text(encoding="utf-8") for page in PAGES}
# Bytes of a picture; more is slow to look at on a phone.
LARGEST = 150_000
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"<img ([^>]+)>")
# These have every command by their nature.
COMPLETE = {"messages.md", "rights.md"}
# What begins with a slash and is no command: pages the bot serves, and places on a disk.
OTHER = re.compile(r"/(healthz|readyz|metrics|calendar|checkin/|var|opt|tmp|etc|data)")


def name_of(command: str) -> str:
    parts = command.split(".")
    return " ".join(text(f"command.{'.'.join(parts[: n + 1])}.name") for n in range(len(parts)))


OPTIONS = {
    name_of(command): {text(f"command.{command}.{option}.name") for option in options}
    for command, options in commands().items()
}


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", WORDS[page], flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """What a page's headings are called in links, as GitHub makes it of them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {each.replace(" ", "-") for each in plain}


def attributes(tag: str) -> dict[str, str]:
    return dict(re.findall(r'(\w+)="([^"]*)"', tag))


def typed() -> Iterator[tuple[str, str]]:
    """What pages give to be typed at the bot: in a line of prose, or alone in a block."""
    for page, words in WORDS.items():
        for found in re.findall(r"`(/[^`]+)`", words.replace("\n", " ")):
            yield page.name, found
        for found in re.findall(r"^(/\w.*)$", words, flags=re.MULTILINE):
            yield page.name, found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_files_that_the_architecture_names_are_there() -> None:
    named = re.findall(r"`([a-z_.]+(?:/[a-z_.]+)+)`", WORDS[ROOT / "docs" / "architecture.md"])
    places = {name: (ROOT / name, ROOT / "bot" / name) for name in named}
    there = {
        name
        for name, paths in places.items()
        if any(path.exists() or path.with_suffix(".py").exists() for path in paths)
    }
    assert set(named) - there == set()
    assert len(there) > 30


def test_pictures_are_there_told_in_words_and_small() -> None:
    shown = set()
    for page, words in WORDS.items():
        for tag in IMAGE.findall(words):
            given = attributes(tag)
            picture = page.parent / given["src"]
            shown.add(picture.name)
            assert picture.exists(), picture
            assert len(given["alt"]) > 30, picture
    assert shown == {each.name for each in IMAGES.iterdir()}
    large = {each.name for each in IMAGES.iterdir() if each.stat().st_size >= LARGEST}
    assert large == set()


def test_what_pages_give_to_be_typed_can_be_typed() -> None:
    for page, found in typed():
        if OTHER.match(found):
            continue
        words = found[1:].split()
        name = max(
            (" ".join(words[:n]) for n in range(1, 4) if " ".join(words[:n]) in OPTIONS),
            key=len,
            default=None,
        )
        assert name is not None, f"{page}: {found}"
        unknown = set(re.findall(r"(\w+):(?: |@)", found)) - OPTIONS[name]
        assert not unknown, f"{page}: {found}"


def test_every_command_is_told_of_where_people_read() -> None:
    told = "\n".join(words for page, words in WORDS.items() if page.name not in COMPLETE)
    whole = " ".join(told.split())
    commands = [name for name in OPTIONS if not any(o.startswith(f"{name} ") for o in OPTIONS)]
    untold = [name for name in commands if f"/{name}" not in whole]
    assert not untold, f"docs/organiser.md or attendee.md tells of {untold}"


def test_pages_and_the_machine_have_the_same_commands() -> None:
    known = app.registered_commands
    there = {each.name or getattr(each.callback, "__name__", "") for each in known}
    there |= {each.name or "" for each in app.registered_groups}
    whole = "\n".join(WORDS.values())
    inline = re.findall(r"`(?:\.venv/bin/)?tweetup ([\w-]+)[^`\n]*`", whole)
    blocks = re.findall(r"^(?: {4}|\.venv/bin/)tweetup ([\w-]+)", whole, flags=re.MULTILINE)
    assert {*inline, *blocks} == there


def test_every_source_of_posts_is_told_of_where_it_is_chosen() -> None:
    places = {name: WORDS[ROOT / "docs" / name] for name in ("feed.md", "operator.md")}
    places["config.example.toml"] = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    places["command.feed.source.kind.about"] = text("command.feed.source.kind.about")
    for kind in get_args(SourceKind):
        missing = [name for name, words in places.items() if not re.search(rf"\b{kind}\b", words)]
        assert not missing, f"{kind} is not told of in {missing}"


def test_it_is_told_what_each_folder_of_tests_is_for() -> None:
    folders = {path.parent for path in (ROOT / "tests").glob("*/test_*.py")}
    rows = {line for line in WORDS[ROOT / "docs" / "contributing.md"].splitlines() if "|" in line}
    told = {name for row in rows for name in re.findall(r"`(tests/\w+)`", row)}
    assert {f"tests/{folder.name}" for folder in folders} - told == set()


def test_operators_read_of_every_line_of_the_log_that_tells_of_a_fault() -> None:
    told = WORDS[ROOT / "docs" / "operator.md"]
    sources = [each for folder in ("bot", "cogs", "db") for each in (ROOT / folder).rglob("*.py")]
    logged = re.compile(r"\.(?:error|exception)\(\s*\"([^\"]+)\"")
    lines = {line for each in sources for line in logged.findall(each.read_text(encoding="utf-8"))}
    assert {line for line in lines if f"`{line}`" not in told} == set()
    assert len(lines) > 5
