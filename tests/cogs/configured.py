"""The settings of a bot that reads X for real, with a sandbox in X's place."""

from __future__ import annotations

from bot.config import Config
from bot.sandbox.x_api import XSandbox


def configured(sandbox: XSandbox, *, cap: float = 0.0, **x: object) -> Config:
    """`cap` is what reading may cost in a month, in dollars; 0 sets no limit."""
    return Config.model_validate(
        {
            "x": {"api_url": sandbox.url, **x},
            "budget": {"monthly_cap_dollars": cap},
            "secrets": {"discord_token": "simulated", "x_bearer_token": sandbox.token},
        }
    )
