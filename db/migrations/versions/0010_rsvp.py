"""Guests, notes and offers; what organisers set for answers; names on the card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_rsvp"
down_revision = "0009_changes"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("members", sa.Column("listed", sa.Boolean, nullable=True))
    op.add_column("rsvps", sa.Column("guests", sa.Integer, nullable=False, server_default="0"))
    op.add_column("rsvps", sa.Column("note", sa.Text, nullable=True))
    op.add_column("rsvps", sa.Column("offer_until", _TIME, nullable=True))
    op.create_index("ix_rsvps_offer_until", "rsvps", ["offer_until"])
    op.create_table(
        "rsvp_settings",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("guests", sa.Integer, nullable=False),
        sa.Column("deadline", _TIME, nullable=True),
        sa.Column("closing", sa.Boolean, nullable=False),
        sa.Column("approval", sa.Boolean, nullable=False),
        sa.Column("allowed_role", _ID, nullable=True),
        sa.Column("attendee_role", _ID, nullable=True),
        sa.Column("offer_hours", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_rsvp_settings"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_rsvp_settings_event_id", ondelete="CASCADE"
        ),
        comment="What organisers set for an event's answers; `closing` until its deadline was seen"
        " to.",
    )
    op.create_index("ix_rsvp_settings_closing", "rsvp_settings", ["closing", "deadline"])


def downgrade() -> None:
    op.drop_table("rsvp_settings")
    op.drop_index("ix_rsvps_offer_until", "rsvps")
    for column in ("offer_until", "note", "guests"):
        op.drop_column("rsvps", column)
    op.drop_column("members", "listed")
