"""The filtered stream's rules: GET, POST and counts under /2/tweets/search/stream/rules."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.sandbox.x_api.call import Call, answer
from bot.sandbox.x_api.model import Post, snowflake
from bot.sandbox.x_api.operators import STREAM, QueryError
from bot.sandbox.x_api.problems import PROBLEMS, invalid
from bot.sandbox.x_api.queries import Query
from bot.sandbox.x_api.render import timestamp
from bot.sandbox.x_api.text import JSON

RULE_LENGTH = 1_024
MOST_RULES = 1_000
_APP = "29876543"


@dataclass(frozen=True, slots=True)
class Rule:
    id: int
    value: str
    tag: str | None
    query: Query

    def as_json(self) -> JSON:
        return {"value": self.value, **self.as_match()}

    def as_match(self) -> JSON:
        """How a post on the stream names a rule that it matched."""
        return {"id": str(self.id)} | ({"tag": self.tag} if self.tag is not None else {})


class RuleBook:
    def __init__(self) -> None:
        self._rules: dict[int, Rule] = {}
        self._last_id = 0

    def __len__(self) -> int:
        return len(self._rules)

    def matching(self, post: Post) -> list[Rule]:
        return [rule for rule in self._rules.values() if rule.query.matches(post)]

    async def read(self, call: Call) -> web.StreamResponse:
        call.allow("ids")
        wanted = call.ids("ids") if "ids" in call.parameters else list(self._rules)
        rules = [self._rules[each].as_json() for each in wanted if each in self._rules]
        body: JSON = {"data": rules} if rules else {}
        return answer(body | {"meta": {"sent": timestamp(call.now), "result_count": len(rules)}})

    async def change(self, call: Call) -> web.StreamResponse:
        """Add or delete rules, whichever the body says; `delete_all` needs no body."""
        call.allow("dry_run", "delete_all")
        dry_run = call.parameters.get("dry_run") == "true"
        if call.parameters.get("delete_all") == "true":
            return self._delete(call, list(self._rules), missing=[], dry_run=dry_run)
        body = await _body(call)
        if "add" in body:
            return self._add(call, body["add"], dry_run=dry_run)
        ids, missing = self._named(body["delete"])
        return self._delete(call, ids, missing=missing, dry_run=dry_run)

    async def count(self, call: Call) -> web.StreamResponse:
        call.allow("rules_count.fields")
        return answer(
            {
                "data": {
                    "cap_per_client_app": str(MOST_RULES),
                    "cap_per_project": str(MOST_RULES),
                    "project_rules_count": str(len(self)),
                    "client_app_rules_count": {"client_app_id": _APP, "rule_count": len(self)},
                }
            }
        )

    def _add(self, call: Call, wanted: list[JSON], *, dry_run: bool) -> web.Response:
        added: list[Rule] = []
        errors: list[JSON] = []
        known = {rule.value: rule for rule in self._rules.values()}
        for each in wanted:
            value = each["value"]
            if value in known:
                errors.append(_duplicate(known[value]))
            elif len(self) + len(added) >= MOST_RULES:
                errors.append(_refused(value, "rule-cap", "RulesCapExceeded", "Too many rules"))
            else:
                try:
                    rule = Rule(self._new_id(call.now), value, each.get("tag"), _read(value))
                except QueryError as error:
                    errors.append(
                        _refused(value, "invalid-rules", "UnprocessableEntity", str(error))
                    )
                else:
                    added.append(rule)
                    known[value] = rule
        if not dry_run:
            self._rules |= {rule.id: rule for rule in added}
        summary = {
            "created": len(added),
            "not_created": len(errors),
            "valid": len(added),
            "invalid": len(errors),
        }
        data = {"data": [rule.as_json() for rule in added]} if added else {}
        # X answers 201 where it made a rule, 200 where it did not
        return _changed(call, data, summary, errors, status=201 if added else 200)

    def _delete(
        self, call: Call, ids: list[int], *, missing: list[str], dry_run: bool
    ) -> web.Response:
        if not dry_run:
            for each in ids:
                del self._rules[each]
        errors = [
            _refused(value, "invalid-request", "Invalid Request", "Rule does not exist")
            for value in missing
        ]
        return _changed(call, {}, {"deleted": len(ids), "not_deleted": len(errors)}, errors)

    def _named(self, wanted: dict[str, list[str]]) -> tuple[list[int], list[str]]:
        """The ids of the rules to delete, and what names none."""
        by_name = (
            {str(each): each for each in self._rules}
            if "ids" in wanted
            else {rule.value: rule.id for rule in self._rules.values()}
        )
        names = dict.fromkeys(wanted["ids"] if "ids" in wanted else wanted["values"])
        found = [by_name[name] for name in names if name in by_name]
        return found, [name for name in names if name not in by_name]

    def _new_id(self, now: datetime) -> int:
        self._last_id = max(self._last_id + 1, snowflake(now.astimezone(UTC)))
        return self._last_id


def _read(value: str) -> Query:
    if len(value) > RULE_LENGTH:
        raise QueryError(f"Rules must be at most {RULE_LENGTH} characters long")
    return Query(value, STREAM)


async def _body(call: Call) -> dict[str, Any]:
    """The request's body, once it is known to be one of the two that X takes."""
    try:
        body = json.loads(await call.request.text())
    except ValueError:
        body = None
    if not isinstance(body, dict) or len(body) != 1:
        raise _bad_body()
    add, delete = body.get("add"), body.get("delete")
    if isinstance(add, list) and add and all(_is_rule(each) for each in add):
        return body
    if isinstance(delete, dict) and len(delete) == 1 and _is_named(delete):
        return body
    raise _bad_body()


def _is_rule(each: object) -> bool:
    return (
        isinstance(each, dict)
        and isinstance(each.get("value"), str)
        and isinstance(each.get("tag", ""), str)
    )


def _is_named(delete: dict[str, object]) -> bool:
    names = delete.get("ids", delete.get("values"))
    return isinstance(names, list) and bool(names) and all(isinstance(n, str) for n in names)


def _bad_body() -> Exception:
    return invalid("body", [], "Exactly one of `add` and `delete` must be given, and not be empty")


def _changed(
    call: Call, data: JSON, summary: JSON, errors: list[JSON], status: int = 200
) -> web.Response:
    meta = {"sent": timestamp(call.now), "summary": summary}
    return answer(data | {"meta": meta} | ({"errors": errors} if errors else {}), status)


def _duplicate(rule: Rule) -> JSON:
    return {
        "value": rule.value,
        "id": str(rule.id),
        "title": "DuplicateRule",
        "type": f"{PROBLEMS}duplicate-rules",
    }


def _refused(value: str, slug: str, title: str, detail: str) -> JSON:
    return {"value": value, "details": [detail], "title": title, "type": f"{PROBLEMS}{slug}"}
