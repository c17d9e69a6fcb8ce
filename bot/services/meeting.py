"""What people do with an introduction: greet, turn it down, find each other, say that they met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.meeting import all_met, checked_words
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.introduction_placing import (
    bring_up_to_date,
    hello_key,
    let_go,
    take_from,
    thread_of,
)
from bot.services.withdraw import withdraw
from db import blocks, deliveries, events, introductions, recognition
from db.engine import Database

Greeted = Literal["thread", "direct", "already"]


class Meeting:
    """Everything here is for those who are introduced: for others each raises UserError."""

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def greet(self, introduction_id: int, member_id: int) -> Greeted:
        """Say hello to the others, once. Who turned it down is not greeted, and nobody is told."""
        async with self._database.begin() as conn:
            made, event, own = await standing(conn, introduction_id, member_id)
            if own.answer == "hello":
                return "already"
            if own.answer == "declined":
                raise UserError("introduction.declined")
            await introductions.answer(conn, made.id, member_id, "hello")
            greeted = await _greet(conn, made, event, member_id, self._clock.now())
        self._deliver.wake()
        return greeted

    async def check(self, introduction_id: int, member_id: int) -> None:
        """Raises UserError where there is nothing for that member to do."""
        async with self._database.read() as conn:
            await standing(conn, introduction_id, member_id)

    async def decline(self, introduction_id: int, member_id: int, *, talked: bool) -> None:
        """Turn an introduction down and keep these people apart from now on.

        Where nobody is left to whom it is of use it is taken back like any other, which tells
        nobody why; unless they `talked` in its thread, or the event is over: then it stays to
        the others. Doing it again changes nothing. `Deliver.wake` carries it out.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            made, event, own = await standing(conn, introduction_id, member_id)
            if own.answer == "declined":
                return
            await introductions.answer(conn, made.id, member_id, "declined")
            for other in made.member_ids:
                if other != member_id:
                    await blocks.add(conn, made.guild_id, member_id, other, now)
            left = [
                each
                for each in made.members
                if each.answer != "declined" and each.member_id != member_id
            ]
            thread = await thread_of(conn, made)
            needed = len(left) > (0 if thread is None else 1)
            if not needed and not talked and not event.is_over(now):
                await withdraw(conn, made, now)
            elif thread is None:
                await take_from(conn, made, member_id, now)
            else:
                await let_go(conn, made, member_id, now)
                await bring_up_to_date(conn, made, now)

    async def met(self, introduction_id: int, member_id: int, met: bool) -> bool:
        """Note whether somebody says that they met; gives whether all of them say so by now."""
        async with self._database.begin() as conn:
            made, _, _ = await standing(conn, introduction_id, member_id)
            before = all_met(made)
            await introductions.note_met(conn, made.id, member_id, met)
            changed = await introductions.get(conn, made.id)
            together = changed is not None and all_met(changed)
            if together != before:
                await bring_up_to_date(conn, made, self._clock.now())
        self._deliver.wake()
        return together

    async def found_by(self, introduction_id: int, member_id: int) -> str | None:
        """How a member said they can be found at the event they are introduced before."""
        async with self._database.read() as conn:
            _, event, _ = await standing(conn, introduction_id, member_id)
            return await recognition.get(conn, event.id, member_id)

    async def find_by(
        self, introduction_id: int, member_id: int, typed: str
    ) -> tuple[Event, str | None]:
        """Show all those a member is introduced to before that event how to find them.

        Nothing typed takes it back. Raises UserError also when it is too long, or too late.
        """
        words, now = checked_words(typed), self._clock.now()
        async with self._database.begin() as conn:
            _, event, _ = await standing(conn, introduction_id, member_id)
            if words is not None and event.is_over(now):
                raise UserError("introduction.over", name=event.name)
            if words is None:
                await recognition.remove(conn, event.id, member_id)
            else:
                await recognition.save(conn, event.id, member_id, words)
            await _show_anew(conn, event, {member_id}, now)
        self._deliver.wake()
        return event, words


async def standing(
    conn: AsyncConnection, introduction_id: int, member_id: int, *, withdrawn: bool = False
) -> tuple[MadeIntroduction, Event, IntroducedMember]:
    """An introduction of that member's, which still stands unless `withdrawn` will do."""
    made = await introductions.get(conn, introduction_id)
    event = None if made is None else await events.get(conn, made.event_id)
    if made is None or event is None or (made.state != "made" and not withdrawn):
        raise UserError("introduction.taken_back")
    own = next((each for each in made.members if each.member_id == member_id), None)
    if own is None:
        raise UserError("introduction.not_yours")
    return made, event, own


async def forget_recognition(
    conn: AsyncConnection, guild_id: int, member_id: int, now: datetime
) -> None:
    """Erase how a member can be found, also from what others were shown."""
    for event_id in await recognition.of_member(conn, guild_id, member_id):
        await recognition.remove(conn, event_id, member_id)
        event = await events.get(conn, event_id)
        if event is not None:
            await _show_anew(conn, event, {member_id}, now)


async def clear_recognition(conn: AsyncConnection, event: Event, now: datetime) -> None:
    """The event is over: nobody needs to be found any more."""
    known = await recognition.of_event(conn, event.id)
    if known:
        await recognition.clear(conn, event.id)
        await _show_anew(conn, event, known.keys(), now)


async def _show_anew(
    conn: AsyncConnection, event: Event, member_ids: Iterable[int], now: datetime
) -> None:
    for made in await introductions.of_event(conn, event.id):
        if made.state == "made" and not set(made.member_ids).isdisjoint(member_ids):
            await bring_up_to_date(conn, made, now)


async def _greet(
    conn: AsyncConnection, made: MadeIntroduction, event: Event, member_id: int, now: datetime
) -> Greeted:
    thread = await thread_of(conn, made)
    places: list[tuple[int | None, int | None]] = [(None, thread.id)] if thread else []
    if thread is None:
        places = [
            (each.member_id, None)
            for each in made.members
            if each.member_id != member_id and each.answer != "declined"
        ]
    for to, inside_id in places:
        await deliveries.add(
            conn,
            NewDelivery(
                guild_id=made.guild_id,
                event_id=event.id,
                kind="hello",
                member_id=to,
                inside_id=inside_id,
                about={"introduction": made.id, "member": member_id},
                key=hello_key(made, member_id, to),
            ),
            now,
        )
    return "direct" if thread is None else "thread"
