"""The `tweetup` command: typed in this process, or run as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot import cli

ROOT = Path(bot.__file__).parent.parent
COMMAND = (sys.executable, "-m", "bot")


def typed(*arguments: str) -> int:
    """The exit code of the command; what it says is for capsys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["tweetup", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    code = ended.value.code
    assert isinstance(code, int)
    return code


def run_process(*command: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a process of its own; `variables` join the environment."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def environment(**variables: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **variables}
