"""Tweetups that come again; changes of one, or of all that follow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_series"
down_revision = "0012_door"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")


def upgrade() -> None:
    # Those that wait know nothing of descriptions; whoever was asked is asked again.
    op.execute("DELETE FROM change_drafts")
    op.add_column(
        "change_drafts", sa.Column("scope", sa.Text, nullable=False, server_default="one")
    )
    op.create_table(
        "series",
        sa.Column("id", _ID, nullable=False),
        sa.Column("guild_id", _ID, nullable=False),
        sa.Column("rule", _JSON, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=True),
        sa.Column("template", _JSON, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("slot_at", _TIME, nullable=False),
        sa.Column("next_at", _TIME, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_series_event_id", ondelete="CASCADE"
        ),
        comment="Tweetups that come again: proposed, running or ended. `event_id` is the latest,"
        " the `number`-th, whose turn was at `slot_at`; the next one's is at `next_at`.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_series_event_id", "series", ["event_id"])
    op.create_index("ix_series_due", "series", ["state", "next_at"])
    op.create_table(
        "occurrences",
        sa.Column("series_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("event_id", _ID, nullable=True),
        sa.Column("slot_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("series_id", "number", name="pk_occurrences"),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name="fk_occurrences_series_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_occurrences_event_id", ondelete="CASCADE"
        ),
        comment="The tweetups of series, by their turns; without an event one was missed.",
    )
    op.create_index("ix_occurrences_event_id", "occurrences", ["event_id"])


def downgrade() -> None:
    op.drop_table("occurrences")
    op.drop_table("series")
    op.drop_column("change_drafts", "scope")
