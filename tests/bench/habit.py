"""What people use to store posts: `twarc2 flatten` and `sqlite-utils insert`."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

TOOLS = ("twarc==2.14.0", "sqlite-utils==4.2.1")
# Kept from run to run; `make clean` takes it away with the rest.
HOME = Path(".venv/bench")


def tools() -> Path:
    """The directory of both commands, in an environment of their own that is made if need be.

    They are no part of the tests: what they depend on would decide what the bot runs with.
    """
    directory = HOME / "bin"
    if not all((directory / name).exists() for name in ("twarc2", "sqlite-utils")):
        sys.stderr.write(f"Installing {' and '.join(TOOLS)} into {HOME}, once\n")
        venv.create(HOME, with_pip=True)
        pip = [str(directory / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
        subprocess.run([*pip, "--disable-pip-version-check", *TOOLS], check=True)
    return directory


async def flatten_and_insert(pages: Sequence[str], scratch: Path) -> float:
    """Store pages as people do; gives the seconds of processor time."""
    directory = tools().absolute()
    raw, flat, database = (scratch / name for name in ("raw.jsonl", "flat.jsonl", "habit.db"))
    raw.write_text("\n".join(pages) + "\n", encoding="utf-8")
    before = _of_children()
    await _run(scratch, directory / "twarc2", "flatten", "--hide-progress", raw, flat)
    into = (database, "posts", flat, "--nl", "--pk", "id", "--alter")
    await _run(scratch, directory / "sqlite-utils", "insert", *into)
    return _of_children() - before


async def _run(where: Path, *command: str | Path) -> None:
    # twarc asks for a token where it finds none, whatever it is to do; and leaves a log.
    surroundings = os.environ | {"BEARER_TOKEN": "none"}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=where, env=surroundings, stdout=asyncio.subprocess.DEVNULL
    )
    if code := await process.wait():
        raise RuntimeError(f"{command[0]} ended with {code}")


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
