"""Accounts that organisers vouched for, or that posted a code under another handle; expiry told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_link"
down_revision = "0015_introductions"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("how", sa.Text, nullable=True),
        sa.Column("vouched_by", _ID, nullable=True),
        sa.Column("seen_id", _ID, nullable=True),
        sa.Column("told_expired", sa.Boolean, nullable=False, server_default=sa.false()),
    ):
        op.add_column("account_links", column)
    op.execute("UPDATE account_links SET how = 'post' WHERE proved_at IS NOT NULL")
    # Nobody waits any more to hear of a code that ran out before this could be told.
    op.execute("UPDATE account_links SET told_expired = true WHERE expires_at < CURRENT_TIMESTAMP")
    _comment(
        "Which X account a member says is theirs, since when it is proved, and how: by a post"
        " or by an organiser who vouched. `seen_id` posted the code under another handle."
    )


def downgrade() -> None:
    _comment("Which X account a member says is theirs, and since when it is proved.")
    for column in ("told_expired", "seen_id", "vouched_by", "how"):
        op.drop_column("account_links", column)


def _comment(text: str) -> None:
    """SQLite keeps no comments."""
    if op.get_bind().dialect.supports_comments:
        op.create_table_comment("account_links", text)
