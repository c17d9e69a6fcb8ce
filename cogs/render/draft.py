"""A tweetup before it is made, and just after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import discord
from discord.utils import format_dt

from bot.domain.cleaning import cut
from bot.domain.drafts import Checked, Typed
from bot.domain.events import Event, EventDraft
from bot.domain.markdown import escape
from bot.domain.when import zone_named
from bot.texts import text
from cogs.errors import REPEATED_AT_MOST, error_text
from cogs.render.card import facts
from cogs.render.times import local, local_end
from cogs.render.written import written


def ready(event: EventDraft) -> tuple[str, discord.Embed]:
    """Everything as it will be, to be read once more."""
    embed = discord.Embed(title=escape(event.name), description=facts(event))
    embed.add_field(name=text("draft.ends"), value=local_end(event))
    everybody = text("draft.room_for_all")
    embed.add_field(name=text("draft.places"), value=str(event.capacity or everybody))
    embed.add_field(name=text("draft.channel"), value=f"<#{event.channel_id}>")
    at = format_dt(event.starts_at, "R")
    return text("draft.ready", local=local(event), relative=at), embed


def not_yet(typed: Typed, checked: Checked) -> str:
    """What is missing, what cannot be, and what must be asked: a line each."""
    lines = [text("draft.not_yet")]
    if checked.missing or checked.mistakes:
        lines[0] += " " + text("draft.go_on")
    if checked.missing:
        fields = ", ".join(text(f"draft.form.{each}") for each in checked.missing)
        lines.append(text("draft.missing", fields=fields))
    lines += [f"- {error_text(mistake)}" for mistake in checked.mistakes]
    if checked.readings is not None:
        found = escape(cut(typed.when, REPEATED_AT_MOST))
        lines.append(text(f"draft.doubt.{checked.readings.doubt}", found=found))
    return "\n".join(lines)


def reading_label(at: datetime, zone: str, moments: Iterable[datetime]) -> str:
    """A moment by the clock of the zone, which is told where the clock shows two of them alike."""
    known = zone_named(zone)
    shown = Counter(written(each.astimezone(known), "minute") for each in moments)
    label = written(at.astimezone(known), "minute")
    return label if shown[label] == 1 else f"{label} ({_offset(at, known)})"


def made(event: Event) -> str:
    """What was understood, so that a slip is seen at once."""
    return text(
        "tweetup.made",
        name=escape(event.name),
        local=local(event),
        relative=format_dt(event.starts_at, "R"),
        channel=f"<#{event.channel_id}>",
        hashtag=escape(event.hashtag),
    )


def _offset(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Z}"
