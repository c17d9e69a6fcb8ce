"""What the services need from the world: a clock, a source of posts, somewhere to announce."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.announcements import Announcement
from bot.domain.budget import Step, Usage
from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.domain.gone import Gone, Kept
from bot.domain.permissions import GuildRights
from bot.domain.posts import Author, Batch, Followed
from bot.domain.scorecard import Timeline
from bot.errors import SourceStopped


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


# Normalised hashtags.
Hashtags = Collection[str]


class Ledger(Protocol):
    """Told of every answer X bills: the ids of the posts and users in it, expansions included.

    With each come the hashtags on whose account it was read; none where nobody can tell. What
    one guild alone asked for it pays alone: `payer`.
    """

    async def read(
        self,
        *,
        posts: Mapping[int, Hashtags],
        users: Mapping[int, Hashtags],
        payer: int | None = None,
    ) -> None: ...

    async def counted(self) -> None:
        """A question of how many posts there are was answered: X bills the question."""
        ...


class Thrift(Protocol):
    """Asked before each read how sparing reading has to be."""

    async def step(self, hashtags: Hashtags = ()) -> Step:
        """The step for reading under these hashtags; for all that are followed if none is named."""
        ...


class UsageSource(Protocol):
    async def usage(self) -> Usage | None:
        """What X itself counts; None when it does not tell now."""
        ...


class Witness(Protocol):
    """Told at once of everything an answer of X shows to be gone; most of it we never had."""

    async def remove(self, gone: Gone) -> None: ...


class JobNotes(Protocol):
    """Remembers over a restart which compliance job X is at work on, one of each kind."""

    async def job(self, kind: Kept) -> int | None: ...

    async def note_job(self, kind: Kept, job_id: int | None) -> None: ...


class Inspector(Protocol):
    """Asks X what is gone of what we keep.

    Both methods wait for a while when X asks for it, and then raise NoAnswer.
    """

    async def by_job(self, kind: Kept, ids: Collection[int]) -> Gone:
        """By a compliance job, which costs nothing and says nothing of what is withheld."""
        ...

    async def by_look_up(self, kind: Kept, ids: Collection[int]) -> None:
        """By looking each up, which is billed. What is gone the witness hears, page by page.

        Raises SourceStopped when X will not answer until somebody acts.
        """
        ...


class PostSource(Protocol):
    def batches(self) -> AsyncGenerator[Batch]:
        """Posts as they come; the next batch is asked for once the last one is stored.

        Raises SourceStopped when X will not answer until somebody acts.
        """
        ...


class LiveSource(PostSource, Protocol):
    """A source that goes on for ever, unless it is told to end."""

    def wake(self) -> None:
        """There may be new hashtags to follow."""
        ...

    def end(self) -> None:
        """Let `batches` come to its end once what is under way has been handed over."""
        ...


class History(Protocol):
    """What can still be read of the time before a hashtag was followed.

    Both raise UserError when X can only be asked later, SourceStopped when somebody must act.
    """

    async def count(self, hashtag: str, until: datetime) -> int:
        """About how many posts there are to read; asking costs as much as reading a post."""
        ...

    def batches(self, hashtag: str, until: datetime) -> AsyncGenerator[Batch]:
        """The posts from before `until`, newest first, a page at a time."""
        ...


class PostLookup(Protocol):
    async def find(self, ids: Collection[int]) -> Batch:
        """The posts of these ids, at most 100, as context; `missing` are those X shows nobody.

        Raises NotNow, and SourceStopped when X will not answer until somebody acts.
        """
        ...


class PersonLookup(Protocol):
    async def person(self, handle: str) -> Author:
        """Whoever goes by that handle now; X bills the answer.

        Raises UserError when nobody does, the account is suspended, or X gives no answer now.
        """
        ...


class Timelines(Protocol):
    """Reads what one person posted, of whoever they are on X; X bills each post."""

    def billed(self, posts: int) -> int:
        """How many posts X bills at most where so many of a timeline are read."""
        ...

    async def read(self, person_id: int, since: datetime, most: int, payer: int) -> Timeline:
        """Their profile, and at most `most` of their latest posts since then, at that guild's cost.

        Raises UserError when they are gone, suspended or protected, or X gives no answer now;
        SourceStopped when it will not answer until somebody acts.
        """
        ...


class Presence(Protocol):
    async def gone(self, guild_id: int, member_ids: Collection[int]) -> set[int]:
        """Those of the members who are no longer in the guild. Raises TryLater."""
        ...


class Lines(Protocol):
    """Where Discord tells what happens in the guilds of each shard."""

    async def take_on(self, shards: Collection[int]) -> None:
        """Listen to these; done once all was told that Discord tells at first of their guilds."""

    async def give_up(self, shards: Collection[int]) -> None:
        """Listen to these no longer; done once nothing more is heard of their guilds."""


class OwnPresence(Protocol):
    async def absent(self, guild_ids: Collection[int]) -> set[int]:
        """Those of the guilds the bot is no longer in. Raises TryLater."""
        ...


class Rights(Protocol):
    async def of(self, guild_id: int) -> GuildRights | None:
        """What the bot may do in a guild; None where it is in none of that id. Raises TryLater."""
        ...


@dataclass(frozen=True, slots=True)
class XLook:
    """How X answers a token. `stopped` is why it will not until somebody acts, `later` why it did
    not just now; `rules` are the hashtags of our stream rules, `rules_refused` why X lets the token
    have none."""

    stopped: SourceStopped | None = None
    later: str = ""
    usage: Usage | None = None
    rules: frozenset[str] = frozenset()
    rules_refused: SourceStopped | None = None


class XPatient(Protocol):
    async def look(self) -> XLook:
        """Ask X in ways that cost nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where an announcement goes: a channel or thread, or a member's direct messages."""

    guild_id: int
    channel_id: int | None = None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One announcement on its way. `delivery_id` is the nonce and part of the marker, `locale`
    that of its reader as Discord names it, where it is known and not their guild's.
    """

    delivery_id: int
    place: Place
    announcement: Announcement
    locale: str | None = None


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
