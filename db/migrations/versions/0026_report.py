"""What organisers learn: what was foretold of a tweetup, and that its summary is ready."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026_report"
down_revision = "0025_scorecard"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("low", sa.Integer, nullable=False),
        sa.Column("high", sa.Integer, nullable=False),
        sa.Column("out_of", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_forecasts"),
        _of_event("forecasts"),
        comment="How many people organisers were told to expect, of how many who might come, for"
        " the start that the event had then.",
    )
    op.create_table(
        "summary_turns",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("next_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_summary_turns"),
        _of_event("summary_turns"),
        comment="When it is looked at next whether an event's summary is ready; null once"
        " organisers were told, or there was a reason not to.",
    )
    op.create_index("ix_summary_turns_next_at", "summary_turns", ["next_at"])


def downgrade() -> None:
    for table in ("summary_turns", "forecasts"):
        op.drop_table(table)


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id"], ["events.id"], name=f"fk_{table}_event_id", ondelete="CASCADE"
    )
