"""What members hear about the X account they claimed."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import LinkQuestion
from bot.domain.deliveries import Delivery, NewDelivery
from bot.domain.members import AccountLink
from db import account_links, deliveries, people

LinkNews = Literal[
    "linked",
    "link_taken",
    "link_lost",
    "link_late",
    "link_expired",
    "link_vouched",
    "link_released",
]


def link_notice(link: AccountLink, news: LinkNews, handle: str) -> NewDelivery:
    """Of each claim a member is told each thing once."""
    return NewDelivery(
        guild_id=link.guild_id,
        kind="notice",
        member_id=link.member_id,
        about={"key": news, "handle": handle},
        key=f"{_of(link)}{news}",
    )


def ask_whether_theirs(link: AccountLink, person_id: int) -> NewDelivery:
    return NewDelivery(
        guild_id=link.guild_id,
        kind="link_question",
        member_id=link.member_id,
        about={"person": person_id},
        key=f"{_of(link)}seen:{person_id}",
    )


async def link_question(conn: AsyncConnection, delivery: Delivery) -> LinkQuestion | None:
    """None once there is nothing to ask: the claim is proved, another, or gone."""
    person_id = int(str(delivery.about["person"]))
    link = await account_links.get(conn, delivery.guild_id, delivery.member_id or 0)
    author = (await people.get_many(conn, [person_id])).get(person_id)
    if link is None or author is None or link.seen_id != person_id:
        return None
    return LinkQuestion(link.guild_id, link.handle, author)


async def forget_link_news(conn: AsyncConnection, link: AccountLink) -> None:
    """Nothing that was or would be said about a claim is kept, for it holds the handle.

    What earlier versions said has the code alone for a key.
    """
    await deliveries.forget_all(conn, f"link:{link.code}")


def _of(link: AccountLink) -> str:
    return f"link:{link.code}:"
