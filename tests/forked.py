"""`tweetup` in processes of its own, forked from one in which its modules are loaded already.

A process is as real, and killed as dead, as one that a person starts; what is saved is loading the
modules, which takes longer than most of what the tests have it do.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from bot import cli
from tests.command import ROOT, environment

_CONTEXT = get_context("forkserver")


def run_forked(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    with forked(*arguments, cwd=cwd, said=cwd / "said") as process:
        process.join()
        assert process.exitcode is not None
        out, err = ((cwd / f"said.{name}").read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(arguments, process.exitcode, out, err)


@contextmanager
def forked(*arguments: str, cwd: Path, said: Path) -> Iterator[ForkServerProcess]:
    """The command as it runs; what it says goes to `said`, with .out and .err at its end."""
    with pytest.MonkeyPatch.context() as patch:
        # The server, which the first process starts, finds modules where it is told to look.
        patch.setenv("PYTHONPATH", str(ROOT))
        _CONTEXT.set_forkserver_preload(["bot.cli", "bot.replay"])
        forkserver.ensure_running()
    process = _CONTEXT.Process(target=_tweetup, args=(arguments, cwd, said, environment()))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def _tweetup(arguments: tuple[str, ...], cwd: Path, said: Path, variables: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(cwd)
    with (
        Path(f"{said}.out").open("w", encoding="utf-8") as sys.stdout,
        Path(f"{said}.err").open("w", encoding="utf-8") as sys.stderr,
    ):
        sys.argv = ["tweetup", *arguments]
        cli.main()
