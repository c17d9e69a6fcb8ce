"""What is gone from X: when it was last looked for, and what was removed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_gone"
down_revision = "0002_feed"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sweeps",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("job_id", _ID, nullable=True),
        sa.Column("done_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("kind", name="pk_sweeps"),
        comment="Sweeps for what is gone from X, of posts and of people: when the last complete one"
        " began, and the compliance job that X is at work on.",
    )
    op.create_table(
        "audit",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("how_many", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        comment="What was swept and removed because it is gone from X: when, why and how much,"
        " never what it was.",
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_table("sweeps")
