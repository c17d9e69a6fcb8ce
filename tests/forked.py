"""Processes of their own, forked from one in which the bot's modules are loaded already.

A process is as real, and killed as dead, as one that a person starts; what is saved is loading the
modules, which takes longer than most of what the tests have it do.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
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
    out, err = cwd / "said.out", cwd / "said.err"
    for each in (out, err):
        each.unlink(missing_ok=True)
    with forked(tweetup, *arguments, cwd=cwd, out=out, err=err) as process:
        process.join()
        assert process.exitcode is not None
        said = out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        return subprocess.CompletedProcess(arguments, process.exitcode, *said)


@contextmanager
def forked(
    act: Callable[..., None], *arguments: str, cwd: Path, out: Path, err: Path, **variables: str
) -> Iterator[ForkServerProcess]:
    """`act` as it runs; what it says is added to the files, and `variables` join its environment.

    It is killed when this is left.
    """
    with pytest.MonkeyPatch.context() as patch:
        # The server, which the first process starts, finds modules where it is told to look.
        patch.setenv("PYTHONPATH", str(ROOT))
        _CONTEXT.set_forkserver_preload(["bot.app", "bot.replay", "tests.wire.command"])
        forkserver.ensure_running()
    how = (act, arguments, cwd, (out, err), environment(**variables))
    process = _CONTEXT.Process(target=_begin, args=how)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def tweetup(*arguments: str) -> None:
    sys.argv = ["tweetup", *arguments]
    cli.main()


def _begin(
    act: Callable[..., None],
    arguments: tuple[str, ...],
    cwd: Path,
    said: tuple[Path, Path],
    variables: dict[str, str],
) -> None:
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(cwd)
    for descriptor, path in enumerate(said, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT), descriptor)
    act(*arguments)
