"""Bringing the tables up to date with the program, by the revisions in `migrations`."""

from __future__ import annotations

import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseTooNew
from db.schema import metadata

log = structlog.get_logger(__name__)

# Any number will do, so long as every version of the program takes the same.
_LOCK = 0x7477_6565_7475_70


async def hold_lock(conn: AsyncConnection) -> None:
    """Let one process at a time migrate a PostgreSQL database, until the transaction ends."""
    await conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def heads(connection: sa.Connection) -> tuple[str, str, bool]:
    """The database's revision, the newest this program knows, and whether it knows the former.

    A database in which there is nothing yet has the revision "".
    """
    scripts = ScriptDirectory.from_config(configuration(connection))
    known = {revision.revision for revision in scripts.walk_revisions()}
    found = MigrationContext.configure(connection).get_current_heads()
    return ", ".join(found), scripts.get_current_head() or "", known.issuperset(found)


def upgrade(connection: sa.Connection) -> None:
    """Apply every revision the database lacks, in the transaction the caller has begun.

    Raises DatabaseTooNew when the database is at a revision this program does not know.
    """
    found, newest, known = heads(connection)
    if not known:
        raise DatabaseTooNew("database.too_new", found=found, known=newest)
    command.upgrade(configuration(connection), "head")
    if found != newest:
        log.info("database migrated", before=found or None, now=newest)


def create(connection: sa.Connection) -> None:
    """Make all tables in an empty database, as the revisions would, only quicker."""
    metadata.create_all(connection)
    command.stamp(configuration(connection), "head")


def configuration(connection: sa.Connection) -> Config:
    """Alembic's configuration for work on one connection; the scripts lie in this package."""
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
