"""What the services need from the world: a clock, a source of posts, somewhere to announce."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.announcements import Announcement
from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.domain.posts import Batch, Followed


class Clock(Protocol):
    def now(self) -> datetime:
        """The aware UTC time."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class Tracking(Protocol):
    """What a source must know to read on where reading stopped."""

    async def followed(self) -> Collection[Followed]:
        """The hashtags to follow now; asked again before every round of reading."""
        ...

    async def cursor(self, source: str) -> str | None:
        """Where `source` stood when its last batch was stored."""
        ...


class Ledger(Protocol):
    """Told of every answer X bills: the ids of the posts and users in it, expansions included."""

    async def read(self, *, posts: Collection[int], users: Collection[int]) -> None: ...


class PostSource(Protocol):
    def batches(self) -> AsyncGenerator[Batch]:
        """Posts as they come; the next batch is asked for once the last one is stored.

        Raises SourceStopped when X will not answer until somebody acts.
        """
        ...


class PostLookup(Protocol):
    async def find(self, ids: Collection[int]) -> Batch:
        """The posts of these ids, at most 100, as context; `missing` are those X shows nobody.

        Raises NotNow, and SourceStopped when X will not answer until somebody acts.
        """
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where an announcement goes: a channel or thread, or a member's direct messages."""

    guild_id: int
    channel_id: int | None = None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One announcement on its way. `delivery_id` is the nonce and part of the marker."""

    delivery_id: int
    place: Place
    announcement: Announcement


class Announcer(Protocol):
    """Carries announcements to people.

    Every method raises Unreachable, TryLater or OutcomeUnknown and nothing else.
    """

    async def send(self, outgoing: Outgoing) -> MessageRef: ...

    async def find(self, outgoing: Outgoing) -> MessageRef | None:
        """Look for what an interrupted `send` of the same announcement may have left."""
        ...

    async def update(self, outgoing: Outgoing, standing: MessageRef) -> None:
        """Make what stands there say what `outgoing` says now."""
        ...

    async def remove(self, kind: DeliveryKind, place: Place, standing: MessageRef) -> None:
        """Take away what stands there; it may be gone already."""
        ...
