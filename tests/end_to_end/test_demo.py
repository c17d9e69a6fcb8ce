"""`tweetup demo --headless`, in a process of its own that may talk to this machine alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.command import run_process
from tests.end_to_end.browser import CHROMIUM

# Where there is a browser, people of the same story meet in it every day.
pytestmark = [] if CHROMIUM is None else [pytest.mark.long]

STAGES = (
    "posts of people under the hashtag mirrored",
    "job ads folded away, not mirrored",
    "digests that tell of them",
    "posts mirrored twice",
    "handles proved, their posts not mirrored",
    "accounts linked",
    "members who answered",
    "members going, in a full room",
    "places passed on from the waitlist",
    "reminders, in the channel and by message",
    "introductions in private threads",
)
# The process ends at the first look beyond this machine, whatever would be made of an error.
KEPT_AT_HOME = """
import os, sys

def watch(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host not in {"127.0.0.1", "::1", "localhost", None}:
        print("it went for", host, file=sys.stderr, flush=True)
        os._exit(3)

sys.addaudithook(watch)
from bot.cli import main
sys.argv = ["tweetup", "demo", "--headless"]
main()
"""


def test_every_stage_of_the_demo_happens(tmp_path: Path) -> None:
    ended = run_process(sys.executable, "-c", KEPT_AT_HOME, cwd=tmp_path)

    assert (ended.returncode, ended.stderr) == (0, "")
    marks = {line[:1]: line for line in ended.stdout.splitlines()}
    assert "✗" not in marks
    for stage in STAGES:
        (told,) = (line for line in ended.stdout.splitlines() if stage in line)
        assert told.startswith("✓")
    assert list(tmp_path.iterdir()) == []
