"""The tables. What each row means stands beside it; the stores, one a noun, read and write them.

Ids of X and Discord are whole numbers below 2**63. Times are UTC. Ids of our own are never given
twice, for messages in Discord go on carrying them.
"""

from __future__ import annotations

import sqlalchemy as sa

from db import (
    schema_chat,
    schema_door,
    schema_introductions,
    schema_language,
    schema_leases,
    schema_meeting,
    schema_momentum,
    schema_noise,
    schema_questions,
    schema_reading,
    schema_retention,
    schema_series,
    schema_summary,
)
from db.columns import Id, Json, UtcDateTime, metadata

__all__ = [
    "metadata",
    "schema_chat",
    "schema_door",
    "schema_introductions",
    "schema_language",
    "schema_leases",
    "schema_meeting",
    "schema_momentum",
    "schema_noise",
    "schema_questions",
    "schema_reading",
    "schema_retention",
    "schema_series",
    "schema_summary",
]

guilds = sa.Table(
    "guilds",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("zone", sa.Text, nullable=False),
    comment="A Discord guild's own settings.",
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("introductions", sa.Boolean, nullable=True),
    sa.Column("remind_where", sa.Text, nullable=True),
    sa.Column("remind_which", sa.Text, nullable=True),
    sa.Column("listed", sa.Boolean, nullable=True),
    sa.Column("drawn", sa.Boolean, nullable=True),
    sa.Column("followed", sa.Boolean, nullable=True),
    sa.Column("messaged", sa.Boolean, nullable=True),
    sa.Column("introduced_where", sa.Text, nullable=True),
    sa.Column("introduced_at_most", sa.Integer, nullable=True),
    comment="What a member agreed to, in one guild; null where they were not asked yet.",
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("guild_id", Id, nullable=False, index=True),
    sa.Column("channel_id", Id, nullable=False),
    sa.Column("organiser_id", Id, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("hashtag", sa.Text, nullable=False),
    sa.Column("starts_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("capacity", sa.Integer, nullable=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("archived", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reason", sa.Text, nullable=True),
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
    comment="A tweetup, times in UTC, `zone` the organiser's.",
    sqlite_autoincrement=True,
)

organiser_roles = sa.Table(
    "organiser_roles",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("role_id", Id, nullable=False),
    comment="The role that makes its members organisers of all tweetups in a guild.",
)

event_organisers = sa.Table(
    "event_organisers",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    comment="Members who were named organisers of one tweetup.",
)

event_drafts = sa.Table(
    "event_drafts",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("id", Id, nullable=False),
    sa.Column("typed", Json, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
    comment="What members typed for a tweetup that is not made yet; one each, kept for a day.",
)

hashtags = sa.Table(
    "hashtags",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("hashtag", sa.Text, primary_key=True, index=True),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
    comment="Hashtags followed (normalised), for which event, from when to when.",
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("handle_key", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("avatar_url", sa.Text, nullable=True),
    sa.Column("protected", sa.Boolean, nullable=False),
    comment="Authors on X, by X's id. handle_key is the handle as handles compare.",
)

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("author_id", Id, nullable=False, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("reposted_id", Id, nullable=True, index=True),
    sa.Column("body", Json, nullable=False),
    comment="Posts as X gave them; `body` is the post but for the columns beside it.",
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("post_id", sa.ForeignKey("posts.id", ondelete="CASCADE"), nullable=False, index=True),
    comment="Later versions of posts that were edited, by X's ids; a post has its first one's id.",
)

contexts = sa.Table(
    "contexts",
    metadata,
    sa.Column("post_id", Id, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Index("ix_contexts_asked", "state", "asked_at"),
    comment="Posts that others answer or quote and that did not come along: wanted from X since"
    " `asked_at`, fetched, unavailable (X shows them to nobody) or missed (X was not to be had).",
)

feed = sa.Table(
    "feed",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "post_id", sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column(
        "delivery_id",
        sa.ForeignKey("deliveries.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
    ),
    sa.Column("seen_at", UtcDateTime, nullable=True),
    sa.Column("folded_at", UtcDateTime, nullable=True),
    sa.Index("ix_feed_waiting", "event_id", "state", "post_id"),
    comment="Which posts are under which event's hashtag, and what became of them: waiting,"
    " mirrored (in the delivery named), repost (counted only), proof (of a handle), imported (known"
    " from elsewhere, not mirrored); or kept out: folded (at `folded_at`), digested (in the"
    " delivery named), held (for organisers), dropped, muted (its author), blocked (a word in it).",
)

feed_settings = sa.Table(
    "feed_settings",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("paused", sa.Boolean, nullable=False),
    sa.Column("quiet_start", sa.Time, nullable=True),
    sa.Column("quiet_end", sa.Time, nullable=True),
    comment="What organisers set for an event's feed; quiet hours by the clock of its zone.",
)

interactions = sa.Table(
    "interactions",
    metadata,
    sa.Column("post_id", sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("author_id", Id, nullable=False, index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("other_id", Id, nullable=True, index=True),
    sa.Column("other_handle", sa.Text, nullable=True, index=True),
    sa.Column("other_post_id", Id, nullable=True, index=True),
    comment="Who turned to whom in a post; other_id stays null until the other is known.",
)

account_links = sa.Table(
    "account_links",
    metadata,
    sa.Column("guild_id", Id, primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Column("person_id", Id, nullable=True),
    sa.Column("proved_at", UtcDateTime, nullable=True),
    sa.Column("how", sa.Text, nullable=True),
    sa.Column("vouched_by", Id, nullable=True),
    sa.Column("seen_id", Id, nullable=True),
    sa.Column("told_expired", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("scored_at", UtcDateTime, nullable=True),
    sa.UniqueConstraint("guild_id", "person_id"),
    comment="Which X account a member says is theirs, since when it is proved, and how: by a post"
    " or by an organiser who vouched. `seen_id` posted the code under another handle; `scored_at`"
    " is when its timeline was last read for its scorecard.",
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("before", Json, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Index("ix_changes_due", "state", "due_at"),
    comment="Changes of events that people are told of: waiting or told. `before` is how the event"
    " stood when they last knew it; several changes in a row are one.",
    sqlite_autoincrement=True,
)

change_drafts = sa.Table(
    "change_drafts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("after", Json, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("scope", sa.Text, nullable=False, server_default="one"),
    comment="Changes an organiser was shown and has yet to confirm: how the event would stand,"
    " drawn up at that revision of it.",
    sqlite_autoincrement=True,
)

rsvps = sa.Table(
    "rsvps",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    sa.Column("guests", sa.Integer, nullable=False, server_default="0"),
    sa.Column("note", sa.Text, nullable=True),
    sa.Column("offer_until", UtcDateTime, nullable=True, index=True),
    comment="How members stand, since when. `turn` orders the waitlist.",
)

rsvp_settings = sa.Table(
    "rsvp_settings",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("guests", sa.Integer, nullable=False),
    sa.Column("deadline", UtcDateTime, nullable=True),
    sa.Column("closing", sa.Boolean, nullable=False),
    sa.Column("approval", sa.Boolean, nullable=False),
    sa.Column("allowed_role", Id, nullable=True),
    sa.Column("attendee_role", Id, nullable=True),
    sa.Column("offer_hours", sa.Integer, nullable=False),
    sa.Index("ix_rsvp_settings_closing", "closing", "deadline"),
    comment="What organisers set for an event's answers; `closing` until its deadline was seen to.",
)

reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("offset", sa.Text, primary_key=True),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Index("ix_reminders_due", "state", "due_at"),
    comment="Reminders: planned, sent (handed to deliveries) or missed.",
)

reminder_times = sa.Table(
    "reminder_times",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("offsets", Json, nullable=False),
    comment="How long before the start people are reminded, where an organiser set it.",
)

snoozes = sa.Table(
    "snoozes",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    comment="When a member wants to be reminded again; gone once they were.",
)

attendance_confirmations = sa.Table(
    "attendance_confirmations",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("member_id", Id, primary_key=True, autoincrement=False),
    sa.Column("confirmed_at", UtcDateTime, nullable=False),
    comment="Who said that they still come, and when; gone once they answer anew, or time or place"
    " change.",
)

rounds = sa.Table(
    "rounds",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("due_at", UtcDateTime, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Index("ix_rounds_due", "state", "due_at"),
    comment="Rounds of introductions: planned, done or missed.",
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("guild_id", Id, nullable=False),
    sa.Column(
        "event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=True, index=True
    ),
    sa.Column("channel_id", Id, nullable=True),
    sa.Column("member_id", Id, nullable=True),
    sa.Column(
        "inside_id", sa.ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=True, index=True
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=True, unique=True),
    sa.Column("about", Json, nullable=False),
    sa.Column("wanted", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before", UtcDateTime, nullable=True),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("stands_in", Id, nullable=True),
    sa.Column("message_id", Id, nullable=True),
    sa.Column("sent_at", UtcDateTime, nullable=True),
    sa.Column("error", sa.Text, nullable=True),
    sa.Index("ix_deliveries_open", "state", "id"),
    comment="Every message the bot starts: waiting, sending, sent, removed or failed. `about`"
    " holds ids only; `version` grows with each change of what it should say, last asked for"
    " at `asked_at`.",
    sqlite_autoincrement=True,
)
