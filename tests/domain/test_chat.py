from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat import (
    ANSWERED_FOR,
    DEEPEST,
    HOST_AHEAD,
    Chat,
    ChatState,
    Placed,
    Question,
    QuestionState,
    best,
    numbered,
    place,
)
from bot.domain.posts import Metrics, Post

BEGINS = datetime(2026, 1, 22, 19, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DURING = BEGINS + 25 * MINUTE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((text, 1) for text in ("A1", "a1 yes", "A1: yes", "a1. Yes", "A1) yes", "(A1) yes")),
        *(
            (text, 1)
            for text in ("A.1 yes", "A-1 yes", "A01 yes", "[A1] yes", "A1 - yes", "A1, yes")
        ),
        *((text, 1) for text in ("A1/A2 both", "A1!", "A 1: yes", "A 1) yes", "A1:30 years ago")),
        ("#HRTweetup A2 yes", 2),
        ("@ada @bo_hires A3 yes", 3),
        ("  .@ada: #one #two\nA4: yes", 4),
        ("＠ada ＃hr Ａ５ yes", 5),
        ("A٣ yes", 3),
        ("A14 motorway", 14),
        *((text, None) for text in ("", "yes", "I say A1", "A1.5 inches", "A1's queue", "A1’s")),
        *(
            (text, None)
            for text in ("A123", "AA1", "#HRA1 yes", "@adaA1 yes", "A1st of May", "Q1 x")
        ),
        *((text, None) for text in ("A 1 hour delay", "A", "A: 1", "A 12 minute wait", "A1abc")),
    ],
)
def test_an_answer_begins_with_its_number(text: str, number: int | None) -> None:
    assert numbered(text, "A") == number


def test_a_question_begins_with_its_own_letter() -> None:
    assert numbered("#hr q2. What then?", "Q") == 2
    assert numbered("A2 that", "Q") is None


@given(
    number=st.integers(1, 20),
    letter=st.sampled_from(["A", "a", "A.", "a-"]),
    before=st.lists(st.from_regex(r"[@#][a-z]{1,15}|[.,:]", fullmatch=True), max_size=4),
    after=st.sampled_from(["", ":", ".", ")", " -", ","]),
    words=st.text(st.characters(codec="utf-8", exclude_characters="\r")),
)
def test_whatever_stands_around_it_the_number_is_read(
    number: int, letter: str, before: list[str], after: str, words: str
) -> None:
    assert numbered(" ".join([*before, f"{letter}{number}{after} {words}"]), "A") == number


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    found = numbered(text, "A")
    assert found is None or 0 <= found < 100


@given(st.text(alphabet="@#a1 .", max_size=2_000))
def test_a_long_preamble_is_read_in_no_time(text: str) -> None:
    numbered(text * 5, "A")


def a_chat(
    number: int = 1,
    *,
    begins: datetime = BEGINS,
    host: str | None = "holly",
    state: ChatState = "planned",
    states: tuple[QuestionState, ...] = ("asked", "asked", "asked", "planned"),
) -> Chat:
    """Four questions, one every ten minutes; the last one is to come in half an hour."""
    questions = tuple(
        Question(n, f"What of {n}?", begins + (n - 1) * 10 * MINUTE, each)
        for n, each in enumerate(states, start=1)
    )
    ends = questions[-1].due_at + 10 * MINUTE
    return Chat(number, 1, host, begins, ends, state, questions)


def said(text: str, number: int = 100, at: datetime = DURING, **more: Any) -> Post:
    return Post(number, 7, text, at, **more)


def placed(post: Post, *chats: Chat, by: str = "ada", **known: Any) -> Placed | None:
    return place(post, by, chats or (a_chat(),), known.get("known", {}), known.get("parents", {}))


def belongs(number: int, role: Literal["question", "answer"] = "answer", chat: int = 1) -> Placed:
    return Placed(chat, number, role)


def test_a_numbered_post_answers_the_question_of_that_number() -> None:
    assert placed(said("A2 yes")) == belongs(2)


@pytest.mark.parametrize("text", ["A5 paper", "A14 motorway", "A0 poster", "yes", "Q2 what?"])
def test_what_was_never_asked_is_not_answered(text: str) -> None:
    assert placed(said(text)) is None


@pytest.mark.parametrize("state", ["skipped", "cancelled"])
def test_what_will_not_be_asked_is_not_answered(state: QuestionState) -> None:
    chat = a_chat(states=("asked", state))
    assert placed(said("A2 yes", at=BEGINS + 15 * MINUTE), chat) is None


def test_an_answer_before_its_question_is_none() -> None:
    assert placed(said("A4 yes")) is None
    just_now = BEGINS + 30 * MINUTE
    assert placed(said("A4 yes", at=just_now)) == belongs(4)
    assert placed(said("A4 yes", at=just_now - timedelta(seconds=1))) is None


def test_what_the_host_has_asked_can_be_answered() -> None:
    asked = {50: belongs(4, "question")}
    assert placed(said("A4 yes"), known=asked) == belongs(4)


def test_a_chat_takes_answers_until_a_day_after_its_end() -> None:
    chat = a_chat(state="over")
    last = chat.ends_at + ANSWERED_FOR - timedelta(seconds=1)
    assert placed(said("A1 yes", at=last), chat) == belongs(1)
    assert placed(said("A1 yes", at=chat.ends_at + ANSWERED_FOR), chat) is None
    above = {50: belongs(1)}
    late = said("yes", at=chat.ends_at + ANSWERED_FOR, reply_to_id=50)
    assert placed(late, chat, known=above) is None


def test_a_number_means_the_latest_chat_that_has_begun() -> None:
    earlier, later = a_chat(1), a_chat(2, begins=BEGINS + timedelta(hours=5))
    at = BEGINS + timedelta(hours=5, minutes=1)
    assert placed(said("A1 yes", at=at), earlier, later) == belongs(1, chat=2)
    assert placed(said("A3 yes", at=at), earlier, later) is None
    assert placed(said("A3 yes"), earlier, later) == belongs(3)
    reply = said("yes", at=at, reply_to_id=50)
    assert placed(reply, earlier, later, known={50: belongs(3)}) == belongs(3)


def test_a_chat_that_was_cancelled_before_it_began_hides_no_other() -> None:
    other = a_chat(2, begins=BEGINS + 5 * MINUTE, state="cancelled", states=("cancelled",))
    assert placed(said("A1 yes"), a_chat(), other) == belongs(1)


@pytest.mark.parametrize("by", ["holly", "Holly", "HOLLY"])
def test_the_hosts_numbered_post_asks(by: str) -> None:
    assert placed(said("Q3: and now?"), by=by) == belongs(3, "question")
    early = said("#hr Q1 here we go", at=BEGINS - HOST_AHEAD)
    assert placed(early, by=by) == belongs(1, "question")


def test_only_the_host_asks_and_only_around_the_chat() -> None:
    assert placed(said("Q3: and now?"), by="ada") is None
    assert placed(said("Q3: and now?"), a_chat(host=None), by="holly") is None
    assert placed(said("Q9: and now?"), by="holly") is None
    before = BEGINS - HOST_AHEAD - timedelta(seconds=1)
    assert placed(said("Q1: ready?", at=before), by="holly") is None
    assert placed(said("A3 my own view"), by="holly") == belongs(3)


def test_a_question_that_answers_the_one_before_is_a_question() -> None:
    known = {50: belongs(1, "question")}
    assert placed(said("Q2 next", reply_to_id=50), by="holly", known=known) == belongs(
        2, "question"
    )
    assert placed(said("Q2 was better", reply_to_id=50), known=known) == belongs(1)


def test_replies_and_quotes_of_a_question_and_replies_to_answers_are_answers() -> None:
    known = {50: belongs(1, "question"), 60: belongs(2)}
    assert placed(said("yes", reply_to_id=50), known=known) == belongs(1)
    assert placed(said("yes", quoted_id=50), known=known) == belongs(1)
    assert placed(said("me too", reply_to_id=60), known=known) == belongs(2)
    assert placed(said("how wise", quoted_id=60), known=known) is None
    assert placed(said("A3 too", reply_to_id=60), known=known) == belongs(3)


def test_the_nearest_post_above_decides() -> None:
    known = {50: belongs(1, "question"), 60: belongs(2, "question")}
    parents = {70: 60, 60: 50, 50: None}
    assert placed(said("yes", reply_to_id=70), known=known, parents=parents) == belongs(2)
    assert placed(said("yes", reply_to_id=71), known=known, parents=parents) is None


def test_a_conversation_is_followed_only_so_far_and_never_in_circles() -> None:
    known = {1: belongs(1, "question")}
    chain: dict[int, int | None] = {n + 1: n for n in range(1, 40)}
    assert placed(said("yes", reply_to_id=DEEPEST), known=known, parents=chain) == belongs(1)
    assert placed(said("yes", reply_to_id=DEEPEST + 1), known=known, parents=chain) is None
    assert placed(said("yes", reply_to_id=5), known=known, parents={5: 6, 6: 5}) is None


def test_a_repost_answers_nothing() -> None:
    assert placed(said("A1 yes", reposted_id=3)) is None


def test_the_answers_that_moved_people_come_first() -> None:
    def liked(number: int, likes: int, reposts: int = 0, reply_to: int | None = None) -> Post:
        return said("A1", number, metrics=Metrics(reposts, likes), reply_to_id=reply_to)

    answers = [liked(1, 0), liked(2, 1), liked(3, 0, 2), said("A1", 4), liked(5, 0, reply_to=4)]
    assert [post.id for post in best(answers)] == [3, 2, 4]
    assert best([]) == []
