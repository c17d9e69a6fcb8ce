"""Introductions of more than two, a ledger of pairs that outlives them, and more consents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_introductions"
down_revision = "0014_questions"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
_TIME = sa.DateTime(timezone=True)
_SIDES = ("one_id", "other_id", "one_member_id", "other_member_id")
_CONSENTS = {
    "drawn": sa.Boolean,
    "messaged": sa.Boolean,
    "introduced_where": sa.Text,
    "introduced_at_most": sa.Integer,
}


def upgrade() -> None:
    for name, kind in _CONSENTS.items():
        op.add_column("members", sa.Column(name, kind(), nullable=True))
    _alter_introductions()
    op.create_table(
        "introduction_members",
        sa.Column("introduction_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("joined", sa.Boolean, nullable=False),
        sa.Column("answer", sa.Text, nullable=True),
        sa.Column("met", sa.Boolean, nullable=True),
        sa.PrimaryKeyConstraint("introduction_id", "member_id", name="pk_introduction_members"),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name="fk_introduction_members_introduction_id",
            ondelete="CASCADE",
        ),
        comment="Who is introduced, as member and by X id; `joined` who came to a pair as a third."
        " `answer`: hello or declined; `met`: what they said of it afterwards.",
    )
    for column in ("member_id", "person_id"):
        name = f"ix_introduction_members_{column}"
        op.create_index(name, "introduction_members", [column])
    op.create_table(
        "introduced_pairs",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("one_id", _ID, nullable=False, autoincrement=False),
        sa.Column("other_id", _ID, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("opening", sa.Text, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "one_id", "other_id", name="pk_introduced_pairs"),
        comment="Members (the lower id first) who were introduced to each other, and must never be"
        " again. Outlives the introduction.",
    )
    op.execute(
        "INSERT INTO introduction_members (introduction_id, member_id, person_id, joined)"
        " SELECT id, one_member_id, one_id, false FROM introductions"
        " UNION ALL SELECT id, other_member_id, other_id, false FROM introductions"
    )
    op.execute(
        "INSERT INTO introduced_pairs (guild_id, one_id, other_id, kind, opening, made_at)"
        " SELECT guild_id,"
        " CASE WHEN one_member_id < other_member_id THEN one_member_id ELSE other_member_id END,"
        " CASE WHEN one_member_id < other_member_id THEN other_member_id ELSE one_member_id END,"
        " max(kind), max(opening), min(made_at) FROM introductions GROUP BY 1, 2, 3"
    )
    for column in (*_SIDES, "question"):
        op.drop_column("introductions", column)


def downgrade() -> None:
    for column in (*_SIDES, "question"):
        op.add_column("introductions", sa.Column(column, _ID, nullable=True))
    op.execute(
        "UPDATE introductions SET question = 0, one_member_id = (SELECT min(member_id)"
        " FROM introduction_members WHERE introduction_id = id), other_member_id ="
        " (SELECT max(member_id) FROM introduction_members WHERE introduction_id = id)"
    )
    op.execute(
        "UPDATE introductions SET one_id = (SELECT person_id FROM introduction_members"
        " WHERE introduction_id = id AND member_id = one_member_id), other_id ="
        " (SELECT person_id FROM introduction_members"
        " WHERE introduction_id = id AND member_id = other_member_id)"
    )
    op.execute("DELETE FROM introductions WHERE one_id IS NULL OR one_id = other_id")
    for table in ("introduced_pairs", "introduction_members"):
        op.drop_table(table)
    with op.batch_alter_table(
        "introductions", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        for column in (*_SIDES, "question"):
            batch.alter_column(column, nullable=False)
        for column in ("shared", "opening"):
            batch.drop_column(column)
        batch.create_unique_constraint(
            "uq_introductions_guild_id_one_id_other_id", ["guild_id", "one_id", "other_id"]
        )
    for name in _CONSENTS:
        op.drop_column("members", name)


def _alter_introductions() -> None:
    op.add_column("introductions", sa.Column("shared", _JSON, nullable=True))
    op.add_column("introductions", sa.Column("opening", sa.Text, nullable=True))
    op.execute(
        "UPDATE introductions SET shared = '[]', opening = 'any.' || CAST(question + 1 AS TEXT)"
    )
    # Done before anything refers to the table: SQLite makes it anew.
    with op.batch_alter_table(
        "introductions", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        for column in ("shared", "opening"):
            batch.alter_column(column, nullable=False)
        batch.drop_constraint("uq_introductions_guild_id_one_id_other_id", type_="unique")
    _comment(
        "Introductions: made or withdrawn. `evidence` are the posts that show why, `shared`"
        " the people (X ids) whom both talked with, `opening` the question to start with."
    )


def _comment(text: str) -> None:
    if op.get_bind().dialect.supports_comments:
        op.create_table_comment("introductions", text)
