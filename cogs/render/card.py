"""An event's own message, and the event in Discord's list."""

from __future__ import annotations

from urllib.parse import quote

import discord

from bot.domain.announcements import EventCard
from bot.domain.events import Event
from bot.domain.markdown import escape, link
from bot.texts import text
from cogs.calendars import CalendarButton
from cogs.render.message import Message
from cogs.render.times import local, stamp
from cogs.rsvp import MyRsvpButton, answer_buttons


def card(announcement: EventCard, delivery_id: int) -> Message:
    """When, where, under which hashtag, how many come; and the buttons to answer with."""
    event = announcement.event
    facts = text(
        "card.facts",
        when=stamp(event),
        local=local(event),
        place=escape(event.place),
        hashtag=link(f"#{event.hashtag}", f"https://x.com/hashtag/{quote(event.hashtag)}"),
    )
    embed = discord.Embed(title=escape(event.name), description=facts)
    embed.add_field(name=text("card.going"), value=_going(announcement))
    embed.add_field(name=text("card.maybe"), value=str(announcement.maybe))
    if event.capacity is not None:
        embed.add_field(name=text("card.waitlist"), value=str(announcement.waitlisted))
    embed.set_footer(text=text("card.how"))
    buttons = (
        *answer_buttons(event.guild_id, event.id, delivery_id),
        MyRsvpButton(event.guild_id, event.id, delivery_id),
        CalendarButton(event.guild_id, event.id, delivery_id),
    )
    return Message(embeds=(embed,), buttons=buttons)


def description(event: Event) -> str:
    """What Discord's list of events says of an event; at most 1,000 characters."""
    return text("scheduled_event.about", hashtag=event.hashtag, channel=f"<#{event.channel_id}>")


def _going(announcement: EventCard) -> str:
    capacity = announcement.event.capacity
    if capacity is None:
        return str(announcement.going)
    return text("card.going_of", going=announcement.going, capacity=capacity)
