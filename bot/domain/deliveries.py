"""A message the bot means to stand somewhere, and how far that has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.members import Consents

DeliveryKind = Literal[
    "feed",
    "digest",
    "held",
    "card",
    "scheduled_event",
    "reminder",
    "promotion",
    "change",
    "offer",
    "role",
    "introduction_thread",
    "introduction",
    "starters",
    "introduction_exit",
    "hello",
    "met",
    "report",
    "notice",
    "link_question",
    "chat_question",
    "chat_thread",
    "chat_end",
    "network",
    "momentum",
    "arrival",
]
# What is said to those who are introduced, and to nobody else.
OF_INTRODUCTIONS: frozenset[DeliveryKind] = frozenset(
    {"introduction_thread", "introduction", "introduction_exit", "hello", "met"}
)
# What people wait for: who wants no messages is called in the channel, without a word of what.
WAITED_FOR: frozenset[DeliveryKind] = frozenset({"promotion", "offer", "change"})
# What nobody waits for: it calls nobody where it cannot be sent.
UNASKED: frozenset[DeliveryKind] = frozenset({"momentum"})
DeliveryState = Literal["waiting", "sending", "sent", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where an announcement stands: a message in a channel.

    For a thread `channel_id` is the thread's own id, for Discord's scheduled event the guild's,
    and `message_id` is the thread's or scheduled event's id.
    """

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """An announcement to be made.

    It goes to a channel, to a member's direct messages, into the thread that another delivery
    opens or below the message it leaves (`inside_id`), or, with none of the three, to the guild
    itself. A role is given as if it were a channel: those who get it wait in one lane. `about`
    holds ids and catalogue keys, never what people wrote. Of the same `key` there is one delivery
    at most.
    """

    guild_id: int
    kind: DeliveryKind
    about: Mapping[str, str | int | list[int]] = field(default_factory=dict)
    event_id: int | None = None
    channel_id: int | None = None
    member_id: int | None = None
    inside_id: int | None = None
    key: str | None = None


def agrees(given: Consents, delivery: NewDelivery) -> bool:
    """Whether a member takes this as a message of ours.

    Reminders and introductions by message are choices of their own. What organisers must know,
    because they alone can mend it, reaches them whatever they chose; of notices only those about
    a member's own X account go to others.
    """
    if given.messaged is not False:
        return True
    if delivery.kind in OF_INTRODUCTIONS:
        return given.introduced_where == "dm"
    if delivery.kind == "notice":
        return not str(delivery.about["key"]).startswith("link")
    return delivery.kind in {"reminder", "report"}


@dataclass(frozen=True, slots=True)
class Delivery(NewDelivery):
    """An announcement in the outbox.

    `version` counts the changes of what it should say, last asked for at `asked_at`; `standing` is
    where it stands, once it does; `wanted` is false when it should stand nowhere any more.
    """

    id: int = 0
    wanted: bool = True
    version: int = 1
    state: DeliveryState = "waiting"
    attempts: int = 0
    not_before: datetime | None = None
    asked_at: datetime | None = None
    standing: MessageRef | None = None
    sent_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """Announcements to one place; they go one after another, in the order they were made."""

    guild_id: int
    channel_id: int | None
    member_id: int | None
    inside_id: int | None
