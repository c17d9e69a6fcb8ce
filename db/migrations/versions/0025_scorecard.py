"""Members may let their handle be given to others, and have their own account looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025_scorecard"
down_revision = "0024_momentum"

_BEFORE = (
    "Which X account a member says is theirs, since when it is proved, and how: by a post"
    " or by an organiser who vouched. `seen_id` posted the code under another handle"
)


def upgrade() -> None:
    op.add_column("members", sa.Column("followed", sa.Boolean, nullable=True))
    scored_at = sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("account_links", scored_at)
    _comment(f"{_BEFORE}; `scored_at` is when its timeline was last read for its scorecard.")


def downgrade() -> None:
    _comment(f"{_BEFORE}.")
    with op.batch_alter_table("account_links") as table:
        table.drop_column("scored_at")
    with op.batch_alter_table("members") as table:
        table.drop_column("followed")


def _comment(text: str) -> None:
    """SQLite keeps no comments."""
    if op.get_bind().dialect.supports_comments:
        op.create_table_comment("account_links", text)
