"""A small world for service tests: a Discord that keeps its promises, a clock moved by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import get_args

import sqlalchemy as sa

from bot.domain.announcements import FeedMessage, Notice
from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.domain.events import Event, EventDraft
from bot.domain.filtering import Noise
from bot.domain.posts import Author, Batch, Mention, Post
from bot.errors import TryLater
from bot.ports import Outgoing, Place
from bot.services.suite import Services, build
from db.engine import Database
from db.schema import metadata

GUILD, CHANNEL, ORGANISER = 10, 20, 30
NOW = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)
STARTS = datetime(2026, 1, 22, 18, 0, tzinfo=UTC)


class HandClock:
    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move(self, **by: float) -> None:
        self._now += timedelta(**by)

    def move_to(self, at: datetime) -> None:
        self._now = at

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("service tests call what they test; nothing sleeps")


@dataclass
class FakeDiscord:
    """Announcements by where they stand; it fails when told to, before or after the work.

    `closed` are channels and members that take no message, and why.
    """

    standing: dict[MessageRef, Outgoing] = field(default_factory=dict)
    sent: list[Outgoing] = field(default_factory=list)
    closed: dict[int, Exception] = field(default_factory=dict)
    updates: int = 0
    _faults: list[tuple[type, Exception, bool]] = field(default_factory=list)

    def fail(self, kind: type, error: Exception, *, after_the_work: bool = False) -> None:
        """Answer the next call about an announcement of that kind with an error."""
        self._faults.append((kind, error, after_the_work))

    async def send(self, outgoing: Outgoing) -> MessageRef:
        self._fail(outgoing, after=False)
        where = MessageRef(outgoing.place.channel_id or outgoing.place.member_id or 0, self._next())
        self.standing[where] = outgoing
        self.sent.append(outgoing)
        self._fail(outgoing, after=True)
        return where

    async def find(self, outgoing: Outgoing) -> MessageRef | None:
        for where, there in self.standing.items():
            if there.delivery_id == outgoing.delivery_id:
                return where
        return None

    async def update(self, outgoing: Outgoing, standing: MessageRef) -> None:
        self._fail(outgoing, after=False)
        self.standing[standing] = outgoing
        self.updates += 1
        self._fail(outgoing, after=True)

    async def remove(self, kind: DeliveryKind, place: Place, standing: MessageRef) -> None:
        self.standing.pop(standing, None)

    def of(self, kind: type) -> list[Outgoing]:
        return [o for o in self.standing.values() if isinstance(o.announcement, kind)]

    def mirrored(self) -> list[int]:
        """Ids of the posts that stand in channels, in the order of their messages."""
        return [
            entry.post.id
            for outgoing in self.standing.values()
            if isinstance(outgoing.announcement, FeedMessage)
            for entry in outgoing.announcement.entries
        ]

    def _next(self) -> int:
        return 1_000 + len(self.sent)

    def _fail(self, outgoing: Outgoing, *, after: bool) -> None:
        if place := {outgoing.place.channel_id, outgoing.place.member_id} & self.closed.keys():
            raise self.closed[place.pop() or 0]
        for fault in self._faults:
            kind, error, after_the_work = fault
            if isinstance(outgoing.announcement, kind) and after is after_the_work:
                self._faults.remove(fault)
                raise error


@dataclass
class World:
    database: Database
    clock: HandClock = field(default_factory=HandClock)
    discord: FakeDiscord = field(default_factory=FakeDiscord)

    def services(self) -> Services:
        """The services as a fresh process has them."""
        return build(self.database, self.clock, self.discord)

    async def everything(self) -> str:
        """All that the database holds, as one text."""
        async with self.database.read() as conn:
            rows = [await conn.execute(sa.select(table)) for table in metadata.sorted_tables]
            return "\n".join(str(row) for found in rows for row in found)


def draft(**changes: object) -> EventDraft:
    values: dict[str, object] = {
        "guild_id": GUILD,
        "channel_id": CHANNEL,
        "organiser_id": ORGANISER,
        "name": "HR Tweetup",
        "hashtag": "HRTweetup",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=3),
        "zone": "Europe/London",
        "place": "The Copper Kettle",
        "capacity": None,
        "created_at": NOW,
    }
    return EventDraft(**(values | changes))  # type: ignore[arg-type]


def author(number: int) -> Author:
    return Author(number, f"person{number}", f"Person {number}")


def post(number: int, by: int, *, text: str = "Hello #HRTweetup", **changes: object) -> Post:
    values: dict[str, object] = {
        "id": number,
        "author_id": by,
        "text": text,
        "created_at": NOW + timedelta(minutes=number % 1_000),
        "hashtags": ("HRTweetup",),
    }
    return Post(**(values | changes))  # type: ignore[arg-type]


def mention(number: int) -> Mention:
    return Mention(f"person{number}", number)


def batch(*posts: Post, cursor: str | None = None) -> Batch:
    authors = tuple(author(number) for number in sorted({p.author_id for p in posts}))
    return Batch("search:hrtweetup", posts, authors=authors, cursor=cursor)


async def show_everything(services: Services, event: Event) -> None:
    """Nothing is kept out of the event's feed."""
    for noise in get_args(Noise):
        await services.filter.set_policy(event, noise, "show")


async def link(services: Services, *members: int, proofs: int = 10_000) -> None:
    """Member n proves that personN on X is theirs, by post `proofs` + n; all come at once."""
    said: list[Post] = []
    for member in members:
        claim = await services.links.claim(GUILD, member, f"@person{member}")
        text = f"Proving it: {claim.link.code} #HRTweetup"
        said.append(post(proofs + member, by=member, text=text))
    await services.ingest.take(batch(*said))


async def attendees(services: Services, *members: int) -> Event:
    """An event to which these members go, linked and agreeing to introductions."""
    event = await services.events.create(draft())
    for member in members:
        await services.rsvp.answer(GUILD, event.id, member, "going")
        await services.privacy.consent(GUILD, member, introductions=True)
    await link(services, *members)
    return event


STEPS_BACK = ("consent", "rsvp", "link", "forget")


async def step_back(services: Services, event: Event, member: int, how: str) -> None:
    """Have a member be introduced no longer, in one of the ways they can."""
    match how:
        case "consent":
            await services.privacy.consent(GUILD, member, introductions=False)
        case "rsvp":
            await services.rsvp.answer(GUILD, event.id, member, "declined")
        case "link":
            await services.links.unlink(GUILD, member)
        case _:
            await services.privacy.forget(GUILD, member)


def notices(world: World, key: str) -> list[dict[str, object]]:
    """What each notice of that kind told, and `to` whom."""
    return [
        dict(outgoing.announcement.params) | {"to": outgoing.place.member_id}
        for outgoing in world.discord.sent
        if isinstance(outgoing.announcement, Notice) and outgoing.announcement.key == key
    ]


class Absent:
    """Tells who is gone, or that it cannot tell."""

    def __init__(self, *members: int) -> None:
        self.members: set[int] | None = set(members)

    async def gone(self, guild_id: int, member_ids: Collection[int]) -> set[int]:
        if self.members is None:
            raise TryLater(detail="not now")
        assert guild_id == GUILD
        return self.members & set(member_ids)
