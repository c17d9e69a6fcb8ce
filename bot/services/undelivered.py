"""Who hears of it when Discord will not take a message."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import (
    OF_INTRODUCTIONS,
    WAITED_FOR,
    Delivery,
    NewDelivery,
    agrees,
)
from bot.domain.events import Event
from bot.errors import Unreachable
from db import events, members


async def unwanted(conn: AsyncConnection, delivery: Delivery) -> bool:
    """Whether this is a message to a member who wants none; what stands already may change."""
    if delivery.member_id is None or delivery.standing is not None:
        return False
    given = await members.consents(conn, delivery.guild_id, delivery.member_id)
    return not agrees(given, delivery)


async def notice_about(
    conn: AsyncConnection, delivery: Delivery, error: Unreachable
) -> NewDelivery | None:
    """The notice to whoever can mend it, once; None when that is nobody.

    A mirrored post that a moderator took away stays away. A direct message that is closed, or not
    wanted but waited for, becomes a word in the channel, which must not tell how the member
    stands; everything else goes to the organiser. A weekly note is nothing to call anybody for.
    """
    event = None if delivery.event_id is None else await events.get(conn, delivery.event_id)
    taken_away = delivery.kind == "feed" and delivery.standing is not None
    if event is None or (taken_away and error.reason in {"gone", "deleted"}):
        return None
    if delivery.kind == "momentum" and delivery.member_id is not None:
        return None
    if delivery.kind in OF_INTRODUCTIONS:
        return _no_thread(delivery, event, error)
    if delivery.kind == "report":
        return NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="notice",
            channel_id=event.channel_id,
            about={
                "key": "report_closed",
                "member": delivery.member_id or event.organiser_id,
                "event": event.name,
                "report": delivery.about["report"],
            },
            key=f"report_closed:{delivery.key}",
        )
    if delivery.kind == "role":
        key = "role.no_permission" if error.reason == "no_permission" else "role.refused"
        return NewDelivery(
            guild_id=event.guild_id,
            kind="notice",
            member_id=event.organiser_id,
            about={"key": key, "event": event.name},
            key=f"{key}:{event.id}:{delivery.channel_id}",
        )
    if reposted(delivery, error):
        return NewDelivery(
            guild_id=event.guild_id,
            kind="notice",
            member_id=event.organiser_id,
            about={"key": f"deleted.{delivery.kind}", "event": event.name},
            key=f"deleted.{delivery.kind}:{event.id}",
        )
    reason = "gone" if error.reason == "deleted" else error.reason
    if delivery.member_id is not None:
        return _call(delivery, event, error)
    # What is held for organisers goes to a channel of theirs.
    channel_id = delivery.channel_id or event.channel_id
    return NewDelivery(
        guild_id=event.guild_id,
        kind="notice",
        member_id=event.organiser_id,
        about={"key": reason, "channel": channel_id, "event": event.name},
        key=f"{reason}:{event.id}:{channel_id}",
    )


def _call(delivery: Delivery, event: Event, error: Unreachable) -> NewDelivery | None:
    """A word in the channel to a member whom no message reaches; None for what can be left out."""
    closed = error.reason != "dm_unwanted"
    if not closed and delivery.kind not in WAITED_FOR:
        return None
    # An offer is over in some hours, and who wants no messages chose to be called instead: each
    # is told of anew.
    anew = (delivery.kind == "offer" or not closed) and delivery.key is not None
    what = delivery.key if anew else f"{event.id}:{delivery.member_id}"
    return NewDelivery(
        guild_id=event.guild_id,
        event_id=event.id,
        kind="notice",
        channel_id=event.channel_id,
        about={
            "key": "dm_closed" if closed else "dm_unwanted",
            "member": delivery.member_id or 0,
            "event": event.name,
            "event_id": event.id,
        },
        key=f"dm_closed:{what}",
    )


def _no_thread(delivery: Delivery, event: Event, error: Unreachable) -> NewDelivery | None:
    """To the organiser, who learns of nobody; what else goes wrong there is not theirs to mend.

    A thread that was deleted by hand stays away.
    """
    private = delivery.kind not in {"introduction_thread", "introduction"} or delivery.member_id
    gone = delivery.kind == "introduction" and error.reason in {"gone", "deleted"}
    if private or gone:
        return None
    key = "introduction.no_permission" if error.reason == "no_permission" else error.reason
    return NewDelivery(
        guild_id=event.guild_id,
        kind="notice",
        member_id=event.organiser_id,
        about={"key": key, "channel": event.channel_id, "event": event.name},
        key=f"{key}:{event.id}:{event.channel_id}",
    )


def reposted(delivery: Delivery, error: Unreachable) -> bool:
    """Whether people need what somebody deleted by hand, so that it is put up once more."""
    return error.reason == "deleted" and delivery.kind in {"card", "scheduled_event"}
