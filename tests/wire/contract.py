"""Discord's own description of its API, to hold calls and their answers against."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

SPEC = Path(__file__).parents[3] / "shared" / "specs" / "discord-openapi.json"
Json = dict[str, Any]

# What discord.py sends always, and the description leaves out of edits and commands.
LEFT_OUT = {"tts", "nsfw"}
LEFT_OUT_OF_EMBEDS = {"flags"}


@cache
def description() -> Json:
    loaded: Json = json.loads(SPEC.read_text(encoding="utf-8"))
    parts = loaded["components"]["schemas"]
    # The prose and Discord itself have words for the errors of a field, the description numbers.
    word = {"type": "object", "properties": {"code": {"type": "string"}, "message": {}}}
    parts["InnerErrors"]["properties"]["_errors"]["items"] = word | {"required": ["code"]}
    extended = {
        each["$ref"].rsplit("/", 1)[-1]
        for schema in parts.values()
        for each in schema.get("allOf", [])
        if "$ref" in each
    }
    for name, schema in parts.items():
        parts[name] = schema if name in extended else _closed(schema)
    return loaded


def _closed(found: Any) -> Any:
    """Nothing but what is described; where one description extends another, that cannot be said."""
    if isinstance(found, list):
        return [_closed(each) for each in found]
    if not isinstance(found, dict) or "allOf" in found:
        return found
    closed = {name: _closed(value) for name, value in found.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed


@cache
def _validator(pointer: tuple[str, ...]) -> Draft202012Validator:
    found: Any = description()
    for part in pointer:
        found = found[part]
        if "$ref" in found:
            found = _referred(found["$ref"])
    schema = found["content"]["application/json"]["schema"]
    whole = {**schema, "components": description()["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def _referred(reference: str) -> Any:
    found: Any = description()
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def check(call: Json) -> None:
    """Raise AssertionError for a call of the log that Discord does not describe, or an answer."""
    route, method = call["route"], call["method"].lower()
    operation = description()["paths"][route][method]
    offered = description()["paths"][route].get("parameters", []) + operation.get("parameters", [])
    assert set(call["query"]) <= {each["name"] for each in offered}, f"{route}: {call['query']}"
    if call["body"] is not None:
        _hold(("paths", route, method, "requestBody"), _described(call["body"]))
    else:
        assert not operation.get("requestBody", {}).get("required"), f"{route} needs a body"
    if call["status"] is not None:
        _check_answer(route, method, call)


def _described(body: Any) -> Any:
    if isinstance(body, list):
        return [_described(each) for each in body]
    sent = _without(LEFT_OUT, body)
    if sent.get("embeds"):
        sent["embeds"] = [_without(LEFT_OUT_OF_EMBEDS, each) for each in sent["embeds"]]
    # By Discord's prose, ids may be sent as numbers too.
    sent = _with_texts({"recipient_id"}, sent)
    if sent.get("attachments"):
        sent["attachments"] = [_with_texts({"id"}, each) for each in sent["attachments"]]
    if sent.get("message_reference"):
        names = {"message_id", "channel_id", "guild_id"}
        sent["message_reference"] = _with_texts(names, sent["message_reference"])
    if sent.get("allowed_mentions", {}).get("users"):
        users = [str(each) for each in sent["allowed_mentions"]["users"]]
        sent["allowed_mentions"] = sent["allowed_mentions"] | {"users": users}
    if "data" in sent:
        sent["data"] = _described(sent["data"])
    return sent


def _without(names: set[str], found: Json) -> Json:
    return {name: value for name, value in found.items() if name not in names}


def _with_texts(names: set[str], found: Json) -> Json:
    return {name: str(value) if name in names else value for name, value in found.items()}


def _check_answer(route: str, method: str, call: Json) -> None:
    described = description()["paths"][route][method]["responses"]
    status = str(call["status"])
    key = status if status in described else f"{status[0]}XX"
    assert key in described, f"{route} never answers {status}"
    if call["answer"] is None:
        assert "content" not in described[key], f"{route} answers something"
        return
    _hold(("paths", route, method, "responses", key), call["answer"])


def _hold(pointer: tuple[str, ...], found: Any) -> None:
    errors = list(_validator(pointer).iter_errors(found))
    told = "\n".join(f"{each.json_path}: {each.message[:400]}" for each in errors[:3])
    assert not errors, f"{' '.join(pointer[1:])}\n{told}"
