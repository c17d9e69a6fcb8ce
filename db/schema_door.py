"""The tables of the door and of members' calendars; the others stand in `db.schema`."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, UtcDateTime, metadata

doors = sa.Table(
    "doors",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("closed_at", UtcDateTime, nullable=True),
    comment="Doors of events, open while closed_at is null; codes follow from the secret.",
)

attendance = sa.Table(
    "attendance",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    sa.Column("member_id", Id, nullable=True),
    sa.Column("name", sa.Text, nullable=True),
    sa.Column("handle", sa.Text, nullable=True),
    sa.Column("how", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by_id", Id, nullable=True),
    sa.UniqueConstraint("event_id", "member_id"),
    comment="Who came: a member, or a walk-in by the name they gave, until names go.",
    sqlite_autoincrement=True,
)

late_cancellations = sa.Table(
    "late_cancellations",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    comment="Places given up when they could hardly be passed on any more.",
)

calendar_feeds = sa.Table(
    "calendar_feeds",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    comment="Under which secret address a member's calendar is found.",
)
