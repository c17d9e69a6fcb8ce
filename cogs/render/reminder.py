"""Reminders."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.announcements import EventReminder
from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.services.rsvp import Standing
from bot.texts import text
from cogs.answering import QuestionsButton, wanted
from cogs.panel import event_panel
from cogs.reminders import SnoozeButton, StopRemindersButton
from cogs.render.facts import facts_of
from cogs.render.message import QUIET, Message, pings
from cogs.rsvp import MyRsvpButton, answer_buttons
from cogs.still_coming import StillComingButton


def reminder(announcement: EventReminder, delivery_id: int) -> Message:
    if announcement.direct:
        return _direct(announcement, delivery_id)
    return _in_channel(announcement, delivery_id)


def yours(standing: Standing, delivery_id: int) -> Message:
    """A member's reminder, shown to them alone where no message reached them."""
    event = standing.event
    if standing.rsvp is None or standing.rsvp.status != "going":
        return event_panel(standing, only_questions=False)
    needed = sum(question.required for question in standing.open_questions)
    lines = [text("reminder.yours", **facts_of(event))]
    lines += [wanted(standing)] if needed else []
    lines.append(text("reminder.closed"))
    buttons = (*_keep_or_release(event, delivery_id), *_questions(event, delivery_id, needed))
    return Message("\n\n".join(lines), buttons=buttons)


def _direct(announcement: EventReminder, delivery_id: int) -> Message:
    event = announcement.event
    lines = [text(f"reminder.direct.{announcement.tone}", **facts_of(event))]
    buttons: list[discord.ui.Item[Any]] = []
    if announcement.asks:
        lines.append(text("reminder.still_coming"))
        buttons.extend(_keep_or_release(event, delivery_id))
    else:
        lines.append(text("reminder.release"))
        buttons.extend(answer_buttons(event.guild_id, event.id, delivery_id, ("declined",)))
    if announcement.unanswered:
        lines.append(text("questions.needed", n=announcement.unanswered))
    buttons.extend(_questions(event, delivery_id, announcement.unanswered))
    again = (
        SnoozeButton(event.guild_id, event.id, choice, delivery_id)
        for choice in announcement.snoozes
    )
    stop = StopRemindersButton(event.guild_id, delivery_id)
    return Message("\n".join(lines), buttons=(*buttons, *again, stop))


def _in_channel(announcement: EventReminder, delivery_id: int) -> Message:
    event, pinged = announcement.event, announcement.pinged
    who = " ".join(f"<@{member_id}>" for member_id in pinged)
    mentions = pings(*pinged) if pinged else QUIET
    own = MyRsvpButton(event.guild_id, event.id, delivery_id)
    if announcement.part > 0:
        content = text("reminder.pinged_too", name=escape(event.name), who=who)
        return Message(content, buttons=(own,), mentions=mentions)
    lines = [
        text(f"reminder.channel.{announcement.tone}", **facts_of(event)),
        text("reminder.going", n=announcement.going),
    ]
    buttons: tuple[discord.ui.Item[Any], ...] = (
        *answer_buttons(event.guild_id, event.id, delivery_id),
        own,
    )
    if announcement.asks:
        lines.append(text("reminder.still_coming_channel"))
        buttons = (StillComingButton(event.guild_id, event.id, delivery_id), *buttons)
    if announcement.unanswered:
        lines.append(text("questions.channel"))
    if pinged:
        lines.append(text("reminder.pinged", who=who))
    return Message("\n".join(lines), buttons=buttons, mentions=mentions)


def _keep_or_release(event: Event, delivery_id: int) -> tuple[discord.ui.Item[Any], ...]:
    return (
        StillComingButton(event.guild_id, event.id, delivery_id),
        *answer_buttons(event.guild_id, event.id, delivery_id, ("declined",)),
    )


def _questions(event: Event, delivery_id: int, needed: int) -> tuple[QuestionsButton, ...]:
    if not needed:
        return ()
    guild_id = event.guild_id
    return (QuestionsButton(guild_id, event.id, delivery_id=delivery_id, still_open=needed),)
