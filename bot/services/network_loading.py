"""Who is in a picture of who talked to whom: of those who are going, those who agreed to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import NetworkPicture
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.network import Talk, lines_among
from bot.errors import UserError
from db import account_links, deliveries, events, interactions, members, people, rsvps


async def shown_picture(
    conn: AsyncConnection, delivery: Delivery, now: datetime
) -> NetworkPicture | None:
    """What a picture in a channel shows by now; None when there is nothing left to draw."""
    event = await events.get(conn, delivery.event_id or 0)
    if event is None:
        return None
    found = await everybody(conn, event, now)
    return found if is_worth_drawing(found) or not delivery.wanted else None


async def redraw(conn: AsyncConnection, now: datetime, guild_id: int | None = None) -> None:
    """Have the pictures that stand in a guild's channels drawn anew; in all guilds without one.

    To be done when somebody may no longer be in them, or what rests on a post is gone.
    """
    shown = await deliveries.wanted_of_kind(conn, "network")
    ids = [each.id for each in shown if guild_id in (None, each.guild_id)]
    await deliveries.touch(conn, ids, now)


async def worth_drawing(conn: AsyncConnection, event: Event, now: datetime) -> NetworkPicture:
    found = await everybody(conn, event, now)
    if not is_worth_drawing(found):
        raise UserError("network.empty", hashtag=event.hashtag)
    return found


def is_worth_drawing(found: NetworkPicture) -> bool:
    return bool(lines_among(found.talk.people, found.talk.interactions))


async def everybody(conn: AsyncConnection, event: Event, now: datetime) -> NetworkPicture:
    said = await talk(conn, event, await drawn(conn, event), now)
    return NetworkPicture(event, said, len(await going(conn, event.id)))


async def drawn(conn: AsyncConnection, event: Event) -> set[int]:
    """Those who are going, agreed to be drawn and proved who they are on X, by X id."""
    comes = await going(conn, event.id)
    agreed = await members.agreed(conn, event.guild_id, comes, "drawn")
    return set((await account_links.people_of(conn, event.guild_id, agreed)).values())


async def talk(
    conn: AsyncConnection, event: Event, person_ids: Collection[int], now: datetime
) -> Talk:
    """What these people said to one another under the guild's hashtags, of those X still shows."""
    authors = await people.get_many(conn, person_ids)
    known = await interactions.among(conn, event.guild_id, authors, now)
    return Talk(authors, tuple(known))


async def going(conn: AsyncConnection, event_id: int) -> set[int]:
    return {r.member_id for r in await rsvps.of_event(conn, event_id) if r.status == "going"}


async def require_going(conn: AsyncConnection, event: Event, member_id: int) -> None:
    if member_id not in await going(conn, event.id):
        raise UserError("network.not_going", name=event.name)
