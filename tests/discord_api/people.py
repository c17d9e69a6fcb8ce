"""People at work in Discord's client: what they tap, type and send reaches the bot."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from tests.discord_api import payloads
from tests.discord_api.model import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Channel,
    Interaction,
    Json,
    Message,
    User,
)
from tests.discord_api.permissions import BITS
from tests.discord_api.world import World

# The types of an option
_SUBCOMMANDS = {1, 2}
_USER, _CHANNEL, _ROLE = 6, 7, 8
_BUTTON, _STRING_SELECT, _USER_SELECT = 2, 3, 5
_MOST_BYTES = 10 * 1024 * 1024


class People:
    """Raises LookupError for what a person could not do, as it is not there to be done."""

    def __init__(self, world: World) -> None:
        self._world = world

    def tap(self, user: User, message: Message, label: str, values: list[str]) -> Interaction:
        """Tap the button, or choose from the select, that carries a label or custom_id."""
        channel = self._seen(user, message.channel_id)
        shown_to = message.interaction
        if message.id in self._world.hidden and (shown_to is None or shown_to.user is not user):
            raise LookupError("only somebody else sees that message")
        component = next(
            (
                each
                for each in _parts(message.components)
                if label in {each.get("label"), each.get("custom_id"), each.get("placeholder")}
            ),
            None,
        )
        if component is None or component.get("disabled") or "custom_id" not in component:
            raise LookupError(f"nothing to tap is called {label!r}")
        data: Json = {
            "custom_id": component["custom_id"],
            "component_type": component["type"],
            "id": component["id"],
        }
        if component["type"] != _BUTTON:
            resolved = self._resolved(channel, component, values)
            data |= {"values": values} | ({"resolved": resolved} if resolved else {})
        return self._begin(COMPONENT, user, channel, data, message=message)

    def command(
        self, user: User, channel: Channel, name: str, options: Mapping[str, Any]
    ) -> Interaction:
        """Send a command, "tweetup create", with its options by name."""
        self._seen(user, channel.id)
        data = self._command(channel, name, options, focused=None)
        return self._begin(COMMAND, user, channel, data)

    def suggest(
        self, user: User, channel: Channel, name: str, options: Mapping[str, Any], focused: str
    ) -> Interaction:
        """Type into an option, and be offered completions."""
        self._seen(user, channel.id)
        data = self._command(channel, name, options, focused=focused)
        return self._begin(AUTOCOMPLETE, user, channel, data)

    def submit(self, shown: Interaction, values: Mapping[str, Any]) -> Interaction:
        """Send the form that an interaction was answered with; what is not given stays."""
        form = shown.modal
        if form is None:
            raise LookupError("no form was shown")
        unknown = set(values) - {each.get("custom_id") for each in _parts(form["components"])}
        if unknown:
            raise LookupError(f"the form has no {sorted(unknown)}")
        data = {
            "custom_id": form["custom_id"],
            "components": [_filled(each, values) for each in form["components"]],
        }
        return self._begin(
            MODAL, shown.user, shown.channel, data, message=shown.message, cause=shown
        )

    def _begin(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        *,
        message: Message | None = None,
        cause: Interaction | None = None,
    ) -> Interaction:
        world = self._world
        begun = Interaction(
            world.time.next_id(),
            secrets.token_hex(24),
            kind,
            world.time.now,
            user,
            channel,
            data,
            message,
            cause,
        )
        world.interactions[begun.id] = begun
        owner = channel.guild_id if channel.guild_id is not None else user.id
        told = payloads.acted_in(world, channel) | {
            "id": str(begun.id),
            "application_id": str(world.application_id),
            "type": kind,
            "token": begun.token,
            "version": 1,
            "data": data,
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(owner)},
            "attachment_size_limit": _MOST_BYTES,
        }
        if channel.guild_id is None:
            told["user"] = payloads.user(user)
        else:
            told["member"] = payloads.acting_member(world, channel, user)
        if message is not None:
            told["message"] = payloads.message(message)
        world.emit("INTERACTION_CREATE", told, channel.guild_id)
        return begun

    def _seen(self, user: User, channel_id: int) -> Channel:
        found = next((each for each in self._world.channels() if each.id == channel_id), None)
        if found is None or not self._world.held(found, user) & BITS["view_channel"]:
            raise LookupError(f"{user.name} sees no such channel")
        return found

    def _command(
        self, channel: Channel, name: str, options: Mapping[str, Any], focused: str | None
    ) -> Json:
        first, *rest = name.split()
        known = {each["name"]: each for each in self._world.commands}
        command = branch = _named(known, first)
        data: Json = {"id": command["id"], "name": first, "type": 1}
        level = data
        for part in rest:
            branch = _named({each["name"]: each for each in branch.get("options", [])}, part)
            level["options"] = [{"name": part, "type": branch["type"]}]
            level = level["options"][0]
        offered = {each["name"]: each for each in branch.get("options", [])}
        if any(each["type"] in _SUBCOMMANDS for each in offered.values()):
            raise LookupError(f"{name!r} is not a whole command")
        missing = {each["name"] for each in offered.values() if each.get("required")} - {*options}
        if missing and focused is None:
            raise LookupError(f"{name!r} needs {sorted(missing)}")
        level["options"] = []
        resolved: Json = {}
        for option, value in options.items():
            kind = _named(offered, option)["type"]
            given: Json = {"name": option, "type": kind, "value": value}
            level["options"].append(given | ({"focused": True} if option == focused else {}))
            if kind in {_USER, _CHANNEL, _ROLE}:
                _merge(resolved, self._resolve(channel, kind, str(value)))
        data["guild_id"] = None if channel.guild_id is None else str(channel.guild_id)
        return data | ({"resolved": resolved} if resolved else {})

    def _resolved(self, channel: Channel, component: Json, values: list[str]) -> Json:
        if component["type"] == _STRING_SELECT:
            offered = {each["value"] for each in component["options"]}
            if not offered >= set(values):
                raise LookupError(f"only {sorted(offered)} can be chosen")
            return {}
        kinds = {_USER_SELECT: _USER, 6: _ROLE, 7: _USER, 8: _CHANNEL}
        found: Json = {}
        for value in values:
            _merge(found, self._resolve(channel, kinds[component["type"]], value))
        return found

    def _resolve(self, channel: Channel, kind: int, value: str) -> Json:
        guild = self._world.guilds[channel.guild_id or 0]
        if kind == _ROLE:
            return {"roles": {value: payloads.role(guild.roles[int(value)])}}
        if kind == _CHANNEL:
            found = guild.channels[int(value)]
            permitted = {"permissions": str(self._world.held(found, self._world.bot))}
            return {"channels": {value: payloads.channel(found) | permitted}}
        told: Json = {"users": {value: payloads.user(self._world.users[int(value)])}}
        if int(value) in guild.members:
            acting = payloads.acting_member(self._world, channel, self._world.users[int(value)])
            told["members"] = {value: {k: v for k, v in acting.items() if k != "user"}}
        return told


def _named(offered: Mapping[str, Json], name: str) -> Json:
    if name not in offered:
        raise LookupError(f"{name!r} is not among {sorted(offered)}")
    return offered[name]


def _merge(into: Json, more: Json) -> None:
    for name, found in more.items():
        into.setdefault(name, {}).update(found)


def _parts(components: list[Json]) -> Iterator[Json]:
    """All components, however deep: in rows, labels, sections and containers."""
    for each in components:
        yield each
        yield from _parts(each.get("components", []))
        yield from _parts([each[name] for name in ("component", "accessory") if name in each])


def _filled(component: Json, values: Mapping[str, Any]) -> Json:
    """A part of a form with what was filled in, as the client sends it."""
    told: Json = {"type": component["type"], "id": component.get("id", 1)}
    if "components" in component:
        return told | {"components": [_filled(each, values) for each in component["components"]]}
    if "component" in component:
        return told | {"component": _filled(component["component"], values)}
    if "custom_id" not in component:
        return told
    told["custom_id"] = component["custom_id"]
    chosen = [each["value"] for each in component.get("options", []) if each.get("default")]
    several = component["type"] in {*range(_STRING_SELECT, 9), 22} - {4}
    standing = chosen if several else component.get("value", next(iter(chosen), ""))
    return told | {"values" if several else "value": values.get(told["custom_id"], standing)}
