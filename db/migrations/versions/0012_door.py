"""The door: who came, who stepped back late; and calendars: revisions, and feeds per member."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_door"
down_revision = "0011_reminders"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "doors",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("closed_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_doors"),
        _event("doors"),
        comment="Doors of events, open while closed_at is null; codes follow from the secret.",
    )
    op.create_table(
        "attendance",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=True),
        sa.Column("name", sa.Text, nullable=True),
        sa.Column("handle", sa.Text, nullable=True),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by_id", _ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint("event_id", "member_id", name="uq_attendance_event_id_member_id"),
        _event("attendance"),
        comment="Who came: a member, or a walk-in by the name they gave, until names go.",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "late_cancellations",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_late_cancellations"),
        _event("late_cancellations"),
        comment="Places given up when they could hardly be passed on any more.",
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_calendar_feeds"),
        sa.UniqueConstraint("token", name="uq_calendar_feeds_token"),
        comment="Under which secret address a member's calendar is found.",
    )


def downgrade() -> None:
    for table in ("calendar_feeds", "late_cancellations", "attendance", "doors"):
        op.drop_table(table)


def _event(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id"], ["events.id"], name=f"fk_{table}_event_id", ondelete="CASCADE"
    )
