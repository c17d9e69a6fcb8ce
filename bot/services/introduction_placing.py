"""Where an introduction stands: in a private thread of its own, or in direct messages.

One of those who are introduced may choose messages; then all get one. Where one of these cannot be
delivered the thread is opened after all and the messages go, so that nobody is left knowing of
somebody who was told nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import permutations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, MessageRef, NewDelivery
from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from db import deliveries, events, introductions, members
from db.deliveries import take_keys_away, touch_keys


async def place(conn: AsyncConnection, event: Event, made: MadeIntroduction, now: datetime) -> None:
    """Have an introduction said that was just made."""
    consents = await members.consents_of(conn, made.guild_id, made.member_ids)
    if not any(given.introduced_where == "dm" for given in consents.values()):
        await _open_thread(conn, event, made, now)
        return
    for member_id in made.member_ids:
        await deliveries.add(
            conn,
            NewDelivery(
                guild_id=made.guild_id,
                event_id=event.id,
                kind="introduction",
                member_id=member_id,
                about={"introduction": made.id},
                key=_direct_key(made, member_id),
            ),
            now,
        )


async def thread_of(conn: AsyncConnection, made: MadeIntroduction) -> Delivery | None:
    """The thread it stands in, or will; None where it is said in direct messages."""
    found = await deliveries.of_key(conn, _thread_key(made))
    return found if found is not None and found.wanted else None


async def bring_up_to_date(conn: AsyncConnection, made: MadeIntroduction, now: datetime) -> None:
    """Let the introduction say what it has to say by now, wherever it stands."""
    keys = [_direct_key(made, member_id) for member_id in made.member_ids]
    await touch_keys(conn, [_key(made), *keys], now)


async def take_away(conn: AsyncConnection, made: MadeIntroduction, now: datetime) -> None:
    """Take away everything that was said of it, the thread with all that is in it."""
    await take_keys_away(conn, [_thread_key(made), _key(made), *_direct_keys(made)], now)


async def take_words_away(conn: AsyncConnection, made: MadeIntroduction, now: datetime) -> None:
    """The same, but leave people the thread in which they talked."""
    await take_keys_away(conn, [_key(made), *_direct_keys(made)], now)


async def take_from(
    conn: AsyncConnection, made: MadeIntroduction, member_id: int, now: datetime
) -> None:
    """Take away what was said to one of them in direct messages."""
    own = [_direct_key(made, member_id), met_key(made, member_id)]
    towards = (hello_key(made, other, member_id) for other in made.member_ids)
    await take_keys_away(conn, [*own, *towards], now)


async def let_go(
    conn: AsyncConnection, made: MadeIntroduction, member_id: int, now: datetime
) -> None:
    """Take one of them out of the thread, if it was opened."""
    thread = await thread_of(conn, made)
    if thread is None or thread.standing is None:
        return
    leaving = NewDelivery(
        guild_id=made.guild_id,
        event_id=made.event_id,
        kind="introduction_exit",
        inside_id=thread.id,
        about={"introduction": made.id, "member": member_id},
    )
    there = MessageRef(thread.standing.message_id, member_id)
    await deliveries.add_standing(conn, leaving, there, now)


async def fall_back(conn: AsyncConnection, delivery: Delivery, now: datetime) -> bool:
    """Whether what cannot be said to a member goes to a thread instead, for all of them."""
    if delivery.kind != "introduction" or delivery.member_id is None or delivery.standing:
        return False
    made = await introductions.get(conn, int(str(delivery.about["introduction"])))
    event = None if made is None else await events.get(conn, made.event_id)
    if made is None or event is None or made.state != "made" or not delivery.wanted:
        return False
    await take_keys_away(conn, list(_direct_keys(made)), now)
    await _open_thread(conn, event, made, now)
    return True


async def _open_thread(
    conn: AsyncConnection, event: Event, made: MadeIntroduction, now: datetime
) -> None:
    about = {"introduction": made.id}
    thread_id = await deliveries.add(
        conn,
        NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="introduction_thread",
            channel_id=event.channel_id,
            about=about,
            key=_thread_key(made),
        ),
        now,
    )
    if thread_id is None:
        return
    await deliveries.add(
        conn,
        NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="introduction",
            inside_id=thread_id,
            about=about,
            key=_key(made),
        ),
        now,
    )


def hello_key(made: MadeIntroduction, member_id: int, to: int | None = None) -> str:
    """`to` whom a greeting goes as a direct message; in a thread it is to all of them."""
    return f"hello:{made.id}:{member_id}" if to is None else f"hello:{made.id}:{member_id}:{to}"


def met_key(made: MadeIntroduction, to: int | None = None) -> str:
    return f"met:{made.id}" if to is None else f"met:{made.id}:{to}"


def _key(made: MadeIntroduction) -> str:
    return f"introduction:{made.id}"


def _thread_key(made: MadeIntroduction) -> str:
    return f"introduction_thread:{made.id}"


def _direct_key(made: MadeIntroduction, member_id: int) -> str:
    return f"introduction:{made.id}:{member_id}"


def _direct_keys(made: MadeIntroduction) -> Iterator[str]:
    """Everything of it that can stand in direct messages."""
    for member_id in made.member_ids:
        yield _direct_key(made, member_id)
        yield met_key(made, member_id)
    for member_id, other in permutations(made.member_ids, 2):
        yield hello_key(made, member_id, other)
