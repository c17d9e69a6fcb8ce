"""The two tokens: how to come by each, and whether it works."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.config.model import bare_token
from bot.domain.findings import of_usage
from bot.errors import UserError
from bot.ports import Clock, XLook
from bot.services.doctor.words import words
from bot.texts import text
from bot.wizard.kept import DISCORD, Kept, X, keep_secret
from bot.wizard.talking import agreed, ask_secret, bad, explain, good, heading, lead, say
from bot.x.looking import XExamination, unbilled
from cogs.visit import Visit

_REFUSED = "x.unauthorised"


def discord_token(kept: Kept, env: Mapping[str, str], clock: Clock) -> str:
    """One that Discord takes. Raises UserError where the environment sets another."""
    heading(text("init.discord"))
    old = kept.discord_token
    if old is not None and env.get(DISCORD):
        own = asyncio.run(_name(old, clock))
        good(text("init.from_environment", variable=DISCORD))
        good(text("init.discord.fine", name=own))
        return old
    if old is not None and (there := _name_or_none(old, clock)) is not None:
        good(text("init.discord.there", name=there))
    else:
        old = None
        lead(text("init.discord.how"))
    while True:
        typed = _typed(text("init.token.keep") if old else text("init.token"))
        if typed == "" and old is not None:
            return old
        if typed == "":
            bad(text("init.discord.needed"))
        elif typed is not None and (name := _name_or_none(typed, clock)) is not None:
            keep_secret(DISCORD, typed)
            good(text("init.discord.fine", name=name))
            return typed


def x_token(kept: Kept, env: Mapping[str, str]) -> None:
    """One that X takes, or none for now."""
    heading(text("init.x"))
    old, url = kept.x_token, kept.config.x.api_url
    if old is not None and env.get(X):
        good(text("init.from_environment", variable=X))
        _takes(old, url)
        return
    if old is None or not _takes(old, url):
        old = None
        lead(text("init.x.how"))
    while True:
        typed = _typed(text("init.token.keep") if old else text("init.token.later"))
        if typed == "":
            if old is None:
                say(text("init.x.later"))
            return
        if typed is not None and _takes(typed, url):
            keep_secret(X, typed)
            return


def _typed(question: str) -> str | None:
    """None where it can be no token."""
    typed = ask_secret(question)
    try:
        return bare_token(typed)
    except ValueError:
        bad(text("init.token.bare"))
        return None


def _name_or_none(token: str, clock: Clock) -> str | None:
    """What the bot with that token is called; says why where Discord does not tell."""
    try:
        return asyncio.run(_name(token, clock))
    except UserError as error:
        if error.key == "discord.token":
            bad(text("init.discord.refused"))
        else:
            explain(error)
        return None


async def _name(token: str, clock: Clock) -> str:
    async with Visit(token, clock) as visit:
        return visit.name


def _takes(token: str, url: str) -> bool:
    """Whether to keep a token; says how X takes it."""
    look = asyncio.run(_look(token, url))
    if look.stopped is not None and look.stopped.key == _REFUSED:
        bad(text("init.x.refused"))
        return False
    if look.stopped is not None:
        explain(look.stopped)
        say(text("init.x.not_yet"))
        return True
    if look.later:
        bad(text("doctor.x.later", reason=look.later))
        return agreed(text("init.x.untried"), usual=False)
    if look.usage is not None:
        good(words(of_usage(look.usage), lambda _, value: value)[0])
    return True


async def _look(token: str, url: str) -> XLook:
    async with unbilled(token, url) as client:
        return await XExamination(client).look()
