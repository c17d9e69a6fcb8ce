"""What there is to answer under a tweetup's hashtag, and what members themselves speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import starters as rules
from bot.domain.events import Event
from bot.domain.posts import Post
from bot.domain.starters import Candidate, Saying, Seeker, Starter
from bot.domain.terms import term_key
from bot.services.starter_loading import named
from db import account_links, answers, blocks, deliveries, rsvps, talk

# As many posts as anybody might still want to answer, and of a member enough to know what they
# speak of.
POSTS_SURVEYED = 300
SAYINGS_READ = 20

# What each member is offered.
Offers = Mapping[int, tuple[Starter, ...]]


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is to answer under an event's hashtag, and who could; an answer serves the round
    that is due at `following`."""

    candidates: tuple[Candidate, ...] = ()
    seekers: tuple[Seeker, ...] = ()
    ignored: frozenset[str] = frozenset()
    following: datetime | None = None

    def offer(self, but: Collection[int] = ()) -> Offers:
        """What each is offered; those of these X ids need nothing."""
        seekers = [each for each in self.seekers if each.person_id not in but]
        return rules.offer(seekers, self.candidates, self.ignored)


async def survey_for(
    conn: AsyncConnection,
    event: Event,
    attendees: Mapping[int, int],
    wanting: Collection[int],
    known: Collection[tuple[int, int]],
    now: datetime,
) -> Survey:
    """For the members who are `wanting`; `known` are pairs, by X ids, who need no more."""
    if not wanting:
        return Survey()
    candidates = await _candidates(conn, event, attendees, known, now)
    seekers = await _seekers(conn, event, attendees, wanting, known)
    return Survey(tuple(candidates), tuple(seekers), frozenset({term_key(event.hashtag)}))


async def _candidates(
    conn: AsyncConnection,
    event: Event,
    attendees: Mapping[int, int],
    known: Collection[tuple[int, int]],
    now: datetime,
) -> list[Candidate]:
    since = now - rules.RECENT
    found = await talk.latest(conn, event.id, attendees.keys(), since, POSTS_SURVEYED)
    suiting = [post for post in found if rules.suits(post, now)]
    answered = await _answered(conn, suiting)
    knows = Counter(person for pair in known for person in pair)
    return [
        Candidate(
            post,
            answered_by=answered[post.id] - {post.author_id},
            knows=knows[post.author_id],
        )
        for post in suiting
    ]


async def _answered(conn: AsyncConnection, found: Collection[Post]) -> dict[int, frozenset[int]]:
    """Who answered these posts, whichever version of them."""
    versions = {post.id: {post.id, *post.edits, post.shown_version} for post in found}
    by = await talk.answered_by(conn, {each for ids in versions.values() for each in ids})
    return {
        post_id: frozenset().union(*(by.get(each, frozenset()) for each in ids))
        for post_id, ids in versions.items()
    }


async def _seekers(
    conn: AsyncConnection,
    event: Event,
    attendees: Mapping[int, int],
    wanting: Collection[int],
    known: Collection[tuple[int, int]],
) -> list[Seeker]:
    people = await account_links.people_of(conn, event.guild_id, wanting)
    apart = await _apart(conn, event, attendees, wanting)
    sayings = await _sayings(conn, event, wanting, people)
    had: dict[int, set[int]] = {member_id: set() for member_id in wanting}
    for delivery in await deliveries.wanted_of_kind(conn, "starters"):
        if delivery.guild_id == event.guild_id and delivery.member_id in had:
            had[delivery.member_id] |= {starter.post_id for starter in named(delivery.about)}
    acquainted: dict[int, set[int]] = {}
    for one, other in known:
        acquainted.setdefault(one, set()).add(other)
        acquainted.setdefault(other, set()).add(one)
    return [
        Seeker(
            member_id,
            people.get(member_id),
            sayings[member_id],
            avoided=frozenset(acquainted.get(people.get(member_id, 0), set()) | apart[member_id]),
            had=frozenset(had[member_id]),
        )
        for member_id in sorted(wanting)
    ]


async def _apart(
    conn: AsyncConnection, event: Event, attendees: Mapping[int, int], wanting: Collection[int]
) -> dict[int, set[int]]:
    """The X ids of those who are kept apart from each of the members who are `wanting`."""
    here = {member_id: person for person, member_id in attendees.items()}
    found: dict[int, set[int]] = {member_id: set() for member_id in wanting}
    for pair in await blocks.among(conn, event.guild_id, {*wanting, *here}):
        for member_id, other in (pair, pair[::-1]):
            if member_id in found and other in here:
                found[member_id].add(here[other])
    return found


async def _sayings(
    conn: AsyncConnection, event: Event, wanting: Collection[int], people: Mapping[int, int]
) -> dict[int, tuple[Saying, ...]]:
    """What each said: in their posts, newest first, then to the organisers of this event."""
    posted = await talk.said_by(conn, event.guild_id, set(people.values()), SAYINGS_READ)
    notes = {each.member_id: each.note for each in await rsvps.of_event(conn, event.id)}
    answered = await answers.of_members(conn, event.id, wanting)
    return {
        member_id: (
            *(Saying(p.plain_text, p.id) for p in posted.get(people.get(member_id, 0), ())),
            *(Saying(told) for told in (notes.get(member_id), *_told(answered, member_id)) if told),
        )
        for member_id in wanting
    }


def _told(answered: Mapping[int, Mapping[int, str]], member_id: int) -> list[str]:
    given = answered.get(member_id, {})
    return [given[question_id] for question_id in sorted(given)]
