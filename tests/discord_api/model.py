"""What a Discord consists of, as far as a bot for events meets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

# Channel types
TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
THREADS = {PUBLIC_THREAD, PRIVATE_THREAD}
# Message flags
EPHEMERAL, LOADING = 1 << 6, 1 << 7
# Interaction types
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
# The status of a scheduled event
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4


@dataclass(eq=False)
class User:
    id: int
    name: str
    is_bot: bool = False
    takes_messages: bool = True


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int


@dataclass(eq=False)
class Member:
    user: User
    joined_at: str
    role_ids: list[int]


@dataclass(eq=False)
class Message:
    """`nonce` is remembered, and given back only to the call that sent it."""

    id: int
    channel_id: int
    author: User
    sent_at: str
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    flags: int = 0
    nonce: str | None = None
    answers: int | None = None
    edited_at: str | None = None
    interaction: Interaction | None = None


@dataclass(eq=False)
class ThreadState:
    parent_id: int
    owner_id: int
    opened_at: str
    archive_minutes: int
    invitable: bool
    members: dict[int, str] = field(default_factory=dict)
    """When each joined, by id."""


@dataclass(eq=False)
class Channel:
    """A text channel, a thread (`thread` is set) or a direct channel (`recipient` is set).

    `overwrites` are what a role or member is allowed and denied here, by its id.
    """

    id: int
    kind: int
    name: str = ""
    guild_id: int | None = None
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    recipient: User | None = None
    thread: ThreadState | None = None


@dataclass(eq=False)
class ScheduledEvent:
    id: int
    guild_id: int
    creator: User
    name: str
    description: str | None
    starts_at: str
    ends_at: str | None
    place: str
    status: int = SCHEDULED


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    owner: User
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    """Threads too."""
    events: dict[int, ScheduledEvent] = field(default_factory=dict)


@dataclass(eq=False)
class Interaction:
    """Something somebody did, and what they got for it.

    `original` is the message that "@original" stands for: the answer, or the message that was
    tapped. `callback` is the type of the first answer, None before it.
    """

    id: int
    token: str
    kind: int
    began_at: datetime
    user: User
    channel: Channel
    data: Json
    message: Message | None = None
    cause: Interaction | None = None
    callback: int | None = None
    original: Message | None = None
    later: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    is_done: bool = False
    """Whether the person no longer sees that the bot is thinking."""
