"""Asking X what is gone: by batch compliance jobs, and by look-ups.

    begin -> bring the ids -> X is at work -> fetch the result

https://docs.x.com, "Batch compliance". No price is listed for jobs. They name what was deleted,
protected or suspended, not what is withheld: that only a look-up shows.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from typing import TypeVar

import structlog
from msgspec import ValidationError

from bot.domain.gone import Gone, GoneReason, Kept
from bot.errors import NoAnswer, SourceStopped
from bot.ports import Clock, JobNotes
from bot.x.backoff import Backoff
from bot.x.client import PAGE_SIZE, XClient
from bot.x.problems import RateLimited, Refused, XUnavailable
from bot.x.wire import WireJob, WireVerdict, read

log = structlog.get_logger(__name__)

# How long to wait for a job, or for X to come back; a job left over is taken up for as long.
PATIENCE = timedelta(hours=1)
_LOOK_AGAIN = timedelta(seconds=30)
_CONFLICT = 409
_OVER = {"failed", "expired"}
# Only a place was taken out of the post, and we keep none.
_PLACE_ONLY = "scrub_geo"
_REASONS: dict[str, GoneReason] = {
    "deleted": "deleted",
    "deactivated": "deactivated",
    "suspended": "suspended",
    "protected": "protected",
    "bounced": "bounced",
}

_Result = TypeVar("_Result", Gone, bool)


class Compliance:
    """The port Inspector, on an open client."""

    def __init__(self, client: XClient, notes: JobNotes, clock: Clock) -> None:
        self._client = client
        self._notes = notes
        self._clock = clock

    async def by_job(self, kind: Kept, ids: Collection[int]) -> Gone:
        """Goes on with the job that is noted, if it is young: a restart loses nothing."""
        if not ids:
            return Gone()
        run = _Run(self._client, self._notes, self._clock, kind, ids)
        try:
            return await self._patiently(run.step)
        except SourceStopped as stopped:
            raise NoAnswer(stopped.key) from stopped

    async def by_look_up(self, kind: Kept, ids: Collection[int]) -> None:
        ask = self._client.check_posts if kind == "post" else self._client.users
        ordered = sorted(ids)
        for at in range(0, len(ordered), PAGE_SIZE):
            part = ordered[at : at + PAGE_SIZE]

            async def step(part: list[int] = part) -> bool:
                await ask(part)
                return True

            await self._patiently(step)

    async def _patiently(self, step: Callable[[], Awaitable[_Result | None]]) -> _Result:
        """Take a step again and again until it gives a result.

        Raises NoAnswer when X refuses or patience ends, and SourceStopped.
        """
        backoff, give_up_at = Backoff(), self._clock.now() + PATIENCE
        while self._clock.now() < give_up_at:
            wait = _LOOK_AGAIN.total_seconds()
            try:
                result = await step()
            except (RateLimited, XUnavailable) as error:
                wait = max(wait, backoff.after(error, self._clock.now()))
                log.warning("check put off", reason=repr(error), again_in_seconds=wait)
            except Refused as refusal:
                raise NoAnswer(str(refusal)) from refusal
            else:
                if result is not None:
                    return result
            await self._clock.sleep(wait)
        raise NoAnswer("no patience left")


class _Run:
    """One job, from its beginning to its result."""

    def __init__(
        self, client: XClient, notes: JobNotes, clock: Clock, kind: Kept, ids: Collection[int]
    ) -> None:
        self._client = client
        self._notes = notes
        self._clock = clock
        self._kind: Kept = kind
        self._ids = ids
        self._job_id: int | None = None
        self._brought = False

    async def step(self) -> Gone | None:
        """See how the job stands and do what is next; gives its result once there is one."""
        if self._job_id is None:
            job = await self._under_way()
            self._job_id = job.id
        else:
            job = await self._client.job(self._job_id)
        if job.status == "complete":
            return _gone(self._kind, await self._client.transfer("GET", job.download_url))
        if job.status in _OVER:
            await self._notes.note_job(self._kind, None)
            raise NoAnswer(f"the job {job.status}")
        if job.status == "created" and not self._brought:
            listed = "\n".join(map(str, sorted(self._ids)))
            await self._client.transfer("PUT", job.upload_url, listed)
            self._brought = True
        return None

    async def _under_way(self) -> WireJob:
        """The job that was begun before, if it can still be used, or else a new one."""
        noted = await self._notes.job(self._kind)
        if noted is not None:
            job = await self._known(noted)
            young = job is not None and self._clock.now() - job.created_at < PATIENCE
            if job is not None and young and job.status not in _OVER:
                return job
        job = await self._begin()
        await self._notes.note_job(self._kind, job.id)
        return job

    async def _known(self, job_id: int) -> WireJob | None:
        try:
            return await self._client.job(job_id)
        except Refused:
            return None

    async def _begin(self) -> WireJob:
        try:
            return await self._client.begin_job(self._kind)
        except Refused as refusal:
            # X is at work on another one, begun by somebody else or just before a crash.
            if refusal.status == _CONFLICT:
                raise XUnavailable(refusal.detail, network=False) from refusal
            raise


def _gone(kind: Kept, result: str) -> Gone:
    """One JSON object a line, for each id that something happened to."""
    found: dict[int, GoneReason] = {}
    try:
        for line in filter(str.strip, result.splitlines()):
            verdict = read(json.loads(line), WireVerdict)
            if verdict.reason != _PLACE_ONLY:
                # Whatever X calls it in future: only what is to be deleted is listed.
                found[verdict.id] = _REASONS.get(verdict.reason or "", "deleted")
    except (ValueError, ValidationError) as error:
        raise XUnavailable("the result of a job is cut", network=False) from error
    return Gone(posts=found) if kind == "post" else Gone(people=found)
