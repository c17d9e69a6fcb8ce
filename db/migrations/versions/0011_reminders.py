"""Reminders at times of the organiser's choosing, where and when each member wants them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011_reminders"
down_revision = "0010_rsvp"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")

_OFFSETS = {"week": "7d", "day": "1d", "hours": "2h"}
_reminders = sa.table("reminders", sa.column("offset", sa.Text))
_deliveries = sa.table("deliveries", sa.column("kind", sa.Text), sa.column("about", _JSON))


def upgrade() -> None:
    _choices()
    op.execute('ALTER TABLE reminders RENAME COLUMN kind TO "offset"')
    for kind, offset in _OFFSETS.items():
        _rename(kind, offset)
        _reword({"kind": kind}, {"offset": offset})
    op.create_table(
        "reminder_times",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("offsets", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_reminder_times"),
        _of_event("reminder_times"),
        comment="How long before the start people are reminded, where an organiser set it.",
    )
    op.create_table(
        "snoozes",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_snoozes"),
        _of_event("snoozes"),
        comment="When a member wants to be reminded again; gone once they were.",
    )
    op.create_index("ix_snoozes_due_at", "snoozes", ["due_at"])
    op.create_table(
        "attendance_confirmations",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("confirmed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_attendance_confirmations"),
        _of_event("attendance_confirmations"),
        comment="Who said shortly before that they still come, and when; it holds for the answer"
        " that stood then.",
    )


def downgrade() -> None:
    for table in ("attendance_confirmations", "snoozes", "reminder_times"):
        op.drop_table(table)
    op.execute(sa.delete(_reminders).where(_reminders.c.offset.not_in(_OFFSETS.values())))
    for kind, offset in _OFFSETS.items():
        _rename(offset, kind)
        _reword({"offset": offset}, {"kind": kind})
    op.execute('ALTER TABLE reminders RENAME COLUMN "offset" TO kind')
    op.add_column("members", sa.Column("direct_reminders", sa.Boolean, nullable=True))
    op.execute(
        "UPDATE members SET direct_reminders = (remind_where = 'dm')"
        " WHERE remind_where IN ('dm', 'none')"
    )
    op.drop_column("members", "remind_which")
    op.drop_column("members", "remind_where")


def _choices() -> None:
    """Who agreed to direct messages goes on getting them, who did not gets none."""
    op.add_column("members", sa.Column("remind_where", sa.Text, nullable=True))
    op.add_column("members", sa.Column("remind_which", sa.Text, nullable=True))
    op.execute(
        "UPDATE members SET remind_where = CASE WHEN direct_reminders THEN 'dm' ELSE 'none' END"
        " WHERE direct_reminders IS NOT NULL"
    )
    op.drop_column("members", "direct_reminders")


def _rename(old: str, new: str) -> None:
    op.execute(sa.update(_reminders).where(_reminders.c.offset == old).values(offset=new))


def _reword(old: dict[str, str], new: dict[str, str]) -> None:
    """What waits to be sent says the same as before."""
    ((name, value),) = old.items()
    op.execute(
        sa.update(_deliveries)
        .where(_deliveries.c.kind == "reminder")
        .where(_deliveries.c.about[name].as_string() == value)
        .values(about=new)
    )


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id"], ["events.id"], name=f"fk_{table}_event_id", ondelete="CASCADE"
    )
