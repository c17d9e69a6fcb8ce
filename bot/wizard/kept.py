"""What the wizard finds and keeps: the settings' file, and .env for what is secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from dotenv import set_key

from bot.config import ENV_FILE, Config, ConfigError, config_path, load
from bot.config.load import DEFAULT_FILE

DISCORD = "TWEETUP_DISCORD_TOKEN"
X = "TWEETUP_X_BEARER_TOKEN"
HEADER = "# Tweetup's settings. What there is to set, and what it means: config.example.toml\n"
# Stands for the token that is still to be asked for; nothing is ever sent with it.
_NONE_YET = "none-yet"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was there when the wizard began. `file` is there by now."""

    file: Path
    config: Config
    discord_token: str | None

    @property
    def x_token(self) -> str | None:
        token = self.config.secrets.x_bearer_token
        return None if token is None else token.get_secret_value()


def read(path: Path | None, env: Mapping[str, str]) -> Kept:
    """Raises ConfigError for every mistake but that there is no token for Discord."""
    file = config_path(path, env) or DEFAULT_FILE
    if not file.exists():
        _write(file, HEADER)
    try:
        config = load(file, env=env)
    except ConfigError as error:
        if any(mistake.key != DISCORD for mistake in error.mistakes):
            raise
        return Kept(file, load(file, env={**env, DISCORD: _NONE_YET}), None)
    return Kept(file, config, config.secrets.discord_token.get_secret_value())


def keep_secret(name: str, value: str) -> None:
    """In .env, which nobody else may read from then on."""
    if ENV_FILE.exists():
        ENV_FILE.chmod(0o600)
    # A file that is new gets that mode from the library.
    set_key(ENV_FILE, name, value)


def keep_zone(file: Path, zone: str) -> None:
    """Whatever else stands in the file stays as it is written, comments included."""
    document = tomlkit.parse(file.read_text(encoding="utf-8-sig"))
    document.setdefault("events", tomlkit.table())["time_zone"] = zone
    _write(file, tomlkit.dumps(document))


def _write(file: Path, words: str) -> None:
    """All of it or nothing."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(words, encoding="utf-8")
    new.replace(file)
