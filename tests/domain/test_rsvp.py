"""What is kept of an answer."""

from __future__ import annotations

from bot.domain.rsvp import NOTE_LIMIT, checked_note
from tests.domain.refusals import refuses


def test_what_a_note_may_be() -> None:
    assert checked_note("  by \n wheelchair ") == "by wheelchair"
    assert checked_note(" \n ") is None
    assert checked_note("x" * NOTE_LIMIT) == "x" * NOTE_LIMIT
    with refuses("rsvp.note_length", limit=NOTE_LIMIT):
        checked_note("x" * (NOTE_LIMIT + 1))
