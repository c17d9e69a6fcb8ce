"""Posts that ask or answer a tweet chat's question stand in that question's thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ANSWERED_FOR, DEEPEST, Chat, Gathered, best, place
from bot.domain.deliveries import Delivery, NewDelivery
from bot.domain.notices import notice
from bot.domain.posts import Author, Post
from bot.errors import Unreachable
from bot.services.conversation import authors_of, referred_ids
from db import chat_posts, chats, deliveries, events, posts, sending

Row = tuple[int, int, str]


async def gather(
    conn: AsyncConnection, rows: list[Row], shown: Sequence[Post], authors: Iterable[Author]
) -> list[Row]:
    """The feeds' new rows, those of posts that belong to a chat's question made to wait for it.

    They are shown whatever kind of post they are, unless organisers keep out their authors or
    their words. The posts are stored already.
    """
    if not rows:
        return rows
    since = min(post.created_at for post in shown) - ANSWERED_FOR
    by_event: dict[int, list[Chat]] = defaultdict(list)
    for chat in await chats.of_events(conn, {event_id for event_id, _, _ in rows}, since):
        by_event[chat.event_id].append(chat)
    if not by_event:
        return rows
    handles = {author.id: author.handle for author in authors}
    above = await _above(conn, shown)
    belong: set[tuple[int, int]] = set()
    for event_id, its_chats in by_event.items():
        said = {post_id for event, post_id, state in rows if event == event_id and _is_said(state)}
        its_posts = [post for post in shown if post.id in said]
        placed = await _place(conn, its_posts, its_chats, handles, above)
        belong |= {(event_id, post_id) for post_id in placed}
    return [
        (event_id, post_id, "answer" if (event_id, post_id) in belong else state)
        for event_id, post_id, state in rows
    ]


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands above posts in their conversations, by every id it is called by.

    `parents` is what each of these replies to, `stored_as` the id it is stored by.
    """

    parents: Mapping[int, int | None]
    stored_as: Mapping[int, int]


async def _place(
    conn: AsyncConnection,
    its_posts: Sequence[Post],
    its_chats: Sequence[Chat],
    handles: Mapping[int, str],
    above: _Above,
) -> set[int]:
    """Note where the posts of one event belong; gives those that belong somewhere."""
    ids = set(above.stored_as.values())
    stored = await chat_posts.among(conn, [chat.id for chat in its_chats], ids)
    names = above.stored_as.items()
    known = stored | {name: stored[post_id] for name, post_id in names if post_id in stored}
    found = {}
    # Oldest first, for an answer to an answer comes after it.
    for post in sorted(its_posts, key=lambda post: post.id):
        where = place(post, handles.get(post.author_id), its_chats, known, above.parents)
        if where is not None:
            found[post.id] = where
            known |= dict.fromkeys((post.id, post.shown_version, *post.edits), where)
    await chat_posts.add(conn, found.items())
    return set(found)


async def _above(conn: AsyncConnection, given: Sequence[Post]) -> _Above:
    parents: dict[int, int | None] = {}
    stored_as: dict[int, int] = {}
    named = referred_ids(given)
    for _ in range(DEEPEST):
        if not named:
            break
        firsts = await posts.first_versions(conn, named)
        stored_as |= {post_id: firsts.get(post_id, post_id) for post_id in named}
        stored = await posts.get_many(conn, {stored_as[post_id] for post_id in named})
        for post_id in named:
            post = stored.get(stored_as[post_id])
            parents[post_id] = None if post is None else post.reply_to_id
        found = {parents[post_id] for post_id in named}
        named = {post_id for post_id in found if post_id is not None} - parents.keys()
    return _Above(parents, stored_as)


async def gathered(conn: AsyncConnection, chat: Chat) -> tuple[Gathered, ...]:
    """How the questions whose turn has come have fared so far."""
    threads = await chats.threads_of(conn, chat.id)
    answers = await chat_posts.answers_of(conn, chat.id)
    chosen = {number: best(its_answers) for number, its_answers in answers.items()}
    authors = await authors_of(conn, [post for each in chosen.values() for post in each])
    return tuple(
        Gathered(
            question,
            threads.get(question.number),
            len(answers.get(question.number, ())),
            len({post.author_id for post in answers.get(question.number, ())}),
            tuple((post, authors[post.author_id]) for post in chosen.get(question.number, ())),
        )
        for question in chat.questions
        if question.state in {"asked", "skipped"}
    )


async def bereft(
    conn: AsyncConnection, delivery: Delivery, error: Unreachable
) -> NewDelivery | None:
    """Where a question's thread was deleted, have its answers go to the event's channel.

    Gives the notice that tells the organiser so, once; None when that is not what happened.
    """
    if delivery.kind != "feed" or delivery.standing is not None or error.reason != "gone":
        return None
    asked = await chats.asked_in(conn, delivery.channel_id or 0)
    event = await events.get(conn, delivery.event_id or 0)
    thread = None if asked is None else await deliveries.get(conn, asked[2])
    if asked is None or event is None or thread is None:
        return None
    await sending.settle_removed(conn, thread.id, thread.version)
    await chat_posts.put_back(conn, delivery.id)
    chat_id, number, _ = asked
    return notice(
        event,
        event.organiser_id,
        "chat_thread_gone",
        once=f"chat_thread_gone:{chat_id}:{number}",
        number=number,
        channel=event.channel_id,
    )


def _is_said(state: str) -> bool:
    """A repost says nothing of its own, and a proof is shown to nobody."""
    return state not in {"repost", "proof"}
