"""News of a place: it came free, it is offered, an organiser has decided."""

from __future__ import annotations

from typing import get_args

from discord.utils import format_dt

from bot.domain.announcements import Offer, Promotion
from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.texts import text
from cogs.party import OfferButton, OfferChoice
from cogs.render.facts import facts_of
from cogs.render.message import Message, pings
from cogs.rsvp import MyRsvpButton, answer_buttons


def promotion(announcement: Promotion, delivery_id: int) -> Message:
    event = announcement.event
    if announcement.mentioned is not None:
        return _call(event, announcement.mentioned, delivery_id)
    # Each carries a button: by its custom_id the message is known again.
    answers = answer_buttons(event.guild_id, event.id, delivery_id, ("declined",))
    mine = (MyRsvpButton(event.guild_id, event.id, delivery_id),)
    said = text(f"promotion.{announcement.news}", **facts_of(event))
    return Message(said, buttons=mine if announcement.news == "refused" else answers)


def offer(announcement: Offer, delivery_id: int) -> Message:
    event = announcement.event
    if announcement.mentioned is not None:
        return _call(event, announcement.mentioned, delivery_id)
    if announcement.status == "offered" and announcement.until is not None:
        until = text(
            "time.stamp",
            at=format_dt(announcement.until, "f"),
            relative=format_dt(announcement.until, "R"),
        )
        said = text("offer.open", n=announcement.places, until=until, **facts_of(event))
        return Message(
            said,
            buttons=tuple(
                OfferButton(event.guild_id, event.id, choice, delivery_id=delivery_id)
                for choice in get_args(OfferChoice)
            ),
        )
    said = text(f"offer.{_end(announcement)}", name=escape(event.name))
    return Message(said, buttons=(MyRsvpButton(event.guild_id, event.id, delivery_id),))


def _end(announcement: Offer) -> str:
    """How an offer ended, for whom it was."""
    if announcement.event.state == "cancelled":
        return "cancelled"
    ends = {"going": "going", "lapsed": "lapsed", "waitlisted": "withdrawn"}
    return ends.get(announcement.status, "passed")


def _call(event: Event, member_id: int, delivery_id: int) -> Message:
    """A word in the channel to somebody who did not ask for messages; it says nothing else."""
    return Message(
        text("promotion.call", member=f"<@{member_id}>", name=escape(event.name)),
        buttons=(MyRsvpButton(event.guild_id, event.id, delivery_id),),
        mentions=pings(member_id),
    )
