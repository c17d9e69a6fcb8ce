"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# As in db.schema at that time; a revision stays as it is when the schema goes on.
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")

# Referring tables after those they refer to.
_TABLES = (
    "guilds",
    "members",
    "events",
    "hashtags",
    "people",
    "posts",
    "interactions",
    "account_links",
    "rsvps",
    "reminders",
    "rounds",
    "introductions",
    "deliveries",
    "feed",
    "cursors",
    "reads",
)


def upgrade() -> None:
    _guilds_and_members()
    _events()
    _posts()
    _answers()
    _reminders_and_rounds()
    _introductions()
    _deliveries()
    _feed()
    _sources()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _guilds_and_members() -> None:
    op.create_table(
        "guilds",
        sa.Column("id", _ID, nullable=False, autoincrement=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guilds"),
        comment="A Discord guild's own settings.",
    )
    op.create_table(
        "members",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("introductions", sa.Boolean, nullable=True),
        sa.Column("direct_reminders", sa.Boolean, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_members"),
        comment="What a member agreed to, in one guild; null where they were not asked yet.",
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("guild_id", _ID, nullable=False),
        sa.Column("channel_id", _ID, nullable=False),
        sa.Column("organiser_id", _ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hashtag", sa.Text, nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        comment="A tweetup, times in UTC, `zone` the organiser's.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_guild_id", "events", ["guild_id"])
    op.create_table(
        "hashtags",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("hashtag", sa.Text, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "hashtag", name="pk_hashtags"),
        _of_event("hashtags"),
        comment="Hashtags followed (normalised), for which event, from when to when.",
    )
    op.create_index("ix_hashtags_hashtag", "hashtags", ["hashtag"])


def _posts() -> None:
    op.create_table(
        "people",
        sa.Column("id", _ID, nullable=False, autoincrement=False),
        sa.Column("handle", sa.Text, nullable=False),
        sa.Column("handle_key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("avatar_url", sa.Text, nullable=True),
        sa.Column("protected", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        comment="Authors on X, by X's id. handle_key is the handle as handles compare.",
    )
    op.create_index("ix_people_handle_key", "people", ["handle_key"])
    op.create_table(
        "posts",
        sa.Column("id", _ID, nullable=False, autoincrement=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("reposted_id", _ID, nullable=True),
        sa.Column("body", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        comment="Posts as X gave them; `body` is the post but for the columns beside it.",
    )
    op.create_index("ix_posts_author_id", "posts", ["author_id"])
    op.create_index("ix_posts_reposted_id", "posts", ["reposted_id"])
    op.create_table(
        "interactions",
        sa.Column("post_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("other_id", _ID, nullable=True),
        sa.Column("other_handle", sa.Text, nullable=True),
        sa.Column("other_post_id", _ID, nullable=True),
        sa.PrimaryKeyConstraint("post_id", "number", name="pk_interactions"),
        _refers("interactions", "post_id", "posts.id", "CASCADE"),
        comment="Who turned to whom in a post; other_id stays null until the other is known.",
    )
    for column in ("author_id", "other_id", "other_handle", "other_post_id"):
        op.create_index(f"ix_interactions_{column}", "interactions", [column])


def _answers() -> None:
    op.create_table(
        "account_links",
        sa.Column("guild_id", _ID, nullable=False, autoincrement=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("handle", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("proved_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_account_links"),
        sa.UniqueConstraint("code", name="uq_account_links_code"),
        sa.UniqueConstraint("guild_id", "person_id", name="uq_account_links_guild_id_person_id"),
        comment="Which X account a member says is theirs, and since when it is proved.",
    )
    op.create_table(
        "rsvps",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False, autoincrement=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_rsvps"),
        _of_event("rsvps"),
        comment="How members stand, since when. `turn` orders the waitlist.",
    )


def _reminders_and_rounds() -> None:
    op.create_table(
        "reminders",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "kind", name="pk_reminders"),
        _of_event("reminders"),
        comment="Reminders: planned, sent (handed to deliveries) or missed.",
    )
    op.create_index("ix_reminders_due", "reminders", ["state", "due_at"])
    op.create_table(
        "rounds",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "due_at", name="pk_rounds"),
        _of_event("rounds"),
        comment="Rounds of introductions: planned, done or missed.",
    )
    op.create_index("ix_rounds_due", "rounds", ["state", "due_at"])


def _introductions() -> None:
    op.create_table(
        "introductions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("guild_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("one_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("one_member_id", _ID, nullable=False),
        sa.Column("other_member_id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("evidence", _JSON, nullable=False),
        sa.Column("question", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_introductions"),
        sa.UniqueConstraint(
            "guild_id", "one_id", "other_id", name="uq_introductions_guild_id_one_id_other_id"
        ),
        _of_event("introductions"),
        comment="Pairs introduced (X ids, the lower first), with the posts that show why:"
        " made or withdrawn.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_introductions_event_id", "introductions", ["event_id"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, nullable=False),
        sa.Column("guild_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=True),
        sa.Column("channel_id", _ID, nullable=True),
        sa.Column("member_id", _ID, nullable=True),
        sa.Column("inside_id", _ID, nullable=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=True),
        sa.Column("about", _JSON, nullable=False),
        sa.Column("wanted", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", _TIME, nullable=True),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("stands_in", _ID, nullable=True),
        sa.Column("message_id", _ID, nullable=True),
        sa.Column("sent_at", _TIME, nullable=True),
        sa.Column("error", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        _of_event("deliveries"),
        _refers("deliveries", "inside_id", "deliveries.id", "CASCADE"),
        comment="Every message the bot starts: waiting, sending, sent, removed or failed. `about`"
        " holds ids only; `version` grows with each change of what it should say, last asked for"
        " at `asked_at`.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_event_id", "deliveries", ["event_id"])
    op.create_index("ix_deliveries_inside_id", "deliveries", ["inside_id"])
    op.create_index("ix_deliveries_open", "deliveries", ["state", "id"])


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("post_id", _ID, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("delivery_id", _ID, nullable=True),
        sa.PrimaryKeyConstraint("event_id", "post_id", name="pk_feed"),
        _of_event("feed"),
        _refers("feed", "post_id", "posts.id", "CASCADE"),
        _refers("feed", "delivery_id", "deliveries.id", "SET NULL"),
        comment="Which posts are under which event's hashtag, and what became of them: waiting,"
        " mirrored (in the delivery named), repost (counted only), proof (of a handle).",
    )
    op.create_index("ix_feed_post_id", "feed", ["post_id"])
    op.create_index("ix_feed_delivery_id", "feed", ["delivery_id"])
    op.create_index("ix_feed_waiting", "feed", ["event_id", "state", "post_id"])


def _sources() -> None:
    op.create_table(
        "cursors",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("cursor", sa.Text, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_cursors"),
        comment="Where each source of posts stood when its last batch was stored.",
    )
    op.create_table(
        "reads",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("resource_id", _ID, nullable=False, autoincrement=False),
        sa.Column("micro_dollars", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "resource_id", name="pk_reads"),
        comment="Money spent at X: each post or user is billed once a UTC day.",
    )


def _refers(table: str, column: str, target: str, when_gone: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [target], name=f"fk_{table}_{column}", ondelete=when_gone
    )


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    return _refers(table, "event_id", "events.id", "CASCADE")
