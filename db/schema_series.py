"""The tables of series of tweetups; the others stand in `db.schema`."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, Json, UtcDateTime, metadata

series = sa.Table(
    "series",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("guild_id", Id, nullable=False),
    sa.Column("rule", Json, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("times", sa.Integer, nullable=True),
    sa.Column("template", Json, nullable=False),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("slot_at", UtcDateTime, nullable=False),
    sa.Column("next_at", UtcDateTime, nullable=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Index("ix_series_due", "state", "next_at"),
    comment="Tweetups that come again: proposed, running or ended. `event_id` is the latest, the"
    " `number`-th, whose turn was at `slot_at`; the next one's is at `next_at`.",
    sqlite_autoincrement=True,
)

occurrences = sa.Table(
    "occurrences",
    metadata,
    sa.Column("series_id", sa.ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=True, index=True
    ),
    sa.Column("slot_at", UtcDateTime, nullable=False),
    comment="The tweetups of series, by their turns; without an event one was missed.",
)
