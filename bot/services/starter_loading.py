"""What a message with posts to answer says now: those that can still be shown, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import StarterPost, Starters
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.interactions import ordered
from bot.domain.posts import Author, Post
from bot.domain.starters import Starter, may_be_written_to
from bot.domain.terms import terms
from bot.services.situation import coming_to, willing_among
from db import blocks, events, members, people, posts, rounds


async def starters(conn: AsyncConnection, delivery: Delivery, now: datetime) -> Starters | None:
    """None when there is nothing left to say. One that does not stand yet needs a member who can
    still be introduced and be written to, before an event that is still to begin."""
    member_id, event_id = delivery.member_id, delivery.event_id
    event = None if event_id is None else await events.get(conn, event_id)
    if event is None or member_id is None:
        return None
    if not delivery.wanted:
        # Looked for by its mark, to be taken away.
        return Starters(event, ())
    attendees = await willing_among(conn, event, await coming_to(conn, event))
    if delivery.standing is None:
        consents = await members.consents(conn, event.guild_id, member_id)
        begins = event.state == "planned" and not event.archived and now < event.starts_at
        if not begins or member_id not in attendees.values() or not may_be_written_to(consents):
            return None
    chosen = named(delivery.about)
    found = await shown(conn, event, member_id, chosen, attendees, now)
    return found if found.posts else None


async def shown(
    conn: AsyncConnection,
    event: Event,
    member_id: int,
    chosen: Collection[Starter],
    attendees: Mapping[int, int],
    now: datetime,
) -> Starters:
    """Those of the chosen posts that are still there, by people who are still coming."""
    apart = await blocks.among(conn, event.guild_id, {member_id, *attendees.values()})
    known = await posts.get_many(
        conn, {each for starter in chosen for each in (starter.post_id, starter.own_id)}
    )
    authors = await people.get_many(conn, {starter.author_id for starter in chosen})
    found = []
    for starter in chosen:
        author, coming = authors.get(starter.author_id), attendees.get(starter.author_id)
        if starter.post_id not in known or author is None or author.protected or coming is None:
            continue
        if ordered(member_id, coming) not in apart:
            found.append(_told(starter, author, known))
    return Starters(event, tuple(found), await rounds.following(conn, event.id, now))


def _told(starter: Starter, author: Author, known: Mapping[int, Post]) -> StarterPost:
    """The post with the reason for it, as far as that still holds."""
    post, own = known[starter.post_id], known.get(starter.own_id)
    if starter.reason != "shared":
        return StarterPost(post, author, starter.reason)
    word = next((term for term in terms(post.plain_text) if term.at == starter.at), None)
    said = {term.key for term in terms(own.plain_text)} if own is not None else set()
    if word is None or (starter.own_id and word.key not in said):
        # One of the two posts was edited, or the member's own is gone.
        return StarterPost(post, author, "latest")
    at = None if own is None else own.created_at
    return StarterPost(post, author, "shared", word.written, at)


def written(chosen: Iterable[Starter]) -> dict[str, str | int | list[int]]:
    """Posts to answer as a delivery names them; nothing of what people wrote."""
    starters = list(chosen)
    return {
        "posts": [starter.post_id for starter in starters],
        "authors": [starter.author_id for starter in starters],
        "reasons": " ".join(starter.reason for starter in starters),
        "at": [starter.at for starter in starters],
        "own": [starter.own_id for starter in starters],
    }


def named(about: Mapping[str, Any]) -> tuple[Starter, ...]:
    """The posts to answer that a delivery names."""
    columns = zip(
        about["posts"],
        about["authors"],
        about["reasons"].split(),
        about["at"],
        about["own"],
        strict=True,
    )
    return tuple(Starter(*column) for column in columns)
