"""Of whatever tells of people, they can take away their own."""

from __future__ import annotations

from collections import Counter

from sqlalchemy.ext.asyncio import AsyncConnection

from db.columns import metadata
from db.personal import SECTIONS, Subject, count, rows
from tests.db.filling import SOMEBODY, columns_of_people, fill
from tests.db.rows import GUILD

WHO = Subject(GUILD, SOMEBODY, SOMEBODY)
# What is kept of people without being in their file, and why.
NOT_IN_THE_FILE = {
    "account_links.person_id": "goes with the member who claims the account",
    "account_links.seen_id": "goes with the member whose code it posted",
    "introduction_members.person_id": "goes with the member who is introduced",
    "interactions.other_id": "what others wrote is theirs",
}


async def test_every_column_that_tells_of_people_is_in_their_file_or_has_a_reason(
    conn: AsyncConnection,
) -> None:
    await fill(conn)
    found = {name: await rows(conn, name, WHO) for name in SECTIONS}
    expected = set(columns_of_people()) - NOT_IN_THE_FILE.keys()
    told = Counter(each.table.name for name, each in SECTIONS.items() for _ in found[name])
    missing = Counter(column.split(".")[0] for column in expected)
    missing.subtract(told)
    assert +missing == {}, "each column has a section in db/personal.py, or a reason above"
    assert -missing == {}, "told twice"
    assert {name: len(each) for name, each in found.items()} == {
        name: await count(conn, name, WHO) for name in SECTIONS
    }


def test_every_reason_is_of_a_column_that_is_there() -> None:
    assert NOT_IN_THE_FILE.keys() <= set(columns_of_people())
    assert {section.table.name for section in SECTIONS.values()} <= metadata.tables.keys()


async def test_nobody_elses_rows_are_in_the_file(conn: AsyncConnection) -> None:
    await fill(conn)
    others = (Subject(GUILD, SOMEBODY + 1, None), Subject(GUILD + 1, SOMEBODY, None))
    for who in others:
        assert {name: await rows(conn, name, who) for name in SECTIONS} == {
            name: [] for name in SECTIONS
        }


async def test_of_others_the_file_holds_no_id(conn: AsyncConnection) -> None:
    await fill(conn)
    for name in SECTIONS:
        for row in await rows(conn, name, WHO):
            own = {"organiser_id", "member_id", "one_id", "other_id"} & row.keys()
            assert not own or name.startswith("x_"), (name, own)
