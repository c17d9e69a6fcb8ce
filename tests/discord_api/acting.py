"""People use the bot, and what they see of it."""

from __future__ import annotations

from tests.discord_api import portrait
from tests.discord_api.model import Channel, Json, Message
from tests.discord_api.people import People
from tests.discord_api.world import World


class Acting:
    """People use the bot. Each gives the id of an interaction, to be looked at with `seen`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people = People(world)

    def tap(self, user_id: int, message_id: int, label: str, values: list[str]) -> Json:
        message = next((m for m in self._messages() if m.id == message_id), None)
        if message is None:
            raise LookupError("there is no such message")
        user = self._world.users[user_id]
        return {"id": self._people.tap(user, message, label, values).id}

    def command(self, user_id: int, channel_id: int, name: str, options: Json) -> Json:
        user, channel = self._world.users[user_id], self._channel(channel_id)
        return {"id": self._people.command(user, channel, name, options).id}

    def suggest(
        self, user_id: int, channel_id: int, name: str, options: Json, focused: str
    ) -> Json:
        user, channel = self._world.users[user_id], self._channel(channel_id)
        return {"id": self._people.suggest(user, channel, name, options, focused).id}

    def submit(self, interaction_id: int, values: Json) -> Json:
        shown = self._world.interactions[interaction_id]
        return {"id": self._people.submit(shown, values).id}

    def seen(self, interaction_id: int) -> Json:
        told = portrait.interaction(self._world.interactions[interaction_id])
        return told | {"version": self._world.version}

    def _messages(self) -> list[Message]:
        shown = [m for channel in self._world.channels() for m in channel.messages.values()]
        return shown + list(self._world.hidden.values())

    def _channel(self, channel_id: int) -> Channel:
        found = next((each for each in self._world.channels() if each.id == channel_id), None)
        if found is None:
            raise LookupError("there is no such channel")
        return found
