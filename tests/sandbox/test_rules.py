"""The stream's rules over real HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api

RULES = "/2/tweets/search/stream/rules"


async def change(api: Api, body: Any, **parameters: str) -> tuple[int, dict[str, Any]]:
    return await api.ask("POST", RULES, parameters, body)


async def test_rules_are_added_listed_and_counted(api: Api) -> None:
    assert (await api.get(RULES))[1]["meta"]["result_count"] == 0
    status, body = await change(api, {"add": [{"value": "#a", "tag": "A"}, {"value": "#b"}]})
    assert status == 201
    assert body["meta"]["summary"] == {"created": 2, "not_created": 0, "valid": 2, "invalid": 0}
    assert [(rule["value"], rule.get("tag")) for rule in body["data"]] == [
        ("#a", "A"),
        ("#b", None),
    ]
    _, listed = await api.get(RULES)
    assert listed["data"] == body["data"]
    assert listed["meta"] == {"sent": "2026-01-08T09:00:00.000Z", "result_count": 2}
    _, one = await api.get(RULES, ids=body["data"][1]["id"])
    assert one["data"] == body["data"][1:]
    _, counts = await api.get(f"{RULES}/counts")
    assert counts["data"]["project_rules_count"] == "2"
    assert counts["data"]["cap_per_project"] == "1000"


async def test_a_rule_exists_once_and_must_be_readable(api: Api) -> None:
    _, first = await change(api, {"add": [{"value": "#a"}]})
    body: dict[str, Any]
    status, body = await change(
        api, {"add": [{"value": "#a"}, {"value": "#a OR"}, {"value": "#" + "b" * 1024}]}
    )
    assert status == 200
    assert body["meta"]["summary"] == {"created": 0, "not_created": 3, "valid": 0, "invalid": 3}
    duplicate, unreadable, long = body["errors"]
    assert duplicate["title"] == "DuplicateRule"
    assert duplicate["id"] == first["data"][0]["id"]
    assert unreadable["type"].endswith("/invalid-rules")
    assert unreadable["value"] == "#a OR"
    assert "1024" in long["details"][0]
    status, _ = await change(api, {"add": [{"value": "#" + "b" * 1023}, {"value": "#a"}]})
    assert status == 201


async def test_there_is_room_for_a_thousand(api: Api) -> None:
    _, body = await change(api, {"add": [{"value": f"#rule{n}"} for n in range(1001)]})
    assert body["meta"]["summary"]["created"] == 1000
    assert body["errors"][0]["type"].endswith("/rule-cap")


@pytest.mark.parametrize("by", ["ids", "values"])
async def test_rules_are_deleted_by_id_or_value(by: str, api: Api) -> None:
    _, added = await change(api, {"add": [{"value": "#a"}, {"value": "#b"}]})
    named = added["data"][0]["id" if by == "ids" else "value"]
    status, body = await change(api, {"delete": {by: [named, "404"]}})
    assert status == 200
    assert body["meta"]["summary"] == {"deleted": 1, "not_deleted": 1}
    assert body["errors"][0]["value"] == "404"
    assert [rule["value"] for rule in (await api.get(RULES))[1]["data"]] == ["#b"]


async def test_all_rules_are_deleted_at_once(api: Api) -> None:
    await api.add_rules("#a", "#b")
    _, body = await change(api, None, delete_all="true")
    assert body["meta"]["summary"]["deleted"] == 2
    assert "data" not in (await api.get(RULES))[1]


async def test_a_dry_run_changes_nothing(api: Api) -> None:
    await api.add_rules("#a")
    status, body = await change(api, {"add": [{"value": "#b"}]}, dry_run="true")
    assert (status, body["meta"]["summary"]["valid"]) == (201, 1)
    await change(api, {"delete": {"values": ["#a"]}}, dry_run="true")
    await change(api, None, dry_run="true", delete_all="true")
    assert [rule["value"] for rule in (await api.get(RULES))[1]["data"]] == ["#a"]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"add": []},
        {"add": [{"tag": "a"}]},
        {"add": [{"value": 3}]},
        {"add": [{"value": "#a", "tag": 3}]},
        {"add": ["#a"]},
        {"delete": {}},
        {"delete": {"ids": []}},
        {"delete": {"ids": [1]}},
        {"delete": {"ids": ["1"], "values": ["#a"]}},
        {"add": [{"value": "#a"}], "delete": {"ids": ["1"]}},
        {"replace": []},
    ],
)
async def test_a_change_is_one_of_the_two_x_knows(body: Any, api: Api) -> None:
    status, answer = await change(api, body)
    assert (status, answer["title"]) == (400, "Invalid Request")
