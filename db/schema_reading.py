"""The tables of reading X: how far it has come, what it costs, and the duty to remove."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, Json, UtcDateTime, metadata

cursors = sa.Table(
    "cursors",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("cursor", sa.Text, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    comment="Where each source of posts stood when its last batch was stored.",
)

gaps = sa.Table(
    "gaps",
    metadata,
    sa.Column("hashtag", sa.Text, primary_key=True),
    sa.Column("since", UtcDateTime, primary_key=True),
    sa.Column("until", UtcDateTime, nullable=False),
    sa.Column("filled", sa.Boolean, nullable=False),
    comment="Spans in which a source heard nothing; what was said in them came later or is lost.",
)

reader = sa.Table(
    "reader",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("source", sa.Text, nullable=True),
    sa.Column("refused", sa.Text, nullable=True),
    sa.Column("refused_about", Json, nullable=True),
    sa.Column("refused_at", UtcDateTime, nullable=True),
    sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false()),
    comment="The one row about reading X: which source an organiser chose (null: the"
    " configuration's), what X last refused, and whether it is left alone for that.",
)

reads = sa.Table(
    "reads",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("resource_id", Id, primary_key=True, autoincrement=False),
    sa.Column("micro_dollars", sa.Integer, nullable=False),
    comment="Money spent at X: each post or user is billed once a UTC day.",
)

sweeps = sa.Table(
    "sweeps",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("job_id", Id, nullable=True),
    sa.Column("done_at", UtcDateTime, nullable=True),
    comment="Sweeps for what is gone from X, of posts and of people: when the last complete one"
    " began, and the compliance job that X is at work on.",
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("how_many", sa.Integer, nullable=False),
    comment="What was swept and removed because it is gone from X: when, why and how much,"
    " never what it was.",
    sqlite_autoincrement=True,
)

spending = sa.Table(
    "spending",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("micro_dollars", Id, nullable=False),
    comment="Each guild's share of a UTC day's reads; they sum to the day's reads exactly."
    " Guild 0 is what was read on nobody's behalf.",
)

budget_steps = sa.Table(
    "budget_steps",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("allowance", Id, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    comment="How sparing reading for a guild has become in a month, under which allowance (in"
    " micro-dollars).",
)

usage_checks = sa.Table(
    "usage_checks",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("ours", sa.Integer, nullable=False),
    sa.Column("theirs", sa.Integer, nullable=False),
    comment="Posts read on a UTC day, as the ledger and as X counts them.",
)
