"""Secrets stand in the environment or in .env, and are shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import load
from tests.config.told import TOKENS, wrong

PLANTED = "hunter2-planted"


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ("[discord]\ntoken = 'hunter2-planted'", "discord.token"),
        ("[x]\nbearer = 'hunter2-planted'", "x.bearer"),
        ("[secrets]\ndiscord_token = 'hunter2-planted'", "secrets.discord_token"),
        ("TWEETUP_DISCORD_TOKEN = 'hunter2-planted'", "TWEETUP_DISCORD_TOKEN"),
        ("[database]\nPassword = 'hunter2-planted'", "database.Password"),
        ("[database]\nurl = 'postgresql://me:hunter2-planted@h/d'", "database.url"),
        ("[database]\nurl = 'mysql://me:hunter2-planted@h/d'", "database.url"),
        ("[database]\nurl = 'postgresql://h/d?password=hunter2-planted'", "database.url"),
        ("[database]\nurl = 'postgresql://h/d?sslpassword=hunter2-planted'", "database.url"),
    ],
)
def test_none_may_stand_in_toml_and_none_is_repeated(toml: str, key: str) -> None:
    (line,) = wrong(toml)

    assert f"{key}: found a secret in a file; expected it in the environment or in .env" in line
    assert ", line " in line
    assert PLANTED not in line


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:hunter2-planted@h/d",
        "me:hunter2-planted@h/d",
        "postgresql://h/d?password=hunter2-planted",
        "postgresql://me:hunter2-planted/x@h:port/d",
        "postgresql://me:hunter@hunter2-planted@h/d",
        "postgresql://h/d?user=me&passwd=hunter2-planted",
    ],
)
def test_a_wrong_database_url_is_told_without_its_password(url: str) -> None:
    (line,) = wrong("", TWEETUP_DATABASE_URL=url)

    assert line.startswith("environment: TWEETUP_DATABASE_URL: found ")
    assert PLANTED not in line


def test_the_environment_wins_over_the_env_file_and_both_over_toml() -> None:
    Path("config.toml").write_text("[database]\nurl = 'sqlite:///toml.db'", encoding="utf-8")
    assert load(None, env=TOKENS).database.url == "sqlite+aiosqlite:///toml.db"

    Path(".env").write_text("TWEETUP_DATABASE_URL=sqlite:///env-file.db\n", encoding="utf-8")
    assert load(None, env=TOKENS).database.url == "sqlite+aiosqlite:///env-file.db"

    env = TOKENS | {"TWEETUP_DATABASE_URL": "sqlite:///env.db"}
    assert load(None, env=env).database.url == "sqlite+aiosqlite:///env.db"


def test_the_env_file_is_taken_as_it_is_written() -> None:
    Path(".env").write_text(
        "# mine\nexport TWEETUP_DISCORD_TOKEN='a$b${HOME}'\nTWEETUP_X_BEARER_TOKEN = bb # new\n"
        "OTHER_PROGRAM=1\n",
        encoding="utf-8",
    )

    secrets = load(None, env={}).secrets

    assert secrets.discord_token.get_secret_value() == "a$b${HOME}"
    assert secrets.x_bearer_token == SecretStr("bb")


def test_mistakes_in_the_env_file_are_told_with_their_lines() -> None:
    Path(".env").write_text(
        "TWEETUP_DISCORD_TOKEN=hunter2 planted\nTWEETUP_TOKN=hunter2\nhunter2 planted\n",
        encoding="utf-8",
    )

    told = wrong("", TWEETUP_DISCORD_TOKEN="")

    assert [line.split(": found")[0] for line in told] == [
        ".env, line 3",
        ".env, line 2: TWEETUP_TOKN",
        ".env, line 1: TWEETUP_DISCORD_TOKEN",
    ]
    assert "hunter2" not in " ".join(told)


def test_no_secret_shows_when_the_configuration_is_printed() -> None:
    env = TOKENS | {"TWEETUP_DATABASE_URL": "postgresql://me:hunter2-planted@h/d"}
    config = load(None, env=env)

    assert config.database.url == "postgresql+asyncpg://me:hunter2-planted@h/d"
    assert config.database.shown_url == "postgresql+asyncpg://me:***@h/d"
    assert config.secret_values() == [*TOKENS.values(), PLANTED]
    for secret in config.secret_values():
        assert secret not in repr(config)
        assert secret not in str(config)
