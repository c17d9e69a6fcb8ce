"""What a member who asks for help can do, and with which tweetup."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.choosing import nearest_first
from bot.domain.deliveries import MessageRef
from bot.domain.events import Event
from bot.domain.organisers import Actor, may_organise
from bot.ports import Clock
from db import account_links, deliveries, events, organisers, rsvps
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Guide:
    """Where somebody stands in a guild.

    `event` is the next tweetup they are `coming` to, otherwise the guild's next, and `card` where
    its card stands. `linked` tells whether their X account is known. `organises_all`: they look
    after every tweetup; `organises` is the next one they look after.
    """

    event: Event | None
    coming: bool
    card: MessageRef | None
    linked: bool
    organises_all: bool
    organises: Event | None


class Help:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def guide(self, actor: Actor) -> Guide:
        now, guild_id = self._clock.now(), actor.guild_id
        async with self._database.read() as conn:
            known = nearest_first(
                (
                    event
                    for event in await events.of_guild(conn, guild_id)
                    if not event.archived and event.state != "cancelled" and not event.is_over(now)
                ),
                now,
            )
            given = dict(await rsvps.of_member(conn, guild_id, actor.member_id))
            attended = [each for each in known if each.id in given and given[each.id].coming]
            link = await account_links.get(conn, guild_id, actor.member_id)
            role_id = await organisers.role(conn, guild_id)
            named_for = await organisers.named_for(conn, guild_id, actor.member_id)
            event = next(iter((*attended, *known)), None)
            organises_all = may_organise(actor, role_id=role_id)
            organised = [each for each in known if organises_all or each.id in named_for]
            return Guide(
                event=event,
                coming=bool(attended),
                card=None if event is None else await _card(conn, event.id),
                linked=link is not None and link.person_id is not None,
                organises_all=organises_all,
                organises=next(iter(organised), None),
            )


async def _card(conn: AsyncConnection, event_id: int) -> MessageRef | None:
    found = await deliveries.of_event(conn, event_id, "card")
    return found[-1].standing if found else None
