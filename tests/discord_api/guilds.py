"""Guilds, their members and roles, and the events in their lists."""

from __future__ import annotations

from datetime import datetime

from tests.discord_api import payloads, permissions
from tests.discord_api.call import Call, Route
from tests.discord_api.errors import Refused, invalid, missing_permissions, unknown
from tests.discord_api.model import (
    ACTIVE,
    CANCELLED,
    COMPLETED,
    SCHEDULED,
    Guild,
    Json,
    ScheduledEvent,
)
from tests.discord_api.payloads import Told
from tests.discord_api.world import World

_ONE = "/guilds/{guild_id}"
_MEMBER = f"{_ONE}/members/{{user_id}}"
_ROLE = f"{_MEMBER}/roles/{{role_id}}"
_EVENTS = f"{_ONE}/scheduled-events"
_EVENT = f"{_EVENTS}/{{guild_scheduled_event_id}}"
_OPEN = {SCHEDULED, ACTIVE}
_MOST_OPEN = 100
_CHANGES = {SCHEDULED: {ACTIVE, CANCELLED}, ACTIVE: {COMPLETED}}


class Guilds:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/users/@me/guilds", self.list_own),
            Route("GET", _ONE, self.read),
            Route("GET", f"{_ONE}/channels", self.list_channels),
            Route("GET", _MEMBER, self.read_member),
            Route("PUT", _ROLE, self.give_role),
            Route("DELETE", _ROLE, self.take_role),
            Route("GET", _EVENTS, self.list_events),
            Route("POST", _EVENTS, self.create_event),
            Route("GET", _EVENT, self.read_event),
            Route("PATCH", _EVENT, self.edit_event),
        ]

    def list_own(self, call: Call) -> Told:
        """Those the bot is in."""
        after = int(call.query.get("after", 0))
        own = [each for each in self._world.guilds.values() if self._world.bot.id in each.members]
        found = sorted((each for each in own if each.id > after), key=lambda each: each.id)
        return [payloads.own_guild(self._world, each) for each in found[:200]]

    def list_channels(self, call: Call) -> Told:
        channels = self._guild(call).channels.values()
        return [payloads.channel(each) for each in channels if each.thread is None]

    def read(self, call: Call) -> Told:
        return payloads.guild(self._guild(call))

    def read_member(self, call: Call) -> Told:
        return payloads.member(self._world.member(self._guild(call), call.id("user_id")))

    def give_role(self, call: Call) -> Told:
        held, role_id = self._roles(call)
        if role_id not in held:
            held.append(role_id)
            self._world.touch()
        return None

    def take_role(self, call: Call) -> Told:
        held, role_id = self._roles(call)
        if role_id in held:
            held.remove(role_id)
            self._world.touch()
        return None

    def _roles(self, call: Call) -> tuple[list[int], int]:
        guild = self._guild(call)
        member = self._world.member(guild, call.id("user_id"))
        role = guild.roles.get(call.id("role_id"))
        if role is None:
            raise unknown("Role", 10011)
        self._world.require_in_guild(guild, "manage_roles")
        if role.position >= permissions.highest(guild, guild.members[self._world.bot.id]):
            raise missing_permissions()
        return member.role_ids, role.id

    def list_events(self, call: Call) -> Told:
        events = self._guild(call).events.values()
        return [payloads.scheduled_event(each) for each in events if each.status in _OPEN]

    def create_event(self, call: Call) -> Told:
        guild, body = self._guild(call), call.body
        self._world.require_in_guild(guild, "create_events")
        if sum(each.status in _OPEN for each in guild.events.values()) >= _MOST_OPEN:
            raise Refused(
                400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)"
            )
        event = ScheduledEvent(
            self._world.time.next_id(),
            guild.id,
            self._world.bot,
            body["name"],
            body.get("description") or None,
            body["scheduled_start_time"],
            body.get("scheduled_end_time"),
            body["entity_metadata"]["location"],
        )
        self._check(event, body)
        guild.events[event.id] = event
        told = payloads.scheduled_event(event)
        self._world.emit("GUILD_SCHEDULED_EVENT_CREATE", told, guild.id)
        return told

    def read_event(self, call: Call) -> Told:
        return payloads.scheduled_event(self._event(self._guild(call), call))

    def edit_event(self, call: Call) -> Told:
        guild, body = self._guild(call), call.body
        event = self._event(guild, call)
        own = event.creator is self._world.bot
        self._world.require_in_guild(guild, "create_events" if own else "manage_events")
        if event.status not in _OPEN:
            raise Refused(400, 180000, "Cannot update a finished event")
        status = body.get("status", event.status)
        if status != event.status and status not in _CHANGES[event.status]:
            raise invalid("status", "BASE_TYPE_CHOICES", "Not a change Discord allows.")
        self._check(event, body)
        event.name = body.get("name", event.name)
        event.description = body.get("description", event.description) or None
        event.starts_at = body.get("scheduled_start_time", event.starts_at)
        event.ends_at = body.get("scheduled_end_time", event.ends_at)
        event.place = (body.get("entity_metadata") or {}).get("location", event.place)
        event.status = status
        told = payloads.scheduled_event(event)
        self._world.emit("GUILD_SCHEDULED_EVENT_UPDATE", told, guild.id)
        return told

    def _check(self, event: ScheduledEvent, body: Json) -> None:
        for name, most in (("name", 100), ("description", 1000)):
            if len(body.get(name) or "") > most:
                raise invalid(name, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        starts = body.get("scheduled_start_time")
        if starts is not None and datetime.fromisoformat(starts) < self._world.time.now:
            raise invalid(
                "scheduled_start_time",
                "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
                "Cannot schedule event in the past.",
            )
        if event.ends_at is None:
            raise invalid("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required")

    def _event(self, guild: Guild, call: Call) -> ScheduledEvent:
        event = guild.events.get(call.id("guild_scheduled_event_id"))
        if event is None:
            raise unknown("Guild Scheduled Event", 10070)
        return event

    def _guild(self, call: Call) -> Guild:
        return self._world.guild(call.id("guild_id"))
