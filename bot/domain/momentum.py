"""How the conversation under a tweetup's hashtag grows, and what its organisers could do for it.

Days are those of the event's zone, weeks are seven whole ones: today is not over. Posts and people
are of the conversation; reposts count nowhere, advertisements and copies apart. Somebody is heard
for the first time on the day of the first post of theirs that is known under any of the guild's
hashtags; what was said around tweetups long over is not known any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.aftermath import Days, Said
from bot.domain.events import TRACKED_AFTER, Event
from bot.domain.interactions import Interaction
from bot.domain.posts import Post
from bot.domain.starters import Candidate, suits

Trend = Literal["more", "fewer", "alike", "few"]

DAY = timedelta(days=1)
WEEK = 7
# Below this a difference is nobody's trend, and a ratio says nothing.
FEW = 10
# Nobody talks at an hour of the day before so many posts, people and days.
HOUR_POSTS, HOUR_PEOPLE, HOUR_DAYS = 30, 5, 3
# When the weekly note goes out, by the clock of the event's zone, and for how long it may be late.
NOTE_AT = time(9)
NOTE_GRACE = timedelta(hours=12)
# A word of welcome; that somebody passed a post on is none.
_GREETINGS = ("reply", "quote", "mention")


@dataclass(frozen=True, slots=True)
class Day:
    """`first_time` are those of the `people` who were never heard before, `replies` those of the
    `posts` that answer somebody else; `adverts` are advertisements and copies, no posts of talk."""

    on: date
    posts: int = 0
    adverts: int = 0
    people: int = 0
    first_time: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Some days together, the last one included. `people` is None where it is known day by day
    alone how many there were."""

    first: date
    last: date
    posts: int
    adverts: int
    people: int | None
    first_time: int
    replies: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def replies_per_post(self) -> float | None:
        """None where there are too few posts for it to mean anything."""
        return self.replies / self.posts if self.posts >= FEW else None


@dataclass(frozen=True, slots=True)
class Hour:
    """The hour of the day that begins at `hour`, with so many `posts` of all `of`."""

    hour: int
    posts: int
    of: int


@dataclass(frozen=True, slots=True)
class Momentum:
    """Day by day since the announcement: the day the tweetup was set up, and its card put up.

    `latest` is the last whole week, or all days if there is none yet; `before` the week before it,
    or as many days as there were. `so_far`: the last day is not over. `hour` is None where there is
    too little to tell it from.
    """

    days: tuple[Day, ...]
    latest: Span
    before: Span | None
    hour: Hour | None
    so_far: bool

    @property
    def trend(self) -> Trend | None:
        """How the posts of both weeks compare, None where these are not two whole ones.

        Were posts to come at random, evenly, a difference of more than two standard deviations,
        twice the root of their sum, would come by chance once in twenty times.
        """
        if self.before is None or self.before.days < WEEK:
            return None
        now, then = self.latest.posts, self.before.posts
        if max(now, then) < FEW:
            return "few"
        if (now - then) ** 2 <= 4 * (now + then):
            return "alike"
        return "more" if now > then else "fewer"

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to tell of: not a post in either week."""
        weeks = (self.latest,) if self.before is None else (self.latest, self.before)
        return not any(week.posts for week in weeks)


def momentum(
    event: Event, now: datetime, said: Collection[Said], counted: Days, kept: Days
) -> Momentum:
    """`counted` is what was said day by day; `kept` the same of days whose posts are gone since
    the tweetup is long over, which then goes before what is left of them."""
    zone = ZoneInfo(event.zone)
    since = event.created_at.astimezone(zone).date()
    today = now.astimezone(zone).date()
    followed = (event.ends_at + TRACKED_AFTER).astimezone(zone).date()
    last = max(since, min(today, followed))
    counts = {**counted, **kept}
    days = tuple(
        _day(since + n * DAY, counts.get(since + n * DAY, {}))
        for n in range((last - since).days + 1)
    )
    so_far = last == today
    whole = days[:-1] if so_far else days
    latest, before = whole[-WEEK:], whole[-2 * WEEK : -WEEK]
    if len(latest) < WEEK:
        latest = days
    voices = _voices(said, zone)
    return Momentum(
        days=days,
        latest=_span(latest, voices, kept),
        before=_span(before, voices, kept) if before else None,
        hour=talking_hour([each for each in said if each.at < event.starts_at], zone),
        so_far=so_far,
    )


def talking_hour(said: Iterable[Said], zone: ZoneInfo) -> Hour | None:
    """The hour at which most was said in conversation, the earliest of several; None where it is
    too little, by too few, or on too few days to tell a habit from a chance."""
    talk = [(each.author_id, each.at.astimezone(zone)) for each in said if each.converses]
    people, days = {author for author, _ in talk}, {at.date() for _, at in talk}
    if len(talk) < HOUR_POSTS or len(people) < HOUR_PEOPLE or len(days) < HOUR_DAYS:
        return None
    hours = Counter(at.hour for _, at in talk)
    hour = min(hours, key=lambda each: (-hours[each], each))
    return Hour(hour, hours[hour], len(talk))


def unanswered(
    posts: Iterable[Post], answered_by: Mapping[int, Collection[int]], now: datetime
) -> list[Post]:
    """The questions to everybody that nobody else has answered, the newest first."""
    found = (
        post
        for post in posts
        if suits(post, now)
        if Candidate(post, frozenset(answered_by.get(post.id, ())) - {post.author_id}).is_open
    )
    return sorted(found, key=lambda post: -post.id)


def ungreeted(
    posts: Iterable[Post], turned: Iterable[Interaction], but: Collection[int]
) -> list[Post]:
    """The first of the posts of each newcomer to whom nobody turned, the newest newcomer first.

    `posts` are by newcomers alone; those in `but` need no greeting.
    """
    greeted = {each.other_id for each in turned if each.kind in _GREETINGS}
    first: dict[int, Post] = {}
    for post in sorted(posts, key=lambda post: post.id):
        if post.author_id not in greeted and post.author_id not in but:
            first.setdefault(post.author_id, post)
    return sorted(first.values(), key=lambda post: -post.id)


def silent(
    going: Iterable[int], people: Mapping[int, int], turned: Iterable[Interaction]
) -> set[int]:
    """Those of the members going of whom no conversation is known: nobody turned to them, nor they
    to anybody. `people` are their X ids; whoever named none is among them."""
    talking = {person for each in turned for person in (each.author_id, each.other_id)}
    return {each for each in going if each not in people or people[each] not in talking}


def note_due(event: Event, seen_to: datetime | None) -> datetime | None:
    """When the next weekly note is due after `seen_to`, the last one that was; None for never.

    They come every seventh day after the announcement at nine in the event's zone, until it
    begins.
    """
    zone = ZoneInfo(event.zone)
    announced = event.created_at.astimezone(zone).date()
    last = announced if seen_to is None else seen_to.astimezone(zone).date()
    week = (last - announced).days // WEEK + 1
    on = announced + timedelta(weeks=week)
    due = datetime.combine(on, NOTE_AT, zone).astimezone(UTC)
    return due if due < event.starts_at else None


def latest_due(event: Event, due: datetime, now: datetime) -> datetime:
    """The last note that is due by `now`, from `due` on: nobody wants those of several weeks."""
    following = note_due(event, due)
    while following is not None and following <= now:
        due, following = following, note_due(event, following)
    return due


def _day(on: date, counts: Mapping[str, int]) -> Day:
    adverts = sum(
        n
        for what, n in counts.items()
        if what.startswith("posts.") and what != "posts.conversation"
    )
    return Day(
        on,
        counts.get("posts", 0) - adverts,
        adverts,
        counts.get("voices", 0),
        counts.get("first_time", 0),
        counts.get("replies", 0),
    )


def _voices(said: Iterable[Said], zone: ZoneInfo) -> set[tuple[date, int]]:
    return {(each.at.astimezone(zone).date(), each.author_id) for each in said if each.converses}


def _span(days: Sequence[Day], voices: Iterable[tuple[date, int]], kept: Days) -> Span:
    first, last = days[0].on, days[-1].on
    people = {person for on, person in voices if first <= on <= last}
    return Span(
        first,
        last,
        posts=sum(day.posts for day in days),
        adverts=sum(day.adverts for day in days),
        people=None if any(first <= on <= last for on in kept) else len(people),
        first_time=sum(day.first_time for day in days),
        replies=sum(day.replies for day in days),
    )
