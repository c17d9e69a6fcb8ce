"""The tables of tweet chats; the others stand in `db.schema`."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, Json, UtcDateTime, metadata

chats = sa.Table(
    "chats",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("host", sa.Text, nullable=True),
    sa.Column("starts_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Index("ix_chats_over", "state", "ends_at"),
    comment="Tweet chats under an event's hashtag: planned, over or cancelled. `host` is the"
    " handle, as handles compare, of whoever posts the questions on X.",
    sqlite_autoincrement=True,
)

chat_questions = sa.Table(
    "chat_questions",
    metadata,
    sa.Column("chat_id", sa.ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column(
        "thread_id", sa.ForeignKey("deliveries.id", ondelete="SET NULL"), nullable=True, index=True
    ),
    sa.Index("ix_chat_questions_due", "state", "due_at"),
    comment="Questions of chats: planned, asked, skipped (it was too late) or cancelled."
    " `thread_id` is the delivery that opens the thread for the answers.",
)

chat_posts = sa.Table(
    "chat_posts",
    metadata,
    sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
    sa.Column(
        "post_id", sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(
        ["chat_id", "number"],
        ["chat_questions.chat_id", "chat_questions.number"],
        ondelete="CASCADE",
    ),
    sa.Index("ix_chat_posts_number", "chat_id", "number"),
    comment="Posts that ask or answer (`role`) a chat's question. Their state in the feed is"
    " `answer` until they are mirrored, which is where the question's thread is.",
)

chat_drafts = sa.Table(
    "chat_drafts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("typed", Json, nullable=False),
    sa.Column("typed_at", UtcDateTime, nullable=False),
    comment="Chats as they were typed, until an organiser confirms them or a day has passed.",
    sqlite_autoincrement=True,
)
