"""`tweetup replay`: the same services over an archive, on a simulated clock.

Time moves from one thing that happens to the next: a window of posts, a reminder, a round of
introductions. What a window brings is stored before the clock moves on, so a replay that was
killed goes on where it stopped and ends where an undisturbed one ends.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import logs
from bot.domain.deliveries import DeliveryKind
from bot.domain.event_days import EventDays
from bot.domain.events import Event, EventDraft
from bot.domain.interactions import Interaction
from bot.domain.introductions import MadeIntroduction
from bot.domain.members import AccountLink
from bot.domain.posts import Author, normalise_hashtag
from bot.domain.rsvp import Rsvp
from bot.domain.when import zone_named
from bot.errors import UserError
from bot.recording import Recording
from bot.services.suite import Services, build
from bot.x.archive import Archive, read_archive
from bot.x.replaying import ArchiveSource
from db import (
    account_links,
    deliveries,
    events,
    feed,
    filters,
    interactions,
    introductions,
    members,
    people,
    rsvps,
)
from db.engine import Database
from db.filters import FilterSettings

# How often a bot that follows a quiet hashtag polls it.
WINDOW = timedelta(minutes=15)
# An archive may reach far beyond the event, and is looked at as a whole.
FOR_GOOD = timedelta(days=36_500)
# There is no Discord in a replay; every place in it has a number of its own.
GUILD, CHANNEL, ORGANISER = 1, 2, 3
OPENS = time(9)
NO_MESSAGES: frozenset[DeliveryKind] = frozenset({"scheduled_event", "introduction_thread"})


class ReplayClock:
    """A clock that stands still until it is moved, and never goes back."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move_to(self, now: datetime) -> None:
        self._now = max(now, self._now)

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing sleeps in a replay")


def main(
    file: Path,
    hashtag: str,
    start: date,
    end: date,
    tz: str,
    db_url: str | None,
    as_json: bool,
) -> int:
    """Replay an archive and tell how the database stands afterwards.

    Without `db_url` everything is kept in a temporary directory and dropped at the end.

    Raises UserError for an archive or options that cannot be used.
    """
    logs.setup("warning", "console", [])
    tag = normalise_hashtag(hashtag)
    if tag is None:
        raise UserError("event.hashtag", found=hashtag)
    if end < start:
        raise UserError("replay.days", first=start, last=end)
    days = EventDays(start, end, zone_named(tz))
    archive = read_archive(file)
    with TemporaryDirectory() as scratch:
        url = db_url or f"sqlite+aiosqlite:///{scratch}/replay.db"
        state = asyncio.run(_replay(archive, tag, days, url))
    _print(state, as_json=as_json)
    return 0


async def _replay(archive: Archive, tag: str, days: EventDays, url: str) -> dict[str, Any]:
    database = Database(url)
    try:
        await database.migrate()
        async with database.read() as conn:
            known = await events.of_guild(conn, GUILD)
        # A recording left behind by a database that is gone would pass for this one's.
        with Recording(_recording_path(url), anew=not known) as recording:
            clock = ReplayClock(min(archive.posts[0].created_at, days.opens_at(OPENS)))
            services = build(database, clock, recording, kept=FOR_GOOD)
            event = await _event(database, services, archive, tag, days)
            await _play(services, clock, archive, event)
        async with database.read() as conn:
            return await _state(conn, event)
    finally:
        await database.close()


async def _play(services: Services, clock: ReplayClock, archive: Archive, event: Event) -> None:
    # Another file, or other event days, are another replay.
    ids = ",".join(str(post.id) for post in archive.posts)
    name = f"replay:{event.id}:{sha256(ids.encode()).hexdigest()[:16]}"
    cursor = await services.ingest.cursor(name)
    source = ArchiveSource(archive, event.hashtag, WINDOW, name=name, cursor=cursor)
    clock.move_to(source.done_until)
    await services.deliver.recover()
    await services.deliver.drain()
    due = await services.timetable.next_due()
    async for batch in source.batches():
        due = await _until(services, clock, source.time_of(batch), due)
        await services.ingest.take(batch)
        await services.deliver.drain()
    await _until(services, clock, max(clock.now(), event.ends_at), due)


async def _until(
    services: Services, clock: ReplayClock, at: datetime, due: datetime | None
) -> datetime | None:
    """Move the clock on to `at`, stopping wherever something is `due`; gives what is due next."""
    while due is not None and due <= at:
        clock.move_to(due)
        await services.timetable.run_due()
        await services.deliver.drain()
        due = await services.timetable.next_due()
    clock.move_to(at)
    return due


async def _event(
    database: Database, services: Services, archive: Archive, tag: str, days: EventDays
) -> Event:
    """The event to replay, found again or made now, with everybody who will be there."""
    draft = _draft(archive, tag, days)
    wanted = (draft.hashtag, draft.starts_at, draft.ends_at)
    async with database.read() as conn:
        known = await events.of_guild(conn, GUILD)
    made = [e for e in known if (e.hashtag, e.starts_at, e.ends_at) == wanted]
    event = made[0] if made else await services.events.create(draft)
    attendees = sorted({post.author_id for post in archive.posts if post in days})
    async with database.begin() as conn:
        # Every post counts in a replay: nothing is kept out.
        await filters.save(conn, event.id, FilterSettings(dict.fromkeys(filters.NOISE, "show")))
        if not await rsvps.of_event(conn, event.id):
            await _invite(conn, event, attendees, archive)
    return event


def _draft(archive: Archive, tag: str, days: EventDays) -> EventDraft:
    return EventDraft(
        guild_id=GUILD,
        channel_id=CHANNEL,
        organiser_id=ORGANISER,
        name=f"#{tag}",
        hashtag=tag,
        starts_at=days.opens_at(OPENS),
        ends_at=days.end_at,
        zone=days.zone.key,
        place=days.zone.key,
        capacity=None,
        created_at=min(archive.posts[0].created_at, days.opens_at(OPENS)),
    )


async def _invite(
    conn: AsyncConnection, event: Event, attendees: Sequence[int], archive: Archive
) -> None:
    """Take attendees as linked, going and agreeing; a member has the id of their X account."""
    at = event.created_at
    # As their proof would have told who they are; X may tell nothing but an id.
    known = [archive.authors.get(each) or Author(each, str(each), str(each)) for each in attendees]
    await people.save(conn, known)
    going = [Rsvp(person_id, "going", turn) for turn, person_id in enumerate(attendees, start=1)]
    await rsvps.save(conn, event.id, going, at)
    await members.set_consents(conn, GUILD, *attendees, introductions=True)
    links = [
        AccountLink(
            GUILD,
            member_id=author.id,
            handle=author.handle,
            code=f"replay-{author.id}",
            expires_at=at,
            person_id=author.id,
            proved_at=at,
            how="post",
        )
        for author in known
    ]
    await account_links.save(conn, *links)


async def _state(conn: AsyncConnection, event: Event) -> dict[str, Any]:
    """How the database stands, as the command tells it."""
    in_feed = await feed.counts(conn, event.id)
    sent = await deliveries.count_sent(conn, event.id)
    made = await introductions.of_event(conn, event.id)
    known = await people.get_many(conn, {each.person_id for m in made for each in m.members})
    shown = await interactions.of_posts(conn, {post_id for m in made for post_id in m.evidence})
    return {
        "posts": sum(in_feed.values()),
        "mirrored": in_feed.get("mirrored", 0),
        "reposts": in_feed.get("repost", 0),
        "messages": sum(n for kind, n in sent.items() if kind not in NO_MESSAGES),
        "people": await feed.count_authors(conn, event.id),
        "attendees": (await rsvps.tally(conn, event.id)).get("going", 0),
        "introductions": [
            {
                "a": known[one].handle,
                "b": known[other].handle,
                "kind": m.kind,
                "evidence": [str(post_id) for post_id in m.evidence if post_id in between],
            }
            for m in made
            for one, other, between in _ties_of(m, shown)
        ],
        "reminders": sent.get("reminder", 0),
    }


def _ties_of(
    made: MadeIntroduction, shown: Sequence[Interaction]
) -> Iterator[tuple[int, int, set[int]]]:
    """The pairs an introduction shows posts between: with a third who joined there are several."""
    for pair in combinations((each.person_id for each in made.members), 2):
        between = {each.post_id for each in shown if {each.author_id, each.other_id} == {*pair}}
        if between:
            yield (*pair, between)


def _recording_path(url: str) -> Path:
    """Where announcements are kept: beside the SQLite file, or named after the database."""
    database = make_url(url).database or "replay"
    return Path(f"{database}.announcements.jsonl")


def _print(state: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(state, ensure_ascii=False) + "\n")
        return
    console = Console(highlight=False)
    for key, value in state.items():
        console.print(f"{key:>14}  {len(value) if isinstance(value, list) else value}")
    for made in state["introductions"]:
        console.print(f"  @{made['a']} and @{made['b']}: {', '.join(made['evidence'])}")
