"""What an organiser types to schedule a tweet chat: the questions, one a line, and their times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.chat import Question
from bot.domain.plain import plain
from bot.domain.posts import handle_key
from bot.domain.when import parse_time, parse_when
from bot.errors import UserError

QUESTIONS_AT_MOST = 20
# A question, its number and the hashtag together fit into a post, and twenty into a form.
QUESTION_LIMIT = 200
EVERY = 10
EVERY_AT_MOST = 120
# A time that would be further off than this was meant to be earlier, not the next day.
_FORWARD = timedelta(hours=12)

_HANDLE = re.compile(r"@?(\w{1,15})", re.ASCII)
_MINUTES = re.compile(r"(\d{1,3})(?: ?min(?:ute)?s?)?", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:q[ .]?(?P<q>\d{1,2})(?:\s*[:.)–—-]+|(?=\s))|(?P<n>\d{1,2})[.)](?=\s))\s*", re.IGNORECASE
)
_TIME = re.compile(
    r"(?P<time>\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?|\d{1,2}[:.]\d\d)(?!\S*\d)\s*[:,–—-]*(?=\s|$)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, word for word, so that nothing is lost when it has to be changed."""

    when: str
    every: str
    questions: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class ChatPlan:
    """A chat understood and ready to be made; times are aware and in UTC."""

    questions: tuple[Question, ...]
    starts_at: datetime
    ends_at: datetime
    host: str | None


def plan_chat(typed: Typed, zone: ZoneInfo, now: datetime) -> ChatPlan:
    """Understand what was typed by a person in `zone`.

    A question with a time of day in front is asked then, any other `every` minutes after the one
    before; the first one at `when`. A time that is earlier than the one before is the next day's.

    Raises UserError for the first thing that cannot be, with what to do about it.
    """
    every = _every(typed.every)
    host = _host(typed.host)
    begins = parse_when(typed.when, zone, now)
    lines = [" ".join(line.split()) for line in typed.questions.splitlines() if line.strip()]
    if not lines:
        raise UserError("chat.no_questions")
    if len(lines) > QUESTIONS_AT_MOST:
        raise UserError("chat.too_many", found=len(lines), limit=QUESTIONS_AT_MOST)
    questions: list[Question] = []
    for number, line in enumerate(lines, start=1):
        at, words = _read(line, number)
        before = questions[-1].due_at if questions else None
        if at is not None:
            due_at = _at(at, number, begins if before is None else before, before is None, zone)
        else:
            due_at = begins if before is None else before + every
        questions.append(Question(number, words, due_at))
    return ChatPlan(tuple(questions), questions[0].due_at, questions[-1].due_at + every, host)


def _every(typed: str) -> timedelta:
    found = _MINUTES.fullmatch(plain(typed))
    if found is None or not 1 <= int(found[1]) <= EVERY_AT_MOST:
        raise UserError("chat.every", found=typed, limit=EVERY_AT_MOST)
    return timedelta(minutes=int(found[1]))


def _host(typed: str) -> str | None:
    if not typed.strip():
        return None
    found = _HANDLE.fullmatch(typed.strip())
    if found is None:
        raise UserError("link.handle", found=typed)
    return handle_key(found[1])


def _read(line: str, number: int) -> tuple[time | None, str]:
    """The time in front of a question, if there is one, and the question without its number."""
    rest = _unlabelled(line, number)
    found = _TIME.match(rest)
    at = parse_time(found["time"]) if found else None
    words = _unlabelled(rest[found.end() :], number) if found else rest
    if not words:
        raise UserError("chat.question_empty", number=number)
    if len(words) > QUESTION_LIMIT:
        raise UserError("chat.question_length", number=number, limit=QUESTION_LIMIT)
    return at, words


def _unlabelled(line: str, number: int) -> str:
    """Only its own number is taken off a question: "Q4 results" can be what it is about."""
    found = _LABEL.match(line)
    own = found is not None and int(found["q"] or found["n"]) == number
    return line[found.end() :] if found is not None and own else line


def _at(at: time, number: int, after: datetime, is_first: bool, zone: ZoneInfo) -> datetime:
    """The next moment after `after` at which the clock in `zone` shows `at`."""
    today = after.astimezone(zone).date()
    for day in (today, today + timedelta(days=1)):
        for fold in (0, 1):
            local = datetime.combine(day, at, zone).replace(fold=fold)
            moment = local.astimezone(UTC)
            if moment < after or (moment == after and not is_first):
                continue
            if moment - after > _FORWARD:
                raise UserError("chat.order", number=number, at=at)
            if moment.astimezone(zone).time() != at:
                raise UserError("when.no_such_time", when=at)
            return moment
    raise UserError("chat.order", number=number, at=at)
