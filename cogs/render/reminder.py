"""Reminders."""

from __future__ import annotations

from bot.domain.announcements import EventReminder
from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.texts import text
from cogs.reminders import StopRemindersButton
from cogs.render.message import Message
from cogs.render.times import local, stamp
from cogs.rsvp import MyRsvpButton, answer_buttons


def reminder(announcement: EventReminder, delivery_id: int) -> Message:
    event, kind = announcement.event, announcement.kind
    if announcement.direct:
        content = text(f"reminder.direct.{kind}", **_facts(event))
        release = answer_buttons(event.guild_id, event.id, delivery_id, ("declined",))
        return Message(
            content, buttons=(*release, StopRemindersButton(event.guild_id, delivery_id))
        )
    content = "\n".join(
        (
            text(f"reminder.channel.{kind}", **_facts(event)),
            text("reminder.going", n=announcement.going),
        )
    )
    buttons = (
        *answer_buttons(event.guild_id, event.id, delivery_id),
        MyRsvpButton(event.guild_id, event.id, delivery_id),
    )
    return Message(content, buttons=buttons)


def _facts(event: Event) -> dict[str, str]:
    return {
        "name": escape(event.name),
        "when": stamp(event),
        "local": local(event),
        "place": escape(event.place),
    }
