"""What organisers set for what is kept out of a feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.domain.events import Event
from bot.domain.filtering import WORDS_AT_MOST, Noise, Policy, word_key
from bot.errors import UserError
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.timetable import Timetable
from db import deliveries, events, filed, filters
from db.engine import Database
from db.filters import FilterSettings


@dataclass(frozen=True, slots=True)
class FilterState:
    """An event's filter; `words` as organisers typed them, authors by how many there are."""

    event: Event
    settings: FilterSettings
    words: Sequence[str]
    allowed: int
    muted: int


class FilterControl:
    def __init__(
        self, database: Database, clock: Clock, deliver: Deliver, timetable: Timetable
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._timetable = timetable

    async def state(self, event: Event) -> FilterState:
        async with self._database.read() as conn:
            standings = list((await filters.people(conn, event.id)).values())
            return FilterState(
                event,
                await filters.get(conn, event.id),
                tuple((await filters.words(conn, event.id)).values()),
                standings.count("allowed"),
                standings.count("muted"),
            )

    async def set_policy(
        self,
        event: Event,
        noise: Noise | None,
        policy: Policy | None,
        channel_id: int | None = None,
    ) -> None:
        """What is done with a kind of noise from now on, and where organisers approve posts.

        What is held and did not reach its channel goes to the new one.

        Raises UserError for a kind without a policy or the other way round, for holding without
        a channel to ask in, and for the feed's own channel.
        """
        if (noise is None) != (policy is None):
            raise UserError("filter.both")
        if channel_id == event.channel_id:
            raise UserError("filter.own_channel")
        now = self._clock.now()
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            before = await filters.get(conn, event.id)
            channel_id = channel_id or before.review_channel_id
            if policy == "hold" and channel_id is None:
                raise UserError("filter.no_channel")
            policies = dict(before.policies)
            if noise is not None and policy is not None:
                policies[noise] = policy
            after = before._replace(policies=policies, review_channel_id=channel_id)
            await filters.save(conn, event.id, after)
            if channel_id is not None and channel_id != before.review_channel_id:
                await deliveries.redirect(conn, event.id, "held", channel_id, now)
        self._deliver.wake()

    async def set_digest(self, event: Event, at: time | None) -> None:
        """When the daily digest goes out, by the clock of the event's zone; None for never.

        What waits for it already goes out then, not before.
        """
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            settings = await filters.get(conn, event.id)
            await filters.save(conn, event.id, settings._replace(digest_at=at))
            await filed.begin_folding_at(conn, event.id, self._clock.now())
        self._timetable.wake()

    async def block(self, event: Event, typed: str) -> None:
        """Keep out posts with a word or phrase from now on.

        Raises UserError when it cannot be one, is blocked already, or there are too many.
        """
        key = word_key(typed)
        async with self._database.begin() as conn:
            await events.lock(conn, event.id)
            known = await filters.words(conn, event.id)
            if key in known:
                raise UserError("filter.blocked_already", found=known[key])
            if len(known) >= WORDS_AT_MOST:
                raise UserError("filter.many_words", limit=WORDS_AT_MOST)
            await filters.add_word(conn, event.id, key, " ".join(typed.split()))

    async def unblock(self, event: Event, typed: str) -> None:
        """Raises UserError when it is not blocked."""
        async with self._database.begin() as conn:
            if not await filters.remove_word(conn, event.id, word_key(typed)):
                raise UserError("filter.not_blocked", found=typed)
