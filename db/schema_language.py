"""The table of the languages people read."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, metadata

languages = sa.Table(
    "languages",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("locale", sa.Text, nullable=False),
    comment="The language in which a member uses Discord, as Discord names it, where it is another"
    " than their guild's.",
)
