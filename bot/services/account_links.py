"""Which X account is a member's own: claimed by their command, proved by their post."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import NewDelivery
from bot.domain.members import LINK_CODE_VALID, AccountLink
from bot.domain.posts import Post, handle_key
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.introduce import withdraw_introductions
from db import account_links, deliveries, events, people
from db.engine import Database

# Letters and digits that cannot be mistaken for one another when typed off a screen.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE = re.compile(rf"(?<!\w)tw-[{_ALPHABET}]{{6}}(?!\w)", re.IGNORECASE)
_HANDLE = re.compile(r"@?(\w{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a member must post to prove that a handle is theirs."""

    link: AccountLink
    hashtag: str


class AccountLinks:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def claim(self, guild_id: int, member_id: int, handle: str) -> Claim:
        """Note that a member says a handle is theirs and give them a code to prove it.

        Raises UserError when the handle cannot be one, or no event's hashtag is followed now.
        """
        found = _HANDLE.fullmatch(handle.strip())
        if found is None:
            raise UserError("link.handle", found=handle)
        now = self._clock.now()
        async with self._database.begin() as conn:
            upcoming = [
                event
                for event in await events.of_guild(conn, guild_id)
                if event.state != "cancelled" and not event.archived and event.ends_at > now
            ]
            if not upcoming:
                raise UserError("link.no_event")
            known = await account_links.get(conn, guild_id, member_id)
            if known is not None and known.proved_at is not None:
                raise UserError("link.already", handle=known.handle)
            code = "tw-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
            link = AccountLink(guild_id, member_id, found[1], code, now + LINK_CODE_VALID)
            await account_links.save(conn, link)
        return Claim(link, upcoming[0].hashtag)

    async def unlink(self, guild_id: int, member_id: int) -> None:
        """Forget a member's X account, and take back introductions that rest on it.

        Raises UserError when there is nothing to forget.
        """
        async with self._database.begin() as conn:
            link = await account_links.get(conn, guild_id, member_id)
            if link is None:
                raise UserError("link.none")
            await withdraw_introductions(conn, guild_id, member_id, self._clock.now())
            await account_links.remove(conn, guild_id, member_id)
            await deliveries.forget(conn, f"link:{link.code}")
        self._deliver.wake()

    async def prove_from(
        self, conn: AsyncConnection, posts: Iterable[Post], now: datetime
    ) -> set[int]:
        """Prove claims by posts that carry their codes; gives the ids of those posts.

        A code counts only in a post by the very handle that was claimed.
        """
        carrying = {
            found.group().lower(): post
            for post in posts
            if not post.is_repost
            for found in _CODE.finditer(post.plain_text)
        }
        if not carrying:
            return set()
        waiting = await account_links.codes_open(conn, now)
        authors = await people.get_many(conn, {post.author_id for post in carrying.values()})
        proofs = set()
        for code, post in carrying.items():
            link, author = waiting.get(code), authors.get(post.author_id)
            if link is None or author is None:
                continue
            if handle_key(author.handle) == handle_key(link.handle):
                proofs.add(post.id)
                await self._prove(conn, link, post, author.handle, now)
        return proofs

    async def _prove(
        self, conn: AsyncConnection, link: AccountLink, post: Post, handle: str, now: datetime
    ) -> None:
        proved = await account_links.prove(
            conn, link.guild_id, link.member_id, post.author_id, handle, now
        )
        await deliveries.add(
            conn,
            NewDelivery(
                guild_id=link.guild_id,
                kind="notice",
                member_id=link.member_id,
                about={"key": "linked" if proved else "link_taken", "handle": handle},
                key=f"link:{link.code}",
            ),
            now,
        )
