"""The benchmark measures what it says, on a handful of posts."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from bot.services.suite import build
from db.engine import Database
from tests.bench.ingest import TABLES, Limit, batches, take
from tests.bench.moments import percentile, post_to_message, rsvp_storm
from tests.bench.pages import pages
from tests.databases import sqlite_template, sqlite_url
from tests.services.world import FakeDiscord, HandClock, draft

__all__ = ["sqlite_template", "sqlite_url"]
POSTS = 700


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    conn = sqlite3.connect(file)
    found = {
        table: conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES
    }
    conn.close()
    return found


async def test_next_to_nothing_leaves_the_same_rows_as_the_bot(
    sqlite_url: str, tmp_path: Path
) -> None:
    given = list(pages(POSTS))
    assert sum(len(json.loads(page)["data"]) for page in given) == POSTS
    database = Database(sqlite_url)
    services = build(database, HandClock(), FakeDiscord())
    await services.events.create(draft())
    for part in batches(given):
        await take(services, part)
    await database.close()
    own, bare = Path(sqlite_url.partition("///")[2]), tmp_path / "bare.db"
    Limit.of(own, given).insert(bare, given)
    stored = rows(own)
    assert len(stored["posts"]) == len(stored["feed"]) == POSTS
    assert stored["interactions"]
    assert stored["verdicts"]
    assert rows(bare) == stored


async def test_every_post_and_every_tap_is_timed(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    polls = list(pages(30, 10))
    said = [post for page in polls for post in json.loads(page)["data"]]
    took = await post_to_message(database, polls)
    assert len(took) == sum(not post["text"].startswith("RT @") for post in said)
    assert min(took) > 0
    storm = await rsvp_storm(database, 20)
    assert len(storm) == 20
    await database.close()


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([5, 1, 2, 4, 3], 50) == 3
    assert percentile(range(1, 101), 99) == 99
