"""The configuration: config.toml, the environment and .env, read once into a frozen `Config`."""

from __future__ import annotations

from bot.config.load import ENV_FILE, config_path, load, load_database
from bot.config.mistakes import ConfigError, Mistake
from bot.config.model import (
    Config,
    DatabaseSection,
    EventsSection,
    LogSection,
    Secrets,
    XSection,
    database_url,
)

__all__ = [
    "ENV_FILE",
    "Config",
    "ConfigError",
    "DatabaseSection",
    "EventsSection",
    "LogSection",
    "Mistake",
    "Secrets",
    "XSection",
    "config_path",
    "database_url",
    "load",
    "load_database",
]
