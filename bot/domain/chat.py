"""A tweet chat: which question a post asks or answers, and which answers stand out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from unicodedata import normalize

from bot.domain.posts import Author, Post, handle_key

QuestionState = Literal["planned", "asked", "skipped", "cancelled"]
ChatState = Literal["planned", "over", "cancelled"]
Role = Literal["question", "answer"]

# People answer the morning after as well; then the letter A and a number mean something else.
ANSWERED_FOR = timedelta(days=1)
# A host may post on X a little before the bot speaks in the channel.
HOST_AHEAD = timedelta(minutes=15)
BEST = 3
# How far up a conversation a question is looked for.
DEEPEST = 20

# What a post may begin with before it comes to the point.
_BEFORE = r"(?:[\s.,:;!–—-]|@\w{1,15}+|#\w++)*"
_AFTER = r"(?![\w'’]|[.,]\d)"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a chat, asked at `due_at`, an aware UTC time."""

    number: int
    text: str
    due_at: datetime
    state: QuestionState = "planned"

    @property
    def is_asked_or_to_come(self) -> bool:
        return self.state in {"planned", "asked"}


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat under an event's hashtag; it lasts until `ends_at`, its questions are in order.

    `host` is the handle, as handles compare, of whoever posts the questions on X.
    """

    id: int
    event_id: int
    host: str | None
    starts_at: datetime
    ends_at: datetime
    state: ChatState
    questions: tuple[Question, ...]

    def question(self, number: int) -> Question | None:
        return next((each for each in self.questions if each.number == number), None)

    def has_begun(self, at: datetime) -> bool:
        """Also when its first question is only about to be asked, and never when none will be."""
        asks = any(question.is_asked_or_to_come for question in self.questions)
        return asks and self.starts_at - HOST_AHEAD <= at

    def takes_answers(self, at: datetime) -> bool:
        return self.has_begun(at) and at < self.ends_at + ANSWERED_FOR


@dataclass(frozen=True, slots=True)
class Placed:
    """A post that belongs to a chat's question."""

    chat_id: int
    number: int
    role: Role


@dataclass(frozen=True, slots=True)
class Gathered:
    """How a question has fared: its thread, once that stands, its answers and the best of them."""

    question: Question
    thread_id: int | None
    answers: int
    people: int
    best: tuple[tuple[Post, Author], ...] = ()


def numbered(text: str, letter: Literal["A", "Q"]) -> int | None:
    """The number of the label a text begins with, after mentions and hashtags: 1 of "A1: Yes".

    "A14 motorway" has one as well: whether there is a question 14 is for the caller to say.
    """
    found = _LABELS[letter].match(normalize("NFKC", text))
    return None if found is None else int(found["close"] or found["apart"])


def place(
    post: Post,
    handle: str | None,
    chats: Sequence[Chat],
    known: Mapping[int, Placed],
    parents: Mapping[int, int | None],
) -> Placed | None:
    """Where a post belongs among an event's chats, if anywhere.

    A label counts for the latest chat that has begun. Else a post belongs where the nearest post
    above it does, or the question it quotes. `known` holds posts that belong somewhere and
    `parents` what stored posts reply to, both by every id the posts go by.
    """
    if post.is_repost:
        return None
    begun = [chat for chat in chats if chat.has_begun(post.created_at)]
    latest = max(begun, key=lambda chat: (chat.starts_at, chat.id), default=None)
    if latest is not None and latest.takes_answers(post.created_at):
        labelled = _asks(post, handle, latest) or _answers(post, latest, known)
        if labelled is not None:
            return labelled
    found = _referred(post, known, parents)
    if found is None:
        return None
    chat = next((chat for chat in chats if chat.id == found.chat_id), None)
    if chat is None or not chat.takes_answers(post.created_at):
        return None
    return Placed(found.chat_id, found.number, "answer")


def best(answers: Iterable[Post]) -> list[Post]:
    """The answers that were liked, reposted and replied to most; among equals the earlier."""
    every = list(answers)
    replies: dict[int, int] = {}
    for post in every:
        if post.reply_to_id is not None:
            replies[post.reply_to_id] = replies.get(post.reply_to_id, 0) + 1

    def rank(post: Post) -> tuple[int, int]:
        liked = post.metrics.likes + post.metrics.reposts if post.metrics else 0
        return -liked - replies.get(post.id, 0), post.id

    return sorted(every, key=rank)[:BEST]


def _asks(post: Post, handle: str | None, chat: Chat) -> Placed | None:
    if chat.host is None or handle is None or handle_key(handle) != chat.host:
        return None
    number = numbered(post.plain_text, "Q")
    question = None if number is None else chat.question(number)
    if question is None or not question.is_asked_or_to_come:
        return None
    return Placed(chat.id, question.number, "question")


def _answers(post: Post, chat: Chat, known: Mapping[int, Placed]) -> Placed | None:
    """Only what has been asked can be answered: by us at its time, or on X by the host."""
    number = numbered(post.plain_text, "A")
    question = None if number is None else chat.question(number)
    if question is None or not question.is_asked_or_to_come:
        return None
    by_host = Placed(chat.id, question.number, "question")
    if post.created_at < question.due_at and by_host not in known.values():
        return None
    return Placed(chat.id, question.number, "answer")


def _referred(
    post: Post, known: Mapping[int, Placed], parents: Mapping[int, int | None]
) -> Placed | None:
    for ancestor in ancestors(post, parents):
        if ancestor in known:
            return known[ancestor]
    quoted = known.get(post.quoted_id or 0)
    return quoted if quoted is not None and quoted.role == "question" else None


def ancestors(post: Post, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The posts above one in its conversation, nearest first, as far as they are stored."""
    above = post.reply_to_id
    for _ in range(DEEPEST):
        if above is None:
            return
        yield above
        above = parents.get(above)


def _label(letter: str) -> re.Pattern[str]:
    """A1, a1:, A.1, A-1, (A1), A1/A2, and "A 1:", but not A1.5 nor "A 1 hour delay"."""
    close = rf"[.-]?(?P<close>\d{{1,2}}){_AFTER}"
    apart = r"\s(?P<apart>\d{1,2})\s?[:)\]](?!\d)"
    return re.compile(rf"{_BEFORE}[\[(]?{letter}(?:{close}|{apart})", re.IGNORECASE)


_LABELS = {letter: _label(letter) for letter in ("A", "Q")}
