"""X API v2 on loopback, over an X in memory: for the demo and for tests of the real client."""

from __future__ import annotations

from bot.sandbox.x_api.faults import Fault
from bot.sandbox.x_api.ledger import Prices
from bot.sandbox.x_api.model import Media, Poll, Post, User
from bot.sandbox.x_api.server import XSandbox
from bot.sandbox.x_api.world import World

__all__ = ["Fault", "Media", "Poll", "Post", "Prices", "User", "World", "XSandbox"]
