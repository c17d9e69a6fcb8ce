"""The tables of organisers' own questions; the others stand in `db.schema`."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, Json, metadata

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("wording", sa.Text, nullable=False),
    sa.Column("choices", Json, nullable=False),
    sa.Column("required", sa.Boolean, nullable=False),
    comment="What organisers ask those who come; with no choices people write freely.",
    sqlite_autoincrement=True,
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("question_id", sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("answer", sa.Text, nullable=False),
    comment="What members answered to organisers' questions, for organisers alone.",
)
