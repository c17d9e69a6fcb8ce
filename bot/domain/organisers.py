"""Who may look after tweetups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.events import Event


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where, and what Discord says of them there."""

    guild_id: int
    member_id: int
    role_ids: frozenset[int] = frozenset()
    manages_events: bool = False


def may_organise(
    actor: Actor,
    *,
    role_id: int | None,
    event: Event | None = None,
    named: Collection[int] = (),
) -> bool:
    """Whether somebody is an organiser: of `event`, or of all tweetups in their guild.

    `role_id` is the guild's role of organisers, `named` are the members named for the event.
    Discord's permission Manage Events always makes an organiser, and so does the role; being
    named does so for that event alone. Who set an event up is nothing special: rights that are
    taken from them are gone.
    """
    if event is not None and event.guild_id != actor.guild_id:
        return False
    if actor.manages_events or role_id in actor.role_ids:
        return True
    return event is not None and actor.member_id in named
