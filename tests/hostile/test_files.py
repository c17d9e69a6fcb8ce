"""Hostile words in what leaves Discord: spreadsheets, calendars, logs, the page, one's own copy."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from html import escape as escaped
from io import StringIO

import pytest
import structlog
import vobject
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given

from bot.domain.cleaning import tidy
from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.domain.questions import Question
from bot.domain.rsvp import Rsvp
from bot.domain.summary import Compared, summary
from bot.logs import setup
from bot.ports import Outgoing, Place
from bot.recording import Recording
from bot.services import ics
from bot.services.questions import Answers, Respondent
from bot.web import Web
from cogs.render.answers import table
from cogs.render.plain import plain
from cogs.render.summary import sections
from cogs.render.summary_page import html
from tests.hostile.saying import SAYING, event, line
from tests.hostile.values import SAMPLES, VALUES, words

FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def bare(cell: str) -> str:
    return cell.replace("'", "")


def answers(given: str) -> Answers:
    cell = line(given, 300)
    question = Question(line(given, 100), id=1)
    who = Respondent(Rsvp(81, "going", 1), {1: cell})
    return Answers(event(given), (question,), (who,))


@given(words(), words())
def test_no_cell_of_a_table_is_a_formula_and_each_stays_one_cell(said: str, name: str) -> None:
    found, called = answers(said), line(name, 32)
    written = table(found, {81: called})
    head, row = csv.reader(io.StringIO(written, newline=""))
    assert bare(head[3]) == bare(found.questions[0].wording)
    assert bare(row[0]) == bare(called)
    assert bare(row[3]) == bare(found.respondents[0].given[1])
    assert not [cell for cell in (*head, *row) if FORMULA.match(cell)]


@pytest.mark.parametrize("given", ["a;=1+1", 'a; "=1+1"', "a;'=1+1", "thanks ;-) ;+1"])
def test_a_semicolon_begins_no_formula_where_semicolons_part_cells(given: str) -> None:
    """As spreadsheets read the file in many countries of Europe."""
    written = table(answers(given), {81: "Anna"})
    assert ";-)" in written or "-)" not in given
    for row in csv.reader(io.StringIO(written, newline=""), delimiter=";"):
        assert not [cell for cell in row if FORMULA.match(cell.lstrip()) and cell[:2] != "-)"]


def test_words_begin_no_line_of_a_calendar_of_their_own() -> None:
    for name in SAMPLES:
        _read_back(event(VALUES[name]))


@given(words())
def test_a_calendar_can_be_read_back_whatever_is_written_into_it(given: str) -> None:
    _read_back(event(given))


def _read_back(found: Event) -> None:
    file = ics.one_event(found, datetime(2027, 6, 1, tzinfo=UTC))
    lines = file.split(b"\r\n")
    assert all(len(each) <= 75 for each in lines)
    assert all(each.decode() is not None for each in lines)
    assert not re.search(rb"[^\r]\n|\r[^\n]|[\x00-\x08\x0b\x0c\x0e-\x1f]", file)
    assert not [each for each in lines if each.upper().startswith((b"ATTENDEE", b"X:"))]
    (entry,) = vobject.readOne(StringIO(file.decode())).contents["vevent"]
    assert entry.summary.value == found.name
    assert entry.location.value == found.place


@pytest.mark.usefixtures("logging_put_back")
@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_begins_a_line_of_the_log_or_steers_the_terminal(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("console", "json"):
        setup("info", form, [])
        structlog.get_logger("bot").warning(VALUES[name], value=VALUES[name], some=[VALUES[name]])
        try:
            raise ValueError(VALUES[name])
        except ValueError:
            structlog.get_logger("bot").exception("failed")
    written = capsys.readouterr().err
    ours = [each for each in written.split("\n") if each and not each.startswith("    ")]
    assert len(ours) == 4
    assert all(re.match(r"\d{4}-\d\d-\d\dT.* \[(?:warning|error) *\] ", each) for each in ours[:2])
    assert all(json.loads(each)["logger"] == "bot" for each in ours[2:])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", written)


class _Door:
    """What the page asks of the services, with one event behind every code."""

    def __init__(self, found: Event) -> None:
        self._found = found

    async def event_of(self, _code: str) -> Event:
        return self._found


@pytest.mark.parametrize("name", SAMPLES)
async def test_the_page_shows_words_as_words(name: str) -> None:
    found = event(VALUES[name])
    page = Web(None, _Door(found), "127.0.0.1", 0)  # type: ignore[arg-type]
    async with TestClient(TestServer(page.app())) as client:
        answer = await client.get("/checkin/BCDFGH")
        written = await answer.text()
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    tags = re.findall(r"<(/?\w+)", written)
    assert set(tags) <= {
        *("html", "meta", "title", "/title", "style", "/style", "h1", "/h1", "p", "/p"),
        *("code", "/code", "a", "/a", "/html", "main", "/main"),
    }
    assert "script" not in tags


@given(words())
def test_a_summary_to_hand_on_shows_words_as_words(given: str) -> None:
    term = "".join(tidy(given).split())[:40] or "payroll"
    found = summary(event(given), {"rsvp.going": 1, "people": 3, f"talk.{term}": 3})
    written = html(found.event, sections(Compared(found, (found,))))
    tags = re.findall(r"<(/?\w+)", written)
    known = {
        *("html", "head", "title", "style", "body", "main", "h1", "h2", "p", "section"),
        *("table", "tr", "th", "td", "svg"),
    }
    assert set(tags) <= {*known, *(f"/{tag}" for tag in known), "meta", "rect"}
    assert "default-src 'none'" in written
    assert escaped(found.event.name) in written
    assert escaped(term) in written


@given(words())
def test_what_is_escaped_is_written_out_as_it_was(given: str) -> None:
    said = " ".join(tidy(given).split())
    assert plain(escape(said), {}) == said


@given(words())
def test_a_link_behind_hostile_words_is_still_a_link(given: str) -> None:
    said = " ".join(tidy(given).split())
    assert plain(f"{escape(said)} [here](<https://a.example>)", {}) == (
        f"{said} here (https://a.example)"
    )


async def test_a_recording_has_a_line_for_each_and_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("recording") / "said.jsonl"
    place = Place(70, channel_id=71)
    with Recording(path) as recording:
        for number, name in enumerate(SAMPLES, start=1):
            await recording.send(Outgoing(number, place, SAYING["feed"](VALUES[name])))
    with Recording(path) as recording:
        standing = await recording.find(Outgoing(len(SAMPLES), place, SAYING["feed"]("a")))
    assert standing is not None
    assert standing.message_id == len(SAMPLES)
    assert len(path.read_text().splitlines()) >= len(SAMPLES)
    assert path.read_bytes().count(b"\n") == len(SAMPLES)
