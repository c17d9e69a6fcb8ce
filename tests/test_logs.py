from __future__ import annotations

import json
import logging
import warnings
from typing import Literal

import aiohttp
import discord
import pytest
import structlog
import tweepy
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from tweepy.asynchronous import AsyncClient
from yarl import URL

from bot.logs import RedactingFormatter, setup
from bot.redacting import REDACTED

pytestmark = pytest.mark.usefixtures("logging_put_back")

Form = Literal["console", "json"]
TOKEN = "MTk4.Cl2FMQ.planted-token"
PASSWORD = 'pa"ss\\wörd/ü'
BOTH = pytest.mark.parametrize("form", ["console", "json"])


@BOTH
def test_a_line_has_time_level_logger_and_what_was_said(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    setup("info", form, [])

    structlog.get_logger("bot.feed").info("mirrored", posts=3)
    logging.getLogger("alembic").info("upgraded to %s", "0001")

    out, err = capsys.readouterr()
    assert out == ""
    ours, theirs = err.splitlines()
    for part in ["Z", "info", "mirrored", "posts", "3", "bot.feed"]:
        assert part in ours
    for part in ["Z", "info", "upgraded to 0001", "alembic"]:
        assert part in theirs


def test_each_json_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    setup("info", "json", [])

    structlog.get_logger("bot.feed").warning("two\nlines", handle="ana_hr")

    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "two\nlines",
        "handle": "ana_hr",
        "level": "warning",
        "logger": "bot.feed",
    }


@BOTH
def test_lines_below_the_level_are_left_out(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    setup("warning", form, [])

    structlog.get_logger("bot").info("quiet")
    logging.getLogger("alembic").info("quiet")
    structlog.get_logger("bot").warning("loud")

    assert capsys.readouterr().err.count("\n") == 1


@BOTH
def test_debug_lines_are_our_own_alone(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    setup("debug", form, [])

    structlog.get_logger("cogs.door").debug("ours")
    logging.getLogger("db.migration").debug("ours too")
    logging.getLogger("somebody.else").debug("their whole payloads")

    assert capsys.readouterr().err.count("\n") == 2


@BOTH
def test_warnings_are_logged(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    setup("info", form, [])

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)  # once more: pytest catches warnings on its own
        warnings.warn("old ways", DeprecationWarning, stacklevel=1)

    assert "old ways" in capsys.readouterr().err


@BOTH
def test_secrets_are_blotted_out_wherever_they_stand(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    setup("debug", form, [TOKEN, PASSWORD])
    ours, theirs = structlog.get_logger("bot"), logging.getLogger("somebody.else")

    for secret in [TOKEN, PASSWORD]:
        ours.info(f"in the message {secret}", value=f"({secret})", nested={"list": [secret]})
        ours.info(secret, **{secret: b"as a key"})
        theirs.info("in the arguments %s %r %s", secret, secret, {"headers": {"a": secret}})
        try:
            raise ValueError(secret) from KeyError(secret)
        except ValueError:
            ours.exception("in ours", exc_info=True)
            theirs.exception("in theirs")
        theirs.error("with a stack", stack_info=True, extra={"extra": secret})

    err = capsys.readouterr().err
    assert "ValueError" in err
    assert "KeyError" in err
    assert err.count(REDACTED) >= 2 * 10
    for secret in [TOKEN, PASSWORD]:
        assert secret not in err
        assert json.dumps(secret)[1:-1] not in err
        assert repr(secret)[1:-1] not in err


@given(
    secret=st.text("ab\"'\\/%é😀", min_size=8)
    | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=9)
)
def test_whatever_a_secret_is_made_of(secret: str) -> None:
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    for render in (
        structlog.processors.JSONRenderer(),
        structlog.dev.ConsoleRenderer(colors=False),
    ):
        formatter = RedactingFormatter(
            processors=[drop, render], foreign_pre_chain=[], secrets=[secret]
        )
        record = logging.LogRecord(
            "n", logging.INFO, "", 0, "said %s and %r", (secret, secret), None
        )

        line = formatter.format(record)

        assert line.count(REDACTED) == 2


def test_an_empty_secret_blots_nothing_out(capsys: pytest.CaptureFixture[str]) -> None:
    setup("info", "json", [""])

    structlog.get_logger("bot").info("plain")

    assert REDACTED not in capsys.readouterr().err


@BOTH
def test_tracebacks_do_not_show_local_variables(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    setup("info", form, [])
    handle_of_somebody = "".join(["ana", "_", "hr"])

    try:
        raise ValueError(len(handle_of_somebody))
    except ValueError:
        structlog.get_logger("bot").exception("failed")

    err = capsys.readouterr().err
    assert "ValueError: 6" in err
    assert handle_of_somebody not in err


@BOTH
def test_the_tokens_in_discords_own_paths_are_blotted_out(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    setup("info", form, [])
    token = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTA6"
    url = f"https://discord.com/api/v10/webhooks/12345/{token}/messages/@original"

    logging.getLogger("discord.http").warning("We are being rate limited. PATCH %s", url)

    err = capsys.readouterr().err
    assert token not in err
    assert f"webhooks/12345/{REDACTED}/messages/@original" in err


async def test_the_libraries_say_no_token_even_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is given to blot out here: it is the libraries' levels that hold."""
    setup("debug", "json", [])

    async def refuse(request: web.Request) -> web.Response:
        return web.json_response({"message": "401: Unauthorized"}, status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = URL(f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        await ask_discord(base)
        await ask_x(base)
    finally:
        await runner.cleanup()

    assert TOKEN not in capsys.readouterr().err


async def ask_discord(base: URL) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discord.http.Route, "BASE", f"{base}/api/v10")
        async with discord.Client(intents=discord.Intents.none()) as client:
            with pytest.raises(discord.LoginFailure):
                await client.login(TOKEN)


async def ask_x(base: URL) -> None:
    async def to_loopback(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        request.url = base.join(request.url.relative())
        return await handler(request)

    client = AsyncClient(TOKEN)
    async with aiohttp.ClientSession(middlewares=[to_loopback]) as session:
        client.session = session
        with pytest.raises(tweepy.Unauthorized):
            await client.search_recent_tweets("#hr")
