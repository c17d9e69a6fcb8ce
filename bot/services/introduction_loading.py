"""What introductions say now, read from the database at the moment it goes out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import (
    Between,
    Evidence,
    Hello,
    Introduced,
    Introduction,
    IntroductionThread,
    MetQuestion,
    QuietReport,
)
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.in_common import Common, between
from bot.domain.introductions import MadeIntroduction
from bot.domain.meeting import all_met
from bot.domain.posts import Author, normalise_hashtag
from bot.services.conversation import authors_of
from db import (
    account_links,
    events,
    interactions,
    introductions,
    members,
    people,
    posts,
    recognition,
    reports,
    rsvps,
)


async def introduction_thread(
    conn: AsyncConnection, delivery: Delivery
) -> IntroductionThread | None:
    found = await made_introduction(conn, delivery)
    if found is None:
        return None
    made, event = found
    introduced = await introduced_members(conn, made)
    return IntroductionThread(made.id, event, introduced) if introduced else None


async def introduction(
    conn: AsyncConnection, delivery: Delivery, now: datetime
) -> Introduction | None:
    """None where nothing is left to show why these people are introduced."""
    found = await made_introduction(conn, delivery)
    if found is None:
        return None
    made, event = found
    stored = await posts.get_many(conn, made.evidence)
    evidence = [stored[post_id] for post_id in made.evidence if post_id in stored]
    stands_between = await _between(conn, made, event, now)
    shared = await _shared(conn, made, event)
    introduced = await introduced_members(conn, made)
    if not introduced or not (shared if made.kind == "bridge" else evidence and stands_between):
        return None
    authors = await authors_of(conn, evidence)
    return Introduction(
        made.id,
        event,
        introduced,
        tuple(Evidence(post, authors[post.author_id]) for post in evidence),
        made.opening,
        stands_between,
        shared,
        delivery.member_id,
        all_met(made),
    )


async def hello(conn: AsyncConnection, delivery: Delivery) -> Hello | None:
    found = await made_introduction(conn, delivery)
    if found is None:
        return None
    made, event = found
    by = int(str(delivery.about["member"]))
    introduced = await introduced_members(conn, made)
    member = next((each for each in introduced if each.member_id == by), None)
    return None if member is None else Hello(made.id, event, member, delivery.member_id)


async def met_question(conn: AsyncConnection, delivery: Delivery) -> MetQuestion | None:
    """To those who did not say yet, as it is asked; in direct messages it names the others."""
    found = await made_introduction(conn, delivery)
    if found is None:
        return None
    made, event = found
    introduced = await introduced_members(conn, made)
    if delivery.member_id is not None:
        others = tuple(each for each in introduced if each.member_id != delivery.member_id)
        return MetQuestion(made.id, event, others, delivery.member_id) if others else None
    asked = delivery.about["asked"]
    of = tuple(each for each in introduced if isinstance(asked, list) and each.member_id in asked)
    return MetQuestion(made.id, event, of) if of else None


async def quiet_report(conn: AsyncConnection, delivery: Delivery) -> QuietReport | None:
    return await report(conn, int(str(delivery.about["report"])))


async def report(conn: AsyncConnection, report_id: int) -> QuietReport | None:
    """None when it was forgotten meanwhile."""
    told = await reports.get(conn, report_id)
    event = None if told is None else await events.get(conn, told.event_id)
    if told is None or event is None:
        return None
    made = None
    if told.introduction_id is not None:
        made = await introductions.get(conn, told.introduction_id)
    ids = () if made is None else made.member_ids
    others = tuple(each for each in ids if each != told.member_id)
    return QuietReport(event, told.member_id, others, told.words)


async def made_introduction(
    conn: AsyncConnection, delivery: Delivery
) -> tuple[MadeIntroduction, Event] | None:
    """What a delivery is about; where it is to be taken away, also when that was withdrawn."""
    made = await introductions.get(conn, int(str(delivery.about["introduction"])))
    if made is None or (delivery.wanted and made.state != "made"):
        return None
    event = await events.get(conn, made.event_id)
    return None if event is None else (made, event)


async def introduced_members(
    conn: AsyncConnection, made: MadeIntroduction
) -> tuple[Introduced, ...]:
    """Those who are introduced; nobody where X no longer knows one of them."""
    authors = await people.get_many(conn, {member.person_id for member in made.members})
    if not authors.keys() >= {member.person_id for member in made.members}:
        return ()
    words = await recognition.of_event(conn, made.event_id)
    return tuple(
        Introduced(
            each.member_id,
            authors[each.person_id],
            joined=each.joined,
            find_me=None if each.answer == "declined" else words.get(each.member_id),
        )
        for each in made.members
    )


async def _between(
    conn: AsyncConnection, made: MadeIntroduction, event: Event, now: datetime
) -> tuple[Between, ...]:
    """What the pair did, and what ties a third to the one of them they have most to do with."""
    ids = [member.person_id for member in made.members]
    known = await interactions.among(conn, made.guild_id, ids, event.starts_at)
    one, other, *joined = ids
    found = [between(one, other, known, event.zone, now)]
    for third in joined:
        ties = [between(third, each, known, event.zone, now) for each in (one, other)]
        found.append(max(ties, key=lambda tie: sum(part.times for part in tie.parts)))
    return tuple([await _tagged(conn, each, event) for each in found if each.parts])


async def _tagged(conn: AsyncConnection, common: Common, event: Event) -> Between:
    """With the event's hashtag where all that is told was said under it."""
    told = [post_id for part in common.told for post_id in part.post_ids]
    stored = await posts.get_many(conn, told)
    wanted = normalise_hashtag(event.hashtag)
    under = all(
        wanted in map(normalise_hashtag, stored[post_id].hashtags)
        for post_id in told
        if post_id in stored
    )
    return Between(common, event.hashtag if under else None)


async def _shared(
    conn: AsyncConnection, made: MadeIntroduction, event: Event
) -> tuple[Author, ...]:
    """Whom both talked with, as far as they are still coming and may be named."""
    if made.kind != "bridge":
        return ()
    going = {r.member_id for r in await rsvps.of_event(conn, event.id) if r.status == "going"}
    listed = await members.agreed(conn, made.guild_id, going, "listed")
    linked = await account_links.people_of(conn, made.guild_id, listed)
    coming = set(linked.values())
    authors = await people.get_many(conn, [each for each in made.shared if each in coming])
    return tuple(authors[each] for each in made.shared if each in authors)
