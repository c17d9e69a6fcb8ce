"""Tweet chats: their questions, the posts that belong to these, and schedules being typed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_chat"
down_revision = "0006_noise"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("host", sa.Text, nullable=True),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_chats_event_id", ondelete="CASCADE"
        ),
        comment="Tweet chats under an event's hashtag: planned, over or cancelled. `host` is the"
        " handle, as handles compare, of whoever posts the questions on X.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chats_event_id", "chats", ["event_id"])
    op.create_index("ix_chats_over", "chats", ["state", "ends_at"])
    _create_questions()
    op.create_table(
        "chat_drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("typed", _JSON, nullable=False),
        sa.Column("typed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_drafts"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_chat_drafts_event_id", ondelete="CASCADE"
        ),
        comment="Chats as they were typed, until an organiser confirms them or a day has passed.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_drafts_event_id", "chat_drafts", ["event_id"])


def _create_questions() -> None:
    op.create_table(
        "chat_questions",
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("thread_id", _ID, nullable=True),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_chat_questions"),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_chat_questions_chat_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["deliveries.id"],
            name="fk_chat_questions_thread_id",
            ondelete="SET NULL",
        ),
        comment="Questions of chats: planned, asked, skipped (it was too late) or cancelled."
        " `thread_id` is the delivery that opens the thread for the answers.",
    )
    op.create_index("ix_chat_questions_due", "chat_questions", ["state", "due_at"])
    op.create_index("ix_chat_questions_thread_id", "chat_questions", ["thread_id"])
    op.create_table(
        "chat_posts",
        sa.Column("chat_id", _ID, nullable=False, autoincrement=False),
        sa.Column("post_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "post_id", name="pk_chat_posts"),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_chat_posts_post_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["chat_id", "number"],
            ["chat_questions.chat_id", "chat_questions.number"],
            name="fk_chat_posts_chat_id_number",
            ondelete="CASCADE",
        ),
        comment="Posts that ask or answer (`role`) a chat's question. Their state in the feed is"
        " `answer` until they are mirrored, which is where the question's thread is.",
    )
    op.create_index("ix_chat_posts_number", "chat_posts", ["chat_id", "number"])
    op.create_index("ix_chat_posts_post_id", "chat_posts", ["post_id"])


def downgrade() -> None:
    for table in ("chat_drafts", "chat_posts", "chat_questions", "chats"):
        op.drop_table(table)
