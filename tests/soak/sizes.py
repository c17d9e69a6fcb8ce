"""What takes the space in a SQLite database, table by table."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from db.engine import Database

# Indexes count towards their table. A page belongs to one of them alone.
_QUERY = """
SELECT of.tbl_name AS name, sum(stat.pgsize) AS bytes
FROM dbstat AS stat JOIN sqlite_schema AS of ON of.name = stat.name
WHERE stat.aggregate = 1 AND of.tbl_name NOT LIKE 'sqlite_%'
GROUP BY of.tbl_name ORDER BY bytes DESC
"""
# Below such a part of the whole.
_SMALL = 100


class Size(NamedTuple):
    table: str
    rows: int
    kilobytes: int


async def sizes(database: Database) -> list[Size]:
    """The largest first."""
    async with database.read() as conn:
        found = [(row.name, row.bytes) for row in await conn.execute(sa.text(_QUERY))]
        made = []
        for name, size in found:
            rows = await conn.scalar(sa.text(f"SELECT count(*) FROM {name}"))
            made.append(Size(name, int(rows or 0), size // 1024))
    return made


def told(found: list[Size]) -> str:
    """In lines; the small ones together in one."""
    whole = sum(each.kilobytes for each in found)
    large = [each for each in found if each.kilobytes * _SMALL >= whole]
    rest = Size("all the others", 0, whole - sum(each.kilobytes for each in large))
    shown = [*large, rest._replace(rows=sum(each.rows for each in found if each not in large))]
    lines = [f"  {each.table:<24}{each.rows:>9,} rows{each.kilobytes:>9,} kB" for each in shown]
    return "\n".join([*lines, f"  {'altogether':<38}{whole:>9,} kB"])
