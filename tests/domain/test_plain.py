"""Dates, lengths and series as people type them in other languages than English."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.lengths import parse_end
from bot.domain.offsets import parse_offsets
from bot.domain.plain import plain
from bot.domain.recurrence import parse_recurrence
from bot.domain.when import parse_time, parse_when
from bot.errors import UserError
from bot.texts import languages, speaking
from cogs.render.written import written

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2027, 6, 1, 10, tzinfo=BERLIN)

MOMENTS = {
    "24. Juni 18:30": "2027-06-24 18:30",
    "24. Aug. 18:30": "2027-08-24 18:30",
    "am 24. August 18:30": "2027-08-24 18:30",
    "18:30 am 24. September": "2027-09-24 18:30",
    "Donnerstag, den 24. Juni 2027 um 18.30 Uhr": "2027-06-24 18:30",
    "Do., 24.6. 18:30": "2027-06-24 18:30",
    "am 24.06.2027 um 18 Uhr 30": "2027-06-24 18:30",
    "3. März 2028 9 Uhr": "2028-03-03 09:00",
    "nächsten Donnerstag um 18 Uhr": "2027-06-10 18:00",
    "Donnerstag nächster Woche 18:30": "2027-06-10 18:30",
    "kommenden Freitag 19 Uhr": "2027-06-04 19:00",
    "18:30 am Donnerstag": "2027-06-03 18:30",
    "12 Uhr am Montag": "2027-06-07 12:00",
    "6 am Montag": "2027-06-07 06:00",
    "Donnerstagabend 18:30": "2027-06-03 18:30",
    "Montag Morgen um 8:00": "2027-06-07 08:00",
    "Freitag Mittag": "2027-06-04 12:00",
    "heute Abend um 19:00": "2027-06-01 19:00",
    "morgen 18:30": "2027-06-02 18:30",
    "morgen früh um 8 Uhr": "2027-06-02 08:00",
    "übermorgen 18 Uhr": "2027-06-03 18:00",
    "in zwei Wochen um 18:30": "2027-06-15 18:30",
    "letzter Donnerstag im Juni 18:30": "2027-06-24 18:30",
    "am ersten Montag nächsten Monats 18:30": "2027-07-05 18:30",
}
SERIES = {
    "jeden letzten Donnerstag": "every last Thursday",
    "am letzten Donnerstag jedes Monats": "every last Thursday",
    "jeden zweiten Dienstag im Monat": "every second Tuesday of the month",
    "alle zwei Wochen montags": "every two weeks on Monday",
    "alle 14 Tage montags": "every two weeks on Monday",
    "jede Woche mittwochs": "every Wednesday",
    "wöchentlich am Donnerstag": "weekly on Thursday",
    "monatlich am 15.": "monthly on the 15th",
    "am 31. jedes Monats": "monthly on the 31st",
    "monatlich am 15. bis zum 24. Dezember": "monthly on the 15th until 24 December",
    "alle 3 Monate am ersten Freitag": "every 3 months on the first Friday",
    "jeden Montag sechsmal": "every Monday for 6 times",
    "jeden Montag, insgesamt 8-mal": "every Monday, 8 times",
}
LENGTHS = {
    "2 Stunden": "2 hours",
    "eine halbe Stunde": "half an hour",
    "anderthalb Stunden": "90 minutes",
    "eine Stunde und 30 Minuten": "90 minutes",
    "2,5 Std": "150 minutes",
    "bis 21 Uhr": "until 21:00",
    "zwei Tage": "2 days",
}
REMINDERS = {
    "1 Woche, 1 Tag, 2 Stunden": "1 week, 1 day, 2 hours",
    "einen Tag vorher und 30 Minuten": "a day before and 30 minutes",
    "keine": "none",
}
# What the readers of moments, lengths, series and reminders know.
ENGLISH = [
    "24",
    "June",
    "May",
    "Mar",
    "Sept",
    "october",
    "noon",
    "midnight",
    "today",
    "tonight",
    "tomorrow",
    "day",
    "after",
    "monday",
    "tues",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "next",
    "this",
    "coming",
    "last",
    "first",
    "second",
    "fifth",
    "week",
    "weeks",
    "fortnight",
    "month",
    "months",
    "in",
    "of",
    "the",
    "at",
    "on",
    "a",
    "an",
    "one",
    "two",
    "six",
    "half",
    "hour",
    "hrs",
    "h",
    "minutes",
    "min",
    "m",
    "d",
    "w",
    "and",
    "or",
    "until",
    "till",
    "to",
    "for",
    "times",
    "twice",
    "every",
    "each",
    "other",
    "weekly",
    "monthly",
    "fortnightly",
    "none",
    "off",
    "never",
    "no",
    "before",
    "morning",
    "evening",
    "6",
    "6:30",
    "18.30",
    "24.06.",
    "2027-06-24",
    "03/04",
    "am",
    "pm",
    "a.m.",
    "6am",
    "1st",
    "24th",
    ",",
    "-",
    "@",
    "<t:1813858200:F>",
    "18h30",
]


@pytest.mark.parametrize(("typed", "meant"), MOMENTS.items())
def test_moments_in_german(typed: str, meant: str) -> None:
    found = parse_when(typed, BERLIN, TUESDAY).astimezone(BERLIN)
    assert f"{found:%Y-%m-%d %H:%M}" == meant


def test_times_of_day_in_german() -> None:
    typed = ("22 Uhr", "7 Uhr 30", "7.30 Uhr", "Mitternacht", "mittags")
    assert [parse_time(each) for each in typed] == [
        *(time(22), time(7, 30), time(7, 30), time(0), time(12))
    ]


@pytest.mark.parametrize(("typed", "english"), SERIES.items())
def test_series_in_german(typed: str, english: str) -> None:
    start = date(2026, 2, 3)
    read = [parse_recurrence(each, time(18, 30), start) for each in (typed, english)]
    assert read[0] == read[1]


def test_what_is_unclear_in_german_is_asked_with_the_words_that_were_typed() -> None:
    with pytest.raises(UserError) as refused:
        parse_recurrence("Jeden zweiten  Montag", time(18, 30), date(2026, 2, 3))
    assert refused.value.key == "recurrence.ambiguous"
    assert refused.value.params["found"] == "Jeden zweiten Montag"


@pytest.mark.parametrize(("typed", "english"), LENGTHS.items())
def test_lengths_in_german(typed: str, english: str) -> None:
    read = [parse_end(each, TUESDAY, BERLIN) for each in (typed, english)]
    assert read[0] == read[1]


@pytest.mark.parametrize(("typed", "english"), REMINDERS.items())
def test_reminders_in_german(typed: str, english: str) -> None:
    assert parse_offsets(typed) == parse_offsets(english)


@pytest.mark.parametrize("language", languages())
def test_every_language_writes_moments_that_are_read_back(language: str) -> None:
    for month in range(1, 13):
        at = datetime(2028, month, 3, 8, 5, tzinfo=BERLIN)
        with speaking(language):
            assert parse_when(written(at, "typed"), BERLIN, TUESDAY) == at


@given(st.lists(st.sampled_from(ENGLISH), max_size=8))
def test_what_is_typed_in_english_stays_as_it_is(words: list[str]) -> None:
    assume(words[:1] != ["am"])  # which begins nothing in English
    typed = " ".join(words)
    assert plain(typed) == typed.casefold()
