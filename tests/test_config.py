from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from socket import gethostname
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.config import Config, ConfigError, database_url, load
from bot.config.wording import setting_keys
from bot.domain.budget import Price, Terms
from bot.domain.shards import Layout

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
ENV_EXAMPLE = EXAMPLE.with_name(".env.example")
TOKENS = {"TWEETUP_DISCORD_TOKEN": "disc.ord-token", "TWEETUP_X_BEARER_TOKEN": "AAAA%2Fbearer"}


@pytest.fixture(autouse=True)
def _empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def wrong(toml: str, **env: str) -> list[str]:
    """What is told about a config.toml: a line for each mistake, without the heading."""
    Path("config.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(None, env=TOKENS | env)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


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


class TestExample:
    def test_it_holds_every_key_with_its_default_and_no_other(self) -> None:
        tables = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
        written = {
            f"{name}.{key}": value for name, keys in tables.items() for key, value in keys.items()
        }

        assert written == setting_keys()

    def test_every_key_follows_a_comment_of_its_own(self) -> None:
        before = ""
        for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
            if re.match(r"\w+ =", line):
                assert before.startswith("# "), line
            before = line

    def test_keys_in_seconds_say_so(self) -> None:
        blocks = EXAMPLE.read_text(encoding="utf-8").split("\n\n")
        timed = [block for block in blocks if re.search(r"^\w+_seconds =", block, re.MULTILINE)]

        assert len(timed) == 2
        assert all("Seconds" in block for block in timed)

    def test_it_loads(self) -> None:
        assert load(EXAMPLE, env=TOKENS) == load(None, env=TOKENS)

    def test_the_env_example_names_every_variable_and_no_other(self) -> None:
        names = re.findall(r"^(\w+)=$", ENV_EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)

        assert sorted(names) == sorted([*TOKENS, "TWEETUP_DATABASE_URL"])


class TestMistakes:
    def test_all_of_them_are_told_at_once(self) -> None:
        told = wrong(
            """
            [x]
            source = "pol"
            poll_fastest_seconds = "30"
            api_url = "https://api.x.com/2"
            colour = 1

            [log]
            levle = "info"

            [evnets]
            time_zone = "Europe/London"
            """,
            TWEETUP_DISCORD_TOKEN="Bot disc.ord-token",
        )

        assert told == [
            "config.toml, line 3: x.source: found 'pol'; expected 'poll' or 'stream'",
            "config.toml, line 5: x.api_url: found 'https://api.x.com/2'; "
            "expected an address without a path, such as 'https://api.x.com'",
            "config.toml, line 4: x.poll_fastest_seconds: found '30'; "
            "expected a whole number, without quotes",
            "config.toml, line 6: x.colour: found an unknown key; "
            "expected one of source, api_url, field_names, poll_fastest_seconds, "
            "poll_slowest_seconds, prices",
            "config.toml, line 9: log.levle: found an unknown key; "
            "expected 'level', if that is what you meant",
            "environment: TWEETUP_DISCORD_TOKEN: found a value (not shown) with a space or a sign "
            "no token has; expected the bare token: no spaces, no 'Bot' or 'Bearer' before it",
            "config.toml, line 11: evnets: found an unknown section; "
            "expected 'events', if that is what you meant",
        ]

    @pytest.mark.parametrize(
        ("toml", "told"),
        [
            ("x = 3", "line 1: x: found 3; expected a section: [x]"),
            ("[log]\nlevel = true", "line 2: log.level: found true; expected 'debug', 'info', "),
            (
                "[log]\nlevel = ['info']",
                "line 2: log.level: found a list; expected 'debug', 'info', ",
            ),
            ("log.level = 'loud'", "line 1: log.level: found 'loud'; expected 'debug', 'info', "),
            ("[x]\npoll_fastest_seconds = 4", "found 4; expected 5 or more"),
            (
                "[x]\npoll_fastest_seconds = 7.5",
                "found 7.5; expected a whole number, without quotes",
            ),
            ("[x]\napi_url = 5", "found 5; expected text in quotes"),
            ("[x]\napi_url = 'api.x.com'", "found 'api.x.com'; expected an address without a path"),
            ("[x]\napi_url = 'http://api.x.com'", "expected https:// (the bearer token travels"),
            ("[x]\napi_url = 'https://me:pw@api.x.com'", "found 'https://***@api.x.com'; expected"),
            ("[x]\napi_url = 'https://x:port'", "expected an address without a path"),
            (
                "[events]\ntime_zone = 'Europe/Lundon'",
                "expected an IANA time zone such as 'Europe/London'",
            ),
            (
                "[database]\nurl = 'mysql://h/d'",
                "found 'mysql://h/d'; expected sqlite:///FILE or postgresql:",
            ),
            ("[database]\nurl = 'tweetup.db'", "found 'tweetup.db'; expected sqlite:///FILE"),
            (
                "[budget]\nmonthly_cap_dollars = '50'",
                "line 2: budget.monthly_cap_dollars: found '50'; expected a number, without quotes",
            ),
            ("[budget]\nguild_cap_dollars = -1", "found -1; expected 0.0 or more"),
            ("[budget]\nguild_cap_dollars = inf", "guild_cap_dollars: found inf; expected"),
            ("[budget]\nguild_cap_dollars = nan", "found nan; expected a number"),
            ("[budget]\nkept_back_percent = 95", "found 95; expected 90 or less"),
            ("[privacy]\nkeep_days = 13", "privacy.keep_days: found 13; expected 14 or more"),
            (
                "[web]\npublic_url = 'http://tweetup.example.org'",
                "found 'http://tweetup.example.org'; expected https:// and a host alone",
            ),
            ("[web]\npublic_url = 'https://h.example/path'", "expected https:// and a host alone"),
            ("[web]\npublic_url = 'tweetup.example.org'", "expected https:// and a host alone"),
            ("[web]\nlisten = '8080'", "found '8080'; expected a host and a port, such as"),
            ("[web]\nlisten = '127.0.0.1:80800'", "expected a host and a port, such as"),
            ("[web]\nlisten = '127.0.0.1:80/x'", "expected a host and a port, such as"),
            ("[x]\nprices = 3", "line 2: x.prices: found 3; expected tables of their own: [[x.pr"),
            ("[x]\nprices = []", "x.prices: found a list; expected one table at least"),
            ("[x]\nprices = [3]", "found 3; expected a table: from = 2026-01-01, post = 0.005"),
            (
                "[[x.prices]]\nfrom = 2026-01-01\npost = 1\nuser = 1\n"
                "[[x.prices]]\nfrom = 'soon'\npost = 1\nuser = 1",
                "line 6: x.prices.1.from: found 'soon'; expected a day without quotes, such as",
            ),
            (
                "[[x.prices]]\nfrom = 2026-01-01\npost = 1",
                "x.prices.0.user: found nothing; expected a value for it, as in from = 2026",
            ),
            (
                "[[x.prices]]\nfrom = 2026-01-01\npost = 1\nuser = 1\ncolour = 1",
                "line 5: x.prices.0.colour: found an unknown key; expected from = 2026-01-01",
            ),
            (
                "[[x.prices]]\nfrom = 2026-01-01\npost = 1\nuser = 1\n"
                "[[x.prices]]\nfrom = 2025-01-01\npost = 1\nuser = 1",
                "line 1: x.prices: found a list; expected one table for each day, earlier days fi",
            ),
            (
                "source = 'poll'",
                "line 1: source: found an unknown key; expected 'x.source', if that",
            ),
        ],
    )
    def test_each_says_what_was_found_and_what_is_expected(self, toml: str, told: str) -> None:
        (line,) = wrong(toml)

        assert told in line

    def test_the_slowest_poll_is_not_faster_than_the_fastest(self) -> None:
        assert wrong("[x]\npoll_fastest_seconds = 60\npoll_slowest_seconds = 59") == [
            "config.toml, line 3: x.poll_slowest_seconds: found 59; "
            "expected at least 60, which is poll_fastest_seconds"
        ]
        assert wrong("[x]\npoll_fastest_seconds = 901") == [
            "config.toml: x.poll_slowest_seconds: found 900; "
            "expected at least 901, which is poll_fastest_seconds"
        ]

    def test_several_parts_need_as_many_shards_and_a_database_to_share(self) -> None:
        growth = "[growth]\nshards = 3\nclusters = 4"
        assert wrong(growth) == [
            "config.toml, line 3: growth.clusters: found 4; expected at most 3, which is shards"
        ]
        (told,) = wrong("[growth]\nshards = 4\nclusters = 2")
        assert told.startswith("config.toml, line 1: growth: found ")
        assert told.endswith(
            "expected clusters = 1, or a PostgreSQL database for the processes to share"
        )
        shared = "[database]\nurl = 'postgresql://me@host/bot'\n[growth]\nshards = 4\nclusters = 2"
        Path("config.toml").write_text(shared, encoding="utf-8")
        assert load(None, env=TOKENS).growth.layout == Layout(4, 2)

    def test_text_that_is_not_toml_is_told_with_its_line(self) -> None:
        (line,) = wrong("[log]\nlevel = loud\n")

        assert line == (
            "config.toml, line 2: found text that is not TOML (Invalid value); expected key = value"
        )

    def test_bytes_that_are_not_text(self) -> None:
        Path("config.toml").write_bytes(b'[log]\nlevel = "\xff"\n')

        with pytest.raises(ConfigError, match=r"config\.toml: found bytes that are not UTF-8"):
            load(None, env=TOKENS)

    def test_a_file_that_was_asked_for_and_is_not_there(self) -> None:
        with pytest.raises(ConfigError, match=r"gone\.toml: found nothing to read \(No such file"):
            load(Path("gone.toml"), env=TOKENS)

    def test_a_directory_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"found nothing to read \(Is a directory\)"):
            load(tmp_path, env=TOKENS)

    def test_missing_secrets_are_told_with_the_rest(self) -> None:
        Path("config.toml").write_text("[log]\nlevel = 'loud'\n", encoding="utf-8")

        with pytest.raises(ConfigError) as caught:
            load(None, env={"TWEETUP_X_BEARER_TOKEN": ""})

        assert str(caught.value).splitlines() == [
            "2 mistakes in the configuration:",
            "  config.toml, line 2: log.level: found 'loud'; "
            "expected 'debug', 'info', 'warning' or 'error'",
            "  environment and .env: TWEETUP_DISCORD_TOKEN: found nothing; expected the bot's "
            "token, from Bot in the Discord developer portal; `tweetup init` leads you there",
        ]

    @given(
        st.recursive(
            st.dictionaries(
                st.sampled_from(
                    ["x", "log", "level", "source", "database", "url", "token", "events"]
                )
                | st.text("ab_", min_size=1),
                st.booleans() | st.integers() | st.text("abc:/@ é'", max_size=12),
                max_size=3,
            ),
            lambda inner: st.dictionaries(
                st.sampled_from(["x", "log", "database", "other"]), inner
            ),
            max_leaves=4,
        )
    )
    def test_whatever_a_file_holds_it_loads_or_is_told(self, table: dict[str, Any]) -> None:
        Path("config.toml").write_text(as_toml(table), encoding="utf-8")
        with suppress(ConfigError):
            assert isinstance(load(None, env=TOKENS), Config)


class TestSecrets:
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
    def test_none_may_stand_in_toml_and_none_is_repeated(self, toml: str, key: str) -> None:
        (line,) = wrong(toml)

        assert f"{key}: found a secret in a file; expected it in the environment or in .env" in line
        assert ", line " in line
        assert self.PLANTED not in line

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
    def test_a_wrong_database_url_is_told_without_its_password(self, url: str) -> None:
        (line,) = wrong("", TWEETUP_DATABASE_URL=url)

        assert line.startswith("environment: TWEETUP_DATABASE_URL: found ")
        assert self.PLANTED not in line

    def test_the_environment_wins_over_the_env_file_and_both_over_toml(self) -> None:
        Path("config.toml").write_text("[database]\nurl = 'sqlite:///toml.db'", encoding="utf-8")
        assert load(None, env=TOKENS).database.url == "sqlite+aiosqlite:///toml.db"

        Path(".env").write_text("TWEETUP_DATABASE_URL=sqlite:///env-file.db\n", encoding="utf-8")
        assert load(None, env=TOKENS).database.url == "sqlite+aiosqlite:///env-file.db"

        env = TOKENS | {"TWEETUP_DATABASE_URL": "sqlite:///env.db"}
        assert load(None, env=env).database.url == "sqlite+aiosqlite:///env.db"

    def test_the_env_file_is_taken_as_it_is_written(self) -> None:
        Path(".env").write_text(
            "# mine\nexport TWEETUP_DISCORD_TOKEN='a$b${HOME}'\nTWEETUP_X_BEARER_TOKEN = bb # new\n"
            "OTHER_PROGRAM=1\n",
            encoding="utf-8",
        )

        secrets = load(None, env={}).secrets

        assert secrets.discord_token.get_secret_value() == "a$b${HOME}"
        assert secrets.x_bearer_token == SecretStr("bb")

    def test_mistakes_in_the_env_file_are_told_with_their_lines(self) -> None:
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

    def test_no_secret_shows_when_the_configuration_is_printed(self) -> None:
        env = TOKENS | {"TWEETUP_DATABASE_URL": "postgresql://me:hunter2-planted@h/d"}
        config = load(None, env=env)

        assert config.database.url == "postgresql+asyncpg://me:hunter2-planted@h/d"
        assert config.database.shown_url == "postgresql+asyncpg://me:***@h/d"
        assert config.secret_values() == [*TOKENS.values(), self.PLANTED]
        for secret in config.secret_values():
            assert secret not in repr(config)
            assert secret not in str(config)


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


def as_toml(table: dict[str, Any]) -> str:
    """Inline tables all the way down: the tables' own headings are tested above."""

    def value(it: Any) -> str:
        if isinstance(it, dict):
            return "{" + ", ".join(f'"{key}" = {value(inner)}' for key, inner in it.items()) + "}"
        return (
            str(it).lower()
            if isinstance(it, bool)
            else str(it)
            if isinstance(it, int)
            else f'"{it}"'
        )

    return "\n".join(f'"{key}" = {value(it)}' for key, it in table.items())
