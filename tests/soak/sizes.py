"""What takes the space in a SQLite database, table by table."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from db.engine import Database

# Indexes count towards their table. A page belongs to one of them alone.
_QUERY = """
SELECT of.tbl_name AS name, sum(stat.pgsize) AS bytes
FROM dbstat AS stat JOIN sqlite_schema AS of ON of.name = stat.name
WHERE stat.aggregate = 1 GROUP BY of.tbl_name ORDER BY bytes DESC
"""


class Size(NamedTuple):
    table: str
    rows: int
    kilobytes: int


async def sizes(database: Database) -> list[Size]:
    """The largest first."""
    async with database.read() as conn:
        found = [(row.name, row.bytes) for row in await conn.execute(sa.text(_QUERY))]
        return [
            Size(name, int(await conn.scalar(sa.text(f"SELECT count(*) FROM {name}"))), size // 1024)  # noqa: S608
            for name, size in found
            if not name.startswith("sqlite_")
        ]


def told(found: list[Size]) -> str:
    """In lines, those below a hundredth of all together in one."""
    whole = sum(each.kilobytes for each in found)
    large = [each for each in found if each.kilobytes * 100 >= whole]
    rest = whole - sum(each.kilobytes for each in large)
    lines = [f"  {each.table:<22}{each.rows:>9,} rows{each.kilobytes:>9,} kB" for each in large]
    return "\n".join([*lines, f"  {'all the others':<36}{rest:>9,} kB", f"  {'':<36}{whole:>9,} kB"])
