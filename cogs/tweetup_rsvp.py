"""How people may answer a tweetup, and what they ask for: for organisers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.utils import format_dt

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.domain.plain import plain
from bot.domain.rsvp import GUESTS_LIMIT, OFFER_HOURS_LIMIT, RsvpSettings
from bot.errors import UserError
from bot.texts import text
from cogs.feed_events import event_of, suggest_events
from cogs.permissions import require_organiser
from cogs.requests import requests
from cogs.services import services_of
from cogs.wording import named, options


@app_commands.command(**named("tweetup.rsvp"))
@options(
    "tweetup.rsvp",
    "event",
    "guests",
    "deadline",
    "approval",
    "allowed_role",
    "attendee_role",
    "offer_hours",
)
@app_commands.autocomplete(event=suggest_events)
async def rsvp(
    interaction: discord.Interaction,
    event: str | None = None,
    guests: app_commands.Range[int, 0, GUESTS_LIMIT] | None = None,
    deadline: str | None = None,
    approval: bool | None = None,
    allowed_role: discord.Role | None = None,
    attendee_role: discord.Role | None = None,
    offer_hours: app_commands.Range[int, 0, OFFER_HOURS_LIMIT] | None = None,
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    control = services_of(interaction).rsvp_control
    changes: dict[str, Any] = {
        "guests": guests,
        "approval": approval,
        "offer_hours": offer_hours,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    if deadline is not None:
        never = plain(deadline) == plain(text("rsvp.settings.never"))
        changes["deadline"] = None if never else control.deadline(chosen, deadline)
    if allowed_role is not None:
        changes["allowed_role"] = None if allowed_role.is_default() else allowed_role.id
    if attendee_role is not None:
        changes["attendee_role"] = _assignable(attendee_role)
    if changes:
        settings = await control.change(chosen, lambda before: replace(before, **changes))
    else:
        settings = await control.settings(chosen)
    await interaction.edit_original_response(content=_told(chosen, settings))


@app_commands.command(**named("tweetup.requests"))
@options("tweetup.requests", "event")
@app_commands.autocomplete(event=suggest_events)
async def show_requests(interaction: discord.Interaction, event: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = await event_of(interaction, event)
    await require_organiser(interaction, chosen)
    roster = await services_of(interaction).rsvp_control.roster(chosen)
    await requests(chosen, roster).show(interaction)


def _assignable(role: discord.Role) -> int | None:
    """The role's id, none for @everyone. Raises UserError for one that Discord itself gives."""
    if role.is_default():
        return None
    if role.managed:
        raise UserError("rsvp.role_managed")
    return role.id


def _told(event: Event, settings: RsvpSettings) -> str:
    """The settings as they are now, a line each."""
    nobody = text("rsvp.settings.no_deadline")
    deadline = nobody if settings.deadline is None else format_dt(settings.deadline, "F")
    lines = [
        text("rsvp.settings.heading", name=escape(event.name)),
        text("rsvp.settings.guests", n=settings.guests),
        text("rsvp.settings.deadline", deadline=deadline),
        text("rsvp.settings.approval_on" if settings.approval else "rsvp.settings.approval_off"),
        text("rsvp.settings.allowed_role", role=_role(settings.allowed_role)),
        text("rsvp.settings.attendee_role", role=_role(settings.attendee_role)),
    ]
    if settings.offer_hours:
        lines.append(text("rsvp.settings.offers", n=settings.offer_hours))
    else:
        lines.append(text("rsvp.settings.no_offers"))
    return "\n".join(lines)


def _role(role_id: int | None) -> str:
    return text("rsvp.settings.no_role") if role_id is None else f"<@&{role_id}>"
