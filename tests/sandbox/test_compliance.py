"""Batch compliance over real HTTP: which stored posts and users may not be kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.x_api import Post, World

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock, People

JOBS = "/2/compliance/jobs"


async def run(api: Api, kind: str, *ids: int) -> list[dict[str, Any]]:
    """Upload ids and wait for what became of them."""
    _, created = await api.ask("POST", JOBS, {}, {"type": kind, "name": "a sweep"})
    job = created["data"]
    assert (job["status"], job["name"]) == ("created", "a sweep")
    body = "\n".join(map(str, ids))
    async with api.session.put(job["upload_url"], data=body) as response:
        assert response.status == 200
    async with api.session.get(job["download_url"]) as response:
        assert response.status == 404  # still at work
    statuses = [(await api.get(f"{JOBS}/{job['id']}"))[1]["data"]["status"] for _ in range(2)]
    assert statuses == ["in_progress", "complete"]
    async with api.session.get(job["download_url"]) as response:
        assert response.status == 200
        return [json.loads(line) for line in (await response.text()).splitlines()]


async def test_names_the_posts_that_something_happened_to(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    gone, hidden, silenced = (
        world.post(each, "x", at=clock()) for each in (people.amara, people.bo, people.cleo)
    )
    clock.advance(hours=3)
    world.delete(gone)
    world.protect(people.bo)
    world.suspend(people.cleo)
    found = await run(api, "tweets", hello.id, gone.id, hidden.id, silenced.id, 404)
    assert {each["id"]: each["reason"] for each in found} == {
        str(gone.id): "deleted",
        str(hidden.id): "protected",
        str(silenced.id): "suspended",
    }
    assert found[0] == {
        "id": str(gone.id),
        "action": "delete",
        "created_at": "2026-01-08T09:00:00.000Z",
        "redacted_at": "2026-01-08T12:00:00.000Z",
        "reason": "deleted",
    }


async def test_names_the_users_that_something_happened_to(
    api: Api, world: World, people: People
) -> None:
    world.suspend(people.bo)
    found = await run(api, "users", people.amara.id, people.bo.id, 404)
    assert [(each["id"], each["reason"]) for each in found] == [(str(people.bo.id), "suspended")]


async def test_a_job_expires(api: Api, clock: Clock) -> None:
    _, created = await api.ask("POST", JOBS, {}, {"type": "tweets"})
    job = created["data"]
    assert "name" not in job
    async with api.session.get(job["download_url"]) as response:
        assert response.status == 404
    clock.advance(minutes=15)
    assert (await api.get(f"{JOBS}/{job['id']}"))[1]["data"]["status"] == "expired"
    async with api.session.put(job["upload_url"], data="1") as response:
        assert response.status == 403


async def test_a_result_expires(api: Api, clock: Clock) -> None:
    await run(api, "tweets", 404)
    job = api.sandbox.requests[0]
    assert job.path == JOBS
    clock.advance(days=7)
    path = next(seen.path for seen in api.sandbox.requests if "upload" in seen.path)
    assert (await api.get(f"{JOBS}/{path.split('/')[2]}"))[1]["data"]["status"] == "expired"


@pytest.mark.parametrize("body", [None, [], {}, {"type": "posts"}])
async def test_refuses_an_impossible_job(body: Any, api: Api) -> None:
    assert (await api.ask("POST", JOBS, {}, body))[0] == 400


async def test_an_unknown_job_is_not_found(api: Api) -> None:
    assert (await api.get(f"{JOBS}/404"))[0] == 404


async def test_takes_ids_alone(api: Api) -> None:
    _, created = await api.ask("POST", JOBS, {}, {"type": "tweets"})
    async with api.session.put(created["data"]["upload_url"], data="1\nabc") as response:
        assert response.status == 400
