"""Requests for a place, and the word of an organiser on them."""

from __future__ import annotations

from typing import Literal, get_args

import discord
from discord import ButtonStyle

from bot.domain.events import Event
from bot.domain.markdown import escape, escape_within
from bot.domain.roster import Roster
from bot.domain.rsvp import Rsvp
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_with
from cogs.permissions import require_organiser
from cogs.render.message import Message
from cogs.services import services_of

RequestChoice = Literal["approve", "refuse"]
# A row of buttons each, and Discord allows five.
SHOWN = 5
# Of the 2,000 characters that Discord takes: for all of it, and for each note, its signs escaped.
ROOM, NOTE_ROOM = 1_900, 250


def requests(event: Event, roster: Roster, *, done: str = "") -> Message:
    """The first requests, each with its buttons, then the notes of those who are coming."""
    asked, name = roster.having("asked"), escape(event.name)
    lines = [done] if done else []
    lines.append(text("requests.heading", n=len(asked), name=name))
    buttons: list[RequestButton] = []
    for row, rsvp in enumerate(asked[:SHOWN]):
        lines.append(f"{row + 1}. {_line(rsvp)}")
        buttons += (
            RequestButton(event.id, rsvp.member_id, choice, number=row + 1)
            for choice in get_args(RequestChoice)
        )
    room = ROOM - sum(len(line) + 1 for line in lines)
    return Message("\n".join((*lines, *_notes(roster, room))), buttons=tuple(buttons))


def _notes(roster: Roster, room: int) -> list[str]:
    coming = [*roster.having("going"), *roster.having("offered"), *roster.having("waitlisted")]
    lines = [f"- {_line(rsvp)}" for rsvp in coming if rsvp.note]
    if not lines:
        return []
    heading, more = text("requests.notes"), text("requests.more_notes", n=len(lines))
    shown: list[str] = []
    while lines and sum(len(line) + 1 for line in (*shown, lines[0], more, heading)) <= room:
        shown.append(lines.pop(0))
    if lines:
        shown.append(text("requests.more_notes", n=len(lines)))
    return ["", heading, *shown]  # else it would belong to the last request's line


def _line(rsvp: Rsvp) -> str:
    line = f"<@{rsvp.member_id}>"
    if rsvp.guests:
        line += text("me.show.guests", n=rsvp.guests)
    if rsvp.note:
        line += text("me.show.note", note=escape_within(rsvp.note, NOTE_ROOM))
    return line


class RequestButton(
    Lasting[Button],
    template=rf"request:(?P<event_id>{ID}):(?P<member_id>{ID}):(?P<number>[1-5])"
    rf":(?P<choice>{'|'.join(get_args(RequestChoice))})",
):
    """Grants or refuses one member's request, and shows those that are left."""

    def __init__(
        self, event_id: int, member_id: int, choice: RequestChoice, *, number: int
    ) -> None:
        self.event_id, self.member_id, self.choice = event_id, member_id, choice
        super().__init__(
            Button(
                label=text(f"requests.choice.{choice}", number=number),
                style=ButtonStyle.success if choice == "approve" else ButtonStyle.secondary,
                custom_id=f"request:{event_id}:{member_id}:{number}:{choice}",
                row=number - 1,
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        event = await event_with(interaction, self.event_id)
        await require_organiser(interaction, event)
        control = services_of(interaction).rsvp_control
        own = await control.decide(event, self.member_id, approve=self.choice == "approve")
        key = own.status if own.status in {"going", "waitlisted"} else "refused"
        done = text(f"requests.done.{key}", member=f"<@{self.member_id}>")
        await requests(event, await control.roster(event), done=done).show(interaction)
