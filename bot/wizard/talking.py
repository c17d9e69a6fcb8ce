"""What the wizard says and asks in the terminal. What is typed as a token shows nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.text import Text

from bot.errors import TweetupError
from bot.texts import text


def heading(words: str) -> None:
    _print(Text(f"\n{words}\n", style="bold"))


def say(words: str) -> None:
    _print(Text(words))


def lead(words: str) -> None:
    """What is to be read before a question."""
    _print(Text(f"{words}\n"))


def good(words: str) -> None:
    _print(Text(f"✓ {words}", style="green"))


def bad(words: str) -> None:
    _print(Text(f"✗ {words}", style="red"))


def explain(error: TweetupError) -> None:
    """Whatever is wrong, in the words that the bot has for it."""
    bad(text(f"error.{error.key}", **error.params))


def to_copy(words: str) -> None:
    """In one line, however long it is."""
    Console(highlight=False, soft_wrap=True).print(Text(f"\n{words}\n", style="cyan"))


def ask(question: str, usual: str = "") -> str:
    """What is typed, without space around it; `usual` is offered, and taken for nothing."""
    typed: str = typer.prompt(question, default=usual, show_default=bool(usual))
    return typed.strip() or usual


def ask_secret(question: str) -> str:
    typed: str = typer.prompt(question, default="", show_default=False, hide_input=True)
    return typed.strip()


def agreed(question: str, *, usual: bool) -> bool:
    yes, no = text("init.yes"), text("init.no")
    while True:
        typed = ask(f"{question} ({yes}/{no})", yes if usual else no).casefold()
        if typed.startswith((yes, no)):
            return typed.startswith(yes)
        bad(text("init.yes_or_no", yes=yes, no=no))


def choose(question: str, choices: Sequence[str], first: int = 1) -> int:
    """The number of one of the choices, which are counted from `first`."""
    for number, each in enumerate(choices, start=first):
        say(f"  {number}. {each}")
    last = first + len(choices) - 1
    while True:
        typed = ask(question, str(max(first, 1)))
        if typed.isdecimal() and first <= int(typed) <= last:
            return int(typed)
        bad(text("init.number", first=first, last=last))


def _print(words: Text) -> None:
    Console(highlight=False).print(words)
