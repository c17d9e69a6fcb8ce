"""Storing posts: by the bot, by next to nothing, and by what people use for it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.posts import Batch
from bot.services.suite import Services
from bot.x.answers import page_from, validated
from bot.x.gathering import gathered
from bot.x.wire import WirePage
from tests.bench.pages import HASHTAG

# A backlog is handed over in parts of five pages.
PAGES_IN_A_BATCH = 5
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")
# What a batch leaves in the database, in the order in which rows refer to each other; and by
# which column its rows are told from those of another batch.
TABLES = {
    "people": "id",
    "posts": "id",
    "versions": "post_id",
    "interactions": "post_id",
    "verdicts": "post_id",
    "feed": "post_id",
}

Rows = Sequence[tuple[Any, ...]]


def batches(given: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(given), PAGES_IN_A_BATCH):
        yield given[first : first + PAGES_IN_A_BATCH]


async def take(services: Services, pages: Sequence[str]) -> None:
    """One batch, from X's JSON to the outbox, as a poll of recent search hands it over."""
    read = (page_from(validated(WirePage, page)) for page in reversed(pages))
    found = gathered(read)
    posts = sorted(found.posts.values(), key=lambda post: post.id)
    batch: Batch = found.batch(f"search:{HASHTAG}", posts, cursor=str(posts[-1].id))
    await services.ingest.take(batch)


@dataclass(frozen=True)
class Limit:
    """Parses the same JSON and inserts the same rows, in the same batches, and does no more."""

    tables: Sequence[str]
    rows: Sequence[Mapping[str, Rows]]

    @classmethod
    def of(cls, database: Path, given: Sequence[str]) -> Limit:
        """From a database into which the bot has taken these pages."""
        conn = sqlite3.connect(database)
        made = "SELECT sql FROM sqlite_master WHERE tbl_name IN (SELECT value FROM json_each(?))"
        schema = [sql for (sql,) in conn.execute(made, [json.dumps([*TABLES])]) if sql]
        batch_of: dict[int, int] = {}
        for number, pages in enumerate(batches(given)):
            for page in map(json.loads, pages):
                told = (*page["data"], *page["includes"]["tweets"], *page["includes"]["users"])
                for thing in told:
                    batch_of.setdefault(int(thing["id"]), number)
        rows: list[defaultdict[str, list[tuple[Any, ...]]]] = [
            defaultdict(list) for _ in batches(given)
        ]
        for table, key in TABLES.items():
            found = conn.execute(f"SELECT * FROM {table} ORDER BY {key}")
            at = [name for name, *_ in found.description].index(key)
            for row in found:
                rows[batch_of[row[at]]][table].append(row)
        conn.close()
        return cls(schema, rows)

    def insert(self, database: Path, given: Sequence[str]) -> None:
        conn = sqlite3.connect(database, isolation_level=None)
        for pragma in PRAGMAS:
            conn.execute(f"PRAGMA {pragma}")
        conn.execute("PRAGMA foreign_keys=OFF")
        for sql in self.tables:
            conn.execute(sql)
        for pages, tables in zip(batches(given), self.rows, strict=True):
            for page in pages:
                json.loads(page)
            conn.execute("BEGIN IMMEDIATE")
            for table, rows in tables.items():
                values = ", ".join("?" * len(rows[0]))
                conn.executemany(f"INSERT INTO {table} VALUES ({values})", rows)
            conn.execute("COMMIT")
        conn.close()
