"""Tweetups long over are reduced to counts; what belongs to servers the bot left goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_retention"
down_revision = "0018_meeting"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reductions",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("ended_at", _TIME, nullable=False),
        sa.Column("next_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_reductions"),
        _of_event("reductions"),
        comment="Events of which counts alone are kept, and the end they were reduced after."
        " `next_at` is when the next of their posts go; null once none is left.",
    )
    op.create_index("ix_reductions_next_at", "reductions", ["next_at"])
    op.create_table(
        "event_counts",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("how_many", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "what", name="pk_event_counts"),
        _of_event("event_counts"),
        comment="What stays of an event that is long over: how many of what, never who.",
    )
    op.create_table(
        "event_day_counts",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("how_many", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "day", "what", name="pk_event_day_counts"),
        _of_event("event_day_counts"),
        comment="The same of what was said under its hashtag, day by day in the event's zone.",
    )
    op.create_table(
        "departures",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("left_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_departures"),
        comment="Guilds the bot is no longer in, since when it knows. Nothing is read or sent for"
        " them, and after a grace period all of theirs goes.",
    )


def downgrade() -> None:
    for table in ("departures", "event_day_counts", "event_counts", "reductions"):
        op.drop_table(table)


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id"], ["events.id"], name=f"fk_{table}_event_id", ondelete="CASCADE"
    )
