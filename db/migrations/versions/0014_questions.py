"""Organisers' own questions; and one confirmation where there were two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_questions"
down_revision = "0013_series"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
_REVISIONS = {"events": "moved_revision", "rsvps": "confirmed_revision"}


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
    # What was confirmed holds where the answer still stands, and time and place since.
    op.execute(
        "DELETE FROM attendance_confirmations WHERE NOT EXISTS (SELECT 1 FROM rsvps JOIN events"
        " ON events.id = rsvps.event_id WHERE rsvps.event_id = attendance_confirmations.event_id"
        " AND rsvps.member_id = attendance_confirmations.member_id AND rsvps.status = 'going'"
        " AND rsvps.changed_at <= attendance_confirmations.confirmed_at"
        " AND rsvps.confirmed_revision >= events.moved_revision)"
    )
    for table, column in _REVISIONS.items():
        op.drop_column(table, column)
    _comment(
        "Who said that they still come, and when; gone once they answer anew, or time or place"
        " change."
    )


def downgrade() -> None:
    _comment(
        "Who said shortly before that they still come, and when; it holds for the answer that"
        " stood then."
    )
    for table, column in _REVISIONS.items():
        op.add_column(table, sa.Column(column, sa.Integer, nullable=False, server_default="0"))
    for table in ("answers", "questions"):
        op.drop_table(table)


def _comment(text: str) -> None:
    if op.get_bind().dialect.supports_comments:
        op.create_table_comment("attendance_confirmations", text)
