"""The list of people to follow: those who are going and agreed to stand on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from bot.domain.events import Event
from bot.domain.interactions import ordered
from bot.domain.terms import term_key
from bot.domain.who_to_follow import Grouped, grouped
from bot.errors import UserError
from bot.services.network_loading import going
from db import account_links, blocks, events, members, people, talk
from db.engine import Database

# Of each person their latest posts count, at most so many.
POSTS_EACH = 20


# `unlinked`: they agreed, and it is not known who they are on X.
Own = Literal["listed", "unlinked", "not_listed"]


@dataclass(frozen=True, slots=True)
class FollowList:
    """The others on an event's list, and whether whoever asks stands on it as well."""

    event: Event
    others: Grouped
    own: Own


class WhoToFollow:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def may_see(self, event: Event, member_id: int) -> None:
        """Raises UserError unless the member is going."""
        async with self._database.read() as conn:
            if member_id not in await going(conn, event.id):
                raise UserError("people.not_going", name=event.name)

    async def agreed(self, event: Event, member_id: int) -> bool | None:
        """Whether a member agreed to stand on it; None if they are going and were never asked."""
        async with self._database.read() as conn:
            given = await members.consents(conn, event.guild_id, member_id)
            comes = member_id in await going(conn, event.id)
        return given.followed if comes else bool(given.followed)

    async def of(self, event: Event, member_id: int) -> FollowList:
        """The list as a member may see it: without themselves, and without whom they, or who
        them, blocked.

        Raises UserError when nobody else stands on it.
        """
        guild_id = event.guild_id
        async with self._database.read() as conn:
            comes = await going(conn, event.id)
            agreed = await members.agreed(conn, guild_id, comes, "followed")
            apart = await blocks.among(conn, guild_id, {member_id, *agreed})
            known = await account_links.people_of(conn, guild_id, agreed)
            shown = {
                person_id
                for other_id, person_id in known.items()
                if other_id != member_id and ordered(member_id, other_id) not in apart
            }
            authors = await people.get_many(conn, shown)
            said = await talk.said_by(conn, guild_id, authors, POSTS_EACH)
            here = await events.of_guild(conn, guild_id)
        if not authors:
            raise UserError("people.nobody", name=event.name)
        texts = {each: [post.plain_text for post in posts] for each, posts in said.items()}
        tags = {term_key(each.hashtag) for each in here}
        # Hundreds of people have said thousands of things.
        others = await asyncio.to_thread(grouped, list(authors.values()), texts, tags)
        own: Own = "unlinked" if member_id in agreed else "not_listed"
        return FollowList(event, others, "listed" if member_id in known else own)
