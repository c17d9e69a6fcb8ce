from __future__ import annotations

from tests.cogs.conftest import clock, file, simcord_bot, town

__all__ = ["clock", "file", "simcord_bot", "town"]
