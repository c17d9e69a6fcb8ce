"""Members are spoken to in their own language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023_languages"
down_revision = "0022_retention"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "languages",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_languages"),
        comment="The language in which a member uses Discord, as Discord names it, where it is"
        " another than their guild's.",
    )


def downgrade() -> None:
    op.drop_table("languages")
