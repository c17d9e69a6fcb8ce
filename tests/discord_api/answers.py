"""What the bot answers to interactions: the first answer, its edits, and what follows it.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from __future__ import annotations

from datetime import timedelta

from tests.discord_api import payloads
from tests.discord_api.call import Call, Route
from tests.discord_api.compose import write
from tests.discord_api.errors import Refused, invalid, unknown, unknown_message
from tests.discord_api.model import (
    AUTOCOMPLETE,
    EPHEMERAL,
    LOADING,
    Interaction,
    Json,
    Message,
)
from tests.discord_api.payloads import Told
from tests.discord_api.world import World

# The types of a first answer
MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
ANSWER_WITHIN = timedelta(seconds=3)
FOLLOW_UP_WITHIN = timedelta(minutes=15)
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"


class Answers:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        return [
            Route("POST", callback, self.answer, is_open=True),
            Route("PATCH", _ORIGINAL, self.edit_original, is_open=True),
            Route("DELETE", _ORIGINAL, self.delete_original, is_open=True),
            Route("POST", _WEBHOOK, self.follow_up, is_open=True),
        ]

    def answer(self, call: Call) -> Told:
        interaction = self._world.interactions.get(call.id("interaction_id"))
        if interaction is None or interaction.token != call.path["interaction_token"]:
            raise unknown("interaction", 10062)
        if self._world.time.now - interaction.began_at > ANSWER_WITHIN:
            raise unknown("interaction", 10062)
        if interaction.callback is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind, data = int(call.body["type"]), call.body.get("data") or {}
        if (kind == CHOICES) != (interaction.kind == AUTOCOMPLETE):
            raise invalid("type", "BASE_TYPE_CHOICES", "Not an answer to this interaction.")
        self._take(interaction, kind, Call(call.path, call.query, data, call.files))
        interaction.callback = kind
        interaction.is_done = kind not in {DEFERRED_MESSAGE, DEFERRED_UPDATE}
        self._world.touch()
        return self._told(interaction) if call.query.get("with_response") in {"1", "true"} else None

    def _take(self, interaction: Interaction, kind: int, call: Call) -> None:
        if kind in {MESSAGE, DEFERRED_MESSAGE}:
            interaction.original = self._new(interaction, call.body.get("flags", 0))
            if kind == MESSAGE:
                write(self._world, interaction.original, call)
            else:
                interaction.original.flags |= LOADING
            self._show(interaction.original)
        elif kind in {DEFERRED_UPDATE, UPDATE}:
            if interaction.message is None:
                raise invalid("type", "BASE_TYPE_CHOICES", "There is no message to update.")
            interaction.original = interaction.message
            if kind == UPDATE:
                self._rewrite(interaction.message, call)
        elif kind == CHOICES:
            interaction.choices = call.body["choices"]
        elif kind == FORM:
            interaction.modal = call.body
        else:
            raise invalid("type", "BASE_TYPE_CHOICES", "Not a type of answer known here.")

    def edit_original(self, call: Call) -> Told:
        interaction = self._of_token(call)
        message = interaction.original
        if message is None or not self._stands(message):
            raise unknown_message()
        self._rewrite(message, call)
        message.flags &= ~LOADING
        self._done(interaction)
        return payloads.message(message)

    def delete_original(self, call: Call) -> Told:
        interaction = self._of_token(call)
        message = interaction.original
        if message is None or not self._stands(message):
            raise unknown_message()
        self._world.hidden.pop(message.id, None)
        self._channel_messages(message).pop(message.id, None)
        self._done(interaction)
        return None

    def follow_up(self, call: Call) -> Told:
        """The first one to a deferred answer takes its place."""
        interaction = self._of_token(call)
        original = interaction.original
        if original is not None and original.flags & LOADING and self._stands(original):
            write(self._world, original, call)
            original.flags &= ~LOADING
            message = original
        else:
            message = self._new(interaction, (call.body or {}).get("flags", 0))
            write(self._world, message, call)
            self._show(message)
            interaction.later.append(message)
        self._done(interaction)
        return payloads.message(message) if call.query.get("wait") in {"1", "true"} else None

    def _new(self, interaction: Interaction, flags: int) -> Message:
        return Message(
            self._world.time.next_id(),
            interaction.channel.id,
            self._world.bot,
            self._world.time.stamp,
            flags=flags & EPHEMERAL,
            interaction=interaction,
        )

    def _rewrite(self, message: Message, call: Call) -> None:
        write(self._world, message, call)
        if not message.flags & LOADING:
            message.edited_at = self._world.time.stamp

    def _show(self, message: Message) -> None:
        if message.flags & EPHEMERAL:
            self._world.hidden[message.id] = message
        else:
            self._channel_messages(message)[message.id] = message

    def _stands(self, message: Message) -> bool:
        return message.id in self._world.hidden or message.id in self._channel_messages(message)

    def _channel_messages(self, message: Message) -> dict[int, Message]:
        channels = self._world.channels()
        return next((each.messages for each in channels if each.id == message.channel_id), {})

    def _done(self, interaction: Interaction) -> None:
        interaction.is_done = True
        self._world.touch()

    def _of_token(self, call: Call) -> Interaction:
        token = call.path["webhook_token"]
        found = next((i for i in self._world.interactions.values() if i.token == token), None)
        if found is None or call.id("webhook_id") != self._world.application_id:
            raise unknown("Webhook", 10015)
        if found.callback is None:
            raise unknown("Webhook", 10015)
        if self._world.time.now - found.began_at > FOLLOW_UP_WITHIN:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return found

    def _told(self, interaction: Interaction) -> Json:
        told: Json = {"id": str(interaction.id), "type": interaction.kind}
        message = interaction.original
        if message is None:
            return {"interaction": told}
        told |= {
            "response_message_id": str(message.id),
            "response_message_loading": bool(message.flags & LOADING),
            "response_message_ephemeral": bool(message.flags & EPHEMERAL),
        }
        if interaction.callback not in {MESSAGE, UPDATE}:
            return {"interaction": told}
        resource = {"type": interaction.callback, "message": payloads.message(message)}
        return {"interaction": told, "resource": resource}
