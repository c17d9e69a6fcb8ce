"""`tweetup init`: from nothing to a bot that can run, a question at a time.

What is typed is tried and kept before the next question, so stopping loses nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from bot.ports import Clock
from bot.texts import text
from bot.wizard.kept import read
from bot.wizard.place import place, zone
from bot.wizard.talking import heading, say
from bot.wizard.tokens import discord_token, x_token

STOPPED = 1


def main(path: Path | None, env: Mapping[str, str], clock: Clock) -> int:
    """Ask for all that is needed; gives the exit code.

    Raises ConfigError for settings that will not do, UserError for what must be mended elsewhere.
    """
    kept = read(path, env)
    try:
        say(text("init.welcome", file=str(kept.file)))
        token = discord_token(kept, env, clock)
        x_token(kept, env)
        channel = place(kept, token, clock)
        zone(kept)
    except (typer.Abort, KeyboardInterrupt):
        heading(text("init.stopped"))
        return STOPPED
    heading(text("init.done"))
    say(text("init.done.next", channel=channel, tweetup=_as_typed()))
    return 0


def _as_typed() -> str:
    """How the command was called, which may be `.venv/bin/tweetup`: the shell knows it by that."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "tweetup" else "tweetup"
