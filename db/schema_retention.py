"""The tables of what goes by itself: tweetups long over, guilds the bot left; and what stays."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, UtcDateTime, metadata

reductions = sa.Table(
    "reductions",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ended_at", UtcDateTime, nullable=False),
    sa.Column("next_at", UtcDateTime, nullable=True, index=True),
    comment="Events of which counts alone are kept, and the end they were reduced after. `next_at`"
    " is when the next of their posts go; null once none is left.",
)

event_counts = sa.Table(
    "event_counts",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("how_many", sa.Integer, nullable=False),
    comment="What stays of an event that is long over: how many of what, never who.",
)

event_day_counts = sa.Table(
    "event_day_counts",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("how_many", sa.Integer, nullable=False),
    comment="The same of what was said under its hashtag, day by day in the event's zone.",
)

departures = sa.Table(
    "departures",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("left_at", UtcDateTime, nullable=False),
    comment="Guilds the bot is no longer in, since when it knows. Nothing is read or sent for"
    " them, and after a grace period all of theirs goes.",
)
