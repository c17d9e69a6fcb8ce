"""Batch compliance: which of the posts or users one has stored may not be kept any longer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from aiohttp import web

from bot.sandbox.x_api.call import Call, answer
from bot.sandbox.x_api.model import snowflake
from bot.sandbox.x_api.problems import ApiError, invalid, plain
from bot.sandbox.x_api.render import timestamp
from bot.sandbox.x_api.text import JSON
from bot.sandbox.x_api.world import World

_UPLOAD_LASTS = timedelta(minutes=15)
_DOWNLOAD_LASTS = timedelta(days=7)


@dataclass
class _Job:
    id: int
    kind: Literal["tweets", "users"]
    name: str | None
    created_at: datetime
    uploaded: list[int] | None = None
    has_been_seen_working: bool = False

    def status(self, now: datetime) -> str:
        if self.uploaded is None:
            return "created" if now < self.created_at + _UPLOAD_LASTS else "expired"
        if now >= self.created_at + _DOWNLOAD_LASTS:
            return "expired"
        return "complete" if self.has_been_seen_working else "in_progress"


class Compliance:
    """Jobs. A job works from the upload of its ids until it has been looked at once."""

    def __init__(self, world: World, origin: Callable[[], str]) -> None:
        """`origin` gives this server's own address, where ids go and results come from."""
        self._world = world
        self._origin = origin
        self._jobs: dict[int, _Job] = {}

    async def create(self, call: Call) -> web.StreamResponse:
        call.allow()
        try:
            wanted = json.loads(await call.request.text())
            kind, name = wanted["type"], wanted.get("name")
        except (ValueError, TypeError, KeyError, AttributeError):
            kind = name = None
        if kind not in ("tweets", "users"):
            raise invalid("type", [str(kind)], "`type` is one of [tweets,users]")
        job = _Job(snowflake(call.now, len(self._jobs)), kind, name, call.now)
        self._jobs[job.id] = job
        return answer({"data": self._as_json(job, call.now)})

    async def read(self, call: Call) -> web.StreamResponse:
        call.allow()
        job = self._find(call)
        shown = self._as_json(job, call.now)
        if job.uploaded is not None:
            job.has_been_seen_working = True
        return answer({"data": shown})

    async def upload(self, call: Call) -> web.StreamResponse:
        """Take the ids of a job, one a line."""
        job = self._find(call)
        if job.status(call.now) != "created":
            raise ApiError(403, plain(403, "Forbidden", "The upload is closed"))
        lines = (await call.request.text()).split()
        if not all(line.isdecimal() for line in lines):
            raise ApiError(400, plain(400, "Bad Request", "One id a line"))
        job.uploaded = [int(line) for line in lines]
        return web.Response()

    async def download(self, call: Call) -> web.StreamResponse:
        """One JSON object a line for each id that something happened to."""
        job = self._find(call)
        if job.uploaded is None or job.status(call.now) != "complete":
            raise ApiError(404, plain(404, "Not Found", "There is nothing to download"))
        found = self._posts(job.uploaded) if job.kind == "tweets" else self._users(job.uploaded)
        lines = "".join(json.dumps(each) + "\n" for each in found)
        return web.Response(text=lines, content_type="application/x-ndjson")

    def _find(self, call: Call) -> _Job:
        job = self._jobs.get(call.path_id())
        if job is None:
            raise ApiError(404, plain(404, "Not Found", "There is no such compliance job"))
        return job

    def _posts(self, ids: Iterable[int]) -> Iterator[JSON]:
        for post_id in ids:
            post = self._world.find(post_id)
            if post is None:
                continue
            events = (
                ("deleted", post.deleted_at),
                ("suspended", post.author.suspended_at),
                ("protected", post.author.protected_at),
            )
            yield from _event(post_id, post.created_at, events)

    def _users(self, ids: Iterable[int]) -> Iterator[JSON]:
        for user_id in ids:
            user = self._world.user(user_id)
            if user is not None:
                events = (("suspended", user.suspended_at), ("protected", user.protected_at))
                yield from _event(user_id, user.created_at, events)

    def _as_json(self, job: _Job, now: datetime) -> JSON:
        shown = {
            "id": str(job.id),
            "type": job.kind,
            "created_at": timestamp(job.created_at),
            "upload_url": f"{self._origin()}/compliance/{job.id}/upload",
            "upload_expires_at": timestamp(job.created_at + _UPLOAD_LASTS),
            "download_url": f"{self._origin()}/compliance/{job.id}/download",
            "download_expires_at": timestamp(job.created_at + _DOWNLOAD_LASTS),
            "status": job.status(now),
        }
        return shown | ({"name": job.name} if job.name else {})


def _event(
    resource_id: int, created_at: datetime, events: Iterable[tuple[str, datetime | None]]
) -> Iterator[JSON]:
    """What happened first in the order of `events`; nothing where nothing did."""
    for reason, happened_at in events:
        if happened_at is not None:
            yield {
                "id": str(resource_id),
                "action": "delete",
                "created_at": timestamp(created_at),
                "redacted_at": timestamp(happened_at),
                "reason": reason,
            }
            return
