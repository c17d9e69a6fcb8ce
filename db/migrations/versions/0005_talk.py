"""Versions of edited posts, and posts looked up because others answer or quote them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_talk"
down_revision = "0004_money"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "versions",
        sa.Column("id", _ID, nullable=False, autoincrement=False),
        sa.Column("post_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_versions_post_id", ondelete="CASCADE"
        ),
        comment="Later versions of posts that were edited, by X's ids; a post has its first"
        " one's id.",
    )
    op.create_index("ix_versions_post_id", "versions", ["post_id"])
    op.create_table(
        "contexts",
        sa.Column("post_id", _ID, nullable=False, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("post_id", name="pk_contexts"),
        comment="Posts that others answer or quote and that did not come along: wanted from X"
        " since `asked_at`, fetched, unavailable (X shows them to nobody) or missed (X was not"
        " to be had).",
    )
    op.create_index("ix_contexts_asked", "contexts", ["state", "asked_at"])


def downgrade() -> None:
    op.drop_table("contexts")
    op.drop_table("versions")
