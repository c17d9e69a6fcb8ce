"""What a column of any table can hold: by name where that has to make sense, else by type."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from db.columns import UtcDateTime
from tests.db.rows import HOUR, NOW

FACTS = {
    "name": "x",
    "hashtag": "x",
    "starts_at": NOW.isoformat(),
    "ends_at": NOW.isoformat(),
    "zone": "Europe/London",
    "place": "x",
    "capacity": None,
    "state": "planned",
    "reason": None,
    "description": "",
}
# What has to make sense to whoever reads it; ids of people and posts are none of these.
VALUES: dict[str, Any] = {
    "account_links.expires_at": NOW + HOUR,
    "account_links.handle": "x",
    "account_links.how": "vouched",
    "account_links.proved_at": NOW,
    "changes.before": FACTS,
    "changes.state": "waiting",
    "change_drafts.after": FACTS,
    "chat_drafts.typed": {"when": "x", "every": "10", "questions": "x", "host": ""},
    "chat_posts.role": "answer",
    "chat_questions.number": 1,
    "chat_questions.state": "planned",
    "chats.state": "planned",
    "deliveries.kind": "introduction",
    "deliveries.sent_at": NOW,
    "deliveries.state": "sent",
    "event_drafts.saved_at": NOW,
    "event_drafts.typed": {"channel_id": 1, "zone": "Europe/London"},
    "events.state": "planned",
    "events.zone": "Europe/London",
    "feed.seen_at": NOW,
    "feed.state": "folded",
    "filter_words.key": "x",
    "filter_people.standing": "muted",
    "filters.job_ad": "fold",
    "filters.promotion": "fold",
    "filters.duplicate": "fold",
    "interactions.kind": "reply",
    "introductions.evidence": [],
    "introductions.kind": "bridge",
    "introductions.shared": [],
    "introductions.state": "made",
    "members.introductions": True,
    "members.messaged": True,
    "members.remind_where": "dm",
    "posts.body": {"text": "x"},
    "people.handle": "x",
    "people.handle_key": "x",
    "questions.choices": [],
    "reminder_times.offsets": ["2h"],
    "reminders.offset": "2h",
    "reminders.state": "planned",
    "rounds.state": "planned",
    "rounds.due_at": NOW,
    "rsvp_settings.closing": True,
    "rsvps.status": "going",
    "series.state": "running",
    "series.rule": {
        "unit": "week",
        "every": 1,
        "at": "18:30:00",
        "since": "2026-01-08",
        "weekday": 3,
    },
    "series.template": {
        "name": "x",
        "hashtag": "x",
        "place": "x",
        "capacity": None,
        "description": "",
        "length": 7200,
    },
    "verdicts.kind": "conversation",
    "verdicts.reasons": [],
}
_BY_TYPE: dict[type, Any] = {
    bool: False,
    float: 0.5,
    dict: {},
    date: NOW.date(),
    time: time(9),
    datetime: NOW,
    timedelta: HOUR,
}
_NEXT = count(10_000)


def made_up(column: sa.Column[Any]) -> Any:
    """Texts and numbers are new each time."""
    if (name := str(column)) in VALUES:
        return VALUES[name]
    kind = datetime if isinstance(column.type, UtcDateTime) else column.type.python_type
    if kind is int:
        return next(_NEXT)
    return _BY_TYPE[kind] if kind in _BY_TYPE else f"{column.name} {next(_NEXT)}"
