from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat_plan import (
    EVERY_AT_MOST,
    QUESTION_LIMIT,
    QUESTIONS_AT_MOST,
    ChatPlan,
    Typed,
    plan_chat,
)
from bot.errors import UserError
from tests.domain.refusals import worded

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def planned(questions: str, *, zone: ZoneInfo = LONDON, **changes: Any) -> ChatPlan:
    typed: dict[str, Any] = {"when": "22 January 19:00", "every": "10", "host": ""}
    return plan_chat(Typed(questions=questions, **(typed | changes)), zone, NOW)


def read(questions: str, **changes: Any) -> list[tuple[str, str]]:
    return [(f"{q.due_at:%d %H:%M}", q.text) for q in planned(questions, **changes).questions]


def refused(questions: str, **changes: Any) -> UserError:
    with pytest.raises(UserError) as refusal:
        planned(questions, **changes)
    return worded(refusal.value)


def test_without_times_a_question_comes_every_so_many_minutes() -> None:
    assert read("What?\n\n  Who  else? \nWhy?", every="15") == [
        ("22 19:00", "What?"),
        ("22 19:15", "Who else?"),
        ("22 19:30", "Why?"),
    ]
    plan = planned("What?\nWhy?")
    assert plan.starts_at == datetime(2026, 1, 22, 19, tzinfo=UTC)
    assert plan.ends_at == plan.starts_at + timedelta(minutes=20)
    assert plan.host is None


@pytest.mark.parametrize(
    "line",
    [
        *(
            "19:20 Why 2 of us?",
            "19:20 - Why 2 of us?",
            "19.20 Why 2 of us?",
            "19:20: Why 2 of us?",
        ),
        *("7:20pm Why 2 of us?", "7.20 p.m. Why 2 of us?", "7:20 PM, Why 2 of us?"),
        *("Q2 19:20 Why 2 of us?", "19:20 Q2: Why 2 of us?", "2. 19:20 Why 2 of us?"),
        *("Q2. 19:20 – Why 2 of us?", "19:20 2) Why 2 of us?", "q 2) 7:20 pm Why 2 of us?"),
    ],
)
def test_a_time_and_the_number_in_front_are_taken_off(line: str) -> None:
    assert read(f"What?\n{line}\nWho?") == [
        ("22 19:00", "What?"),
        ("22 19:20", "Why 2 of us?"),
        ("22 19:30", "Who?"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Q4 results?",
        "2026 or 2027?",
        "10 years on?",
        "3. who",
        "19:20What?",
        "Q1, Q2 or Q3?",
        "1:1s?",
    ],
)
def test_numbers_that_are_what_the_question_is_about_stay(line: str) -> None:
    assert read(f"What?\n{line}")[1] == ("22 19:10", line)


def test_times_past_midnight_are_the_next_days() -> None:
    assert read("What?\n23:50 Why?\nWho?\n00:15 Where?", when="22 January 23:30") == [
        ("22 23:30", "What?"),
        ("22 23:50", "Why?"),
        ("23 00:00", "Who?"),
        ("23 00:15", "Where?"),
    ]


def test_the_first_question_may_come_at_or_after_the_start() -> None:
    assert read("19:00 What?") == [("22 19:00", "What?")]
    assert read("19:30 What?\nWhy?")[1] == ("22 19:40", "Why?")


def test_times_are_those_of_the_clock_there_also_when_it_changes() -> None:
    assert read("What?\n19:30 Why?", zone=ZoneInfo("America/New_York")) == [
        ("23 00:00", "What?"),
        ("23 00:30", "Why?"),
    ]
    back = read("What?\n01:30 Why?\n01:45 Who?", when="25 October 00:50")
    assert back == [("24 23:50", "What?"), ("25 00:30", "Why?"), ("25 00:45", "Who?")]
    twice = read("What?\n01:10 Why?", when="25 October 01:50")
    assert twice == [("25 00:50", "What?"), ("25 01:10", "Why?")]
    assert refused("What?\n01:30 Why?", when="29 March 00:30").key == "when.no_such_time"


@pytest.mark.parametrize(
    ("questions", "changes", "key"),
    [
        ("", {}, "chat.no_questions"),
        (" \n\n ", {}, "chat.no_questions"),
        ("What?\n" * (QUESTIONS_AT_MOST + 1), {}, "chat.too_many"),
        ("x" * (QUESTION_LIMIT + 1), {}, "chat.question_length"),
        ("19:10", {}, "chat.question_empty"),
        ("Q1: ", {}, "chat.question_empty"),
        ("What?\n18:59 Why?", {}, "chat.order"),
        ("18:59 What?", {}, "chat.order"),
        ("19:10 What?\n19:10 Why?", {}, "chat.order"),
        ("25:10 What?", {}, "when.impossible"),
        ("What?", {"when": "soon"}, "when.no_time"),
        ("What?", {"every": "0"}, "chat.every"),
        ("What?", {"every": f"{EVERY_AT_MOST + 1}"}, "chat.every"),
        ("What?", {"every": "often"}, "chat.every"),
        ("What?", {"every": ""}, "chat.every"),
        ("What?", {"host": "two words"}, "link.handle"),
        ("What?", {"host": "x" * 16}, "link.handle"),
    ],
)
def test_what_cannot_be_is_refused(questions: str, changes: dict[str, str], key: str) -> None:
    assert refused(questions, **changes).key == key


def test_limits_are_allowed() -> None:
    assert len(read("What?\n" * QUESTIONS_AT_MOST)) == QUESTIONS_AT_MOST
    assert read("x" * QUESTION_LIMIT)[0][1] == "x" * QUESTION_LIMIT
    assert read("What?\nWhy?", every="120 minutes")[1][0] == "22 21:00"


@pytest.mark.parametrize("host", ["@Holly_HR", "holly_hr", " Holly_HR "])
def test_the_host_is_kept_as_handles_compare(host: str) -> None:
    assert planned("What?", host=host).host == "holly_hr"


@given(
    gaps=st.lists(st.one_of(st.none(), st.integers(1, 700)), min_size=1, max_size=20),
    every=st.integers(1, EVERY_AT_MOST),
)
def test_questions_go_forward_and_stand_where_they_were_put(
    gaps: list[int | None], every: int
) -> None:
    at = datetime(2026, 6, 10, 12, tzinfo=UTC)
    zone = ZoneInfo("UTC")
    lines, expected = [], []
    for number, gap in enumerate(gaps, start=1):
        first = number == 1
        if gap is None:
            at += timedelta(minutes=0 if first else every)
            lines.append(f"Question {number}")
        else:
            at += timedelta(minutes=gap)
            lines.append(f"{at:%H:%M} Question {number}")
        expected.append((number, f"Question {number}", at))
    plan = planned("\n".join(lines), zone=zone, when="10 June 12:00", every=str(every))
    assert [(q.number, q.text, q.due_at) for q in plan.questions] == expected
    assert plan.ends_at == at + timedelta(minutes=every)
