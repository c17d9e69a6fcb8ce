"""A picture of who talked to whom as a message: drawn, told in words, and described."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import discord

from bot.domain.announcements import NetworkPicture
from bot.domain.markdown import escape
from bot.domain.network import Talk
from bot.errors import UserError
from bot.pictures.looks import letter
from bot.texts import text
from cogs.render.drawing import attachment, draw
from cogs.render.message import Message
from cogs.render.written import listed

if TYPE_CHECKING:
    from bot.pictures.draw import Picture

NAMED_IN_GROUP, OTHERS_NAMED = 3, 6


async def everybody(found: NetworkPicture) -> Message:
    """Everybody's picture, for one who asked."""
    drawn = await _drawn(found)
    return Message(_told(found, drawn), picture=_file(_groups(drawn), drawn))


async def own(found: NetworkPicture) -> Message:
    """The picture of one person and those around them, for them alone."""
    drawn = await _drawn(found)
    name = escape(found.event.name)
    lines = [text("network.own", name=name, n=len(drawn.network.people) - 1)]
    if drawn.network.introduced:
        lines.append(text("network.own_introduced", names=_listed(drawn, drawn.network.introduced)))
    if drawn.network.connecting:
        lines.append(text("network.own_connecting", names=_listed(drawn, drawn.network.connecting)))
    lines.append(text("network.only_drawn"))
    others = [person for person in drawn.network.people if person != drawn.network.centre]
    names = listed(drawn.names[person] for person in others)
    alt = text("network.own_alt", names=names)
    return Message("\n".join(lines), picture=_file(alt, drawn))


async def _drawn(found: NetworkPicture) -> Picture:
    """Raises UserError when all that could be drawn has gone meanwhile."""
    drawn = await draw(_draw, found.talk, text("network.you"))
    if drawn is None:
        raise UserError("network.empty", hashtag=found.event.hashtag)
    return drawn


def _draw(talk: Talk, you: str) -> Picture | None:
    # matplotlib takes long to load, and there are bots whom nobody ever asks for a picture.
    from bot.pictures.draw import picture

    return picture(talk, you)


def _told(found: NetworkPicture, drawn: Picture) -> str:
    shown = len(drawn.network.people)
    lines = [
        text("network.heading", name=escape(found.event.name)),
        text("network.how_many", n=shown, coming=found.coming),
    ]
    if drawn.network.connecting:
        lines.append(text("network.connecting", names=_listed(drawn, drawn.network.connecting)))
    return "\n".join(lines)


def _groups(drawn: Picture) -> str:
    """The picture for those who cannot see it."""
    told = [text("network.alt", n=len(drawn.network.people))]
    for number, group in enumerate(drawn.network.groups):
        told.append(
            text(
                "network.alt_group",
                letter=letter(number),
                n=len(group),
                names=listed(drawn.names[person] for person in group[:NAMED_IN_GROUP]),
            )
        )
    if drawn.network.others:
        names = listed(drawn.names[person] for person in drawn.network.others[:OTHERS_NAMED])
        told.append(text("network.alt_others", n=len(drawn.network.others), names=names))
    if drawn.network.connecting:
        names = listed(drawn.names[person] for person in drawn.network.connecting)
        told.append(text("network.alt_connecting", names=names))
    return " ".join(told)


def _listed(drawn: Picture, people: Collection[int]) -> str:
    ordered = [person for person in drawn.network.people if person in people]
    return listed(escape(drawn.names[person]) for person in ordered)


def _file(description: str, drawn: Picture) -> discord.File:
    return attachment(drawn.png, "network.png", description)
