"""What is gone from X goes here as well: from the channel, the database and what rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.gone import ACCOUNT_REASONS, Gone, GoneReason
from bot.domain.introductions import MadeIntroduction
from bot.ports import Clock
from bot.services.deliver import Deliver
from bot.services.filing import held_key
from bot.services.introduction_placing import bring_up_to_date, take_words_away
from bot.services.network_loading import redraw
from bot.services.starters import forget_posts
from bot.services.withdraw import take_out, tied_by, unname_people, withdraw
from db import (
    audit,
    deliveries,
    events,
    feed,
    filed,
    filters,
    interactions,
    introductions,
    people,
    posts,
    removals,
)
from db.engine import Database

log = structlog.get_logger(__name__)


class Removal:
    """Removes in one transaction; the messages follow, for their deliveries are re-armed in it."""

    def __init__(self, database: Database, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._deliver = deliver

    async def remove(self, gone: Gone) -> None:
        """Remove those of these posts and people that are kept. Doing it again changes nothing.

        With a person go all their posts, and with a post its reposts. A protected account still
        shows its name, so the person stays and only their posts go.
        """
        now = self._clock.now()
        async with self._database.begin() as conn:
            lost, doomed = await _what_goes(conn, gone)
            if not lost and not doomed:
                return
            hidden = {person for person, reason in lost.items() if reason == "protected"}
            authors = set((await posts.authors_of(conn, doomed)).values())
            messages = await _from_messages(conn, set(doomed), now)
            await forget_posts(conn, doomed.keys(), now)
            await removals.note(conn, doomed, now)
            await posts.remove(conn, doomed)
            await people.protect(conn, hidden)
            await people.remove(conn, lost.keys() - hidden)
            await filters.forget_people(conn, lost.keys() - hidden)
            await interactions.forget_towards(conn, lost.keys() - hidden)
            rested = await _from_introductions(
                conn, authors | lost.keys(), set(doomed), lost.keys() - hidden, now
            )
            await redraw(conn, now)
            for what, how_many in _counted(doomed, lost).items():
                await audit.note(conn, now, what, how_many)
        log.info(
            "removed",
            why=sorted({*doomed.values(), *lost.values()}),
            posts=len(doomed),
            people=len(lost),
            messages=messages,
            introductions=rested,
        )
        self._deliver.wake()


async def _what_goes(
    conn: AsyncConnection, gone: Gone
) -> tuple[dict[int, GoneReason], dict[int, GoneReason]]:
    """The people and the posts that are kept and are to go, each with the reason."""
    # X names whichever version it looked at; posts are kept by their first.
    firsts = await posts.first_versions(conn, gone.posts)
    named = {firsts.get(post_id, post_id): reason for post_id, reason in gone.posts.items()}
    authors = await posts.authors_of(conn, named)
    told = dict(gone.people)
    for post_id, author_id in authors.items():
        if named[post_id] in ACCOUNT_REASONS:
            told.setdefault(author_id, named[post_id])
    known = await people.get_many(conn, told)
    by_them = await posts.by_authors(conn, told)
    doomed = {post_id: named[post_id] for post_id in authors}
    doomed |= {post_id: told[author_id] for post_id, author_id in by_them.items()}
    reposts = await posts.reposts_of(conn, doomed)
    doomed = {repost_id: doomed[of] for repost_id, of in reposts.items()} | doomed
    lost = {
        person_id: told[person_id]
        for person_id, person in known.items()
        if told[person_id] != "protected" or not person.protected
    }
    return lost, doomed


async def _from_messages(conn: AsyncConnection, doomed: set[int], now: datetime) -> int:
    """Have messages taken away that mirror nothing else, and others say less."""
    showing = await feed.deliveries_of(conn, doomed)
    for delivery_id, theirs in showing.items():
        if {post.id for post in await feed.posts_of(conn, delivery_id)} <= doomed:
            await deliveries.take_away(conn, delivery_id, theirs, now)
    referring = await posts.referring_to(conn, doomed)
    # What answers or quotes a post may show some of it, or lead to its message.
    around = await feed.deliveries_of(conn, referring - doomed)
    await deliveries.touch(conn, showing.keys() | around.keys(), now)
    for event_id, states in (await filed.states_of(conn, doomed)).items():
        for post_id in states:
            await deliveries.rearm(conn, held_key(event_id, post_id), now, wanted=False)
    return len(showing)


async def _from_introductions(
    conn: AsyncConnection,
    whose: Collection[int],
    doomed: set[int],
    lost: Collection[int],
    now: datetime,
) -> int:
    """Let introductions rest on what is left, and take back those that rest on nothing."""
    changed = 0
    for made in await introductions.of_people(conn, whose):
        left = [post_id for post_id in made.evidence if post_id not in doomed]
        bereft = any(member.person_id in lost for member in made.members)
        if len(left) == len(made.evidence) and not bereft:
            continue
        changed += 1
        await introductions.rest_on(conn, made.id, left)
        if made.state != "made":
            continue
        await _settle(conn, replace(made, evidence=tuple(left)), lost, now)
    await unname_people(conn, lost, now)
    return changed


async def _settle(
    conn: AsyncConnection, made: MadeIntroduction, lost: Collection[int], now: datetime
) -> None:
    """Let an introduction go on with those whom what is left still ties to another of them."""
    tied = await tied_by(conn, made) - set(lost)
    out = [each for each in made.members if each.person_id not in tied]
    event = await events.get(conn, made.event_id)
    if not out:
        await bring_up_to_date(conn, made, now)
    elif len(made.members) - len(out) > 1 and event is not None and not event.is_over(now):
        await take_out(conn, made, out[0].member_id, now)
    else:
        await _take_back(conn, made, now)


async def _take_back(conn: AsyncConnection, made: MadeIntroduction, now: datetime) -> None:
    """After the event the thread holds what the two said to each other, and stays."""
    event = await events.get(conn, made.event_id)
    if event is None or event.ends_at > now:
        await withdraw(conn, made, now)
    else:
        await introductions.withdraw(conn, made.id)
        await take_words_away(conn, made, now)


def _counted(doomed: Mapping[int, GoneReason], lost: Mapping[int, GoneReason]) -> Counter[str]:
    return Counter(f"post.{reason}" for reason in doomed.values()) + Counter(
        f"person.{reason}" for reason in lost.values()
    )
