"""Moments as people type them: read right in several zones, or refused for a stated reason."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.days import Weekday
from bot.domain.when import parse_when
from bot.errors import UserError
from tests.domain.refusals import worded

LONDON = ZoneInfo("Europe/London")
ZONES = [LONDON, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")]
TUESDAY = datetime(2027, 6, 1, 10, 0)  # noqa: DTZ001 - ten o'clock, wherever the person is

READINGS = {
    # a date, with and without a year
    "24 June 18:30": "2027-06-24 18:30",
    "24 June 2027 6:30pm": "2027-06-24 18:30",
    "24 june 2027, 18:30": "2027-06-24 18:30",
    "24th of June at 6.30 pm": "2027-06-24 18:30",
    "the 24th of June at 6 p.m.": "2027-06-24 18:00",
    "June 24th, 6:30 pm": "2027-06-24 18:30",
    "June 24, 2028 6:30 PM": "2028-06-24 18:30",
    "24-Jun-2027 18:30": "2027-06-24 18:30",
    "24 Jun '28 6pm": "2028-06-24 18:00",
    "1st Sept 9am": "2027-09-01 09:00",
    "Sep. 3 9am": "2027-09-03 09:00",
    "3 May 18:30": "2028-05-03 18:30",
    "1 June 10:01": "2027-06-01 10:01",
    "1 June 10:00": "2028-06-01 10:00",
    "29 February 18:00": "2028-02-29 18:00",
    "Thursday 24 June 18:30": "2027-06-24 18:30",
    "Thu, 24 Jun 2027 18:30": "2027-06-24 18:30",
    "Thursday the 24th of June at 6pm": "2027-06-24 18:00",
    # numbers alone
    "2027-06-24 18:30": "2027-06-24 18:30",
    "2027-06-24T18:30": "2027-06-24 18:30",
    "2027-06-24T18:30:00": "2027-06-24 18:30",
    "2027-07-05 18:30": "2027-07-05 18:30",
    "2027/07/05 18:30": "2027-07-05 18:30",
    "24/06/2027 18:30": "2027-06-24 18:30",
    "06/24/2027 18:30": "2027-06-24 18:30",
    "24.06.2027 18.30": "2027-06-24 18:30",
    "24.06. 18:30": "2027-06-24 18:30",
    "24.06 at 18.30": "2027-06-24 18:30",
    "24/6/27 18:30": "2027-06-24 18:30",
    "24-06 6pm": "2027-06-24 18:00",
    "07/07/2027 18:30": "2027-07-07 18:30",
    # a weekday: the next one; in the coming week
    "Thursday 18:30": "2027-06-03 18:30",
    "this Friday at 19:00": "2027-06-04 19:00",
    "on Saturday at noon": "2027-06-05 12:00",
    "this coming Sunday, 11am": "2027-06-06 11:00",
    "Tues 6pm": "2027-06-01 18:00",
    "Tuesday 9am": "2027-06-08 09:00",
    "Monday 9am": "2027-06-07 09:00",
    "next Thursday 6pm": "2027-06-10 18:00",
    "next Monday 6pm": "2027-06-07 18:00",
    "next Tuesday 6pm": "2027-06-08 18:00",
    "Thursday next week, 6pm": "2027-06-10 18:00",
    "next week on Thursday 6pm": "2027-06-10 18:00",
    # near days
    "today 7pm": "2027-06-01 19:00",
    "7pm today": "2027-06-01 19:00",
    "tonight 8pm": "2027-06-01 20:00",
    "tonight at 8:00": "2027-06-01 20:00",
    "this evening 6.30": "2027-06-01 18:30",
    "tomorrow 6.30pm": "2027-06-02 18:30",
    "tomorrow @6pm": "2027-06-02 18:00",
    "tomorrow morning 9:15": "2027-06-02 09:15",
    "Thursday evening 6:30": "2027-06-03 18:30",
    "Friday night at 9.45pm": "2027-06-04 21:45",
    "tomorrow afternoon 12:30": "2027-06-02 12:30",
    "the day after tomorrow at 6pm": "2027-06-03 18:00",
    # so much later
    "in two weeks at 18:30": "2027-06-15 18:30",
    "in 3 days 18:00": "2027-06-04 18:00",
    "in a week 6pm": "2027-06-08 18:00",
    "in one month 6pm": "2027-07-01 18:00",
    "in a fortnight at noon": "2027-06-15 12:00",
    "18:30 in 10 days": "2027-06-11 18:30",
    # a weekday of a month
    "last Thursday of June 6:30pm": "2027-06-24 18:30",
    "the last Friday of the month at 18:00": "2027-06-25 18:00",
    "first Monday of next month 9am": "2027-07-05 09:00",
    "second Tuesday in July at 6pm": "2027-07-13 18:00",
    "3rd Wednesday of January 6pm": "2028-01-19 18:00",
    "last Sunday of February 2028 6pm": "2028-02-27 18:00",
    "1st Tuesday of June 9am": "2028-06-06 09:00",
    "fifth Wednesday of June 6pm": "2027-06-30 18:00",
    # how hours are written
    "24 June 12am": "2027-06-24 00:00",
    "24 June 12pm": "2027-06-24 12:00",
    "24 June 12:15 a.m.": "2027-06-24 00:15",
    "24 June 00:00": "2027-06-24 00:00",
    "24 June 23:59": "2027-06-24 23:59",
    "  24   JUNE   18:30 ": "2027-06-24 18:30",
    "２４ June １８：３０": "2027-06-24 18:30",
}

REFUSED = {
    "": "no_time",
    "24 June": "no_time",
    "in two weeks": "no_time",
    "24 June 1830": "no_time",
    "Thursday at 6": "no_time",
    "18:30:15 tomorrow": "no_time",
    "18:30": "no_date",
    "at 6pm": "no_date",
    "24 June 18:30-21:00": "one_time",
    "tomorrow 6pm to 8pm": "one_time",
    "tomorrow midnight": "midnight",
    "31 June 18:30": "impossible",
    "30 February 18:30": "impossible",
    "29 February 2027 18:30": "impossible",
    "0 June 18:30": "impossible",
    "31/06/2027 18:30": "impossible",
    "2027-13-13 18:30": "impossible",
    "99 June 18:30": "impossible",
    "24 June 25:00": "impossible",
    "24 June 24:00": "impossible",
    "24 June 18:60": "impossible",
    "24 June 13pm": "impossible",
    "24 June 0am": "impossible",
    "tomorrow morning 9pm": "impossible",
    "tonight 9am": "impossible",
    "fifth Monday of next month 18:00": "impossible",
    "32 June 18:30": "impossible",
    "June 0 18:30": "impossible",
    "00/06/2027 18:30": "impossible",
    "24 June 18:30 BST": "unreadable",
    "24 June at 18:30 sharp": "unreadable",
    "perhaps 24 June 18:30": "unreadable",
    "24 June July 18:30": "unreadable",
    "24 25 June 18:30": "unreadable",
    "6-8pm 24 June": "unreadable",
    "June 16-18:30": "unreadable",
    "June 2027 18:30": "unreadable",
    "24 18:30": "unreadable",
    "24/06-2027 18:30": "unreadable",
    "24 18:30 June": "unreadable",
    "24 June 18:30 2027": "unreadable",
    "20270624 18:30": "unreadable",
    "1 2 3 4 18:30": "unreadable",
    "in 0 days 18:30": "unreadable",
    "in minus two days 18:30": "unreadable",
    "Thirsday 18:30": "unreadable",
    "soon 18:30": "unreadable",
    "<t:abc> 18:30": "unreadable",
    "x" * 5_000 + " 18:30": "unreadable",
    "05/06/2027 18:30": "ambiguous",
    "5.6. 18:30": "ambiguous",
    "12.06 18:30": "ambiguous",
    "10/11/27 18:30": "ambiguous",
    "Monday 24 June 2027 18:30": "weekday",
    "Monday 24 June 18:30": "weekday",
    "today 09:59": "past",
    "today 10:00": "past",
    "24 June 2026 18:30": "past",
    "1 January 0001 00:30": "past",
    "first Monday of this month 00:30 2026": "unreadable",
    "first Tuesday of the month 9am": "past",
    "<t:1782325800>": "past",
    "2 June 2029 18:30": "too_far",
    "31 December 9999 23:30": "too_far",
    "in 999 months 18:30": "too_far",
    "<t:99999999999:F>": "too_far",
}


def here(zone: ZoneInfo) -> datetime:
    return TUESDAY.replace(tzinfo=zone).astimezone(UTC)


def refusal(text: str, zone: ZoneInfo = LONDON, now: datetime | None = None) -> UserError:
    with pytest.raises(UserError) as refused:
        parse_when(text, zone, now or here(zone))
    return worded(refused.value)


@pytest.mark.parametrize(("text", "expected"), READINGS.items())
def test_what_people_type(text: str, expected: str) -> None:
    for zone in ZONES:
        moment = parse_when(text, zone, here(zone))
        assert moment.tzinfo is UTC
        assert f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" == expected, zone


@pytest.mark.parametrize(("text", "key"), REFUSED.items())
def test_what_is_refused(text: str, key: str) -> None:
    for zone in ZONES:
        error = refusal(text, zone)
        assert error.key == f"when.{key}", zone
        assert all(len(str(param)) <= 100 for param in error.params.values())


def test_a_timestamp_of_discord_is_a_moment_wherever_one_is() -> None:
    expected = datetime(2027, 6, 24, 17, 30, tzinfo=UTC)
    for zone in ZONES:
        for text in ("<t:1813858200>", "<t:1813858200:F>", " <t:1813858200:R> "):
            assert parse_when(text, zone, here(zone)) == expected


def test_an_error_tells_what_was_read() -> None:
    assert refusal("05/06/2027 18:30").params == {
        "one": datetime.fromisoformat("2027-06-05T18:30"),
        "other": datetime.fromisoformat("2027-05-06T18:30"),
    }
    assert refusal("24 June 2026 18:30").params == {
        "when": datetime.fromisoformat("2026-06-24T18:30")
    }
    assert refusal("Monday 24 June 18:30").params == {
        "found": "Monday 24 June 18:30",
        "day": date(2027, 6, 24),
        "weekday": Weekday.THURSDAY,
    }
    assert refusal(" 31   June 18:30").params == {"found": "31 June 18:30"}


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/London", "26 March 2028 01:30"),
        ("Europe/London", "last Sunday of March 2028 1.30am"),
        ("America/New_York", "12 March 2028 2:30am"),
        ("Australia/Lord_Howe", "3 October 2027 02:15"),
    ],
)
def test_a_time_the_clocks_jump_over(zone: str, text: str) -> None:
    assert refusal(text, ZoneInfo(zone)).key == "when.no_such_time"


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        ("Europe/London", "31 October 2027 1:30am", "2027-10-31T00:30+00:00"),
        ("America/New_York", "7 November 2027 01:30", "2027-11-07T05:30+00:00"),
        ("Australia/Lord_Howe", "2 April 2028 01:45", "2028-04-01T14:45+00:00"),
    ],
)
def test_a_time_that_comes_twice_is_the_first(zone: str, text: str, expected: str) -> None:
    moment = parse_when(text, ZoneInfo(zone), datetime(2027, 6, 1, tzinfo=UTC))
    assert moment == datetime.fromisoformat(expected)


def test_the_first_of_two_may_be_over_already() -> None:
    between = datetime(2027, 10, 31, 1, 10, tzinfo=UTC).astimezone(LONDON)  # 01:10, the second one
    assert refusal("today 1:30am", now=between).key == "when.past"


def test_days_are_counted_from_the_persons_own_day() -> None:
    now = datetime(2027, 6, 1, 22, 0, tzinfo=UTC)  # already Wednesday in Tokyo
    tomorrow = parse_when("tomorrow 18:30", ZoneInfo("Asia/Tokyo"), now)
    assert tomorrow == datetime(2027, 6, 3, 9, 30, tzinfo=UTC)


def test_the_29th_of_february_waits_for_its_year() -> None:
    winter = datetime(2027, 1, 10, tzinfo=UTC)
    moment = parse_when("29 February 18:00", LONDON, winter)
    assert moment == datetime(2028, 2, 29, 18, tzinfo=UTC)
    early = datetime(2025, 1, 10, tzinfo=UTC)
    assert refusal("29 February 18:00", now=early).params == {
        "when": datetime.fromisoformat("2028-02-29T18:00")
    }


def test_two_years_ahead_is_the_end() -> None:
    now = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
    assert parse_when("1 June 2029 10:00", LONDON, now) == datetime(2029, 6, 1, 9, tzinfo=UTC)
    assert refusal("1 June 2029 10:01", now=now).key == "when.too_far"


FORMATS = [
    "{0.day} {0:%B} {0.year} {0:%H:%M}",
    "{0:%A} {0.day} {0:%B} {0.year}, {0:%H:%M}",
    "{0:%a} {0.day} {0:%b} {0.year} {0:%I.%M%p}",
    "{0:%B} {0.day}, {0.year} at {0:%I:%M} {0:%p}",
    "{0:%Y-%m-%d} {0:%H:%M}",
    "{0:%Y-%m-%dT%H:%M}",
    "{0:%H:%M} on {0:%d}-{0:%b}-{0:%Y}",
    "{0:%d} {0:%B} {0:%H:%M}",
    "{0:%d} of {0:%b} '{0:%y} {0:%H.%M}",
    "{0:%d/%m/%Y} {0:%H:%M}",
    "{0:%m/%d/%Y} {0:%H:%M}",
    "{0:%d.%m.%Y} {0:%H.%M}",
]


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2027, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001
    st.integers(1, 360 * 24 * 60),
    st.sampled_from(FORMATS),
)
def test_what_is_written_in_a_usual_way_reads_back(
    zone: ZoneInfo, start: datetime, minutes: int, form: str
) -> None:
    now = start.replace(tzinfo=UTC)
    moment = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    local = moment.astimezone(zone)
    assume(moment > now)
    assume(local.fold == 0)
    text = form.format(local)
    numbers_alone = form.startswith(("{0:%d/%m", "{0:%m/%d", "{0:%d.%m"))
    if numbers_alone and local.day <= 12 and local.day != local.month:
        assert refusal(text, zone, now).key == "when.ambiguous"
    else:
        assert parse_when(text, zone, now) == moment


@given(st.text(max_size=40), st.sampled_from(ZONES))
def test_whatever_is_typed_is_a_moment_to_come_or_a_refusal(text: str, zone: ZoneInfo) -> None:
    now = here(zone)
    with suppress(UserError):
        assert now < parse_when(text, zone, now) <= now + timedelta(days=732)


WORDS = [
    *("24", "June", "next", "this", "Thursday", "of", "the", "last", "first", "in", "two", "weeks"),
    *("month", "week", "tonight", "evening", "tomorrow", "18:30", "6.30", "6pm", "noon", "at"),
    *("on", "-", ",", "24/06", "5/6/2027", "2027", "2027-06-24", "29", "February", "99", "a"),
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=7),
    st.text("abcdefghijklmnopqrstuvwxyz").map("x".__add__),
)
def test_an_unknown_word_is_never_passed_over(words: list[str], strange: str) -> None:
    known = " ".join(words)
    try:
        parse_when(known, LONDON, here(LONDON))
    except UserError:
        return
    for text in (f"{strange} {known}", f"{known} {strange}"):
        assert refusal(text).key.startswith("when.")
