"""The figures of momentum against a count of their own, over X's raw pages.

The count knows JSON, calendars and arithmetic, and nothing of the product. Of that it takes one
thing as given: which posts were judged to be advertisements and copies.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.domain.events import Event
from bot.domain.momentum import Momentum
from bot.domain.posts import Batch, normalise_hashtag
from bot.sandbox.story import STORY
from bot.services.history import keep
from bot.x.archive import read_archive
from tests.end_to_end.archives import real_archives
from tests.end_to_end.story import story_archive
from tests.sampled import sampled
from tests.services.world import World, draft

DAY = timedelta(days=1)
# All nine agree, which takes a minute; the smaller ones do every time.
ARCHIVES = [each for each in real_archives() if each.path.stat().st_size < 150_000]


@dataclass(frozen=True)
class Raw:
    """A post as its page has it."""

    id: str
    author: str
    at: datetime
    answers: bool


@dataclass(frozen=True)
class Case:
    """Pages of X, and the tweetup they are about."""

    path: Path
    hashtag: str
    zone: ZoneInfo
    announced: datetime
    starts: datetime
    ends: datetime


def read(path: Path) -> list[Raw]:
    """Everything in the pages that is no repost, once."""
    body = path.read_bytes()
    lines = (gzip.decompress(body) if path.suffix == ".gz" else body).splitlines()
    pages: list[dict[str, Any]] = [json.loads(line) for line in lines]
    included = [p for page in pages for p in page.get("includes", {}).get("tweets", [])]
    authors = {p["id"]: p.get("author_id") for p in included}
    posts = {p["id"]: p for page in pages for p in page.get("data", [])}
    authors |= {post_id: p["author_id"] for post_id, p in posts.items()}
    found = []
    for post in posts.values():
        refers = {each["type"]: each["id"] for each in post.get("referenced_tweets", [])}
        if "retweeted" in refers:
            continue
        parent = refers.get("replied_to")
        to = post.get("in_reply_to_user_id") or authors.get(parent)
        at = datetime.fromisoformat(post["created_at"])
        first = min(post.get("edit_history_tweet_ids", [post["id"]]), key=int)
        answers = parent is not None and to != post["author_id"]
        found.append(Raw(first, post["author_id"], at, answers))
    return found


def counted(posts: list[Raw], noise: set[str], case: Case) -> dict[date, dict[str, int]]:
    """Each day's figures, without days on which nothing was."""
    day = {post.id: post.at.astimezone(case.zone).date() for post in posts}
    talk = [post for post in posts if post.id not in noise]
    first: dict[str, date] = {}
    for post in sorted(talk, key=lambda post: post.at):
        first.setdefault(post.author, day[post.id])
    figures: dict[date, dict[str, int]] = {}
    for on in sorted(set(day.values())):
        here = [post for post in talk if day[post.id] == on]
        people = {post.author for post in here}
        figures[on] = {
            "posts": len(here),
            "adverts": sum(day[post.id] == on for post in posts) - len(here),
            "people": len(people),
            "first_time": sum(first[person] == on for person in people),
            "replies": sum(post.answers for post in here),
        }
    return figures


async def measured(world: World, case: Case) -> tuple[Momentum, set[str]]:
    """What the product tells a day after the tweetup, and what it took for noise."""
    services = world.services()
    event: Event = await services.events.create(
        draft(
            hashtag=case.hashtag,
            created_at=case.announced,
            starts_at=case.starts,
            ends_at=case.ends,
            zone=case.zone.key,
        )
    )
    archive = read_archive(case.path)
    told = tuple(archive.context.values()), tuple(archive.authors.values())
    tag = normalise_hashtag(case.hashtag)
    await keep(world.database, Batch("archive", archive.posts, *told, hashtag=tag), event.id)
    world.clock.move_to(case.ends + DAY)
    found = (await services.momentums.shown(event)).momentum
    judged = sa.text("SELECT post_id FROM verdicts WHERE kind != 'conversation'")
    async with world.database.read() as conn:
        return found, {str(post_id) for post_id in await conn.scalars(judged)}


def require_equal(found: Momentum, noise: set[str], case: Case) -> None:
    posts = read(case.path)
    figures = counted(posts, noise, case)
    since = case.announced.astimezone(case.zone).date()
    until = (case.ends + DAY).astimezone(case.zone).date()
    expected = {on: each for on, each in figures.items() if since <= on <= until}
    told = {day.on: asdict(day) for day in found.days}
    assert [day.on for day in found.days] == [
        since + n * DAY for n in range((until - since).days + 1)
    ]
    for day in told.values():
        day.pop("on")
    assert {on: day for on, day in told.items() if any(day.values())} == expected

    talk = [post for post in posts if post.id not in noise]
    for span in filter(None, (found.latest, found.before)):
        days = [each for on, each in expected.items() if span.first <= on <= span.last]
        within = {p.author for p in talk if _within(p, span.first, span.last, case.zone)}
        assert (span.last - span.first).days == 6
        assert span.people == len(within)
        for what in ("posts", "adverts", "first_time", "replies"):
            assert getattr(span, what) == sum(day[what] for day in days)

    early = [post for post in talk if post.at < case.starts]
    hours = Counter(post.at.astimezone(case.zone).hour for post in early)
    days_on = {post.at.astimezone(case.zone).date() for post in early}
    if len(early) < 30 or len({post.author for post in early}) < 5 or len(days_on) < 3:
        assert found.hour is None
    else:
        most = max(hours.values())
        assert found.hour is not None
        assert (found.hour.posts, found.hour.of) == (most, len(early))
        assert found.hour.hour == min(hour for hour, n in hours.items() if n == most)


def _within(post: Raw, first: date, last: date, zone: ZoneInfo) -> bool:
    return first <= post.at.astimezone(zone).date() <= last


@pytest.mark.skipif(not ARCHIVES, reason="the archives are not beside this checkout")
@pytest.mark.parametrize("archive", sampled(ARCHIVES, every=4), ids=lambda each: each.hashtag)
async def test_of_archives_the_figures_are_what_a_plain_count_finds(
    world: World, archive: Any
) -> None:
    def at(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), archive.zone).astimezone(UTC)

    announced = at(archive.start, 12) - 20 * DAY
    case = Case(
        *(archive.path, archive.hashtag, archive.zone),
        *(announced, at(archive.start, 9), at(archive.end, 18)),
    )
    found, noise = await measured(world, case)
    assert sum(day.posts for day in found.days) > 50
    require_equal(found, noise, case)


async def test_of_the_demos_story_too(world: World, tmp_path: Path) -> None:
    path = await story_archive(tmp_path)
    case = Case(
        *(path, STORY.hashtag, ZoneInfo(STORY.zone), STORY.begins, STORY.starts, STORY.ends)
    )
    found, noise = await measured(world, case)
    assert (len(found.days), len(noise) > 10) == (16, True)
    assert found.before is not None
    require_equal(found, noise, case)
