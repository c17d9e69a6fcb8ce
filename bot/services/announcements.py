"""What a delivery says now, read from the database at the moment it goes out.

The outbox holds ids alone, so what was deleted or forgotten meanwhile is never sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import (
    Announcement,
    DigestNote,
    EventCard,
    EventChange,
    Evidence,
    HeldPost,
    Introduced,
    Introduction,
    IntroductionThread,
    Notice,
    ScheduledEvent,
)
from bot.domain.changes import concerns, told
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.noise import Verdict
from bot.domain.posts import Post
from bot.services.chat_loading import chat_end, chat_question, chat_thread
from bot.services.conversation import authors_of, feed_message
from bot.services.link_news import link_question
from bot.services.places import attendee_role, event_card, offer, promotion
from bot.services.reminding import event_reminder
from bot.services.starter_loading import starters
from db import changes, events, filed, introductions, people, posts, rsvps, verdicts

Loader = Callable[[AsyncConnection, Delivery], Awaitable[Announcement | None]]


async def load(conn: AsyncConnection, delivery: Delivery, now: datetime) -> Announcement | None:
    """The announcement behind a delivery; None when there is nothing left to say."""
    if delivery.kind == "reminder":
        return await event_reminder(conn, delivery, now)
    if delivery.kind == "starters":
        return await starters(conn, delivery, now)
    return await _LOADERS[delivery.kind](conn, delivery)


async def _card(conn: AsyncConnection, delivery: Delivery) -> EventCard | None:
    event = await _event(conn, delivery)
    return None if event is None else await event_card(conn, event)


async def _digest(conn: AsyncConnection, delivery: Delivery) -> DigestNote | None:
    """One that is to go may still have to be looked for, with nothing left in it."""
    event = await _event(conn, delivery)
    kinds = await filed.kinds_of(conn, delivery.id)
    return None if event is None or (delivery.wanted and not kinds) else DigestNote(event, kinds)


async def _held(conn: AsyncConnection, delivery: Delivery) -> HeldPost | None:
    event = await _event(conn, delivery)
    post_id = int(str(delivery.about["post"]))
    post = (await posts.get_many(conn, [post_id])).get(post_id)
    if event is None or (post is None and delivery.wanted):
        return None
    if post is None:
        # Looked for by its mark; nothing of it is shown any more.
        post = Post(post_id, 0, "", event.created_at)
    author = (await authors_of(conn, [post]))[post.author_id]
    verdict = (await verdicts.get_many(conn, [post_id])).get(post_id)
    state = (await filed.states_of(conn, [post_id])).get(event.id, {}).get(post_id, "dropped")
    return HeldPost(event, post, author, verdict or Verdict("conversation", 0.0, ()), state)


async def _scheduled_event(conn: AsyncConnection, delivery: Delivery) -> ScheduledEvent | None:
    event = await _event(conn, delivery)
    return None if event is None else ScheduledEvent(event)


async def _change(conn: AsyncConnection, delivery: Delivery) -> EventChange | None:
    event = await _event(conn, delivery)
    change = await changes.get(conn, int(str(delivery.about["change"])))
    if (
        event is None
        or change is None
        or (event.state == "cancelled") != (change.kind == "cancelled")
    ):
        return None
    if delivery.member_id is not None:
        concerned = concerns(change.kind)
        answers = await rsvps.of_event(conn, event.id)
        if not any(r.member_id == delivery.member_id and r.status in concerned for r in answers):
            return None
    changed = told(change.before, event)
    if change.kind == "edited" and not changed:
        return None
    direct = delivery.member_id is not None
    return EventChange(event, change.kind, change.before, changed, direct=direct)


async def _introduction_thread(
    conn: AsyncConnection, delivery: Delivery
) -> IntroductionThread | None:
    found = await _made(conn, delivery)
    if found is None:
        return None
    made, event, members = found
    return IntroductionThread(made.id, event, members)


async def _introduction(conn: AsyncConnection, delivery: Delivery) -> Introduction | None:
    found = await _made(conn, delivery)
    if found is None:
        return None
    made, event, members = found
    stored = await posts.get_many(conn, made.evidence)
    evidence = [stored[post_id] for post_id in made.evidence if post_id in stored]
    if not evidence:
        return None
    authors = await authors_of(conn, evidence)
    return Introduction(
        made.id,
        event,
        members,
        tuple(Evidence(post, authors[post.author_id]) for post in evidence),
        made.opening,
    )


async def _notice(conn: AsyncConnection, delivery: Delivery) -> Notice:
    params: dict[str, Any] = {k: v for k, v in delivery.about.items() if k != "key"}
    return Notice(str(delivery.about["key"]), params)


async def _event(conn: AsyncConnection, delivery: Delivery) -> Event | None:
    return None if delivery.event_id is None else await events.get(conn, delivery.event_id)


async def _made(
    conn: AsyncConnection, delivery: Delivery
) -> tuple[MadeIntroduction, Event, tuple[Introduced, ...]] | None:
    made = await introductions.get(conn, int(str(delivery.about["introduction"])))
    if made is None or (delivery.wanted and made.state != "made"):
        return None
    event = await events.get(conn, made.event_id)
    authors = await people.get_many(conn, {member.person_id for member in made.members})
    if event is None or len(authors) < len(made.members):
        return None
    members = tuple(Introduced(m.member_id, authors[m.person_id]) for m in made.members)
    return made, event, members


_LOADERS: dict[DeliveryKind, Loader] = {
    "feed": feed_message,
    "digest": _digest,
    "held": _held,
    "card": _card,
    "scheduled_event": _scheduled_event,
    "promotion": promotion,
    "offer": offer,
    "role": attendee_role,
    "change": _change,
    "introduction_thread": _introduction_thread,
    "introduction": _introduction,
    "notice": _notice,
    "link_question": link_question,
    "chat_question": chat_question,
    "chat_thread": chat_thread,
    "chat_end": chat_end,
}
