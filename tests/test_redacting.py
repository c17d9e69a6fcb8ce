from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.door import Code, Door
from bot.domain.members import AccountLink
from bot.logs import setup
from bot.redacting import REDACTED, Redactor
from bot.x.wire import WireJob

HEX = "0123456789abcdef" * 2
LONG = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTA6"

BY_PLACE = [
    (f"PATCH /webhooks/12345/{LONG}/messages/@original", LONG),
    (f"POST /interactions/12345/{LONG}/callback", LONG),
    (f"Bad status line 'GET /calendar/{HEX}.ics HTTP/9'", HEX),
    ("Bad status line 'GET /checkin/bcdfgh HTTP/9'", "bcdfgh"),
    (f"headers=<CIMultiDictProxy('Authorization': 'Bearer {LONG}')>", LONG),
    (f"{{'Authorization': 'Bot {LONG}'}}", LONG),
    (json.dumps({"d": {"type": 2, "token": LONG}}), LONG),
    (str({"d": {"type": 2, "token": LONG}}), LONG),
    (f"https://store.example.com/a?X-Goog-Credential=b&X-Goog-Signature={HEX}&c=d", HEX),
    (f"DETAIL:  Key (token)=({HEX}) already exists.\n[SQL: INSERT]", HEX),
    (f"invalid input for query argument $3: '{HEX}' (expected an integer)", HEX),
]


@pytest.mark.parametrize(("said", "secret"), BY_PLACE)
def test_a_token_nobody_named_is_known_by_its_place(said: str, secret: str) -> None:
    told = Redactor([])(said)

    assert REDACTED in told
    assert secret not in told
    assert told.startswith(said[:4])


@pytest.mark.usefixtures("logging_put_back")
@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize(("said", "secret"), BY_PLACE)
def test_also_in_a_line_of_the_log(
    said: str, secret: str, form: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    setup("debug", form, [])
    ours, theirs = structlog.get_logger("bot"), logging.getLogger("somebody.else")

    ours.warning(said, why=said, deep={"list": [repr(said), json.dumps(said)]})
    theirs.warning("they say %s and %r", said, said)
    try:
        raise ValueError(said)
    except ValueError:
        ours.exception("failed")

    err = capsys.readouterr().err
    assert REDACTED in err
    assert secret not in err
    if form == "json":
        *_, last = map(json.loads, err.splitlines())
        assert last["event"] == "failed"


@pytest.mark.parametrize(
    "said",
    [
        "/checkin/BCDFGHJ is one letter too long",
        "a bot is a robot, a bearer carries",
        "webhooks/1/short",
        "the token is not accepted",
        "next_token=None",
        "DETAILS: 3",
    ],
)
def test_what_is_no_token_stays(said: str) -> None:
    assert Redactor([""])(said) == said


def test_what_carries_a_secret_does_not_show_it_in_an_error() -> None:
    now = datetime(2026, 1, 8, tzinfo=UTC)
    carriers = (
        Door(1, HEX, now),
        Code("BCDFGH", now),
        AccountLink(1, 2, "ana_hr", "tw-planted", now),
        WireJob(id=1, status="created", created_at=now, upload_url=LONG, download_url=LONG),
    )

    for carrier in carriers:
        shown = repr(ValueError(carrier))
        assert type(carrier).__name__ in shown
        assert not any(secret in shown for secret in (HEX, "BCDFGH", "tw-planted", LONG))


@given(st.lists(st.text("ab{}[]()|\\.^$*+?", min_size=1), min_size=1), st.text("ab{}[]()|\\.^$*+?"))
def test_any_secret_may_be_a_pattern_of_signs(secrets: list[str], around: str) -> None:
    for secret in secrets:
        assert REDACTED in Redactor(secrets)(f"{around} {secret} {around}")


@given(
    st.dictionaries(
        st.sampled_from(["token", "DETAIL:  ", "a"]),
        st.text("\"\\'n\n DETAIL: token=&?Bearer 0123456789abcdef/calendar"),
    )
)
def test_an_object_stays_an_object(value: dict[str, str]) -> None:
    """A line in JSON is still one after whatever was blotted out of it."""
    assert isinstance(json.loads(Redactor([])(json.dumps(value))), dict)
