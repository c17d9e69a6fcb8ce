"""Who does what, where several processes work together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027_leases"
down_revision = "0026_report"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
        comment="Which process does what, until when by the database's own clock. `holder` is its"
        " name and `token` new at each of its starts; on SQLite, where whoever comes last takes"
        " over, `until` is null.",
    )

    op.add_column(
        "reader", sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false())
    )
    _describe_reader("what X last refused, and whether it is left alone for that.")


def downgrade() -> None:
    op.drop_column("reader", "stopped")
    _describe_reader("and what X last refused.")
    op.drop_table("leases")


def _describe_reader(rest: str) -> None:
    chosen = "which source an organiser chose (null: the configuration's)"
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("reader", f"The one row about reading X: {chosen}, {rest}")
