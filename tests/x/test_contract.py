"""What we ask is what X's own description of its API allows, in the vocabulary it belongs to."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator

from bot.sandbox.x_api import XSandbox
from bot.x.client import XClient
from bot.x.fields import POST_FIELDS
from bot.x.stream import StreamSource
from tests.clock import ManualClock
from tests.x.conftest import Bill, Notebook, Story, client_of, eventually, taking

SPECS = Path(__file__).parents[3] / "shared" / "specs"
FILES = {"tweet": "x-openapi-2.166-legacy-names.json", "post": "x-openapi.json"}
Names = Literal["tweet", "post"]

pytestmark = pytest.mark.skipif(
    not SPECS.is_dir(), reason="X's own description of its API is not at hand"
)


@cache
def spec(names: Names) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SPECS / FILES[names]).read_text())
    return found


def allowed(names: Names, path: str) -> dict[str, dict[str, Any]]:
    """The query parameters that a GET of `path` may have, by name."""
    components = spec(names)["components"]["parameters"]
    listed = spec(names)["paths"][path]["get"]["parameters"]
    parameters = [
        components[item["$ref"].rsplit("/", 1)[-1]] if "$ref" in item else item for item in listed
    ]
    return {item["name"]: item for item in parameters if item["in"] == "query"}


def validate(names: Names, path: str, sent: dict[str, str]) -> None:
    parameters = allowed(names, path)
    for name, text in sent.items():
        assert name in parameters, f"{path} knows no {name}"
        schema = parameters[name]["schema"]
        components = {"components": spec(names)["components"]}
        value: Any = text
        if schema.get("type") == "array":
            value = text.split(",")
        elif schema.get("type") == "integer":
            value = int(text)
        Draft202012Validator({**schema, **components}).validate(value)
    for name, parameter in parameters.items():
        assert name in sent or not parameter.get("required"), f"{path} needs {name}"


@pytest.mark.parametrize("names", ["tweet", "post"])
async def test_requests(
    sandbox: XSandbox, bill: Bill, story: Story, clock: ManualClock, names: Names
) -> None:
    said = story.say_many(15, first_ago=timedelta(hours=1))
    async with client_of(sandbox, bill, field_names=names) as client:
        first = await client.search(
            "#HRTweetupLDN", start_time=clock.now() - timedelta(days=1), limit=10
        )
        await client.search(
            "#HRTweetupLDN", since_id=said[0], next_token=first.next_token, limit=10
        )
        await client.posts(said)
        await client.users([story.bo.id, story.cleo.id])
        await client.user_by_handle("BoPayroll")
        await client.usage()
        day_ago = clock.now() - timedelta(days=1)
        await client.count(
            "#HRTweetupLDN", start_time=day_ago, end_time=clock.now() - timedelta(minutes=1)
        )
        await client.search(
            "#HRTweetupLDN", start_time=day_ago, end_time=clock.now() - timedelta(minutes=1)
        )
        await client.profile(story.bo.id)
        story.say_many(6, first_ago=timedelta(hours=1))
        page = await client.timeline(story.bo.id, start_time=day_ago, limit=5)
        await client.timeline(story.bo.id, start_time=day_ago, next_token=page.next_token)
    paths = [
        "/2/tweets/search/recent",
        "/2/tweets/search/recent",
        "/2/tweets",
        "/2/users",
        "/2/users/by/username/{username}",
        "/2/usage/tweets",
        "/2/tweets/counts/recent",
        "/2/tweets/search/recent",
        "/2/users",
        "/2/users/{id}/tweets",
        "/2/users/{id}/tweets",
    ]
    assert len(sandbox.requests) == len(paths)
    for path, request in zip(paths, sandbox.requests, strict=True):
        validate(names, path, dict(request.parameters))


@pytest.mark.parametrize("names", ["tweet", "post"])
async def test_the_stream_speaks_the_old_vocabulary_in_either_description(
    sandbox: XSandbox, bill: Bill, notebook: Notebook, clock: ManualClock, names: Names
) -> None:
    async with (
        client_of(sandbox, bill, field_names=names) as client,
        taking(StreamSource(client, notebook, clock), notebook),
    ):
        await eventually(sandbox.stream.connected.is_set)
    (sent,) = [seen for seen in sandbox.requests if seen.path == "/2/tweets/search/stream"]
    validate("tweet", sent.path, dict(sent.parameters))
    validate("post", sent.path, dict(sent.parameters))
    assert dict(sent.parameters) == dict(POST_FIELDS["tweet"])


@pytest.mark.parametrize("names", ["tweet", "post"])
async def test_rule_changes(
    sandbox: XSandbox,
    client: XClient,
    notebook: Notebook,
    clock: ManualClock,
    names: Names,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bodies: list[Any] = []
    request = client._tweepy.request

    async def seen(*arguments: Any, json: Any = None, **options: Any) -> Any:
        bodies.extend([json] if json else [])
        return await request(*arguments, json=json, **options)

    monkeypatch.setattr(client._tweepy, "request", seen)
    async with taking(StreamSource(client, notebook, clock), notebook):
        await eventually(sandbox.stream.connected.is_set)
    await client.delete_rules([rule.id for rule in await client.rules()])
    assert [list(body) for body in bodies] == [["add"], ["delete"]]
    schemas = spec(names)["components"]["schemas"]
    name = "UpdateRulesRequest" if names == "post" else "AddOrDeleteRulesRequest"
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    for body in bodies:
        Draft202012Validator(schema).validate(body)
