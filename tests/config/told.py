"""Configurations to try, and what is told about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import ConfigError, load

TOKENS = {"TWEETUP_DISCORD_TOKEN": "disc.ord-token", "TWEETUP_X_BEARER_TOKEN": "AAAA%2Fbearer"}


def wrong(toml: str, **env: str) -> list[str]:
    """What is told about a config.toml: a line for each mistake, without the heading."""
    Path("config.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(None, env=TOKENS | env)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]
