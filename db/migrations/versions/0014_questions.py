"""Organisers' own questions; and one confirmation where there were two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_questions"
down_revision = "0012_door"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("choices", _JSON, nullable=False),
        sa.Column("required", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_questions_event_id", ondelete="CASCADE"
        ),
        comment="What organisers ask those who come; with no choices people write freely.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_event_id", "questions", ["event_id"])
    op.create_table(
        "answers",
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("question_id", "member_id", name="pk_answers"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_answers_question_id", ondelete="CASCADE"
        ),
        comment="What members answered to organisers' questions, for organisers alone.",
    )


def downgrade() -> None:
    for table in ("answers", "questions"):
        op.drop_table(table)
