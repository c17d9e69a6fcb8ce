"""Blocks between members, and who was considered in rounds of introductions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_rounds"
down_revision = "0016_link"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("blocked", sa.Text, nullable=False),
        sa.Column("blocked_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", "blocked", name="pk_blocks"),
        comment="Members who are never to be introduced to another; `blocked` is a hash of the"
        " other's id under the guild's key.",
    )
    op.create_table(
        "block_keys",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_block_keys"),
        comment="The random key, in hexadecimal, under which a guild's blocks are hashed.",
    )
    op.create_table(
        "round_attendees",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_round_attendees"),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name="fk_round_attendees_event_id",
            ondelete="CASCADE",
        ),
        comment="Members who were considered in a round before an event; who is willing and not"
        " among them is late, and gets a round of their own.",
    )


def downgrade() -> None:
    for table in ("round_attendees", "block_keys", "blocks"):
        op.drop_table(table)
