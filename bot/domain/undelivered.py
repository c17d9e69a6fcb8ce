"""Who hears of it when Discord will not take a message."""

from __future__ import annotations

from bot.domain.deliveries import OF_INTRODUCTIONS, UNASKED, WAITED_FOR, Delivery, NewDelivery
from bot.domain.events import Event
from bot.domain.notices import notice
from bot.errors import Unreachable

_TAKEN_AWAY = {"gone", "deleted"}


def notice_about(delivery: Delivery, event: Event, error: Unreachable) -> NewDelivery | None:
    """The notice to whoever can mend it, once; None when that is nobody.

    A mirrored post that a moderator took away stays away. A direct message that is closed, or not
    wanted but waited for, becomes a word in the channel, which must not tell how the member
    stands; everything else goes to the organiser.
    """
    taken_away = error.reason in _TAKEN_AWAY
    if delivery.kind == "feed" and delivery.standing is not None and taken_away:
        return None
    if delivery.kind in UNASKED and delivery.member_id is not None:
        return None
    if delivery.kind in OF_INTRODUCTIONS:
        return _no_thread(delivery, event, error)
    if delivery.kind == "report":
        return _unread_report(delivery, event)
    if delivery.kind == "role":
        key = "role.no_permission" if error.reason == "no_permission" else "role.refused"
        return _to_organiser(event, key, delivery.channel_id)
    if reposted(delivery, error):
        return _to_organiser(event, f"deleted.{delivery.kind}")
    if delivery.member_id is not None:
        return _call(delivery, event, error)
    # What is held for organisers goes to a channel of theirs.
    channel_id = delivery.channel_id or event.channel_id
    reason = "gone" if error.reason == "deleted" else error.reason
    return _to_organiser(event, reason, channel_id, channel=channel_id)


def reposted(delivery: Delivery, error: Unreachable) -> bool:
    """Whether people need what somebody deleted by hand, so that it is put up once more."""
    return error.reason == "deleted" and delivery.kind in {"card", "scheduled_event"}


def _to_organiser(event: Event, key: str, place: int | None = None, **about: int) -> NewDelivery:
    """Once an event, or a `place` of it."""
    once = f"{key}:{event.id}" if place is None else f"{key}:{event.id}:{place}"
    return notice(event, event.organiser_id, key, once=once, **about)


def _unread_report(delivery: Delivery, event: Event) -> NewDelivery:
    """A word in the channel to the organiser whom a member's report does not reach."""
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
    if private or (delivery.kind == "introduction" and error.reason in _TAKEN_AWAY):
        return None
    key = "introduction.no_permission" if error.reason == "no_permission" else error.reason
    return _to_organiser(event, key, event.channel_id, channel=event.channel_id)
