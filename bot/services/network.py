"""Pictures of who talked to whom: who may see them, and showing them to all."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.announcements import NetworkPicture
from bot.domain.deliveries import NewDelivery
from bot.domain.events import Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.network import Talk, lines_among
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.network_loading import drawn, going, require_going, talk, worth_drawing
from db import account_links, deliveries, introductions, members
from db.engine import Database


class Networks:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def of_event(self, event: Event) -> NetworkPicture:
        """Everybody's picture. Raises UserError when there is nothing to draw yet."""
        async with self._database.read() as conn:
            return await worth_drawing(conn, event, self._clock.now())

    async def of_member(self, event: Event, member_id: int) -> NetworkPicture:
        """A member, those they talked to and those they are introduced to: for them alone.

        Raises UserError when they are not going, did not prove who they are on X, or have
        nobody around them yet.
        """
        now = self._clock.now()
        async with self._database.read() as conn:
            await require_going(conn, event, member_id)
            own = (await account_links.people_of(conn, event.guild_id, (member_id,))).get(member_id)
            if own is None:
                raise UserError("network.not_linked", hashtag=event.hashtag)
            agreed = await drawn(conn, event)
            made = await introductions.of_member(conn, event.guild_id, member_id)
            said = await talk(conn, event, {own, *agreed}, now)
            coming = len(await going(conn, event.id))
        introduced = _introduced([each for each in made if each.event_id == event.id], member_id)
        found = Talk(said.people, said.interactions, own, frozenset(introduced & agreed))
        met = lines_among(said.people, said.interactions)
        if not found.introduced and not any(own in (line.one, line.other) for line in met):
            raise UserError("network.nobody_yet", hashtag=event.hashtag)
        return NetworkPicture(event, found, coming)

    async def may_see(self, event: Event, member_id: int) -> None:
        """Raises UserError unless the member is going."""
        async with self._database.read() as conn:
            await require_going(conn, event, member_id)

    async def agreed(self, event: Event, member_id: int) -> bool | None:
        """Whether a member agreed to be drawn; None if they are going and were never asked."""
        async with self._database.read() as conn:
            given = await members.consents(conn, event.guild_id, member_id)
            comes = member_id in await going(conn, event.id)
        return given.drawn if comes else bool(given.drawn)

    async def share(self, event: Event) -> None:
        """Show everybody's picture in the event's channel, in place of one that is shown there.

        Raises UserError when there is nothing to draw yet.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            await worth_drawing(conn, event, now)
            shown = await deliveries.of_event(conn, event.id, "network")
            for before in shown:
                if before.key is not None and before.wanted:
                    await deliveries.rearm(conn, before.key, now, wanted=False)
            new = NewDelivery(
                guild_id=event.guild_id,
                kind="network",
                event_id=event.id,
                channel_id=event.channel_id,
                key=f"network:{event.id}:{len(shown) + 1}",
            )
            await deliveries.add(conn, new, now)
        self._deliver.wake()


def _introduced(made: Iterable[MadeIntroduction], member_id: int) -> set[int]:
    """The X ids of those a member is introduced to and did not say no to."""
    return {
        other.person_id
        for each in made
        if each.state == "made"
        if not any(own.member_id == member_id and own.answer == "declined" for own in each.members)
        for other in each.members
        if other.member_id != member_id
    }
