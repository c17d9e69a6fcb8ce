"""An event's own message, and the event in Discord's list."""

from __future__ import annotations

from typing import get_args
from urllib.parse import quote

import discord
from discord.utils import format_dt

from bot.domain.announcements import EventCard
from bot.domain.events import Event, EventDraft
from bot.domain.markdown import escape, link, quoted, with_addresses, written_within
from bot.domain.rsvp import Answer
from bot.texts import text
from cogs.calendars import CalendarButton
from cogs.render.message import Message
from cogs.render.times import local, stamp
from cogs.rsvp import AnswerButton, MyRsvpButton, answer_buttons

# What an entry in Discord's list has room for.
LIST_LIMIT = 1_000


def card(found: EventCard, delivery_id: int) -> Message:
    """When, where, under which hashtag, who comes; and the buttons to answer with."""
    event = found.event
    about = "\n".join((facts(event), *_terms(found)))
    if event.state != "planned" and event.reason is not None:
        about = f"{quoted(event.reason)}\n\n{about}"
    embed = discord.Embed(title=_title(event), description=about)
    embed.add_field(name=text("card.going"), value=_going(found))
    embed.add_field(name=text("card.maybe"), value=str(found.maybe))
    # While anybody waits no place is left for somebody new: one of the two says it.
    if found.waitlisted:
        embed.add_field(name=text("card.waitlist"), value=str(found.waitlisted))
    elif found.open_places is not None and event.state != "cancelled":
        embed.add_field(name=text("card.places"), value=str(found.open_places))
    if found.names:
        embed.add_field(name=text("card.names"), value=_names(found), inline=False)
    embed.set_footer(text=_footer(found))
    buttons = (
        *_answers(found, delivery_id),
        MyRsvpButton(event.guild_id, event.id, delivery_id),
        CalendarButton(event.guild_id, event.id, delivery_id),
    )
    return Message(embeds=(embed,), buttons=buttons)


def facts(event: Event | EventDraft) -> str:
    """What it is about, when, where, and under which hashtag.

    One that was cancelled while it had no date still has its last one: it was planned for that.
    """
    found = text(
        f"card.facts.{event.state if isinstance(event, Event) else 'planned'}",
        when=stamp(event),
        local=local(event),
        place=with_addresses(event.place),
        hashtag=link(f"#{event.hashtag}", f"https://x.com/hashtag/{quote(event.hashtag)}"),
    )
    return f"{with_addresses(event.description)}\n\n{found}" if event.description else found


def description(event: Event) -> str:
    """What Discord's list of events says of an event; at most 1,000 characters."""
    about = text("scheduled_event.about", hashtag=event.hashtag, channel=f"<#{event.channel_id}>")
    if not event.description:
        return about
    room = LIST_LIMIT - len(about) - 2
    return f"{written_within(event.description, room, with_addresses)}\n\n{about}"


def _answers(found: EventCard, delivery_id: int) -> tuple[AnswerButton, ...]:
    event = found.event
    answers: tuple[Answer, ...] = ("declined",) if found.closed else get_args(Answer)
    buttons = answer_buttons(event.guild_id, event.id, delivery_id, answers)
    for button in buttons:
        # Closed rather than gone: they carry the mark by which the card is known again.
        button.item.disabled = event.archived or event.state == "cancelled"
    return buttons


def _footer(found: EventCard) -> str:
    if found.event.archived:
        return text("card.archived")
    if found.event.state == "cancelled":
        return text("card.closed_for_good")
    if found.closed:
        return text("card.how_closed")
    return text("card.how_full" if found.open_places == 0 else "card.how")


def _title(event: Event) -> str:
    name = escape(event.name)
    return name if event.state == "planned" else text(f"card.title.{event.state}", name=name)


def _going(found: EventCard) -> str:
    capacity = found.event.capacity
    if capacity is None:
        return str(found.going)
    return text("card.going_of", going=found.going, capacity=capacity)


def _names(found: EventCard) -> str:
    """Mentions in an embed show names and ping nobody."""
    names = ", ".join(f"<@{member_id}>" for member_id in found.names)
    return text("card.names_and", names=names, n=found.others) if found.others else names


def _terms(found: EventCard) -> list[str]:
    """What there is to know before answering."""
    settings, lines = found.settings, []
    if settings.deadline is not None:
        key = "card.closed" if found.closed else "card.deadline"
        lines.append(text(key, at=format_dt(settings.deadline, "F")))
    if settings.allowed_role is not None:
        lines.append(text("card.role", role=settings.allowed_role))
    if settings.approval:
        lines.append(text("card.approval"))
    if settings.guests:
        lines.append(text("card.guests", n=settings.guests))
    return lines
