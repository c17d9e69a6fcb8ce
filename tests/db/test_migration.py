from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import DatabaseTooNew
from db import migration
from db.engine import Database
from db.schema import (
    account_links,
    attendance_confirmations,
    deliveries,
    members,
    metadata,
    reminders,
)
from tests.sampled import sampled

# Revisions stay as they were released; what they do to rows is the same on PostgreSQL, where
# `tests/test_upkeep.py` goes down them all, and up again.
ON_SQLITE_FIRST = pytest.mark.parametrize(
    "database_url", sampled(["sqlite", "postgres"], every=2), indirect=True
)


def _newest(connection: sa.Connection) -> str | None:
    scripts = ScriptDirectory.from_config(migration.configuration(connection))
    return scripts.get_current_head()


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


async def test_an_empty_database_gets_every_table(empty_url: str) -> None:
    database = Database(empty_url)
    await database.migrate()
    async with database.read() as conn:
        assert await conn.run_sync(_tables) == {*metadata.tables, "alembic_version"}
    await database.close()


async def test_the_revisions_lead_to_the_schema(database: Database) -> None:
    def differences(connection: sa.Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with database.read() as conn:
        found = await conn.run_sync(differences)
    assert found == [], "the schema differs; see the last revisions for the type of ids and times"


async def test_names_of_constraints_and_sqlite_counters_are_those_of_the_schema(
    sqlite_url: str, empty_sqlite_url: str
) -> None:
    """On SQLite Alembic compares neither; the tables' own text tells them."""

    def described(connection: sa.Connection) -> dict[str, dict[str, object]]:
        inspector = sa.inspect(connection)
        found: dict[str, dict[str, object]] = {}
        for table in metadata.tables:
            text = connection.scalar(
                sa.text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table}
            )
            found[table] = {
                "key": inspector.get_pk_constraint(table),
                "references": inspector.get_foreign_keys(table),
                "unique": inspector.get_unique_constraints(table),
                "counter": "AUTOINCREMENT" in str(text),
            }
            for kind in ("references", "unique"):
                found[table][kind] = sorted(map(str, found[table][kind]))  # type: ignore[call-overload]
        return found

    migrated, created = Database(sqlite_url), Database(empty_sqlite_url)
    async with created.begin() as conn:
        await conn.run_sync(metadata.create_all)
        wanted = await conn.run_sync(described)
    async with migrated.read() as conn:
        assert await conn.run_sync(described) == wanted
    await migrated.close()
    await created.close()


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await database.migrate()
    async with database.read() as conn:
        assert await conn.scalar(sa.text("SELECT count(*) FROM alembic_version")) == 1


async def test_two_processes_may_start_at_once(empty_url: str) -> None:
    databases = [Database(empty_url), Database(empty_url)]
    await asyncio.gather(*(database.migrate() for database in databases))
    async with databases[0].read() as conn:
        assert await conn.run_sync(_tables) == {*metadata.tables, "alembic_version"}
    for database in databases:
        await database.close()


async def test_a_process_waits_for_another_that_begins_on_the_same_new_file(
    empty_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(empty_sqlite_url)
    other = sqlite3.connect(database.file or "", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def end(statement: str) -> None:
        if statement == "BEGIN IMMEDIATE" and other.in_transaction:
            other.execute("ROLLBACK")

    def connect(*given: Any, **options: Any) -> sqlite3.Connection:
        connection = sqlite3.Connection(*given, **options)
        connection.set_trace_callback(end)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect)
    await database.reach()
    await database.close()
    other.close()


async def test_a_database_of_a_later_version_is_refused_and_left_alone(database: Database) -> None:
    async with database.begin() as conn:
        await conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew) as refusal:
        await database.migrate()
    assert refusal.value.key == "database.too_new"
    async with database.read() as conn:
        assert refusal.value.params == {"found": "9999", "known": await conn.run_sync(_newest)}
        assert await conn.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"


async def test_a_migration_that_fails_leaves_nothing_half_made(empty_url: str) -> None:
    database = Database(empty_url)
    async with database.begin() as conn:
        await conn.execute(sa.text("CREATE TABLE rsvps (id INTEGER)"))
    with pytest.raises(sa.exc.DBAPIError):
        await database.migrate()
    async with database.read() as conn:
        assert await conn.run_sync(_tables) == {"rsvps"}
    await database.close()


@ON_SQLITE_FIRST
async def test_the_first_revision_can_be_undone(database: Database) -> None:
    def down(connection: sa.Connection) -> None:
        command.downgrade(migration.configuration(connection), "base")

    async with database.begin() as conn:
        await conn.run_sync(down)
    async with database.read() as conn:
        assert await conn.run_sync(_tables) == {"alembic_version"}


@ON_SQLITE_FIRST
async def test_what_members_chose_for_reminders_outlives_the_choice_between_three(
    database: Database,
) -> None:
    def to(revision: str) -> Callable[[sa.Connection], None]:
        run = command.downgrade if revision == "0005_talk" else command.upgrade
        return lambda connection: run(migration.configuration(connection), revision)

    event = (
        "INSERT INTO events (id, guild_id, channel_id, organiser_id, name, hashtag, starts_at,"
        " ends_at, zone, place, state, created_at) VALUES (1, 1, 1, 1, '', '', '2027-01-01',"
        " '2027-01-01', 'UTC', '', 'planned', '2027-01-01')"
    )
    reminder = "INSERT INTO reminders VALUES (1, 'week', '2027-01-01', 'planned')"
    waiting = (
        "INSERT INTO deliveries (guild_id, kind, about, wanted, version, state, attempts, asked_at)"
        """ VALUES (1, 'reminder', '{"kind": "week"}', true, 1, 'waiting', 0, '2027-01-01')"""
    )
    chose = "INSERT INTO members VALUES (1, 1, NULL, true), (1, 2, NULL, false), (1, 3, true, NULL)"
    async with database.begin() as conn:
        await conn.run_sync(to("0005_talk"))
        for statement in (event, reminder, waiting, chose):
            await conn.exec_driver_sql(statement)
        await conn.run_sync(to("head"))
    async with database.begin() as conn:
        found = await conn.execute(sa.select(members).order_by(members.c.member_id))
        assert [row.remind_where for row in found] == ["dm", "none", None]
        assert await conn.scalar(sa.select(reminders.c.offset)) == "7d"
        assert await conn.scalar(sa.select(deliveries.c.about)) == {"offset": "7d"}
        await conn.run_sync(to("0005_talk"))
    async with database.read() as conn:
        back = await conn.execute(sa.text("SELECT * FROM members ORDER BY member_id"))
        assert [row.direct_reminders for row in back] == [True, False, None]
        assert await conn.scalar(sa.text("SELECT kind FROM reminders")) == "week"


@ON_SQLITE_FIRST
async def test_a_confirmation_outlives_the_two_that_were_where_it_still_holds(
    database: Database,
) -> None:
    def to(revision: str) -> Callable[[sa.Connection], None]:
        run = command.downgrade if revision == "0012_door" else command.upgrade
        return lambda connection: run(migration.configuration(connection), revision)

    event = (
        "INSERT INTO events (id, guild_id, channel_id, organiser_id, name, hashtag, starts_at,"
        " ends_at, zone, place, state, created_at, revision, moved_revision) VALUES (1, 1, 1, 1,"
        " '', '', '2027-01-01', '2027-01-01', 'UTC', '', 'planned', '2027-01-01', 3, 2)"
    )
    rsvp = (
        "INSERT INTO rsvps (event_id, member_id, status, turn, changed_at, confirmed_revision)"
        " VALUES (1, 1, 'going', 1, '2026-12-01', 2), (1, 2, 'going', 2, '2026-12-01', 1),"
        " (1, 3, 'declined', 3, '2026-12-01', 2), (1, 4, 'going', 4, '2026-12-03', 2)"
    )
    members = ", ".join(f"(1, {member}, '2026-12-02')" for member in (1, 2, 3, 4))
    async with database.begin() as conn:
        await conn.run_sync(to("0012_door"))
        for statement in (event, rsvp, f"INSERT INTO attendance_confirmations VALUES {members}"):
            await conn.exec_driver_sql(statement)
        await conn.run_sync(to("head"))
    async with database.begin() as conn:
        query = sa.select(attendance_confirmations.c.member_id)
        assert list(await conn.scalars(query)) == [1]
        assert await conn.scalar(sa.text("SELECT count(*) FROM rsvps")) == 4
        await conn.run_sync(to("0012_door"))
    async with database.read() as conn:
        assert await conn.scalar(sa.text("SELECT count(*) FROM rsvps")) == 4
        assert await conn.scalar(sa.text("SELECT moved_revision FROM events")) == 0


@ON_SQLITE_FIRST
async def test_links_that_were_proved_stay_so_and_old_claims_are_not_told_of(
    database: Database,
) -> None:
    def to(revision: str) -> Callable[[sa.Connection], None]:
        run = command.downgrade if revision == "0015_introductions" else command.upgrade
        return lambda connection: run(migration.configuration(connection), revision)

    links = (
        "INSERT INTO account_links (guild_id, member_id, handle, code, expires_at, person_id,"
        " proved_at) VALUES (1, 1, 'a', 'a', '2020-01-01', 5, '2020-01-01'),"
        " (1, 2, 'b', 'b', '2020-01-01', NULL, NULL), (1, 3, 'c', 'c', '2199-01-01', NULL, NULL)"
    )
    async with database.begin() as conn:
        await conn.run_sync(to("0015_introductions"))
        await conn.exec_driver_sql(links)
        await conn.run_sync(to("0016_link"))
    async with database.begin() as conn:
        links_now = sa.select(account_links.c.how, account_links.c.told_expired)
        found = await conn.execute(links_now.order_by(account_links.c.member_id))
        assert [(row.how, row.told_expired) for row in found] == [
            *(("post", True), (None, True), (None, False))
        ]
        await conn.run_sync(to("0015_introductions"))
    async with database.read() as conn:
        assert await conn.scalar(sa.text("SELECT count(*) FROM account_links")) == 3


async def test_the_revisions_are_found_from_any_directory(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database(empty_sqlite_url)
    await database.migrate()
    await database.close()
