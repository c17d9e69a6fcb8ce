"""Something to answer for those a round leaves with nothing to be introduced by.

    round -> survey -> offer (domain) -> give -> deliver

Chosen before the round is settled and given in the transaction that settles it; before each round
that an answer can still serve at most once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import starters as rules
from bot.domain.deliveries import Delivery, NewDelivery
from bot.domain.events import Event
from bot.domain.interactions import ordered
from bot.services.situation import Gathered, coming_to, willing_among
from bot.services.starter_loading import named, written
from bot.services.starter_survey import Offers, Survey, survey_for
from db import account_links, deliveries, events, members, rounds


async def survey(conn: AsyncConnection, event: Event, gathered: Gathered, now: datetime) -> Survey:
    """For those who could not be introduced even if the round had room for everybody.

    Empty when no round follows that leaves room to answer.
    """
    following = await rounds.following(conn, event.id, now)
    if following is None or following - now < rules.ROOM_TO_ANSWER:
        return Survey()
    attendees, situation = gathered.members, gathered.situation
    ties = {
        ordered(each.author_id, each.other_id)
        for each in situation.interactions
        if each.other_id in attendees and each.author_id in attendees
        if each.other_id is not None and each.other_id != each.author_id
    }
    placed = {person for pair in ties - situation.apart for person in pair}
    left = {
        member_id
        for person, member_id in attendees.items()
        if person not in placed
        and situation.room[person] > 0
        and (situation.newcomers is None or person in situation.newcomers)
    }
    given = await members.consents_of(conn, event.guild_id, left)
    asked = {member_id for member_id, each in given.items() if rules.may_be_written_to(each)}
    known = {*ties, *situation.introduced}
    found = await survey_for(conn, event, attendees, asked, known, now)
    return replace(found, following=following)


async def give(
    conn: AsyncConnection,
    event: Event,
    following: datetime | None,
    offers: Offers,
    now: datetime,
) -> None:
    """Send what was chosen for the round that is `following`, once, to those who still can be
    introduced."""
    if following is None or not offers:
        return
    attendees = await willing_among(conn, event, await coming_to(conn, event))
    still = set(attendees.values())
    for member_id, chosen in offers.items():
        usable = [starter for starter in chosen if starter.author_id in attendees]
        if member_id not in still or not usable:
            continue
        new = NewDelivery(
            guild_id=event.guild_id,
            event_id=event.id,
            kind="starters",
            member_id=member_id,
            about=written(usable),
            key=f"starters:{event.id}:{following.timestamp():.0f}:{member_id}",
        )
        await deliveries.add(conn, new, now)


async def forget_posts(conn: AsyncConnection, doomed: Collection[int], now: datetime) -> None:
    """Have these posts taken out of the messages that offer them."""
    for delivery in await deliveries.wanted_of_kind(conn, "starters") if doomed else ():
        about = named(delivery.about)
        if not any(starter.post_id in doomed or starter.own_id in doomed for starter in about):
            continue
        left = [starter for starter in about if starter.post_id not in doomed]
        await _say_less(conn, delivery, len(left), now)


async def step_back(
    conn: AsyncConnection, guild_id: int, member_id: int, now: datetime, *, event_id: int | None
) -> None:
    """Have a member's posts taken out of messages before events still to come, or before one."""
    person = (await account_links.people_of(conn, guild_id, [member_id])).get(member_id)
    if person is None:
        return
    for delivery in await deliveries.wanted_of_kind(conn, "starters"):
        if delivery.guild_id != guild_id or event_id not in (None, delivery.event_id):
            continue
        about = named(delivery.about)
        left = [starter for starter in about if starter.author_id != person]
        event = None if delivery.event_id is None else await events.get(conn, delivery.event_id)
        if len(left) < len(about) and event is not None and not event.is_over(now):
            await _say_less(conn, delivery, len(left), now)


async def _say_less(conn: AsyncConnection, delivery: Delivery, left: int, now: datetime) -> None:
    if left:
        await deliveries.touch(conn, [delivery.id], now)
    elif delivery.key is not None:
        await deliveries.rearm(conn, delivery.key, now, wanted=False)
