"""What a story is made of: the people of an invented tweetup and what they do, minute by minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Answer = Literal["going", "maybe", "no"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on X, or a job board's robot.

    `key` names them in the story; `member` says whether they are on the Discord server too;
    `avatar` is their picture's address, None for those who never chose one.
    """

    key: str
    handle: str
    name: str
    bio: str
    member: bool
    avatar: str | None


@dataclass(frozen=True, slots=True)
class Photo:
    url: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll of one day; `votes` are those it ends with, option by option."""

    options: tuple[str, ...]
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """A post, its text as typed: handles written out, no mention of whoever is answered.

    `id` names the post in the story; `reply_to` and `quote` name earlier ones. An `aside` leaves
    out the hashtag, so that the tweetup never sees it; a `job_ad` is a vacancy broadcast to
    nobody in particular; a `long` post has more than 280 characters.
    """

    at: datetime
    id: str
    who: str
    text: str
    reply_to: str | None = None
    quote: str | None = None
    media: tuple[Photo, ...] = ()
    poll: Poll | None = None
    lang: str = "en"
    aside: bool = False
    job_ad: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Repost:
    at: datetime
    who: str
    of: str


@dataclass(frozen=True, slots=True)
class Edit:
    """The author's new text for one of their own posts, within the half-hour X allows."""

    at: datetime
    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Delete:
    at: datetime
    of: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A member's tap on the event card."""

    at: datetime
    who: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Take:
    """A member takes the place that came free and is kept for them."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Link:
    """A member says on Discord that their handle is theirs, and is given a code."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Prove:
    """The post that proves it; `text` holds {code} where their latest code must stand."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Consent:
    """A member agrees to introductions, or no longer does."""

    at: datetime
    who: str
    introductions: bool


@dataclass(frozen=True, slots=True)
class DirectReminders:
    """A member asks for reminders by direct message, or no longer wants them."""

    at: datetime
    who: str
    on: bool


Post = Say | Repost | Edit | Delete
Act = Tap | Take | Link | Prove | Consent | DirectReminders
Happening = Post | Act


@dataclass(frozen=True, slots=True)
class Story:
    """A tweetup from its announcement to the morning after; `events` are in the order of time.

    `begins` is where the story's clock stands before anything happens. `organiser` is the key of
    the member who sets the tweetup up; `people` holds everybody by their keys.
    """

    title: str
    hashtag: str
    venue: str
    begins: datetime
    starts: datetime
    ends: datetime
    zone: str
    capacity: int
    organiser: str
    people: Mapping[str, Person]
    events: tuple[Happening, ...]
