"""What kind each post is, and what organisers want done with noise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_noise"
down_revision = "0005_talk"

# As in db.schema at that time; a revision stays as it is when the schema goes on.
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
_TABLES = ("removals", "filter_words", "filter_people", "filters", "verdicts")


def upgrade() -> None:
    op.add_column("feed", sa.Column("folded_at", _TIME, nullable=True))
    _describe_feed(_KEPT_OUT)
    op.create_table(
        "verdicts",
        sa.Column("post_id", _ID, nullable=False, autoincrement=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("posted_at", _TIME, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("reasons", _JSON, nullable=False),
        sa.Column("answers", sa.Boolean, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("post_id", name="pk_verdicts"),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_verdicts_post_id", ondelete="CASCADE"
        ),
        comment="What kind of post each is, and why, which may quote it; and its fingerprint, by"
        " which copies are found.",
    )
    op.create_index("ix_verdicts_author", "verdicts", ["author_id", "posted_at"])
    op.create_index("ix_verdicts_fingerprint", "verdicts", ["fingerprint", "posted_at"])
    op.create_table(
        "filters",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("job_ad", sa.Text, nullable=False),
        sa.Column("promotion", sa.Text, nullable=False),
        sa.Column("duplicate", sa.Text, nullable=False),
        sa.Column("review_channel_id", _ID, nullable=True),
        sa.Column("digest_at", sa.Time, nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_filters"),
        _of_event("filters"),
        comment="What organisers want done with each kind of noise; where they approve what is"
        " held; when the digest goes out, by the clock of the event's zone (null: not by itself).",
    )
    _create_lists()


def _create_lists() -> None:
    op.create_table(
        "filter_people",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False, autoincrement=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "person_id", name="pk_filter_people"),
        _of_event("filter_people"),
        comment="Authors on X (X's ids) whom organisers always allow, or muted, in one event's"
        " feed.",
    )
    op.create_index("ix_filter_people_person_id", "filter_people", ["person_id"])
    op.create_table(
        "filter_words",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "key", name="pk_filter_words"),
        _of_event("filter_words"),
        comment="Words and phrases that keep a post out of an event's feed, as they were typed and"
        " (`key`) as they are looked for.",
    )
    op.create_table(
        "removals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("posts", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removals"),
        _of_event("removals"),
        comment="How many posts left an event's feed because they are gone from X, never which.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_removals_event_id", "removals", ["event_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    kept_out = ("folded", "digested", "held", "dropped", "muted", "blocked")
    states = ", ".join(f"'{state}'" for state in kept_out)
    op.execute(
        f"UPDATE feed SET state = 'imported', delivery_id = NULL WHERE state IN ({states})"  # noqa: S608
    )
    op.drop_column("feed", "folded_at")
    _describe_feed(_BEFORE)


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id"], ["events.id"], name=f"fk_{table}_event_id", ondelete="CASCADE"
    )


_BEFORE = (
    "Which posts are under which event's hashtag, and what became of them: waiting,"
    " mirrored (in the delivery named), repost (counted only), proof (of a handle), imported (known"
    " from elsewhere, not mirrored)."
)
_KEPT_OUT = (
    _BEFORE.removesuffix(".") + "; or kept out: folded (at `folded_at`), digested (in the delivery"
    " named), held (for organisers), dropped, muted (its author), blocked (a word in it)."
)


def _describe_feed(comment: str) -> None:
    """SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_table_comment("feed", comment)
