"""The tables of introductions: who was introduced to whom, and what they said to it."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, Json, UtcDateTime, metadata

introductions = sa.Table(
    "introductions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("guild_id", Id, nullable=False),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("evidence", Json, nullable=False),
    sa.Column("shared", Json, nullable=False),
    sa.Column("opening", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    comment="Introductions: made or withdrawn. `evidence` are the posts that show why, `shared`"
    " the people (X ids) whom both talked with, `opening` the question to start with.",
    sqlite_autoincrement=True,
)

introduction_members = sa.Table(
    "introduction_members",
    metadata,
    sa.Column(
        "introduction_id",
        sa.ForeignKey("introductions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False, index=True),
    sa.Column("person_id", Id, nullable=False, index=True),
    sa.Column("joined", sa.Boolean, nullable=False),
    sa.Column("answer", sa.Text, nullable=True),
    sa.Column("met", sa.Boolean, nullable=True),
    comment="Who is introduced, as member and by X id; `joined` who came to a pair as a third."
    " `answer`: hello or declined; `met`: what they said of it afterwards.",
)

introduced_pairs = sa.Table(
    "introduced_pairs",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("one_id", Id, primary_key=True, autoincrement=False),
    sa.Column("other_id", Id, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("opening", sa.Text, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    comment="Members (the lower id first) who were introduced to each other, and must never be"
    " again. Outlives the introduction.",
)

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("blocked", sa.Text, primary_key=True),
    sa.Column("blocked_at", UtcDateTime, nullable=False),
    comment="Members who are never to be introduced to another; `blocked` is a hash of the other's"
    " id under the guild's key.",
)

block_keys = sa.Table(
    "block_keys",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False),
    comment="The random key, in hexadecimal, under which a guild's blocks are hashed.",
)

round_attendees = sa.Table(
    "round_attendees",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    comment="Members who were considered in a round before an event; who is willing and not among"
    " them is late, and gets a round of their own.",
)
