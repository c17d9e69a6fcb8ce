"""`tweetup demo`: the real bot in an invented London, on a simulated Discord and a local X."""

from __future__ import annotations

from bot.demo.play import main

__all__ = ["main"]
