"""What the momentum of an event is told from, and what is kept of it; and its weekly note."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.aftermath import Said
from bot.domain.events import Event
from db import event_counts, events, momentum_notes
from db.momentum_notes import NoteSettings
from tests.db.rows import GUILD, HOUR, NOW, a_draft, a_post, judge, put


async def test_what_was_said_and_whether_it_answers_somebody_else(
    conn: AsyncConnection, event: Event
) -> None:
    ad = a_post(4, 4)
    own = a_post(5, 1, reply_to_id=1, reply_to_author_id=1)
    unknown = a_post(6, 2, reply_to_id=99)
    await put(conn, event, a_post(1), a_post(2, 2, reply_to_id=1, reply_to_author_id=1))
    await put(conn, event, a_post(3, 3, reposted_id=1), state="repost")
    await put(conn, event, ad, own, unknown, state="imported")
    await judge(conn, ad, "job_ad")
    for number, state in enumerate(("proof", "muted", "blocked"), start=10):
        await put(conn, event, a_post(number), state=state)
    found = await event_counts.said(conn, event.id)
    assert [(s.author_id, s.is_repost, s.kind, s.answers) for s in found] == [
        (1, False, None, False),
        (2, False, None, True),
        (3, True, None, False),
        (4, False, "job_ad", False),
        (1, False, None, False),
        (2, False, None, True),
    ]
    assert found[0] == Said(1, a_post(1).created_at, is_repost=False, kind=None)


async def test_when_each_was_first_heard_under_any_of_the_servers_hashtags(
    conn: AsyncConnection, event: Event
) -> None:
    other = await events.add(conn, a_draft(name="Other"))
    elsewhere = await events.add(conn, replace(a_draft(), guild_id=GUILD + 1))
    ad = a_post(2, 3)
    await put(conn, event, a_post(20), a_post(21, 2), a_post(22, 3), a_post(24, 4))
    await put(conn, other, a_post(10), a_post(1, 2, reposted_id=20), ad)
    await put(conn, elsewhere, a_post(5, 4))
    await judge(conn, ad, "job_ad")
    assert await event_counts.first_heard(conn, GUILD) == {
        person: a_post(post_id).created_at
        for person, post_id in {1: 10, 2: 21, 3: 22, 4: 24}.items()
    }


async def test_counts_of_days_are_kept(conn: AsyncConnection, event: Event) -> None:
    assert await event_counts.of_days(conn, event.id) == {}
    days = {
        date(2026, 1, 8): Counter({"posts": 3, "voices": 2}),
        date(2026, 1, 9): Counter(posts=1),
    }
    await event_counts.save(conn, event.id, {}, days)
    assert await event_counts.of_days(conn, event.id) == days


async def test_a_note_is_wanted_until_somebody_says_otherwise(
    conn: AsyncConnection, event: Event
) -> None:
    assert await momentum_notes.get(conn, event.id) == NoteSettings(weekly=True, seen_to=None)
    assert await momentum_notes.of_events(conn, [event.id]) == {}
    given = NoteSettings(weekly=False, seen_to=NOW + HOUR)
    await momentum_notes.save(conn, event.id, given._replace(weekly=True))
    await momentum_notes.save(conn, event.id, given)
    assert await momentum_notes.get(conn, event.id) == given
    # The next of a series has its own notes to come.
    following = await events.add(conn, a_draft(name="Next"))
    await momentum_notes.copy(conn, event.id, following.id)
    assert await momentum_notes.get(conn, following.id) == NoteSettings(weekly=False)
