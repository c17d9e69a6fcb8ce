"""An event's answers, taken from the database and put back with all that follows from a change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import PlaceNews
from bot.domain.deliveries import DeliveryKind, NewDelivery
from bot.domain.door import gave_up_late
from bot.domain.events import Event
from bot.domain.notices import notice
from bot.domain.roster import Change, Roster
from bot.domain.rsvp import Rsvp
from bot.services.network_loading import redraw
from bot.services.withdraw import unname, withdraw_introductions
from db import answers, attendance, confirmations, deliveries, members, rsvp_settings, rsvps


async def load(conn: AsyncConnection, event: Event) -> Roster:
    """Lock the event first to decide by it."""
    settings = await rsvp_settings.get(conn, event.id)
    return Roster(event, settings, await rsvps.of_event(conn, event.id))


async def rearrange(conn: AsyncConnection, event: Event, now: datetime) -> None:
    """Hand out what places there are now, after the event itself has changed or time has passed."""
    roster = await load(conn, event)
    roster.advance(now)
    await store(conn, roster, now)


async def renew_offers(conn: AsyncConnection, event: Event, now: datetime) -> None:
    """End the offers of an event that has another time or is off; where there is a time, those
    they were made to are asked anew, with time to think it over."""
    roster = await load(conn, event)
    for own in roster.having("offered"):
        # Also where it ends as it did before, it speaks of another date.
        await deliveries.rearm(conn, _key("offer", event, own), now)
    roster.withdraw_offers()
    roster.advance(now)
    await store(conn, roster, now)


async def store(conn: AsyncConnection, roster: Roster, now: datetime) -> None:
    """Save what has changed, and tell whom it concerns: the card, those who waited, roles."""
    event, changes = roster.event, roster.changes()
    if not changes:
        return
    await rsvps.save(conn, event.id, [each.after for each in changes if each.after], now)
    await deliveries.rearm(conn, f"card:{event.id}", now)
    told = [each.after.member_id for each in changes if each.after and each.by_turn]
    by_message = await members.written_to(conn, event.guild_id, told)
    for change in changes:
        await _follow(conn, roster, change, by_message, now)
    await _call_organiser(conn, roster, changes, now)


async def _follow(
    conn: AsyncConnection,
    roster: Roster,
    change: Change,
    by_message: Collection[int],
    now: datetime,
) -> None:
    event, before, after = roster.event, change.before, change.after
    if before is not None and change.withdraws():
        await deliveries.rearm(conn, _key("offer", event, before), now)
    if after is not None and change.by_turn and change.offers():
        new = news(event, after, "offer", direct=after.member_id in by_message)
        # One that was withdrawn and ends at the same time stands already, and opens again.
        if not await deliveries.rearm(conn, _key("offer", event, after), now):
            await deliveries.add(conn, new, now)
    if after is not None and change.by_turn and change.to("going"):
        new = news(event, after, "promotion", direct=after.member_id in by_message)
        await deliveries.add(conn, new, now)
    if before is not None and change.away_from("going"):
        member_id = before.member_id
        await withdraw_introductions(conn, event.guild_id, member_id, now, event_id=event.id)
        await unname(conn, event.guild_id, member_id, now, event_id=event.id)
        await redraw(conn, now, event.guild_id)
        await show_role(
            conn, event, before.member_id, roster.settings.attendee_role, now, has=False
        )
        if after is not None and gave_up_late(event.starts_at, now):
            await attendance.note_late(conn, event.id, after.member_id, now)
    if after is not None and change.to("going"):
        await attendance.forget_late(conn, event.id, after.member_id)
        await show_role(conn, event, after.member_id, roster.settings.attendee_role, now, has=True)
    await _clear(conn, event, change)


async def _clear(conn: AsyncConnection, event: Event, change: Change) -> None:
    """Remove what was said along with an answer that is no more."""
    before, after = change.before, change.after
    if before is not None and before.coming and not (after and _same_answer(before, after)):
        await confirmations.remove(conn, event.id, before.member_id)
    if after is not None and change.to("left"):
        await answers.remove_of(conn, event.id, after.member_id)
    if before is not None and after is None:
        await rsvps.remove(conn, event.id, before.member_id)


def news(
    event: Event,
    rsvp: Rsvp,
    kind: DeliveryKind,
    *,
    direct: bool,
    about: PlaceNews = "promoted",
) -> NewDelivery:
    """To a member who agreed to messages; else a word in the channel that says nothing more."""
    what: dict[str, str | int | list[int]] = {"turn": rsvp.turn, "news": about}
    if rsvp.offer_until is not None:
        what["until"] = int(rsvp.offer_until.timestamp())
    if not direct:
        what["member"] = rsvp.member_id
    return NewDelivery(
        guild_id=event.guild_id,
        event_id=event.id,
        kind=kind,
        about=what,
        channel_id=None if direct else event.channel_id,
        member_id=rsvp.member_id if direct else None,
        key=_key(kind if about == "promoted" else about, event, rsvp),
    )


async def show_role(
    conn: AsyncConnection,
    event: Event,
    member_id: int,
    role_id: int | None,
    now: datetime,
    *,
    has: bool,
) -> None:
    """Have the bot give a member the role of those who are going, or take it."""
    if role_id is None:
        return
    key = f"role:{event.id}:{role_id}:{member_id}"
    if await deliveries.rearm(conn, key, now, wanted=has) or not has:
        return
    role = NewDelivery(
        guild_id=event.guild_id,
        event_id=event.id,
        kind="role",
        channel_id=role_id,
        about={"member": member_id},
        key=key,
    )
    await deliveries.add(conn, role, now)


async def _call_organiser(
    conn: AsyncConnection, roster: Roster, changes: list[Change], now: datetime
) -> None:
    """Tell the organiser that there are requests: once, until none is left."""
    event, waiting = roster.event, roster.having("asked")
    fresh = {each.after.member_id for each in changes if each.after and each.to("asked")}
    if not waiting or any(rsvp.member_id not in fresh for rsvp in waiting):
        return
    new = notice(
        event,
        event.organiser_id,
        "requests",
        once=f"requests:{event.id}:{waiting[0].turn}",
        channel=event.channel_id,
    )
    await deliveries.add(conn, new, now)


def _same_answer(before: Rsvp, after: Rsvp) -> bool:
    """Whether what a coming member said stands, whatever became of their guests or their turn."""
    return after.coming and after.turn == before.turn


def _key(what: str, event: Event, rsvp: Rsvp) -> str:
    """Of one turn there are as many offers as it takes until one is for a time that stands."""
    until = "" if rsvp.offer_until is None else f":{rsvp.offer_until.timestamp():.0f}"
    return f"{what}:{event.id}:{rsvp.member_id}:{rsvp.turn}{until}"
