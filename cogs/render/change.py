"""Changes of an event: before they are confirmed, and as news to those who mean to come."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.announcements import EventChange
from bot.domain.changes import MOVES, Facts, Field, differences, facts
from bot.domain.events import NAME_LIMIT
from bot.domain.markdown import escape, escape_within, quoted, with_addresses
from bot.services.changes import Proposal
from bot.texts import text
from cogs.render.message import Message
from cogs.render.series import following_lines
from cogs.render.times import local, local_at, stamp
from cogs.render.turnout import turnout_lines
from cogs.rsvp import MyRsvpButton, answer_buttons
from cogs.still_coming import StillComingButton

# Before and after of everything have to fit into one message.
BEGINNING = 100


def proposal_text(proposal: Proposal) -> str:
    """What would change and whom it concerns, for the organiser who is to confirm it."""
    before, after = facts(proposal.event), proposal.after
    name = escape_within(proposal.event.name, NAME_LIMIT)
    lines = [text(f"change.question.{proposal.kind}", name=name)]
    if after.state == "postponed" and proposal.kind == "postponed":
        lines.append(text("change.open_question"))
    elif proposal.kind != "cancelled":
        lines += change_lines(before, after, differences(before, after))
    if after.reason is not None and proposal.kind != "edited":
        lines.append(quoted(after.reason))
    lines += turnout_lines(proposal.turnout)
    if proposal.following is not None:
        lines += following_lines(proposal.following, proposal.kind)
    if proposal.over:
        lines.append(text("change.over", n=proposal.over))
    return "\n".join(lines)


def change_notice(announcement: EventChange, delivery_id: int) -> Message:
    """News of an event, with a button to say whether one still comes where that is in question."""
    event = announcement.event
    asks = _asks(announcement)
    lines = [_heading(announcement)]
    if announcement.kind == "edited":
        lines += change_lines(announcement.before, facts(event), announcement.fields)
    elif event.reason is not None:
        lines.append(quoted(event.reason))
    if asks:
        lines.append(text("change.ask_direct" if announcement.direct else "change.ask"))
    buttons: tuple[discord.ui.Item[Any], ...] = ()
    if asks:
        buttons = (
            StillComingButton(event.guild_id, event.id, delivery_id),
            *answer_buttons(event.guild_id, event.id, delivery_id, ("declined",)),
        )
    mine = MyRsvpButton(event.guild_id, event.id, delivery_id)
    return Message("\n".join(lines), buttons=(*buttons, mine))


def change_lines(before: Facts, after: Facts, fields: tuple[Field, ...]) -> list[str]:
    """One line for each thing that differs, as it was and as it is."""
    return [
        text(f"change.line.{field}", before=_shown(before, field), after=_new(after, field))
        for field in fields
    ]


def _asks(announcement: EventChange) -> bool:
    if announcement.event.state != "planned":
        return False
    return bool(MOVES & set(announcement.fields))


def _heading(announcement: EventChange) -> str:
    event, before = announcement.event, announcement.before
    kind = announcement.kind
    if kind == "postponed" and event.state == "postponed":
        return text("change.news.open", name=escape(event.name), before=local(before))
    if kind == "cancelled" and before.state == "postponed":
        return text("change.news.cancelled_open", name=escape(before.name))
    return text(
        f"change.news.{kind}",
        name=escape(before.name),
        before=local(before),
        when=stamp(event),
        local=local(event),
    )


def _new(known: Facts, field: Field) -> str:
    """As it is from now on: a new time stands by the reader's own clock too."""
    shown = _shown(known, field)
    if field != "when" or known.state == "postponed":
        return shown
    return text("change.new_time", local=shown, when=stamp(known))


def _shown(known: Facts, field: Field) -> str:
    match field:
        case "when":
            return local(known)
        case "length":
            return local_at(known.ends_at, known.zone)
        case "hashtag":
            return f"#{escape_within(known.hashtag, BEGINNING)}"
        case "capacity":
            return text("change.no_limit") if known.capacity is None else str(known.capacity)
        case "name":
            return escape_within(known.name, BEGINNING)
        case "place":
            return _place(known.place)
        case "description":
            return _begun(known.description) or text("change.no_description")


def _place(place: str) -> str:
    whole = with_addresses(place)
    return whole if len(whole) <= BEGINNING else escape_within(place, BEGINNING)


def _begun(description: str) -> str:
    """How a description begins: the whole may be too long to be shown twice."""
    return escape_within(" ".join(description.split()), BEGINNING)
