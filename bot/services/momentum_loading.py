"""What there is to tell of a tweetup's momentum, read from the database as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import momentum as rules
from bot.domain.aftermath import of_days
from bot.domain.announcements import MomentumNote
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.momentum import Momentum
from bot.domain.posts import Author, Post
from bot.domain.starters import RECENT
from bot.services.conversation import authors_of
from db import (
    account_links,
    event_counts,
    events,
    interactions,
    members,
    organisers,
    rsvps,
    talk,
)

# So many of the newest posts are looked at.
POSTS_READ = 1_000


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for a word of the organisers: `questions` and the first posts of `newcomers`, with
    their authors, the newest first; `silent` are the members going of whom no conversation is
    known, and `named` those of them who agreed that others see that they come."""

    questions: tuple[tuple[Post, Author], ...] = ()
    newcomers: tuple[tuple[Post, Author], ...] = ()
    silent: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()


async def figures(conn: AsyncConnection, event: Event, now: datetime) -> Momentum:
    said = await event_counts.said(conn, event.id)
    heard = await event_counts.first_heard(conn, event.guild_id)
    counted = of_days(said, (), event.zone, heard)
    kept = await event_counts.of_days(conn, event.id)
    return rules.momentum(event, now, said, counted, kept)


async def to_do(conn: AsyncConnection, event: Event, now: datetime) -> ToDo:
    questions = await _questions(conn, event, now)
    newcomers = await _newcomers(conn, event, now)
    authors = await authors_of(conn, [*questions, *newcomers])
    silent = await _silent(conn, event, now)
    return ToDo(
        tuple((post, authors[post.author_id]) for post in questions),
        tuple((post, authors[post.author_id]) for post in newcomers),
        frozenset(silent),
        frozenset(await members.agreed(conn, event.guild_id, silent, "listed")),
    )


async def weekly_note(
    conn: AsyncConnection, delivery: Delivery, now: datetime
) -> MomentumNote | None:
    """None when there is nothing left to say: the tweetup begins, or is off. One that may stand
    already is looked for by its mark."""
    event = await events.get(conn, delivery.event_id or 0)
    if event is None:
        return None
    if delivery.attempts == 0 and (event.state != "planned" or now >= event.starts_at):
        return None
    waiting = await to_do(conn, event, now)
    return MomentumNote(
        event,
        await figures(conn, event, now),
        len(waiting.questions),
        len(waiting.newcomers),
        len(waiting.silent),
    )


async def _questions(conn: AsyncConnection, event: Event, now: datetime) -> list[Post]:
    asked = await talk.questions(conn, event.id, now - RECENT, POSTS_READ)
    answered = await talk.answered_by(conn, [post.id for post in asked])
    return rules.unanswered(asked, answered, now)


async def _newcomers(conn: AsyncConnection, event: Event, now: datetime) -> list[Post]:
    """Those who look after the tweetup need no greeting."""
    heard = await event_counts.first_heard(conn, event.guild_id)
    new = {person for person, at in heard.items() if at >= now - RECENT}
    posts = await talk.latest(conn, event.id, new, now - RECENT, POSTS_READ)
    turned = await interactions.around(conn, event.guild_id, new, now)
    theirs = {event.organiser_id, *await organisers.named(conn, event.id)}
    own = await account_links.people_of(conn, event.guild_id, theirs)
    return rules.ungreeted(posts, turned, set(own.values()))


async def _silent(conn: AsyncConnection, event: Event, now: datetime) -> set[int]:
    going = {r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"}
    people = await account_links.people_of(conn, event.guild_id, going)
    turned = await interactions.around(conn, event.guild_id, set(people.values()), now)
    return rules.silent(going, people, turned)
