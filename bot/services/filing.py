"""Posts are judged as they come, and go where their event's organisers want them.

    ingest -> verdict -> filter -> waiting | answer | folded | held | dropped | muted | blocked

Everything is read from the database in the transaction that stores the posts, so a restart and a
second process change nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import NewDelivery
from bot.domain.filtering import filed
from bot.domain.noise import Verdict, fingerprint, judge
from bot.domain.posts import Post
from db import chat_posts, deliveries, events, filters, posts, verdicts
from db import filed as places
from db.feed import WAITING

# Which event, which post, and what becomes of it there.
FeedRow = tuple[int, int, str]


async def verdicts_on(
    conn: AsyncConnection, given: Iterable[Post], unheard: Collection[int] = ()
) -> dict[int, Verdict]:
    """The verdicts on these stored posts; those on which there is none yet are made now.

    On posts stored just now, which are `unheard`, nobody can have one.
    """
    talk = {post.id: post for post in given if not post.is_repost}
    known = await verdicts.get_many(conn, [post_id for post_id in talk if post_id not in unheard])
    new = {post_id: post for post_id, post in talk.items() if post_id not in known}
    if not new:
        return known
    times = [post.created_at for post in new.values()]
    first, last = min(times), max(times)
    marks = {post_id: fingerprint(post.plain_text) for post_id, post in new.items()}
    authors = {post.author_id for post in new.values()}
    past = await verdicts.of_authors(conn, authors, first, last)
    said = await verdicts.last_said(conn, set(marks.values()), first, last)
    judged = list(judge(new, marks, past, said))
    await verdicts.save(conn, [(post.id, own, verdict) for post, own, verdict in judged])
    return known | {post.id: verdict for post, _, verdict in judged}


async def sort(
    conn: AsyncConnection,
    rows: Sequence[FeedRow],
    shown: Iterable[Post],
    unheard: Collection[int] = (),
) -> list[FeedRow]:
    """The rows for events' feeds, with what the filters keep out no longer waiting.

    `unheard` are posts stored just now. What belongs to a chat's question is there already as an
    answer, and judged like the others: what its author says later rests on it.
    """
    to_judge = {post_id for _, post_id, state in rows if state in WAITING}
    talk = {post.id: post for post in shown if post.id in to_judge}
    if not talk:
        return list(rows)
    found = await verdicts_on(conn, talk.values(), unheard)
    given = await filters.of_events(conn, {event_id for event_id, _, _ in rows})
    return [
        (event_id, post_id, state)
        if state not in WAITING
        else (
            event_id,
            post_id,
            filed(talk[post_id], found[post_id], given[event_id], in_chat=state == "answer"),
        )
        for event_id, post_id, state in rows
    ]


async def sort_again(conn: AsyncConnection, changed: Collection[int], now: datetime) -> None:
    """Judge posts anew that were edited; those that stand nowhere yet go where they belong now.

    An answer to a chat's question stays one, whatever it says now.
    """
    found = await judge_again(conn, changed)
    if not found:
        return
    latest = await posts.get_many(conn, found)
    for event_id, states in (await places.states_of(conn, found)).items():
        given = (await filters.of_events(conn, [event_id]))[event_id]
        in_chat = await chat_posts.of_event(conn, event_id, states)
        moved = {
            post_id: filed(latest[post_id], found[post_id], given, in_chat=post_id in in_chat)
            for post_id, state in states.items()
            if state in places.OPEN
        }
        await places.move(conn, event_id, moved, places.OPEN, now)
        for post_id in moved:
            await deliveries.rearm(conn, held_key(event_id, post_id), now)
        await ask_organisers(conn, moved, now)


async def judge_again(conn: AsyncConnection, changed: Collection[int]) -> dict[int, Verdict]:
    """New verdicts on posts that were edited, in place of those on what they said before."""
    before = await verdicts.get_many(conn, changed)
    await verdicts.drop(conn, before)
    return await verdicts_on(conn, (await posts.get_many(conn, before)).values())


async def show_imported(
    conn: AsyncConnection, event_id: int, post_ids: Collection[int], now: datetime
) -> None:
    """Let posts that were only imported into an event's history go where they belong."""
    stored = await posts.get_many(conn, post_ids)
    rows = [(event_id, post_id, "waiting") for post_id, p in stored.items() if not p.is_repost]
    sorted_rows = await sort(conn, rows, stored.values())
    states = {post_id: state for _, post_id, state in sorted_rows}
    await places.move(conn, event_id, states, ("imported",), now)
    await ask_organisers(conn, states, now)


async def ask_organisers(conn: AsyncConnection, post_ids: Collection[int], now: datetime) -> None:
    """Put posts that are held before the organisers, each once."""
    for event_id, states in (await places.states_of(conn, post_ids)).items():
        held = [post_id for post_id, state in states.items() if state == "held"]
        event = await events.get(conn, event_id) if held else None
        if event is None:
            continue
        settings = await filters.get(conn, event_id)
        for post_id in sorted(held):
            new = NewDelivery(
                guild_id=event.guild_id,
                event_id=event_id,
                kind="held",
                channel_id=settings.review_channel_id,
                about={"post": post_id},
                key=held_key(event_id, post_id),
            )
            await deliveries.add(conn, new, now)


def held_key(event_id: int, post_id: int) -> str:
    """The key of the message that puts a held post before the organisers."""
    return f"held:{event_id}:{post_id}"
