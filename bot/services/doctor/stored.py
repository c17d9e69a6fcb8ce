"""Whether the database can be read, is whole, and of this program's version."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.findings import Finding, found
from bot.domain.leases import Lease, kind_of, workers
from bot.errors import UserError
from db import condition, leases
from db.engine import Database

# What somebody has to do as long as the bot is to work.
_NEEDED = {"work", "stream", "cluster"}


async def stored(database: Database) -> list[Finding]:
    """Reads all of an SQLite file."""
    try:
        async with database.look() as conn:
            have, newest, known = await condition.revisions(conn)
            damage = await condition.damage(conn)
            wal = await condition.has_wal(conn)
            standing = await leases.all_of_them(conn) if have == newest else []
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
    return findings + list(_at_work(standing))


def _at_work(standing: list[Lease]) -> Iterator[Finding]:
    """Which processes work with it, where they are several or one is not heard of any more."""
    by_token = {each.token: each for each in standing}
    names = sorted(by_token[token].holder for token in workers(standing))
    if len(names) > 1:
        yield found("database.processes", n=len(names), names=", ".join(names))
    # What else has ended may be nobody's: a hashtag that is followed no more.
    over = [each for each in standing if not each.stands and kind_of(each.name) in _NEEDED]
    if over:
        silent = ", ".join(sorted({each.holder for each in over}))
        seconds = max(round(-(each.seconds or 0)) for each in over)
        yield found("database.overdue", names=silent, seconds=seconds)
