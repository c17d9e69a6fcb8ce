"""Mistakes in a configuration: all told at once, each with its place, what is there and what is
expected."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, ConfigError, load
from bot.domain.shards import Layout
from tests.config.told import TOKENS, wrong


def test_all_of_them_are_told_at_once() -> None:
    told = wrong(
        """
        [x]
        field_names = "twet"
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
        "config.toml, line 5: x.api_url: found 'https://api.x.com/2'; "
        "expected an address without a path, such as 'https://api.x.com'",
        "config.toml, line 3: x.field_names: found 'twet'; expected 'tweet' or 'post'",
        "config.toml, line 4: x.poll_fastest_seconds: found '30'; "
        "expected a whole number, without quotes",
        "config.toml, line 6: x.colour: found an unknown key; "
        "expected one of source, api_url, field_names, poll_fastest_seconds, "
        "poll_slowest_seconds, prices",
        "config.toml, line 9: log.levle: found an unknown key; "
        "expected 'level', if that is what you meant",
        "environment: TWEETUP_DISCORD_TOKEN: found a value (not shown) with a space or a sign "
        "no token has; expected the bare token: no spaces, no quotes, "
        "no 'Bot' or 'Bearer' before it",
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
def test_each_says_what_was_found_and_what_is_expected(toml: str, told: str) -> None:
    (line,) = wrong(toml)

    assert told in line


def test_the_slowest_poll_is_not_faster_than_the_fastest() -> None:
    assert wrong("[x]\npoll_fastest_seconds = 60\npoll_slowest_seconds = 59") == [
        "config.toml, line 3: x.poll_slowest_seconds: found 59; "
        "expected at least 60, which is poll_fastest_seconds"
    ]
    assert wrong("[x]\npoll_fastest_seconds = 901") == [
        "config.toml: x.poll_slowest_seconds: found 900; "
        "expected at least 901, which is poll_fastest_seconds"
    ]


def test_several_parts_need_as_many_shards_and_a_database_to_share() -> None:
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


def test_text_that_is_not_toml_is_told_with_its_line() -> None:
    (line,) = wrong("[log]\nlevel = loud\n")

    assert line == (
        "config.toml, line 2: found text that is not TOML (Invalid value); expected key = value"
    )


def test_bytes_that_are_not_text() -> None:
    Path("config.toml").write_bytes(b'[log]\nlevel = "\xff"\n')

    with pytest.raises(ConfigError, match=r"config\.toml: found bytes that are not UTF-8"):
        load(None, env=TOKENS)


def test_a_file_that_was_asked_for_and_is_not_there() -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: found nothing to read \(No such file"):
        load(Path("gone.toml"), env=TOKENS)


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"found nothing to read \(Is a directory\)"):
        load(tmp_path, env=TOKENS)


def test_missing_secrets_are_told_with_the_rest() -> None:
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
            st.sampled_from(["x", "log", "level", "source", "database", "url", "token", "events"])
            | st.text("ab_", min_size=1),
            st.booleans() | st.integers() | st.text("abc:/@ é'", max_size=12),
            max_size=3,
        ),
        lambda inner: st.dictionaries(st.sampled_from(["x", "log", "database", "other"]), inner),
        max_leaves=4,
    )
)
def test_whatever_a_file_holds_it_loads_or_is_told(table: dict[str, Any]) -> None:
    Path("config.toml").write_text(as_toml(table), encoding="utf-8")
    with suppress(ConfigError):
        assert isinstance(load(None, env=TOKENS), Config)


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
