from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain.announcements import Notice
from bot.errors import UserError
from bot.ports import Outgoing, Place
from bot.recording import Recording


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "said.jsonl"


def outgoing(number: int) -> Outgoing:
    return Outgoing(number, Place(1, 2, None), Notice("refused", {}))


def nonces(path: Path) -> list[int]:
    return [json.loads(line)["nonce"] for line in path.read_bytes().splitlines()]


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


async def test_what_was_said_is_not_said_again_by_the_next_run(path: Path) -> None:
    with Recording(path) as recording:
        first = await recording.send(outgoing(7))

    with Recording(path) as recording:
        assert await recording.find(outgoing(7)) == first
        assert await recording.find(outgoing(8)) is None
        assert await recording.send(outgoing(7)) == first
        assert await recording.send(outgoing(8)) != first

    assert nonces(path) == [7, 8]


async def test_a_line_that_a_crash_cut_short_was_never_said(path: Path) -> None:
    with Recording(path) as recording:
        await recording.send(outgoing(7))
        await recording.send(outgoing(8))
    cut_short(path)

    with Recording(path) as recording:
        assert await recording.find(outgoing(8)) is None
        await recording.send(outgoing(8))

    assert nonces(path) == [7, 8]


async def test_begun_anew_it_has_said_nothing(path: Path) -> None:
    with Recording(path) as recording:
        await recording.send(outgoing(7))

    with Recording(path, anew=True) as recording:
        assert await recording.find(outgoing(7)) is None

    assert nonces(path) == []


def test_a_file_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refusal, Recording(tmp_path):
        pass
    assert refusal.value.key == "recording.path"
