"""The tables of what comes of introductions: finding each other, and what went wrong."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, UtcDateTime, metadata

recognition = sa.Table(
    "recognition",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("words", sa.Text, nullable=False),
    comment="How members say they can be found at an event by those they are introduced to; gone"
    " the day after.",
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("guild_id", Id, nullable=False, index=True),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column(
        "introduction_id",
        sa.ForeignKey("introductions.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
    ),
    sa.Column("member_id", Id, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    comment="What members quietly told the organisers of an introduction of theirs.",
    sqlite_autoincrement=True,
)

follow_ups = sa.Table(
    "follow_ups",
    metadata,
    sa.Column(
        "introduction_id",
        sa.ForeignKey("introductions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    comment="Introductions that were seen to the day after: people were asked whether they met,"
    " or there was a reason not to.",
)
