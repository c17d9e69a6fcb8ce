"""Who of those who are going can be introduced."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from db import account_links, members, rsvps


async def willing(conn: AsyncConnection, event: Event) -> dict[int, int]:
    """Attendees who are going, agreed to introductions and linked an account.

    Gives their members' ids by their X ids.
    """
    going = {r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"}
    agreed = await members.agreed(conn, event.guild_id, going, "introductions")
    linked = await account_links.people_of(conn, event.guild_id, agreed)
    return {person_id: member_id for member_id, person_id in linked.items()}
