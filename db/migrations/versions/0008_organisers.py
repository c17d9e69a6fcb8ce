"""Who organises, tweetups that are being set up, descriptions, and what is put away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_organisers"
down_revision = "0007_chat"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")


def upgrade() -> None:
    op.add_column("events", sa.Column("description", sa.Text, nullable=False, server_default=""))
    op.add_column(
        "events", sa.Column("archived", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "organiser_roles",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("role_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_organiser_roles"),
        comment="The role that makes its members organisers of all tweetups in a guild.",
    )
    op.create_table(
        "event_organisers",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_event_organisers"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_organisers_event_id", ondelete="CASCADE"
        ),
        comment="Members who were named organisers of one tweetup.",
    )
    op.create_table(
        "event_drafts",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("typed", _JSON, nullable=False),
        sa.Column("saved_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_event_drafts"),
        comment="What members typed for a tweetup that is not made yet; one each, kept for a day.",
    )


def downgrade() -> None:
    for table in ("event_drafts", "event_organisers", "organiser_roles"):
        op.drop_table(table)
    # Not in a batch, which makes the table anew: all that rests on its rows would go with the old.
    for column in ("archived", "description"):
        op.drop_column("events", column)
