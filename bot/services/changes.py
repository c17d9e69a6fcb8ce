"""Organisers change, postpone and cancel a tweetup: shown first, done once they confirm it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.domain import changes as rules
from bot.domain.changes import DRAFT_VALID, ChangeDraft, ChangeKind, Facts, Scope, Wish
from bot.domain.choosing import named, nearest_first
from bot.domain.events import Event
from bot.domain.rsvp import Turnout
from bot.errors import UserError
from bot.ports import Clock
from bot.services.apply_change import apply_change
from bot.services.deliver import Deliver
from bot.services.events import Events
from bot.services.series_changes import Following, change_following, lock_series, preview
from db import changes, confirmations, events
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change as an organiser is asked about it.

    Of those who are going `over` are more than there will be places. `following` tells what
    becomes of the series, where the change is for all that follow too.
    """

    draft_id: int
    event: Event
    kind: ChangeKind
    after: Facts
    turnout: Turnout
    over: int
    following: Following | None = None


class Changed(NamedTuple):
    """A change that was made, and the event as it stands now."""

    kind: ChangeKind
    event: Event
    scope: Scope


class Changes:
    def __init__(self, database: Database, clock: Clock, deliver: Deliver, events: Events) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._events = events

    async def changeable(self, guild_id: int, typed: str) -> list[Event]:
        """The guild's tweetups that can still be changed and fit what is being typed."""
        now = self._clock.now()
        async with self._database.read() as conn:
            known = await events.of_guild(conn, guild_id)
        still = [each for each in known if each.state != "cancelled" and not each.is_over(now)]
        return named(nearest_first(still, now), typed)

    async def propose_edit(self, event: Event, wish: Wish, scope: Scope = "one") -> Proposal:
        """Raises UserError for what cannot be, as do the other proposals."""
        self._require_changeable(event)
        after = rules.edited(event, wish, self._clock.now())
        return await self._propose(event, "edited", after, scope)

    async def propose_postponement(
        self, event: Event, when: str | None, reason: str | None
    ) -> Proposal:
        self._require_changeable(event)
        after = rules.postponed(event, when, reason, self._clock.now())
        return await self._propose(event, "postponed", after)

    async def propose_cancellation(
        self, event: Event, reason: str, scope: Scope = "one"
    ) -> Proposal:
        self._require_changeable(event)
        return await self._propose(event, "cancelled", rules.cancelled(event, reason), scope)

    async def drafted(self, guild_id: int, draft_id: int) -> tuple[Event, Scope]:
        """The event that a draft is about, and how far it reaches.

        Raises UserError when there is no such draft here.
        """
        async with self._database.read() as conn:
            draft = await changes.get_draft(conn, draft_id)
            event = None if draft is None else await events.get(conn, draft.event_id)
        if draft is None or event is None or event.guild_id != guild_id:
            raise UserError("change.no_draft")
        return event, draft.scope

    async def confirm(self, guild_id: int, draft_id: int) -> Changed:
        """Make the change that was proposed.

        Raises UserError when that was done, given up or is a day old, or when the event has
        changed since.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            draft = await changes.take_draft(conn, draft_id)
            if draft is None or draft.made_at + DRAFT_VALID < now:
                raise UserError("change.no_draft")
            known = await events.get(conn, draft.event_id)
            if known is None or known.guild_id != guild_id:
                raise UserError("event.unknown")
            in_series = None
            if draft.scope == "following":
                in_series = await lock_series(conn, known)
            event = await events.lock(conn, draft.event_id) or known
            self._require_changeable(event)
            begun = draft.after.starts_at != event.starts_at and draft.after.starts_at <= now
            if event.revision != draft.revision or begun:
                raise UserError("change.outdated", name=event.name)
            changed = await apply_change(conn, event, draft.kind, draft.after, now)
            if in_series is not None:
                await change_following(conn, *in_series, event, draft.kind, draft.after, now)
        self.applied()
        return Changed(draft.kind, changed, draft.scope)

    def applied(self) -> None:
        """An event was changed: whoever works for it looks again."""
        self._deliver.wake()
        self._events.changed()

    async def discard(self, draft_id: int) -> None:
        async with self._database.begin() as conn:
            await changes.take_draft(conn, draft_id)

    def _require_changeable(self, event: Event) -> None:
        if event.state == "cancelled":
            raise UserError("change.cancelled", name=event.name)
        if event.is_over(self._clock.now()):
            raise UserError("change.over", name=event.name)

    async def _propose(
        self, event: Event, kind: ChangeKind, after: Facts, scope: Scope = "one"
    ) -> Proposal:
        now = self._clock.now()
        draft = ChangeDraft(event.id, kind, after, event.revision, now, scope)
        async with self._database.begin() as conn:
            following = None
            if scope == "following":
                following = await preview(conn, event, kind, after, now)
            await changes.drop_drafts(conn, now - DRAFT_VALID)
            draft_id = await changes.add_draft(conn, draft)
            turnout = await confirmations.turnout(conn, event.id)
        over = 0 if after.capacity is None else max(0, turnout.going - after.capacity)
        return Proposal(draft_id, event, kind, after, turnout, over, following)
