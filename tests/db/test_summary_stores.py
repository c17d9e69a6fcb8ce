"""What was foretold, what is known before an event, and when summaries are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.calibration import Foretold
from bot.domain.events import Event
from bot.domain.rsvp import Rsvp
from bot.domain.talk_terms import Spoken
from db import (
    event_counts,
    events,
    feed,
    forecasts,
    organisers,
    posts,
    reductions,
    rsvps,
    summary_turns,
    turnout,
)
from tests.db.rows import HOUR, NOW, a_draft, a_post, cancel


async def test_what_was_foretold_is_kept_for_the_start_an_event_has(
    conn: AsyncConnection, event: Event
) -> None:
    other = await events.add(conn, a_draft())
    off = await events.add(conn, a_draft())
    await cancel(conn, off.id)
    upcoming = [event, other, off]
    assert await forecasts.missing(conn, upcoming) == [event, other]
    foretold = Foretold(event.id, event.starts_at, NOW, 3, 6, 9)
    await forecasts.save(conn, foretold)
    assert await forecasts.missing(conn, upcoming) == [other]
    await events.change(conn, replace(event, starts_at=event.starts_at + HOUR))
    assert await forecasts.missing(conn, upcoming) == [event, other]
    later = replace(foretold, starts_at=event.starts_at + HOUR, low=4)
    await forecasts.save(conn, later)
    assert await forecasts.of_events(conn, [event.id, other.id]) == {event.id: later}


async def test_who_answered_when_and_who_wrote_before(conn: AsyncConnection, event: Event) -> None:
    await rsvps.save(conn, event.id, [Rsvp(1, "going", 1)], NOW)
    await rsvps.save(conn, event.id, [Rsvp(2, "maybe", 2)], NOW + HOUR)
    assert await turnout.answered_at(conn, event.id) == {1: NOW, 2: NOW + HOUR}
    written = [
        a_post(1, author_id=5, created_at=NOW, text="Payroll &amp; co"),
        a_post(2, author_id=6, created_at=NOW + HOUR),
        a_post(3, author_id=7, created_at=NOW, reposted_id=1),
        a_post(4, author_id=8, created_at=NOW),
        a_post(5, author_id=9, created_at=NOW),
    ]
    await posts.save(conn, written)
    states = ("mirrored", "mirrored", "repost", "proof", "muted")
    await feed.add(
        conn, [(event.id, post.id, state) for post, state in zip(written, states, strict=True)]
    )
    assert await turnout.wrote(conn, event.id, NOW + HOUR) == {5, 7, 9}
    assert await event_counts.spoken(conn, event.id) == [
        Spoken(5, "Payroll & co"),
        Spoken(6, written[1].plain_text),
    ]


async def test_summaries_are_looked_at_until_organisers_know(
    conn: AsyncConnection, event: Event
) -> None:
    assert await summary_turns.of_events(conn, [event.id]) == {}
    await summary_turns.save(conn, event.id, NOW)
    assert await summary_turns.of_events(conn, [event.id]) == {event.id: NOW}
    await summary_turns.save(conn, event.id, None)
    assert await summary_turns.of_events(conn, [event.id]) == {event.id: None}


async def test_which_events_ended_and_which_are_reduced(
    conn: AsyncConnection, event: Event
) -> None:
    off = await events.add(conn, a_draft())
    await cancel(conn, off.id)
    end, second = event.ends_at, timedelta(seconds=1)
    assert await events.ended_between(conn, end - second, end) == [event]
    assert await events.ended_between(conn, end, end + second) == []
    assert await reductions.among(conn, [event.id, off.id]) == set()
    await reductions.begin(conn, event, NOW)
    assert await reductions.among(conn, [event.id, off.id]) == {event.id}
    await events.change(conn, replace(event, ends_at=end + HOUR))
    assert await reductions.among(conn, [event.id]) == set()


async def test_the_posts_of_reduced_events_go_in_turn_and_those_that_came_late_at_once(
    conn: AsyncConnection, event: Event
) -> None:
    other = await events.add(conn, a_draft())
    assert await reductions.next_turn(conn, NOW) is None
    for each, hours in ((event, 2), (other, 1)):
        await reductions.begin(conn, each, NOW)
        await reductions.go_on(conn, each.id, NOW + hours * HOUR)
    assert await reductions.under_way(conn, NOW) is None
    assert await reductions.next_turn(conn, NOW) == NOW + HOUR
    assert await reductions.under_way(conn, NOW + HOUR) == other.id

    await reductions.go_on(conn, event.id, None)
    assert await reductions.next_turn(conn, NOW) == NOW + HOUR
    await posts.save(conn, [a_post(1)])
    await feed.add(conn, [(event.id, 1, "waiting")])
    assert await reductions.next_turn(conn, NOW) == NOW
    assert await reductions.under_way(conn, NOW) == event.id


async def test_who_organises_by_name(conn: AsyncConnection, event: Event) -> None:
    await organisers.name(conn, event.id, 5, event.organiser_id)
    found = await organisers.by_name(conn, event)
    assert found == [event.organiser_id, 5]
