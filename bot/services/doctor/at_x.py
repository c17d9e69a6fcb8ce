"""How X takes the bot's token, and what is left there of the bot's."""

from __future__ import annotations

from datetime import datetime

from bot.domain.findings import Finding, found, of_usage
from bot.ports import XLook, XPatient
from db import hashtags
from db.engine import Database


async def at_x(database: Database | None, x: XPatient, now: datetime) -> list[Finding]:
    """`database` is None where there is none that could be read."""
    look = await x.look()
    findings = how_it_answers(look)
    if database is None or look.stopped is not None or look.later:
        return findings
    async with database.read() as conn:
        followed = {each.hashtag for each in await hashtags.followed(conn, now)}
    left = sorted(look.rules - followed)
    if left:
        findings.append(found("rules.left", hashtags=left))
    elif look.rules:
        findings.append(found("rules.fine", n=len(look.rules)))
    return findings


def how_it_answers(look: XLook) -> list[Finding]:
    """Whether the token is good, may search and may stream, and has money left."""
    if look.stopped is not None:
        return [found("x.stopped", why=look.stopped)]
    findings = [] if look.usage is None else [of_usage(look.usage)]
    if look.later:
        findings.append(found("x.later", reason=look.later))
    if look.rules_refused is not None:
        findings.append(found("rules.refused", why=look.rules_refused))
    return findings
