"""Verdicts, filters, what is kept out and what was removed: on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import MessageRef, NewDelivery
from bot.domain.digests import DIGEST_AT
from bot.domain.events import Event
from bot.domain.filtering import Filter
from bot.domain.noise import RECORD_POSTS, RECORD_TIME, REMEMBERED, Kind, Past, Reason, Verdict
from bot.domain.posts import Author
from bot.domain.quiet import QuietHours
from db import (
    deliveries,
    events,
    feed,
    feed_settings,
    filed,
    filters,
    people,
    posts,
    removals,
    sending,
    verdicts,
)
from db.engine import Database
from db.filters import FilterSettings
from db.schema_noise import verdicts as table
from tests.db.rows import CHANNEL, GUILD, HOUR, LARGEST, NOW, a_draft, a_post, cancel

AD = Verdict("job_ad", 0.9, (Reason("pay", {"found": "£30k"}), Reason("link", {})))


def a_past(minutes: float = 0, author_id: int = 1, **changed: object) -> Past:
    kind: Kind = "job_ad"
    past = Past(author_id, NOW + timedelta(minutes=minutes), kind, False, f"{author_id}-{minutes}")
    return structs.replace(past, **changed)


async def judged(conn: AsyncConnection, *pasts: Past, verdict: Verdict = AD) -> None:
    await posts.save(conn, [a_post(n, p.author_id) for n, p in enumerate(pasts, start=1)])
    await verdicts.save(conn, [(n, past, verdict) for n, past in enumerate(pasts, start=1)])


async def placed(conn: AsyncConnection, event: Event, *states: str) -> None:
    """Posts 1, 2, 3 ... in these states."""
    await posts.save(conn, [a_post(n) for n, _ in enumerate(states, start=1)])
    await feed.add(conn, [(event.id, n, state) for n, state in enumerate(states, start=1)], NOW)


async def a_delivery(conn: AsyncConnection, event: Event, kind: str, channel_id: int) -> int:
    new = NewDelivery(GUILD, kind, {"post": 1}, event.id, channel_id)  # type: ignore[arg-type]
    found = await deliveries.add(conn, new, NOW)
    assert found is not None
    return found


async def test_a_verdict_is_kept_once_and_goes_with_its_post(conn: AsyncConnection) -> None:
    await judged(conn, a_past(), a_past(1))
    await verdicts.save(conn, [(1, a_past(), Verdict("promotion", 0.5, ()))])
    assert await verdicts.get_many(conn, [1, 2, 3]) == {1: AD, 2: AD}
    await verdicts.drop(conn, [2])
    await posts.remove(conn, [1])
    assert await verdicts.get_many(conn, [1, 2]) == {}
    assert await conn.scalar(sa.select(sa.func.count()).select_from(table)) == 0


async def test_an_authors_past_is_the_latest_that_counts(conn: AsyncConnection) -> None:
    too_old = a_past(-RECORD_TIME.total_seconds() / 60 - 1)
    own = [a_past(minute, answers=True) for minute in range(RECORD_POSTS + 5)]
    other, later = a_past(3, author_id=LARGEST), a_past(900)
    await judged(conn, too_old, *own, other, later)
    found = await verdicts.of_authors(conn, [1, LARGEST, 404], NOW, NOW + HOUR)
    assert sorted(found[1], key=lambda past: past.posted_at) == own[5:]
    assert found[LARGEST] == [other]
    assert set(found) == {1, LARGEST}


async def test_a_past_of_any_age_is_read_whatever_the_zone_of_the_server(postgres_url: str) -> None:
    strange, usual = Database(postgres_url), Database(postgres_url)
    async with strange.begin() as conn:
        name = await conn.scalar(sa.func.current_database())
        # Before there were zones it was 53 minutes and 28 seconds ahead.
        await conn.execute(sa.text(f"ALTER DATABASE {name} SET timezone TO 'Europe/Berlin'"))
    ancient = a_past(posted_at=datetime(999, 5, 1, tzinfo=UTC))
    async with usual.begin() as conn:
        await judged(conn, ancient)
        found = await verdicts.of_authors(conn, [1], ancient.posted_at, NOW)
    assert found == {1: [ancient]}
    for database in (strange, usual):
        await database.close()


async def test_when_a_text_was_last_said(conn: AsyncConnection) -> None:
    old, new = a_past(-5, fingerprint="same"), a_past(5, author_id=2, fingerprint="same")
    ancient = a_past(-REMEMBERED.total_seconds() / 60 - 1, fingerprint="ancient")
    await judged(conn, old, new, ancient)
    wanted = {"same", "ancient", "unheard"}
    assert await verdicts.last_said(conn, wanted, NOW, NOW + HOUR) == {"same": new.posted_at}
    assert await verdicts.last_said(conn, wanted, NOW, NOW) == {"same": old.posted_at}


async def test_filters_are_set_for_each_event(conn: AsyncConnection, event: Event) -> None:
    other, third = [await events.add(conn, a_draft()) for _ in range(2)]
    assert await filters.get(conn, event.id) == FilterSettings()
    given = FilterSettings(
        {"job_ad": "hold", "promotion": "show", "duplicate": "drop"}, LARGEST, time(7, 30)
    )
    await filters.save(conn, event.id, given)
    await filters.save(conn, event.id, given._replace(digest_at=None))
    assert await filters.get(conn, event.id) == given._replace(digest_at=None)
    await filters.set_person(conn, event.id, 1, "muted")
    await filters.set_person(conn, event.id, LARGEST, "muted")
    await filters.set_person(conn, event.id, LARGEST, "allowed")
    await filters.add_word(conn, event.id, "buy now", "Buy NOW")
    await filters.add_word(conn, event.id, "buy now", "buy now")
    await filters.set_person(conn, other.id, 2, "muted")
    await filters.add_word(conn, third.id, "sale", "Sale")
    assert await filters.of_events(conn, {event.id, other.id, third.id}) == {
        event.id: Filter(given.policies, {1: "muted", LARGEST: "allowed"}, {"buy now"}),
        other.id: Filter(people={2: "muted"}, blocked=set()),
        third.id: Filter(blocked={"sale"}),
    }
    assert await filters.words(conn, event.id) == {"buy now": "Buy NOW"}


async def test_words_and_people_are_taken_off_again(conn: AsyncConnection, event: Event) -> None:
    for person_id in (1, 2, 3):
        await filters.set_person(conn, event.id, person_id, "muted")
    await filters.set_person(conn, event.id, 1, None)
    await filters.forget_people(conn, [2, 404])
    assert await filters.people(conn, event.id) == {3: "muted"}
    await filters.add_word(conn, event.id, "buy", "buy")
    assert await filters.remove_word(conn, event.id, "buy")
    assert not await filters.remove_word(conn, event.id, "buy")


async def test_what_is_folded_waits_for_a_digest_and_is_told_of_once(
    conn: AsyncConnection, event: Event
) -> None:
    await judged(conn, a_past(), a_past(1), a_past(2))
    await placed(conn, event, "folded", "folded", "waiting")
    (found,) = await filed.to_digest(conn)
    assert found == (event.id, event.zone, DIGEST_AT, None, NOW)
    assert await filed.folded(conn, event.id) == {1, 2}
    delivery_id = await a_delivery(conn, event, "digest", CHANNEL)
    await filed.digest(conn, event.id, {1, 2, 3}, delivery_id)
    assert await filed.to_digest(conn) == []
    assert await filed.kinds_of(conn, delivery_id) == {"job_ad": 2}
    assert await filed.digested(conn, delivery_id, 1, 5) == [a_post(2)]
    assert await feed.counts(conn, event.id) == {"digested": 2, "waiting": 1}
    assert await feed.deliveries_of(conn, [1, 3]) == {delivery_id: [1]}
    await sending.settle_sent(conn, delivery_id, 1, MessageRef(CHANNEL, 7), NOW)
    # A digest mirrors nothing: nobody can answer a post there.
    assert await feed.messages_of(conn, event.id, [1]) == {}
    assert await feed.showing(conn, [1]) == set()
    later = NOW + HOUR
    assert await feed.recountable(conn, [1], sent_after=NOW - HOUR, asked_before=later) == set()


async def test_a_digest_is_not_due_while_it_is_off_paused_or_cancelled(
    conn: AsyncConnection, event: Event
) -> None:
    await placed(conn, event, "folded")
    await feed_settings.set_quiet(conn, event.id, (time(22), time(7)))
    await filters.save(conn, event.id, FilterSettings(digest_at=time(9)))
    await filed.begin_folding_at(conn, event.id, NOW + HOUR)
    quiet = QuietHours(time(22), time(7), event.zone)
    assert await filed.to_digest(conn) == [(event.id, event.zone, time(9), quiet, NOW + HOUR)]
    await feed_settings.pause(conn, event.id, paused=True)
    assert await filed.to_digest(conn) == []
    await feed_settings.pause(conn, event.id, paused=False)
    await filters.save(conn, event.id, FilterSettings(digest_at=None))
    assert await filed.to_digest(conn) == []
    await filters.save(conn, event.id, FilterSettings())
    await cancel(conn, event.id)
    assert await filed.to_digest(conn) == []


async def test_posts_move_from_where_they_are_thought_to_be(
    conn: AsyncConnection, event: Event
) -> None:
    await placed(conn, event, "waiting", "held", "mirrored", "imported")
    states = {1: "folded", 2: "waiting", 3: "folded"}
    await filed.move(conn, event.id, states, filed.OPEN, NOW)
    assert await filed.states_of(conn, [1, 2, 3, 404]) == {
        event.id: {1: "folded", 2: "waiting", 3: "mirrored"}
    }
    await filed.move(conn, event.id, {4: "folded"}, ("imported",), NOW + HOUR)
    assert {each.since for each in await filed.to_digest(conn)} == {NOW}
    await filed.move(conn, event.id, {1: "dropped"}, ("folded",), NOW)
    assert {each.since for each in await filed.to_digest(conn)} == {NOW + HOUR}
    assert await filed.by_author(conn, event.id, 1, ("waiting", "folded")) == {
        2: "waiting",
        4: "folded",
    }


async def test_authors_are_found_by_what_is_typed_latest_first(
    conn: AsyncConnection, event: Event
) -> None:
    ada, bo, cy = Author(1, "Ada_HR", "Ada"), Author(2, "bo", "Bo Adams"), Author(3, "cy%", "Cy")
    await people.save(conn, [ada, bo, cy, Author(4, "ada_elsewhere", "No Post")])
    given = [a_post(1, 1), a_post(2, 2), a_post(3, 3), a_post(4, 1), a_post(5, 4)]
    await posts.save(conn, given)
    await feed.add(conn, [(event.id, n, "waiting") for n in (1, 2, 3, 4)])
    await feed.add(conn, [(event.id, 5, "proof")])
    assert await filed.authors(conn, event.id, "@ADA", 9) == [ada]
    assert await filed.authors(conn, event.id, "ada", 9) == [ada, bo]
    assert await filed.authors(conn, event.id, "%", 9) == [cy]
    assert await filed.authors(conn, event.id, "", 2) == [ada, cy]
    assert await filed.author_named(conn, event.id, "@ada_hr") == ada
    assert await filed.author_named(conn, event.id, "ada") is None


async def test_what_can_be_read_is_swept_and_what_left_is_counted(
    conn: AsyncConnection, event: Event
) -> None:
    states = ("folded", "digested", "held", "dropped", "muted", "blocked", "repost", "proof")
    await placed(conn, event, *states)
    assert await removals.count(conn, event.id, NOW) == (0, 0)
    await removals.note(conn, [1, 2, 7, 8, 404], NOW)
    await removals.note(conn, [3], NOW + HOUR)
    assert await removals.count(conn, event.id, NOW + HOUR) == (3, 1)
    assert await feed.counts(conn, event.id, a_post(7).created_at) == {"repost": 1, "proof": 1}


async def test_what_reached_nobody_goes_to_another_channel(
    conn: AsyncConnection, event: Event
) -> None:
    stands, failed, waits = [await a_delivery(conn, event, "held", 5) for _ in range(3)]
    card = await a_delivery(conn, event, "card", 5)
    await sending.settle_sent(conn, stands, 1, MessageRef(5, 7), NOW)
    await sending.fail(conn, failed, "gone")
    await deliveries.redirect(conn, event.id, "held", 6, NOW)
    found = [await deliveries.get(conn, each) for each in (stands, failed, waits, card)]
    assert [each.channel_id for each in found if each] == [5, 6, 6, 5]
    assert [each.state for each in found if each] == ["sent", "waiting", "waiting", "waiting"]
