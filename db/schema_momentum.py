"""The table of the weekly note on a tweetup's momentum."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import UtcDateTime, metadata

momentum_notes = sa.Table(
    "momentum_notes",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("weekly", sa.Boolean, nullable=False),
    sa.Column("seen_to", UtcDateTime, nullable=True),
    comment="Whether organisers want an event's weekly note, and the last one that was seen to,"
    " by when it was due.",
)
