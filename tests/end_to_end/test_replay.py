"""`tweetup replay` from outside: what it says of an archive, run once, twice, and killed."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command import COMMAND, run_process
from tests.end_to_end.archives import (
    MIDNIGHT_OWL,
    Archive,
    invented_archive,
    real_archives,
)
from tests.end_to_end.evidence import Facts, Said
from tests.forked import forked, run_forked, tweetup

KILLS = 10
# Of the talks in the invented archive, as many as have all that is asserted of it.
FEW = 25
REAL = {archive.hashtag: archive for archive in real_archives()}
needs_archives = pytest.mark.skipif(not REAL, reason="the real archives are not at hand")
SMALLEST = "combine2019"


@dataclass(frozen=True)
class Replay:
    """A database to replay into and the recording beside it; a SQLite file, unless `url` says."""

    archive: Archive
    database: Path
    url: str | None = None

    @property
    def recording(self) -> Path:
        return self.database.with_name(f"{self.database.name}.announcements.jsonl")

    @property
    def arguments(self) -> tuple[str, ...]:
        url = self.url or f"sqlite:///{self.database}"
        return (*self.archive.arguments, "--db", url, "--json")

    def play(self, *, anew: bool = False) -> dict[str, Any]:
        """Replay to the end; gives what the command says of the database.

        `anew` starts Python for it, as a person does.
        """
        folder = self.database.parent
        if anew:
            ended = run_process(*COMMAND, *self.arguments, cwd=folder)
        else:
            ended = run_forked(*self.arguments, cwd=folder)
        assert ended.returncode == 0, ended.stderr
        # What a killed run left half-done is named when it is taken up.
        assert all("delivery interrupted" in line for line in ended.stderr.splitlines())
        state = json.loads(ended.stdout)
        assert isinstance(state, dict)
        return state

    def play_until(self, moment: Callable[[], bool], delay: float) -> bool:
        """Kill it `delay` seconds after that moment; whether that was before its end."""
        folder = self.database.parent
        said = folder / "killed.txt"
        with forked(tweetup, *self.arguments, cwd=folder, out=said, err=said) as process:
            while process.is_alive() and not moment():
                time.sleep(0.001)
            time.sleep(delay)
            process.kill()
            process.join()
            assert process.exitcode in {0, -9}
            return process.exitcode == -9

    def said(self) -> Said:
        return Said.in_file(self.recording)

    def rows(self) -> dict[str, list[Any]]:
        """Every table's rows."""
        with closing(sqlite3.connect(self.database)) as db:
            tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master"
                                                     " WHERE type = 'table'")]  # fmt: skip
            return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}

    def outcome(self) -> dict[str, list[Any]]:
        """What is the same however often it was killed: all but how deliveries went about it."""
        with closing(sqlite3.connect(self.database)) as db:
            return {
                question: sorted(db.execute(question), key=repr)
                for question in (
                    "SELECT event_id, post_id, state FROM feed",
                    "SELECT event_id, person_id, evidence, opening, state FROM introductions"
                    " JOIN introduction_members ON introduction_id = introductions.id",
                    "SELECT kind, key, state, wanted FROM deliveries",
                    "SELECT * FROM reminders",
                    "SELECT * FROM rounds",
                    "SELECT * FROM posts",
                    "SELECT * FROM interactions",
                )
            }


def test_an_invented_archive(tmp_path: Path) -> None:
    replay = Replay(invented_archive(tmp_path, talks=FEW), tmp_path / "replay.db")
    # What a database that is gone left behind is none of this one's.
    replay.recording.write_text('{"action": "send", "nonce": 3, "channel": 2, "message": 1}\n')
    state = replay.play(anew=True)
    _it_bears_out(replay, state)
    assert MIDNIGHT_OWL in {made[end] for made in state["introductions"] for end in "ab"}
    assert state["reposts"]
    assert state["reminders"] == 3
    rows, recorded = replay.rows(), replay.recording.read_bytes()
    assert replay.play() == state
    assert replay.rows() == rows
    assert replay.recording.read_bytes() == recorded


def test_on_postgresql(tmp_path: Path, empty_postgres_url: str) -> None:
    name = empty_postgres_url.partition("?")[0].rpartition("/")[2]
    archive = invented_archive(tmp_path, talks=FEW, zipped=True)
    replay = Replay(archive, tmp_path / name, empty_postgres_url)
    state = replay.play()
    _it_bears_out(replay, state)
    recorded = replay.recording.read_bytes()
    assert replay.play() == state
    assert replay.recording.read_bytes() == recorded


@needs_archives
@pytest.mark.long
@pytest.mark.parametrize("name", sorted(REAL))
def test_a_real_archive(name: str, tmp_path: Path) -> None:
    replay = Replay(REAL[name], tmp_path / "replay.db")
    _it_bears_out(replay, replay.play())


# Every day the bot is killed at work by `tests/crash` and `tests/wire`.
@pytest.mark.long
def test_killed_at_any_moment_it_ends_the_same(tmp_path: Path) -> None:
    _killed_it_ends_the_same(invented_archive(tmp_path), tmp_path)


@needs_archives
@pytest.mark.long
def test_killed_at_any_moment_a_real_archive_ends_the_same(tmp_path: Path) -> None:
    _killed_it_ends_the_same(REAL[SMALLEST], tmp_path)


def _killed_it_ends_the_same(archive: Archive, folder: Path) -> None:
    undisturbed = Replay(archive, folder / "undisturbed.db")
    wanted = undisturbed.play()
    _it_bears_out(undisturbed, wanted)
    step = undisturbed.recording.stat().st_size / (KILLS + 1)
    dice = random.Random(archive.hashtag)
    killed = 0
    for number in range(KILLS):
        replay = Replay(archive, folder / f"killed{number}.db")
        # The first kill comes while the database is made, the others as the recording grows.
        moment: Callable[[], bool] = replay.database.exists
        while killed < KILLS and replay.play_until(moment, delay=dice.uniform(0, 0.03)):
            killed += 1
            moment = _grown(replay.recording, by=dice.uniform(0, 1.5) * step)
        assert replay.play() == wanted
        assert replay.outcome() == undisturbed.outcome()
        assert _told(replay.said()) == _told(undisturbed.said())
        _it_bears_out(replay, wanted)
        if killed == KILLS:
            return
    pytest.fail(f"it came to its end before it could be killed, {KILLS} times over")


def _grown(path: Path, by: float) -> Callable[[], bool]:
    before = path.stat().st_size if path.exists() else 0
    return lambda: path.exists() and path.stat().st_size > before + by


def _told(said: Said) -> Counter[str]:
    """What was sent, whatever the order of places and the numbers of messages."""
    return Counter(
        f"{line['kind']} {line.get('posts')} {line.get('evidence')}" for line in said.sent
    )


def _it_bears_out(replay: Replay, state: dict[str, Any]) -> None:
    """What the command says of the archive is so, and the recording holds it."""
    facts, said = Facts(replay.archive), replay.said()
    assert state["posts"] == len(facts.posts)
    assert state["mirrored"] == len(facts.talk)
    assert state["mirrored"] + state["reposts"] == state["posts"]
    assert state["people"] == len({post["author_id"] for post in facts.posts.values()})
    assert state["attendees"] == len(facts.attendees)
    assert said.posts == facts.talk
    assert said.misplaced_answers() == []
    assert len({line["nonce"] for line in said.sent}) == len(said.sent)
    # What organisers alone are told is none of the tweetup's own messages.
    assert state["messages"] == len(said.messages) - len(said.of("Notice"))
    assert state["reminders"] == len(said.of("EventReminder"))
    made = state["introductions"]
    shown = [line["evidence"] for line in said.of("Introduction")]
    told = {post_id for introduced in made for post_id in introduced["evidence"]}
    assert {post_id for evidence in shown for post_id in evidence} == told
    pairs = [frozenset(facts.person(introduced[end]) for end in "ab") for introduced in made]
    assert len(set(pairs)) == len(pairs)
    for pair, introduced in zip(pairs, made, strict=True):
        assert len(pair & facts.attendees) == 2
        assert introduced["kind"] == "finally_meet"
        assert introduced["evidence"]
        for post_id in introduced["evidence"]:
            assert facts.before_the_doors(post_id)
            assert facts.shows(facts.posts[post_id], *pair)
