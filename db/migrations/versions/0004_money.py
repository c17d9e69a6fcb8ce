"""Shares of what was read, how sparing reading is, and what X counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_money"
down_revision = "0003_gone"

# As in db.schema at that time; a revision stays as it is when the schema goes on.
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "spending",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("micro_dollars", _ID, nullable=False),
        sa.PrimaryKeyConstraint("day", "guild_id", name="pk_spending"),
        comment="Each guild's share of a UTC day's reads; they sum to the day's reads exactly."
        " Guild 0 is what was read on nobody's behalf.",
    )
    op.create_table(
        "budget_steps",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("allowance", _ID, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_budget_steps"),
        comment="How sparing reading for a guild has become in a month, under which allowance (in"
        " micro-dollars).",
    )
    op.create_table(
        "usage_checks",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("ours", sa.Integer, nullable=False),
        sa.Column("theirs", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_usage_checks"),
        comment="Posts read on a UTC day, as the ledger and as X counts them.",
    )
    # For whom these were read was not noted.
    op.execute(
        "INSERT INTO spending (day, guild_id, micro_dollars)"
        " SELECT day, 0, sum(micro_dollars) FROM reads GROUP BY day"
    )


def downgrade() -> None:
    for table in ("usage_checks", "budget_steps", "spending"):
        op.drop_table(table)
