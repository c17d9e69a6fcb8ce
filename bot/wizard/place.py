"""Where the bot is at home: the server and the channel it says hello in, and their time zone."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.config import Config
from bot.domain.cleaning import tidy
from bot.domain.permissions import IN_CHANNEL, GuildRights
from bot.domain.when import zone_named
from bot.errors import TryLater, UserError
from bot.ports import Clock
from bot.services.arrivals import Arrivals
from bot.texts import text
from bot.wizard.kept import Kept, keep_zone
from bot.wizard.talking import agreed, ask, bad, choose, explain, good, heading, lead, say, to_copy
from cogs.visit import Visit
from db.engine import Database


def place(kept: Kept, token: str, clock: Clock) -> str:
    """Have a channel chosen and remembered; gives its name."""
    heading(text("init.place"))
    lead(text("init.place.how"))
    while True:
        try:
            guild_id = _guild(token, clock)
            channel_id, name = _channel(token, clock, guild_id)
            joined_at = asyncio.run(_joined_at(token, clock, guild_id))
        except TryLater as error:
            bad(text("doctor.discord.unreachable", reason=error.detail))
            ask(text("init.again"))
            continue
        asyncio.run(_remember(kept.config, clock, guild_id, joined_at, channel_id))
        good(text("init.place.fine", channel=name))
        return name


def zone(kept: Kept) -> None:
    heading(text("init.zone"))
    lead(text("init.zone.how"))
    usual = kept.config.events.time_zone
    while True:
        typed = ask(text("init.zone.which"), usual)
        try:
            found = zone_named(tidy(typed)).key
        except UserError as error:
            explain(error)
            usual = str(error.params["suggestion"])
            continue
        keep_zone(kept.file, found)
        good(text("init.zone.fine", zone=found, file=str(kept.file)))
        return


def _guild(token: str, clock: Clock) -> int:
    invited = False
    while True:
        guilds, link = asyncio.run(_guilds(token, clock))
        chosen = 0
        if guilds:
            names = [text("init.place.another"), *map(tidy, guilds.values())]
            chosen = choose(text("init.place.which_guild"), names, first=0)
        elif invited:
            bad(text("init.place.not_yet"))
        if chosen:
            return list(guilds)[chosen - 1]
        say(text("init.place.invite"))
        to_copy(link)
        ask(text("init.place.invited"))
        invited = True


def _channel(token: str, clock: Clock, guild_id: int) -> tuple[int, str]:
    """One in which the bot may do all it needs, unless they would rather see to it later."""
    while True:
        rights = asyncio.run(_rights(token, clock, guild_id))
        if not rights.channels:
            bad(text("init.place.no_channel"))
            ask(text("init.again"))
            continue
        ids = sorted(rights.names, key=rights.names.__getitem__)
        choices = [_choice(rights, each) for each in ids]
        channel_id = ids[choose(text("init.place.which_channel"), choices) - 1]
        name = f"#{tidy(rights.names[channel_id])}"
        missing = _missing(rights, channel_id)
        if missing:
            bad(text("init.place.missing", channel=name, missing=missing))
        if not missing or not agreed(text("init.place.look_again"), usual=True):
            return channel_id, name


def _choice(rights: GuildRights, channel_id: int) -> str:
    name = f"#{tidy(rights.names[channel_id])}"
    missing = _missing(rights, channel_id)
    return text("init.place.lacking", channel=name, missing=missing) if missing else name


def _missing(rights: GuildRights, channel_id: int) -> str:
    return ", ".join(text(f"permission.{e}") for e in rights.missing(channel_id, IN_CHANNEL))


async def _guilds(token: str, clock: Clock) -> tuple[dict[int, str], str]:
    async with Visit(token, clock) as visit:
        return await visit.guilds(), visit.invitation


async def _rights(token: str, clock: Clock, guild_id: int) -> GuildRights:
    async with Visit(token, clock) as visit:
        return await visit.of(guild_id) or GuildRights(frozenset())


async def _joined_at(token: str, clock: Clock, guild_id: int) -> datetime:
    async with Visit(token, clock) as visit:
        return await visit.joined_at(guild_id)


async def _remember(
    config: Config, clock: Clock, guild_id: int, joined_at: datetime, channel_id: int
) -> None:
    """The bot says hello there when it runs. Raises UserError when there can be no database."""
    database = Database(config.database.url)
    try:
        await database.migrate()
        arrivals = Arrivals(database, clock, wake=lambda: None)
        await arrivals.chosen(guild_id, joined_at, channel_id)
    finally:
        await database.close()
