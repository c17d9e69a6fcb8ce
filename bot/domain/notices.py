"""Notices: a word to somebody, by message, about a tweetup."""

from __future__ import annotations

from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event


def notice(event: Event, member_id: int, what: str, *, once: str, **told: int) -> NewDelivery:
    """What the catalogue has as `notice.<what>`; `told` are the numbers that its sentence needs
    besides the tweetup's name. Of the same `once` there is one at most."""
    return NewDelivery(
        guild_id=event.guild_id,
        kind="notice",
        member_id=member_id,
        about={"key": what, "event": event.name, **told},
        key=once,
    )
