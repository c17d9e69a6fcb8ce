"""From the three sources to one `Config`, or to the list of all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.config.mistakes import ConfigError, Mistake
from bot.config.model import Config, DatabaseSection
from bot.config.sources import TomlFile, read_env_file, read_toml
from bot.config.wording import expected, found

Keys: TypeAlias = tuple[str, ...]

DEFAULT_FILE = Path("config.toml")
ENV_FILE = Path(".env")
PATH_VARIABLE = "TWEETUP_CONFIG"
VARIABLES: Mapping[str, Keys] = {
    "TWEETUP_DISCORD_TOKEN": ("secrets", "discord_token"),
    "TWEETUP_X_BEARER_TOKEN": ("secrets", "x_bearer_token"),
    "TWEETUP_DATABASE_URL": ("database", "url"),
    "TWEETUP_PROCESS": ("growth", "process"),
    "TWEETUP_MONITORING_LISTEN": ("monitoring", "listen"),
}
# What differs between processes that share a file of settings.
_OF_PROCESSES = {"TWEETUP_PROCESS", "TWEETUP_MONITORING_LISTEN"}
_OF_SECRETS = [name for name in VARIABLES if name not in _OF_PROCESSES]
_SECRET = re.compile(r"token|bearer|secret|passw", re.IGNORECASE)
_WHERE_SECRETS_GO = f"it in the environment or in .env, as {' or '.join(_OF_SECRETS)}"


class _DatabaseAlone(BaseModel):
    """Of all there is to set the database; the rest is passed over."""

    database: DatabaseSection = Field(default_factory=DatabaseSection)


_Kind = TypeVar("_Kind", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was found, and under what name."""

    file: str
    name: str
    line: int | None = None


def config_path(path: Path | None, env: Mapping[str, str]) -> Path | None:
    """The TOML file to read: the one asked for, $TWEETUP_CONFIG, ./config.toml, or none."""
    if path is not None:
        return path
    if named := env.get(PATH_VARIABLE):
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def load(path: Path | None, *, env: Mapping[str, str]) -> Config:
    """The settings in force.

    `env` wins over .env in the working directory, and both over the TOML file at `path` (see
    `config_path`). Raises ConfigError with every mistake in any of the three.
    """
    return _load(path, env, Config)


def load_database(path: Path | None, *, env: Mapping[str, str]) -> DatabaseSection:
    """The same for a command that needs the database alone: no tokens, and nothing else valid."""
    return _load(path, env, _DatabaseAlone).database


def _load(path: Path | None, env: Mapping[str, str], kind: type[_Kind]) -> _Kind:
    mistakes: list[Mistake] = []
    chosen = config_path(path, env)
    file = read_toml(chosen, mistakes) if chosen else TomlFile()
    _refuse_secrets(file, mistakes)
    said = _variables(env, mistakes)
    try:
        config = kind.model_validate(_with_variables(file.table, said))
    except ValidationError as error:
        mistakes += [_told(detail, said, file) for detail in error.errors(include_url=False)]
        raise ConfigError(mistakes) from None
    if mistakes:
        raise ConfigError(mistakes)
    return config


def _refuse_secrets(file: TomlFile, mistakes: list[Mistake]) -> None:
    """Takes secrets out of the table, so that nothing later can show their values."""
    for keys in list(_secret_keys(file.table)):
        _remove(file.table, keys)
        mistakes.append(
            Mistake(
                file.name,
                ".".join(keys),
                "a secret in a file",
                _WHERE_SECRETS_GO,
                file.line_of(keys),
            )
        )


def _secret_keys(table: Mapping[str, Any], above: Keys = ()) -> Iterator[Keys]:
    for key, value in table.items():
        keys = (*above, key)
        if isinstance(value, dict):
            yield from _secret_keys(value, keys)
        elif _SECRET.search(".".join(keys)) or (
            keys == ("database", "url") and _has_password(value)
        ):
            yield keys


def _has_password(value: object) -> bool:
    try:
        url = make_url(str(value))
    except (ArgumentError, ValueError):
        return False
    return bool(url.password or any(_SECRET.search(key) for key in url.query))


def _remove(table: dict[str, Any], keys: Keys) -> None:
    """Removes the key, and with it the tables that held nothing else."""
    if len(keys) > 1:
        _remove(table[keys[0]], keys[1:])
    if len(keys) == 1 or not table[keys[0]]:
        del table[keys[0]]


def _variables(env: Mapping[str, str], mistakes: list[Mistake]) -> dict[Keys, tuple[str, Origin]]:
    """What the environment and .env say, by the setting it is for; empty values say nothing."""
    from_file = read_env_file(ENV_FILE, mistakes)
    mistakes += [
        Mistake(
            str(ENV_FILE), name, "an unknown variable", f"one of {', '.join(VARIABLES)}", it.line
        )
        for name, it in from_file.items()
        if name.startswith("TWEETUP_") and name not in VARIABLES
    ]
    said: dict[Keys, tuple[str, Origin]] = {}
    for name, keys in VARIABLES.items():
        if value := env.get(name):
            said[keys] = value, Origin("environment", name)
        elif (kept := from_file.get(name)) and kept.value:
            said[keys] = kept.value, Origin(str(ENV_FILE), name, kept.line)
    return said


def _with_variables(
    table: Mapping[str, Any], said: Mapping[Keys, tuple[str, Origin]]
) -> dict[str, Any]:
    merged = {**table, "secrets": {}}
    for (section, key), (value, _) in said.items():
        below = merged.get(section, {})
        if isinstance(below, dict):
            merged[section] = {**below, key: value}
    return merged


def _told(detail: ErrorDetails, said: Mapping[Keys, tuple[str, Origin]], file: TomlFile) -> Mistake:
    keys = tuple(str(key) for key in detail["loc"])
    if keys in said:
        _, origin = said[keys]
    elif keys[0] == "secrets":
        name = next(name for name, those in VARIABLES.items() if those == keys)
        origin = Origin("environment and .env", name)
    else:
        origin = Origin(file.name, ".".join(keys), file.line_of(keys))
    return Mistake(origin.file, origin.name, found(detail), expected(detail), origin.line)
