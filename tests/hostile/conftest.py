from __future__ import annotations

from tests.cogs.conftest import clock, file, simcord_bot, simcord_env, town

__all__ = ["clock", "file", "simcord_bot", "simcord_env", "town"]
