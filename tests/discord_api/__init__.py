"""A Discord on loopback: REST and gateway over real connections, for what a simulation inside the
bot's own process cannot judge. It serves what the bot uses of Discord, and nothing else.

    python -m tests.discord_api

runs it in a process of its own and prints where it is, as one line of JSON.
"""

from __future__ import annotations

from tests.discord_api.gate import TOKEN
from tests.discord_api.remote import Remote
from tests.discord_api.server import DiscordServer

__all__ = ["TOKEN", "DiscordServer", "Remote"]
