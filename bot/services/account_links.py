"""Which X account is a member's own: claimed by their command, proved by their post."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.handles import parse_handle
from bot.domain.members import AccountLink
from bot.domain.posts import Author, Post, handle_key, normalise_hashtag
from bot.domain.proofs import CODES, VALID_FOR, code_of, codes_in, meaning
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.link_news import ask_whether_theirs, forget_link_news, link_notice
from bot.services.network_loading import redraw
from bot.services.withdraw import unname, withdraw_introductions
from db import account_links, deliveries, events, hashtags, people
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Claim:
    """What a member must post to prove that a handle is theirs.

    `again`: they have that code already. `protected`: what the account posts is not seen. `seen`
    posted the code under another handle, and the member has not said whether it is them.
    """

    link: AccountLink
    hashtag: str
    again: bool
    protected: bool
    seen: Author | None = None


class AccountLinks:
    """`on_proved` is called when a member's own word proved an account, with no post to store."""

    on_proved: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def claim(self, guild_id: int, member_id: int, typed: str) -> Claim:
        """Note that a member says a handle is theirs and give them a code to prove it.

        The same handle again gives the same code while it holds; another one replaces it.

        Raises UserError when there is no handle in what they typed, no event's hashtag is
        followed now, or the account is proved to be theirs or another member's already.
        """
        handle = checked_handle(typed)
        now = self._clock.now()
        async with self._database.begin() as conn:
            event, until = await _followed_here(conn, guild_id, now)
            known = await account_links.get(conn, guild_id, member_id)
            if known is not None and known.proved_at is not None:
                raise UserError("link.already", handle=known.handle)
            called_so = await people.of_handle(conn, handle)
            if await _is_taken(conn, guild_id, handle, called_so):
                raise UserError("link.taken", handle=handle)
            again = known if known is not None and _holds(known, handle, now) else None
            code, expires_at = code_of(secrets.randbelow(CODES)), min(now + VALID_FOR, until)
            link = again or AccountLink(guild_id, member_id, handle, code, expires_at)
            if again is None:
                if known is not None:
                    await forget_link_news(conn, known)
                await account_links.save(conn, link)
            seen = (await people.get_many(conn, [link.seen_id or 0])).get(link.seen_id or 0)
        protected = any(person.protected for person in called_so)
        return Claim(link, event.hashtag, again is not None, protected, seen)

    async def unlink(self, guild_id: int, member_id: int) -> AccountLink:
        """Forget a member's X account, and take back introductions that rest on it.

        Raises UserError when there is nothing to forget.
        """
        async with self._database.begin() as conn:
            link = await account_links.get(conn, guild_id, member_id)
            if link is None:
                raise UserError("link.none")
            await take_back(conn, link, self._clock.now())
        self._deliver.wake()
        return link

    async def confirm(self, guild_id: int, member_id: int, person_id: int) -> str:
        """Take a member's word that the account which posted their code is theirs; its handle.

        Raises UserError when they are no longer asked that, or another member has the account.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            link = await _asked(conn, guild_id, member_id, person_id)
            author = (await people.get_many(conn, [person_id])).get(person_id)
            if author is None:
                raise UserError("link.question_over")
            proved = await account_links.prove(
                conn, guild_id, member_id, person_id, author.handle, now
            )
            if not proved:
                raise UserError("link.taken", handle=author.handle)
            await give_up_others(conn, link, author.handle, now)
        self._deliver.wake()
        self.on_proved()
        return author.handle

    async def deny(self, guild_id: int, member_id: int, person_id: int) -> AccountLink:
        """Go on waiting for a member's own post. Raises UserError when they are not asked."""
        async with self._database.begin() as conn:
            link = await _asked(conn, guild_id, member_id, person_id)
            await account_links.forget_seen(conn, link)
        return link

    async def prove_from(
        self, conn: AsyncConnection, posts: Iterable[Post], now: datetime
    ) -> set[int]:
        """Prove claims by posts that carry their codes; gives the ids of those posts.

        A code proves something only in a post by the very handle that was claimed. Posts that
        come late, or may be by the member under another name, are theirs to hear of alone.
        """
        carrying = [(code, post) for post in posts for code in sorted(codes_in(post))]
        waiting = await account_links.of_codes(conn, {code for code, _ in carrying})
        if not waiting:
            return set()
        authors = await people.get_many(conn, {post.author_id for _, post in carrying})
        found = set()
        for code, post in carrying:
            link, author = waiting.get(code), authors.get(post.author_id)
            if link is None or author is None:
                continue
            called_so = await people.of_handle(conn, link.handle)
            means = meaning(link, author.handle, post.created_at, known=bool(called_so))
            if means is None:
                continue
            found.add(post.id)
            if means == "proof":
                settled = await _prove(conn, link, author, now)
                waiting = {code: link for code, link in waiting.items() if code not in settled}
            elif means == "late":
                await deliveries.add(conn, link_notice(link, "link_late", link.handle), now)
            elif await account_links.note_seen(conn, link, author.id):
                await deliveries.add(conn, ask_whether_theirs(link, author.id), now)
        return found


def checked_handle(typed: str) -> str:
    """Raises UserError when what was typed names no account on X."""
    handle = parse_handle(typed)
    if handle is None:
        raise UserError("link.handle", found=typed)
    return handle


async def take_back(conn: AsyncConnection, link: AccountLink, now: datetime) -> None:
    """Forget a link or claim with all that rests on it."""
    await withdraw_introductions(conn, link.guild_id, link.member_id, now)
    await unname(conn, link.guild_id, link.member_id, now)
    await account_links.remove(conn, link.guild_id, link.member_id)
    await forget_link_news(conn, link)
    await redraw(conn, now, link.guild_id)


async def give_up_others(
    conn: AsyncConnection, link: AccountLink, handle: str, now: datetime
) -> set[str]:
    """End other members' claims to an account that is proved now; gives their codes."""
    others = await account_links.of_handle(conn, link.guild_id, handle, proved=False)
    for other in others:
        await account_links.remove(conn, other.guild_id, other.member_id)
        await forget_link_news(conn, other)
        await deliveries.add(conn, link_notice(other, "link_lost", handle), now)
    return {other.code for other in others}


async def _prove(
    conn: AsyncConnection, link: AccountLink, author: Author, now: datetime
) -> set[str]:
    """Take a post as proof; gives the codes that serve for nothing any more."""
    guild_id, member_id = link.guild_id, link.member_id
    if await account_links.prove(conn, guild_id, member_id, author.id, author.handle, now):
        await deliveries.add(conn, link_notice(link, "linked", author.handle), now)
        return {link.code} | await give_up_others(conn, link, author.handle, now)
    await account_links.remove(conn, guild_id, member_id)
    await deliveries.add(conn, link_notice(link, "link_taken", author.handle), now)
    return {link.code}


async def _followed_here(
    conn: AsyncConnection, guild_id: int, now: datetime
) -> tuple[Event, datetime]:
    """The guild's next event whose hashtag is followed now, and until when it is.

    One that is over serves where there is no other: its hashtag is followed for a while.
    """
    here = [event for event in await events.tracked(conn, now) if event.guild_id == guild_id]
    if not here:
        raise UserError("link.no_event")
    event = next((each for each in here if not each.is_over(now)), here[-1])
    tag = normalise_hashtag(event.hashtag) or ""
    following = (await hashtags.events_following(conn, {tag})).get(tag, [])
    return event, max((each.until for each in following), default=event.ends_at)


async def _is_taken(
    conn: AsyncConnection, guild_id: int, handle: str, called_so: list[Author]
) -> bool:
    """Whether another member has proved that account.

    A handle that several people were seen under changed hands: only a post can tell whose it is.
    """
    holders = await account_links.of_handle(conn, guild_id, handle, proved=True)
    return bool(holders) and {each.person_id for each in holders} >= {p.id for p in called_so}


def _holds(known: AccountLink, handle: str, now: datetime) -> bool:
    return handle_key(known.handle) == handle_key(handle) and now < known.expires_at


async def _asked(
    conn: AsyncConnection, guild_id: int, member_id: int, person_id: int
) -> AccountLink:
    link = await account_links.get(conn, guild_id, member_id)
    if link is None or link.seen_id != person_id:
        raise UserError("link.question_over")
    return link
