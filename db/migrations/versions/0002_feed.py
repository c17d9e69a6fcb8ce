"""What organisers set for a feed, gaps in reading, and when each post was seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_feed"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
_FEED = (
    "Which posts are under which event's hashtag, and what became of them: waiting,"
    " mirrored (in the delivery named), repost (counted only), proof (of a handle)"
)


def upgrade() -> None:
    op.add_column("feed", sa.Column("seen_at", _TIME, nullable=True))
    _describe_feed(f"{_FEED}, imported (known from elsewhere, not mirrored).")
    op.create_table(
        "feed_settings",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("quiet_start", sa.Time, nullable=True),
        sa.Column("quiet_end", sa.Time, nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_feed_settings"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_feed_settings_event_id", ondelete="CASCADE"
        ),
        comment="What organisers set for an event's feed; quiet hours by the clock of its zone.",
    )
    op.create_table(
        "gaps",
        sa.Column("hashtag", sa.Text, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.Column("filled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("hashtag", "since", name="pk_gaps"),
        comment="Spans in which a source heard nothing; what was said in them came later or is"
        " lost.",
    )
    op.create_table(
        "reader",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("source", sa.Text, nullable=True),
        sa.Column("refused", sa.Text, nullable=True),
        sa.Column("refused_about", _JSON, nullable=True),
        sa.Column("refused_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reader"),
        comment="The one row about reading X: which source an organiser chose (null: the"
        " configuration's), and what X last refused.",
    )


def downgrade() -> None:
    for table in ("reader", "gaps", "feed_settings"):
        op.drop_table(table)
    _describe_feed(f"{_FEED}.")
    op.drop_column("feed", "seen_at")


def _describe_feed(comment: str) -> None:
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("feed", comment)
