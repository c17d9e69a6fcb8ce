"""The table of leases: who does what, where several processes work together."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import UtcDateTime, metadata

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False),
    sa.Column("until", UtcDateTime, nullable=True),
    comment="Which process does what, until when by the database's own clock. `holder` is its name"
    " and `token` new at each of its starts; on SQLite, where whoever comes last takes over,"
    " `until` is null.",
)
