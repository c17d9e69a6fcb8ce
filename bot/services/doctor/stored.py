"""Whether the database can be read, is whole, and of this program's version."""

from __future__ import annotations

from bot.domain.findings import Finding, found
from bot.errors import UserError
from db import condition
from db.engine import Database


async def stored(database: Database) -> list[Finding]:
    """Reads all of an SQLite file."""
    try:
        async with database.look() as conn:
            have, newest, known = await condition.revisions(conn)
            damage = await condition.damage(conn)
            wal = await condition.has_wal(conn)
    except UserError as error:
        return [found("database.unusable", why=error)]
    if not known:
        return [found("database.too_new", found=have, known=newest)]
    if damage is not None:
        return [found("database.damaged", detail=damage)]
    findings = []
    if not have:
        findings.append(found("database.none"))
    elif have != newest:
        findings.append(found("database.behind", found=have, known=newest))
    else:
        findings.append(found("database.fine", revision=have))
    if not wal and have:
        findings.append(found("database.no_wal"))
    return findings
