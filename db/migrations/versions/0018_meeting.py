"""What comes of introductions: finding each other, whether people met, and what went wrong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_meeting"
down_revision = "0017_rounds"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "recognition",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_recognition"),
        _refers("recognition", "event_id", "events", "CASCADE"),
        comment="How members say they can be found at an event by those they are introduced to;"
        " gone the day after.",
    )
    op.create_table(
        "reports",
        sa.Column("id", _ID, nullable=False),
        sa.Column("guild_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("introduction_id", _ID, nullable=True),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        _refers("reports", "event_id", "events", "CASCADE"),
        _refers("reports", "introduction_id", "introductions", "SET NULL"),
        comment="What members quietly told the organisers of an introduction of theirs.",
        sqlite_autoincrement=True,
    )
    for column in ("guild_id", "event_id", "introduction_id"):
        op.create_index(f"ix_reports_{column}", "reports", [column])
    op.create_table(
        "follow_ups",
        sa.Column("introduction_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("introduction_id", name="pk_follow_ups"),
        _refers("follow_ups", "introduction_id", "introductions", "CASCADE"),
        comment="Introductions that were seen to the day after: people were asked whether they"
        " met, or there was a reason not to.",
    )


def downgrade() -> None:
    for table in ("follow_ups", "reports", "recognition"):
        op.drop_table(table)


def _refers(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )
