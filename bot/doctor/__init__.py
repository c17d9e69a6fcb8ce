"""`tweetup doctor`: all that can be wrong with a bot, running or not, and how to mend it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import Config
from bot.doctor.machine import of_machine, sqlite_path
from bot.doctor.show import show
from bot.domain.findings import Finding, found, is_clean, of_clock, of_guilds
from bot.errors import TryLater, UserError
from bot.ports import Clock, Rights
from bot.services.doctor.at_x import at_x
from bot.services.doctor.guilds import guild_ids, in_guild
from bot.services.doctor.stored import stored
from bot.x.looking import XExamination, unbilled
from cogs.visit import Visit
from db.engine import Database


def main(config: Config, clock: Clock) -> int:
    """Look, say what was found, and give the exit code: 1 when something is to be mended."""
    findings, names = asyncio.run(examine(config, clock))
    show(findings, names)
    return 0 if is_clean(findings) else 1


async def examine(config: Config, clock: Clock) -> tuple[list[Finding], dict[int, str]]:
    """What there is to tell, and the names of the channels in it. Nothing is changed anywhere."""
    findings: list[Finding] = []
    async with _opened(config, findings) as database:
        names = await _at_discord(config, clock, database, findings)
        findings += await _at_x(config, clock, database)
    findings += of_machine(config, clock.now())
    return findings, names


@asynccontextmanager
async def _opened(config: Config, findings: list[Finding]) -> AsyncIterator[Database | None]:
    """The database, where it can be read and is of this version; tells how it stands."""
    path = sqlite_path(config)
    if path is not None and path.parent.is_dir() and not path.exists():
        findings.append(found("database.none"))
        yield None
        return
    try:
        database = Database(config.database.url)
    except UserError as error:
        findings.append(found("database.unusable", why=error))
        yield None
        return
    try:
        state = await stored(database)
        findings += state
        yield database if any(each.key == "database.fine" for each in state) else None
    finally:
        await database.close()


async def _at_discord(
    config: Config, clock: Clock, database: Database | None, findings: list[Finding]
) -> dict[int, str]:
    try:
        async with Visit(config.secrets.discord_token.get_secret_value(), clock) as visit:
            guilds = await visit.guilds()
            shards, link = config.growth.shards, visit.invitation
            findings.append(of_guilds(visit.name, len(guilds), shards, link))
            findings.append(of_clock(visit.skew))
            if database is not None:
                findings += await _in_guilds(database, visit, clock)
            return visit.names
    except UserError as error:
        findings.append(Finding(error.key, error.params))
    except TryLater as error:
        findings.append(found("discord.unreachable", reason=error.detail))
    return {}


async def _in_guilds(database: Database, rights: Rights, clock: Clock) -> list[Finding]:
    now = clock.now()
    findings = []
    async with database.read() as conn:
        for guild_id in await guild_ids(conn, now):
            findings += await in_guild(conn, guild_id, await rights.of(guild_id), now)
    return findings


async def _at_x(config: Config, clock: Clock, database: Database | None) -> list[Finding]:
    token = config.secrets.x_bearer_token
    if token is None:
        return [found("x.none")]
    async with unbilled(token.get_secret_value(), config.x.api_url) as x:
        findings = await at_x(database, XExamination(x), clock.now())
    if config.terms().cap is None:
        findings.append(found("x.uncapped"))
    return findings
