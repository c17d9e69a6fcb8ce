"""What Discord will not take, and what a member does not want."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import undelivered as rules
from bot.domain.deliveries import Delivery, NewDelivery, agrees
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
    """The notice to whoever can mend it, once; None when that is nobody."""
    event = None if delivery.event_id is None else await events.get(conn, delivery.event_id)
    return None if event is None else rules.notice_about(delivery, event, error)
