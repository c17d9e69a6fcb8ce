"""An event's own message, and the event in Discord's list."""

from __future__ import annotations

from urllib.parse import quote

import discord

from bot.domain.announcements import EventCard
from bot.domain.events import Event, EventDraft
from bot.domain.markdown import escape, link, quoted
from bot.texts import text
from cogs.calendars import CalendarButton
from cogs.render.message import Message
from cogs.render.times import is_open, local, stamp
from cogs.rsvp import MyRsvpButton, answer_buttons


def card(announcement: EventCard, delivery_id: int) -> Message:
    """When, where, under which hashtag, how many come; and the buttons to answer with."""
    event = announcement.event
    about = facts(event)
    if event.state != "planned" and event.reason is not None:
        about = f"{quoted(event.reason)}\n\n{about}"
    embed = discord.Embed(title=_title(event), description=about)
    embed.add_field(name=text("card.going"), value=_going(announcement))
    embed.add_field(name=text("card.maybe"), value=str(announcement.maybe))
    if event.capacity is not None:
        embed.add_field(name=text("card.waitlist"), value=str(announcement.waitlisted))
    answers = answer_buttons(event.guild_id, event.id, delivery_id)
    closed = event.archived or event.state == "cancelled"
    for answer in answers:
        # Closed rather than gone: they carry the mark by which the card is known again.
        answer.item.disabled = closed
    footer = "card.closed" if closed else "card.how"
    footer = "card.archived" if event.archived else footer
    embed.set_footer(text=text(footer))
    buttons = (
        *answers,
        MyRsvpButton(event.guild_id, event.id, delivery_id),
        CalendarButton(event.guild_id, event.id, delivery_id),
    )
    return Message(embeds=(embed,), buttons=buttons)


def facts(event: Event | EventDraft) -> str:
    """What it is about, when, where, and under which hashtag."""
    found = text(
        "card.facts_open" if is_open(event) else "card.facts",
        when=stamp(event),
        local=local(event),
        place=escape(event.place),
        hashtag=link(f"#{event.hashtag}", f"https://x.com/hashtag/{quote(event.hashtag)}"),
    )
    return f"{event.description}\n\n{found}" if event.description else found


def description(event: Event) -> str:
    """What Discord's list of events says of an event; at most 1,000 characters."""
    about = text("scheduled_event.about", hashtag=event.hashtag, channel=f"<#{event.channel_id}>")
    return f"{event.description}\n\n{about}" if event.description else about


def _title(event: Event) -> str:
    name = escape(event.name)
    return name if event.state == "planned" else text(f"card.title.{event.state}", name=name)


def _going(announcement: EventCard) -> str:
    capacity = announcement.event.capacity
    if capacity is None:
        return str(announcement.going)
    return text("card.going_of", going=announcement.going, capacity=capacity)
