"""The tables of what is kept out of feeds, or left them; the others stand in `db.schema`."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import Id, Json, UtcDateTime, metadata

verdicts = sa.Table(
    "verdicts",
    metadata,
    sa.Column(
        "post_id",
        sa.ForeignKey("posts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("author_id", Id, nullable=False),
    sa.Column("posted_at", UtcDateTime, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("confidence", sa.Double, nullable=False),
    sa.Column("reasons", Json, nullable=False),
    sa.Column("answers", sa.Boolean, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Index("ix_verdicts_author", "author_id", "posted_at"),
    sa.Index("ix_verdicts_fingerprint", "fingerprint", "posted_at"),
    comment="What kind of post each is, and why, which may quote it; and its fingerprint, by which"
    " copies are found.",
)

filters = sa.Table(
    "filters",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("job_ad", sa.Text, nullable=False),
    sa.Column("promotion", sa.Text, nullable=False),
    sa.Column("duplicate", sa.Text, nullable=False),
    sa.Column("review_channel_id", Id, nullable=True),
    sa.Column("digest_at", sa.Time, nullable=True),
    comment="What organisers want done with each kind of noise; where they approve what is held;"
    " when the digest goes out, by the clock of the event's zone (null: not by itself).",
)

filter_people = sa.Table(
    "filter_people",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", Id, primary_key=True, autoincrement=False, index=True),
    sa.Column("standing", sa.Text, nullable=False),
    comment="Authors on X (X's ids) whom organisers always allow, or muted, in one event's feed.",
)

filter_words = sa.Table(
    "filter_words",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("word", sa.Text, nullable=False),
    comment="Words and phrases that keep a post out of an event's feed, as they were typed and"
    " (`key`) as they are looked for.",
)

removals = sa.Table(
    "removals",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("posts", sa.Integer, nullable=False),
    comment="How many posts left an event's feed because they are gone from X, never which.",
    sqlite_autoincrement=True,
)
