"""Everything the bot says of its own accord, with one and the same words wherever people write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, get_args

from bot.domain.announcements import (
    Announcement,
    Arrival,
    Between,
    ChatEnd,
    ChatQuestion,
    DigestNote,
    EventCard,
    EventChange,
    EventReminder,
    Evidence,
    FeedEntry,
    FeedMessage,
    HeldPost,
    Hello,
    Introduced,
    Introduction,
    LinkQuestion,
    MetQuestion,
    Notice,
    Offer,
    Promotion,
    QuietReport,
    Referred,
)
from bot.domain.changes import REASON_LIMIT, TOLD, ChangeKind, Facts, facts
from bot.domain.chat import Gathered, Question
from bot.domain.chat_plan import QUESTION_LIMIT
from bot.domain.cleaning import beginning, clean, tidy
from bot.domain.events import DESCRIPTION_LIMIT, NAME_LIMIT, PLACE_LIMIT, Event
from bot.domain.in_common import Common, Part, Span
from bot.domain.meeting import REPORT_LIMIT, WORDS_LIMIT
from bot.domain.noise import Reason, Verdict
from bot.domain.posts import Author, Media, PollOption, Post
from bot.domain.reminders import Tone

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
PLAIN = "Anna"


def line(words: str, limit: int) -> str:
    """As words in one line come in: tidy, no longer than they may be, and never nothing."""
    return beginning(" ".join(tidy(words).split()), limit).strip() or PLAIN


def author(words: str, number: int = 1) -> Author:
    return Author(number, f"anna_{number}", line(words, 80), "https://pbs.example/a.png")


def post(words: str, number: int = 10, **more: Any) -> Post:
    written = clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Post(number, 1, written, NOW, hashtags=("HRTweetup",), **more)


def event(words: str, **more: Any) -> Event:
    found = Event(
        id=7,
        guild_id=70,
        channel_id=71,
        organiser_id=72,
        name=line(words, NAME_LIMIT),
        hashtag="HRTweetup",
        starts_at=NOW + timedelta(days=9),
        ends_at=NOW + timedelta(days=9, hours=3),
        zone="Europe/London",
        place=line(words, PLACE_LIMIT),
        capacity=None,
        created_at=NOW,
        description=beginning(tidy(words).strip(), DESCRIPTION_LIMIT),
        reason=line(words, REASON_LIMIT),
    )
    return replace(found, **more)


def before(words: str) -> Facts:
    return facts(event(words[1:] or PLAIN, starts_at=NOW + timedelta(days=8)))


def members(words: str) -> tuple[Introduced, ...]:
    found = line(words, WORDS_LIMIT)
    return tuple(Introduced(80 + n, author(words, n), find_me=found) for n in (1, 2))


def introduction(words: str, to: int | None = None) -> Introduction:
    part = Part("reply", (1,), (10, 11), Span("day", date(2027, 5, 1), date(2027, 5, 1)))
    between = Between(Common(1, 2, (part,), date(2027, 6, 1)), "HRTweetup")
    evidence = tuple(Evidence(post(words, n), author(words)) for n in (10, 11, 12))
    return Introduction(
        5, event(words), members(words), evidence, "reply.1", between=(between,), to=to
    )


def feed(words: str) -> FeedMessage:
    parent = Referred(post(words, 8), author(words, 2))
    whole = post(
        words,
        reply_to_id=8,
        quoted_id=9,
        media=(Media("photo", "https://pbs.example/1.png", tidy(words)),),
        poll=tuple(PollOption(tidy(words), votes=n) for n in range(4)),
    )
    quoted = Referred(post(words, 9), author(words, 3))
    return FeedMessage((FeedEntry(whole, author(words), context=parent, quoted=quoted),))


def held(words: str) -> HeldPost:
    found = line(words, 40)
    verdict = Verdict("job_ad", 0.9, (Reason("place", {"found": found}),))
    return HeldPost(event(words), post(words), author(words), verdict, "held")


def chat_end(words: str) -> ChatEnd:
    asked = Question(1, line(words, QUESTION_LIMIT), NOW, "asked")
    best = ((post(words), author(words)),)
    return ChatEnd(event(words), 6, (Gathered(asked, 90, 3, 2, best),))


def _change(words: str, kind: ChangeKind) -> EventChange:
    state: Any = "planned" if kind == "edited" else kind
    return EventChange(event(words, state=state), kind, before(words), TOLD, direct=True)


def _reminder(words: str, tone: Tone) -> EventReminder:
    return EventReminder(event(words), tone, 3, direct=True, asks=True, unanswered=2)


SAYING: dict[str, Callable[[str], Announcement]] = {
    "feed": feed,
    "digest": lambda words: DigestNote(event(words), {"job_ad": 3}),
    "held": held,
    "card": lambda words: EventCard(event(words), 1, 2, 3, names=(81, 82)),
    "card of one that is off": lambda words: EventCard(event(words, state="cancelled"), 1, 2, 3),
    "reminder in the channel": lambda words: EventReminder(
        event(words), "soon", 3, direct=False, pinged=(81, 82)
    ),
    **{f"reminder {tone}": partial(_reminder, tone=tone) for tone in get_args(Tone)},
    "promotion": lambda words: Promotion(event(words)),
    "offer": lambda words: Offer(event(words), "offered", NOW, 2),
    **{f"change {kind}": partial(_change, kind=kind) for kind in get_args(ChangeKind)},
    "introduction": introduction,
    "introduction, direct": partial(introduction, to=81),
    "hello": lambda words: Hello(5, event(words), members(words)[0], to=82),
    "did you meet": lambda words: MetQuestion(5, event(words), members(words)),
    "report": lambda words: QuietReport(
        event(words), 81, (82,), beginning(tidy(words).strip(), REPORT_LIMIT) or PLAIN
    ),
    "notice": lambda words: Notice(
        "gone", {"event": event(words).name, "channel": event(words).channel_id}
    ),
    "link question": lambda words: LinkQuestion(70, "anna_1", author(words)),
    "chat question": lambda words: ChatQuestion(
        event(words), 6, Question(1, line(words, QUESTION_LIMIT), NOW), 3
    ),
    "chat end": chat_end,
    "arrival": lambda _words: Arrival(1, again=True),
}
