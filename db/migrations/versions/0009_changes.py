"""Changes of events: who is told of them, and which an organiser has yet to confirm."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_changes"
down_revision = "0008_organisers"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")


def upgrade() -> None:
    op.add_column("events", sa.Column("reason", sa.Text, nullable=True))
    for table, column in (
        ("events", "revision"),
        ("events", "moved_revision"),
        ("rsvps", "confirmed_revision"),
    ):
        op.add_column(table, sa.Column(column, sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_changes_event_id", ondelete="CASCADE"
        ),
        comment="Changes of events that people are told of: waiting or told. `before` is how the"
        " event stood when they last knew it; several changes in a row are one.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_event_id", "changes", ["event_id"])
    op.create_index("ix_changes_due", "changes", ["state", "due_at"])
    op.create_table(
        "change_drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("after", _JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change_drafts"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_change_drafts_event_id", ondelete="CASCADE"
        ),
        comment="Changes an organiser was shown and has yet to confirm: how the event would"
        " stand, drawn up at that revision of it.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_drafts_event_id", "change_drafts", ["event_id"])


def downgrade() -> None:
    op.drop_table("change_drafts")
    op.drop_table("changes")
    op.drop_column("rsvps", "confirmed_revision")
    for column in ("moved_revision", "revision", "reason"):
        op.drop_column("events", column)
