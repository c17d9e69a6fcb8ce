"""What a delivery says now, read from the database at the moment it goes out.

The outbox holds ids alone, so what was deleted or forgotten meanwhile is never sent. It goes on
in `services/deliver.py`, and from there in `cogs/announcer.py`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import (
    Announcement,
    Arrival,
    DigestNote,
    EventCard,
    EventChange,
    HeldPost,
    Notice,
    ScheduledEvent,
)
from bot.domain.changes import concerns, told
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.events import Event
from bot.domain.noise import Verdict
from bot.domain.posts import Post
from bot.services.chat_loading import chat_end, chat_question, chat_thread
from bot.services.conversation import authors_of, feed_message
from bot.services.introduction_loading import (
    hello,
    introduction,
    introduction_thread,
    met_question,
    quiet_report,
)
from bot.services.link_news import link_question
from bot.services.momentum_loading import weekly_note
from bot.services.network_loading import shown_picture
from bot.services.places import attendee_role, event_card, offer, promotion
from bot.services.reminding import event_reminder
from bot.services.starter_loading import starters
from db import changes, events, filed, posts, rsvps, verdicts

Loader = Callable[[AsyncConnection, Delivery], Awaitable[Announcement | None]]
TimedLoader = Callable[[AsyncConnection, Delivery, datetime], Awaitable[Announcement | None]]


async def load(conn: AsyncConnection, delivery: Delivery, now: datetime) -> Announcement | None:
    """The announcement behind a delivery; None when there is nothing left to say."""
    timed = TIMED.get(delivery.kind)
    if timed is not None:
        return await timed(conn, delivery, now)
    return await LOADERS[delivery.kind](conn, delivery)


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


async def _notice(conn: AsyncConnection, delivery: Delivery) -> Notice:
    params: dict[str, Any] = {k: v for k, v in delivery.about.items() if k != "key"}
    if "until" in params:
        params["until"] = datetime.fromtimestamp(params["until"], UTC)
    return Notice(str(delivery.about["key"]), params)


async def _arrival(_conn: AsyncConnection, delivery: Delivery) -> Arrival:
    return Arrival(delivery.guild_id, again=bool(delivery.about["again"]))


async def _nothing(_conn: AsyncConnection, _delivery: Delivery) -> None:
    """It only takes away."""


async def _event(conn: AsyncConnection, delivery: Delivery) -> Event | None:
    return None if delivery.event_id is None else await events.get(conn, delivery.event_id)


# What they say depends on the time as well.
TIMED: dict[DeliveryKind, TimedLoader] = {
    "reminder": event_reminder,
    "starters": starters,
    "network": shown_picture,
    "introduction": introduction,
    "momentum": weekly_note,
}
LOADERS: dict[DeliveryKind, Loader] = {
    "feed": feed_message,
    "digest": _digest,
    "held": _held,
    "card": _card,
    "scheduled_event": _scheduled_event,
    "promotion": promotion,
    "offer": offer,
    "role": attendee_role,
    "change": _change,
    "introduction_thread": introduction_thread,
    "introduction_exit": _nothing,
    "hello": hello,
    "met": met_question,
    "report": quiet_report,
    "notice": _notice,
    "link_question": link_question,
    "chat_question": chat_question,
    "chat_thread": chat_thread,
    "chat_end": chat_end,
    "arrival": _arrival,
}
