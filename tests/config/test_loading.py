"""What the configuration is, from defaults, a file and the environment."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from socket import gethostname

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import database_url, load
from bot.domain.budget import Price, Terms
from tests.config.told import TOKENS


def test_no_file_means_the_defaults() -> None:
    config = load(None, env=TOKENS)

    assert config.database.url == "sqlite+aiosqlite:///tweetup.db"
    assert config.x.source == "poll"
    assert config.x.api_url == "https://api.x.com"
    assert config.x.field_names == "tweet"
    assert (config.x.poll_fastest_seconds, config.x.poll_slowest_seconds) == (30, 900)
    assert config.events.time_zone == "Europe/London"
    assert config.privacy.kept == timedelta(days=90)
    assert config.terms() == Terms()
    assert (config.log.level, config.log.format) == ("info", "console")
    assert config.secrets.discord_token.get_secret_value() == "disc.ord-token"
    assert config.secrets.x_bearer_token == SecretStr("AAAA%2Fbearer")


def test_the_pages_are_off_until_they_have_an_address() -> None:
    assert load(None, env=TOKENS).web.public_url == ""
    Path("config.toml").write_text(
        "[web]\npublic_url = 'https://tweetup.example.org/'\nlisten = '[::1]:8081'\n",
        encoding="utf-8",
    )

    web = load(None, env=TOKENS).web

    assert web.public_url == "https://tweetup.example.org"
    assert web.host_and_port == ("::1", 8081)


def test_a_process_is_called_as_its_machine_and_as_it_is_told() -> None:
    assert load(None, env=TOKENS).growth.name == gethostname()
    env = TOKENS | {"TWEETUP_PROCESS": "2", "TWEETUP_MONITORING_LISTEN": "127.0.0.1:9112"}
    config = load(None, env=env)
    assert config.growth.name == f"{gethostname()}/2"
    assert config.monitoring.host_and_port == ("127.0.0.1", 9112)


def test_an_empty_file_means_the_defaults() -> None:
    Path("config.toml").touch()

    assert load(None, env=TOKENS) == load(Path("config.toml"), env=TOKENS)


def test_a_file_is_found_by_argument_then_variable_then_name() -> None:
    for name, seconds in [("asked.toml", 11), ("named.toml", 12), ("config.toml", 13)]:
        Path(name).write_text(f"[x]\npoll_fastest_seconds = {seconds}\n", encoding="utf-8")
    env = TOKENS | {"TWEETUP_CONFIG": "named.toml"}

    assert load(Path("asked.toml"), env=env).x.poll_fastest_seconds == 11
    assert load(None, env=env).x.poll_fastest_seconds == 12
    assert load(None, env=TOKENS).x.poll_fastest_seconds == 13


def test_a_byte_order_mark_is_no_mistake() -> None:
    Path("config.toml").write_bytes(b'\xef\xbb\xbf[log]\nlevel = "debug"\n')

    assert load(None, env=TOKENS).log.level == "debug"


def test_the_configuration_cannot_be_changed() -> None:
    config = load(None, env=TOKENS)

    with pytest.raises(ValidationError):
        config.x.source = "stream"  # type: ignore[misc]


def test_prices_and_caps_become_micro_dollars() -> None:
    Path("config.toml").write_text(
        """
        [[x.prices]]
        from = 2026-01-01
        post = 0.005
        user = 0.01

        [[x.prices]]
        from = 2026-07-01
        post = 0.0057
        user = 1

        [budget]
        monthly_cap_dollars = 50
        guild_cap_dollars = 12.34
        kept_back_percent = 20
        """,
        encoding="utf-8",
    )

    assert load(None, env=TOKENS).terms() == Terms(
        prices=(
            Price(date(2026, 1, 1), post=5_000, user=10_000),
            Price(date(2026, 7, 1), post=5_700, user=1_000_000),
        ),
        cap=50_000_000,
        guild_cap=12_340_000,
        kept_back_percent=20,
    )


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("sqlite+aiosqlite:////var/a.db", "sqlite+aiosqlite:////var/a.db"),
        ("postgresql://me@h:5/d", "postgresql+asyncpg://me@h:5/d"),
        ("postgresql+asyncpg://me:p%40ss@h/d", "postgresql+asyncpg://me:p%40ss@h/d"),
    ],
)
def test_database_urls_get_the_asynchronous_driver(text: str, url: str) -> None:
    assert database_url(text) == url


def test_an_unescaped_sign_in_a_password_is_told_how_to_write() -> None:
    with pytest.raises(ValueError, match=r"in a password, @ is written %40$"):
        database_url("postgresql://me:p@ss@h/d")


@pytest.mark.parametrize("text", ["", "sqlite", "postgresql+psycopg://h/d", "https://h/d", "://"])
def test_other_database_urls_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^sqlite:///FILE or postgresql://USER@HOST/DATABASE$"):
        database_url(text)
