"""Organisers get a weekly note on their tweetup's momentum, unless they want none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024_momentum"
down_revision = "0023_languages"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "momentum_notes",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("weekly", sa.Boolean, nullable=False),
        sa.Column("seen_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_momentum_notes"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_momentum_notes_event_id", ondelete="CASCADE"
        ),
        comment="Whether organisers want an event's weekly note, and the last one that was seen"
        " to, by when it was due.",
    )


def downgrade() -> None:
    op.drop_table("momentum_notes")
