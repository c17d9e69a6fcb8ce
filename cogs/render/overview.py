"""A guild's tweetups in a list, and one of them in full."""

from __future__ import annotations

import discord
from discord.ext.commands import Paginator
from discord.utils import format_dt

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.services.overview import Facts, Listed, Listing
from bot.texts import text
from cogs.render import card
from cogs.render.times import local, local_end, stamp
from cogs.render.turnout import of_them

PAGE = 1_900


def pages(listing: Listing) -> list[str]:
    """One page or more, each short enough for a message."""
    paginator = Paginator(prefix=None, suffix=None, max_size=PAGE)
    if not listing.coming and not listing.past:
        paginator.add_line(text("overview.none"))
    sections = {text("overview.coming"): listing.coming, text("overview.past"): listing.past}
    for heading, listed in sections.items():
        for line in (heading, *map(_line, listed)) if listed else ():
            paginator.add_line(line)
    if listing.more:
        paginator.add_line(text("overview.more", n=listing.more))
    return paginator.pages


def facts_embed(facts: Facts, *, for_organisers: bool) -> discord.Embed:
    event, tally = facts.event, facts.tally
    embed = discord.Embed(title=_name(event), description=card.facts(event))
    if event.state == "planned":
        embed.add_field(name=text("draft.ends"), value=local_end(event))
    embed.add_field(name=text("draft.channel"), value=f"<#{event.channel_id}>")
    turnout = facts.turnout
    going = _going(Listed(event, turnout.going))
    if for_organisers:
        going += of_them(turnout.guests)
    embed.add_field(name=text("card.going"), value=going)
    embed.add_field(name=text("card.maybe"), value=str(tally.get("maybe", 0)))
    if not for_organisers:
        return embed
    confirmed = f"{turnout.confirmed}{of_them(turnout.confirmed_guests)}"
    embed.add_field(name=text("overview.confirmed"), value=confirmed)
    embed.add_field(name=text("card.waitlist"), value=str(tally.get("waitlisted", 0)))
    embed.add_field(name=text("overview.declined"), value=str(tally.get("declined", 0)))
    due = "\n".join(format_dt(each.due_at, "f") for each in facts.due)
    embed.add_field(name=text("overview.due"), value=due or text("overview.nothing"), inline=False)
    named = " ".join(f"<@{member_id}>" for member_id in facts.named)
    embed.add_field(name=text("overview.named"), value=named or text("overview.nothing"))
    return embed


def _line(listed: Listed) -> str:
    event = listed.event
    return text(
        "overview.line",
        name=_name(event),
        when=stamp(event),
        local=local(event),
        going=_going(listed),
        channel=f"<#{event.channel_id}>",
    )


def _going(listed: Listed) -> str:
    capacity = listed.event.capacity
    if capacity is None:
        return str(listed.going)
    return text("card.going_of", going=listed.going, capacity=capacity)


def _name(event: Event) -> str:
    name = escape(event.name)
    return text("overview.cancelled", name=name) if event.state == "cancelled" else name
