"""What a message is made of: checked against Discord's limits, and told back as Discord does.

The limits: https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from tests.discord_api.call import Call
from tests.discord_api.errors import Refused, invalid
from tests.discord_api.model import Json, Message
from tests.discord_api.world import World

_EMBED_LIMITS = {"title": 256, "description": 4096}
_MENTION = re.compile(r"<@!?(\d+)>")
_SELECTS = range(5, 9)
_STRING_SELECT = 3
_ROW = 1


def write(world: World, message: Message, call: Call) -> None:
    """Put what a call says into a message; what it leaves out stays. Raises Refused (400)."""
    body: Json = call.body or {}
    _check(body)
    if "content" in body:
        message.content = body["content"] or ""
        allowed = body.get("allowed_mentions") or {"parse": ["users"]}
        message.mentions = [
            world.users[each] for each in _mentioned(message.content, allowed) & {*world.users}
        ]
    if "embeds" in body:
        message.embeds = [_embed(each) for each in body["embeds"] or []]
    if "components" in body:
        numbers = count(1)
        message.components = [_component(each, numbers) for each in body["components"] or []]
    if "attachments" in body or call.files:
        message.attachments = _attached(world, message, body.get("attachments") or [], call)
    if not (message.content or message.embeds or message.components or message.attachments):
        raise Refused(400, 50006, "Cannot send an empty message")


def _check(body: Json) -> None:
    if len(body.get("content") or "") > 2000:
        raise invalid("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.")
    embeds = body.get("embeds") or []
    if len(embeds) > 10:
        raise invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for embed in embeds:
        _check_embed(embed)
    if sum(map(_length, embeds)) > 6000:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds 6000.")
    rows = body.get("components") or []
    if len(rows) > 5 or any(len(row.get("components", [])) > 5 for row in rows):
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    ids = [each["custom_id"] for row in rows for each in row["components"] if "custom_id" in each]
    if len(ids) != len(set(ids)):
        raise invalid("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Ids must be unique.")
    if any(not 1 <= len(each) <= 100 for each in ids):
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _check_embed(embed: Json) -> None:
    for name, limit in _EMBED_LIMITS.items():
        if len(embed.get(name) or "") > limit:
            raise invalid(name, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")
    fields = embed.get("fields") or []
    if len(fields) > 25:
        raise invalid("fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for each in fields:
        if not 1 <= len(each["name"]) <= 256 or not 1 <= len(each["value"]) <= 1024:
            raise invalid("fields", "BASE_TYPE_BAD_LENGTH", "A field is too long, or empty.")


def _length(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [embed.get("footer", {}).get("text"), embed.get("author", {}).get("name")]
    for each in embed.get("fields") or []:
        texts += [each["name"], each["value"]]
    return sum(len(text or "") for text in texts)


def _mentioned(content: str, allowed: Json) -> set[int]:
    found = {int(each) for each in _MENTION.findall(content)}
    if "users" in allowed.get("parse", []):
        return found
    return found & {int(each) for each in allowed.get("users", [])}


def _embed(sent: Json) -> Json:
    told = {name: value for name, value in sent.items() if value is not None} | {"type": "rich"}
    if "fields" in told:
        told["fields"] = [{"inline": False, **each} for each in told["fields"]]
    return told


def _component(sent: Json, numbers: count[int]) -> Json:
    """Discord numbers every part of a message, and says what was left open."""
    told: Json = {"id": next(numbers), **{k: v for k, v in sent.items() if v is not None}}
    if told["type"] == _ROW:
        told["components"] = [_component(each, numbers) for each in told["components"]]
    if told["type"] == _STRING_SELECT or told["type"] in _SELECTS:
        # Whether a choice is required is taken everywhere and told of forms alone.
        told.pop("required", None)
        told = {"min_values": 1, "max_values": 1} | told
    return told


def _attached(world: World, message: Message, wanted: list[Json], call: Call) -> list[Json]:
    """The attachments that were there and are named stay; files are named by their place."""
    standing = {each["id"]: each for each in message.attachments}
    stay = [standing[str(each["id"])] for each in wanted if str(each["id"]) in standing]
    told_of: dict[int, Any] = {
        int(each["id"]): each for each in wanted if str(each["id"]) not in standing
    }
    for place, file in enumerate(call.files):
        number = world.time.next_id()
        url = f"https://cdn.example/attachments/{message.channel_id}/{number}/{file.name}"
        told: Json = {"id": str(number), "filename": file.name, "size": len(file.content)}
        told |= {"url": url, "proxy_url": url}
        description = told_of.get(place, {}).get("description")
        stay.append(told | ({"description": description} if description else {}))
    return stay
