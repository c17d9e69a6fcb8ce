"""Everything the bot says of its own accord, as data; its looks are the announcer's affair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.changes import ChangeKind, Facts, Field
from bot.domain.chat import Gathered, Question
from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from bot.domain.in_common import Common
from bot.domain.momentum import Momentum
from bot.domain.network import Talk
from bot.domain.noise import Kind, Verdict
from bot.domain.posts import Author, Post
from bot.domain.reminders import Snooze, Tone
from bot.domain.rsvp import RsvpSettings, Status
from bot.domain.starters import Reason

Relation = Literal["reply_to", "quoted"]


@dataclass(frozen=True, slots=True)
class Referred:
    """A post that a mirrored one answers or quotes, and who wrote it."""

    post: Post
    author: Author


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A mirrored post.

    `parent` is the message that mirrors the post it replies to, if any; else `context` is that
    post. `follows`: its parent stands in the same message, and `continues` that it is by the
    same author and right before it. `unavailable` names what X shows nobody any more.
    """

    post: Post
    author: Author
    parent: MessageRef | None = None
    context: Referred | None = None
    quoted: Referred | None = None
    follows: bool = False
    continues: bool = False
    unavailable: frozenset[Relation] = frozenset()


@dataclass(frozen=True, slots=True)
class FeedMessage:
    """One to ten posts that share a message, oldest first."""

    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class DigestNote:
    """How many posts of each kind were folded away since the last one."""

    event: Event
    kinds: Mapping[Kind, int]


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that organisers decide on, or decided on: then `state` tells where it is."""

    event: Event
    post: Post
    author: Author
    verdict: Verdict
    state: str


@dataclass(frozen=True, slots=True)
class EventCard:
    """The event's own message with its buttons, and how many people answered what, guests counted.

    `open_places` are those somebody new would get, None without a limit. `names` are members who
    are going and agreed to be shown; `others` counts everybody else who is, guests included.
    `closed`: nobody new can say yes any more.
    """

    event: Event
    going: int
    maybe: int
    waitlisted: int
    open_places: int | None = None
    names: tuple[int, ...] = ()
    others: int = 0
    settings: RsvpSettings = field(default_factory=RsvpSettings)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ScheduledEvent:
    """The event in Discord's own list of events."""

    event: Event


@dataclass(frozen=True, slots=True)
class EventReminder:
    """A reminder, in the channel or to one member who is going (`direct`).

    `asks`: whether they still come. `pinged` are members who chose to be, in the channel; where
    they are more than a message holds, the later parts do nothing but ping. `snoozes` is when
    a member can be reminded again. `unanswered` counts the organisers' questions that still need
    an answer: of the member, or of anybody who is going.
    """

    event: Event
    tone: Tone
    going: int
    direct: bool
    asks: bool = False
    pinged: tuple[int, ...] = ()
    part: int = 0
    snoozes: tuple[Snooze, ...] = ()
    unanswered: int = 0


PlaceNews = Literal["promoted", "approved", "queued", "refused"]


@dataclass(frozen=True, slots=True)
class Promotion:
    """To a member who waited for a place, or for an organiser's word: how it went.

    In the channel it calls `mentioned`, and says nothing of how they stand.
    """

    event: Event
    news: PlaceNews = "promoted"
    mentioned: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """To a member who waits: a place is kept for you until then, if you take it.

    `status` is how they stand by now. In the channel it calls `mentioned`, and says nothing more.
    """

    event: Event
    status: Status
    until: datetime | None
    places: int
    mentioned: int | None = None


@dataclass(frozen=True, slots=True)
class AttendeeRole:
    """A role of the guild's that those who are going have."""

    guild_id: int
    role_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class EventChange:
    """What became of an event since people last knew it as `before`: in the channel, or to one
    member who means to come (`direct`). `fields` are what differs of what concerns them."""

    event: Event
    kind: ChangeKind
    before: Facts
    fields: tuple[Field, ...]
    direct: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A post that shows two people turning to each other."""

    post: Post
    author: Author


@dataclass(frozen=True, slots=True)
class Introduced:
    """One of those who are introduced: the Discord member and their own X account.

    `joined`: came to a pair as a third. `find_me` is how they say they can be recognised.
    """

    member_id: int
    author: Author
    joined: bool = False
    find_me: str | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between two of those who are introduced; `hashtag` where all was under one."""

    common: Common
    hashtag: str | None


@dataclass(frozen=True, slots=True)
class IntroductionThread:
    """The private thread in which members are introduced."""

    introduction_id: int
    event: Event
    members: tuple[Introduced, ...]


@dataclass(frozen=True, slots=True)
class Introduction:
    """The introduction itself, in a thread or to one of them (`to`).

    `between` tells what the pair did, then what ties a third to one of them; a pair that never
    talked has nothing there and `shared`, whom both talked with. `opening` names the question to
    start with. `met`: all of them said that they met.
    """

    introduction_id: int
    event: Event
    members: tuple[Introduced, ...]
    evidence: tuple[Evidence, ...]
    opening: str
    between: tuple[Between, ...] = ()
    shared: tuple[Author, ...] = ()
    to: int | None = None
    met: bool = False


@dataclass(frozen=True, slots=True)
class Hello:
    """One of those who are introduced greets the others in their thread, or one of them (`to`)."""

    introduction_id: int
    event: Event
    member: Introduced
    to: int | None = None


@dataclass(frozen=True, slots=True)
class MetQuestion:
    """The day after: did you meet? Asked of `members` in their thread, or of one of them (`to`)
    about the others."""

    introduction_id: int
    event: Event
    members: tuple[Introduced, ...]
    to: int | None = None


@dataclass(frozen=True, slots=True)
class QuietReport:
    """To an organiser: what a member told of an introduction to `others`.

    These are nobody where the introduction is forgotten.
    """

    event: Event
    member_id: int
    others: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class StarterPost:
    """A post to answer and why. A `shared` word stands here as its author wrote it; the member
    said it in a post at `said_at` or, where that is None, to the organisers."""

    post: Post
    author: Author
    reason: Reason
    word: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Starters:
    """To one member: posts by people who are coming that they could answer, best first."""

    event: Event
    posts: tuple[StarterPost, ...]
    next_round: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A plain sentence to an organiser or a member: the catalogue's `notice.<key>`."""

    key: str
    params: Mapping[str, str | int | datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """To a member whose code was posted under another handle than they said: is that theirs?"""

    guild_id: int
    claimed: str
    author: Author


@dataclass(frozen=True, slots=True)
class ChatQuestion:
    """A question of a tweet chat, one of `of`, asked in the event's channel."""

    event: Event
    chat_id: int
    question: Question
    of: int


@dataclass(frozen=True, slots=True)
class ChatThread:
    """The public thread for a question's answers, on the message that asks it."""

    question: Question
    below: MessageRef


@dataclass(frozen=True, slots=True)
class ChatEnd:
    """A tweet chat is over: how its questions have fared."""

    event: Event
    chat_id: int
    gathered: tuple[Gathered, ...]


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    """Who talked to whom among those who are going and agreed to be drawn; `coming` counts all
    members who are going. With a `centre` it is the picture of one of them."""

    event: Event
    talk: Talk
    coming: int


@dataclass(frozen=True, slots=True)
class MomentumNote:
    """To organisers, once a week: how the conversation grows. `questions`, `newcomers` and `silent`
    count what waits for a word of theirs; which and who is shown to those who ask."""

    event: Event
    momentum: Momentum
    questions: int
    newcomers: int
    silent: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """To a guild that the bot joined; `again` where it still has what it kept from before."""

    guild_id: int
    again: bool


Announcement = (
    FeedMessage
    | DigestNote
    | HeldPost
    | EventCard
    | ScheduledEvent
    | EventReminder
    | Promotion
    | EventChange
    | Offer
    | AttendeeRole
    | IntroductionThread
    | Introduction
    | Starters
    | Hello
    | MetQuestion
    | QuietReport
    | Notice
    | LinkQuestion
    | ChatQuestion
    | ChatThread
    | ChatEnd
    | NetworkPicture
    | MomentumNote
    | Arrival
)
