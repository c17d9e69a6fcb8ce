"""The tables of what organisers learn: what was foretold of a tweetup, and its summary."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import UtcDateTime, metadata

forecasts = sa.Table(
    "forecasts",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("starts_at", UtcDateTime, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("low", sa.Integer, nullable=False),
    sa.Column("high", sa.Integer, nullable=False),
    sa.Column("out_of", sa.Integer, nullable=False),
    comment="How many people organisers were told to expect, of how many who might come, for the"
    " start that the event had then.",
)

summary_turns = sa.Table(
    "summary_turns",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("next_at", UtcDateTime, nullable=True, index=True),
    comment="When it is looked at next whether an event's summary is ready; null once organisers"
    " were told, or there was a reason not to.",
)
