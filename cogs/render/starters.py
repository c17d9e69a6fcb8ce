"""Posts to answer, sent to a member whom a round left with nobody to be introduced to."""

from __future__ import annotations

from discord.utils import format_dt

from bot.domain.announcements import Starters
from bot.domain.markdown import escape
from bot.texts import text
from cogs.render.message import Message
from cogs.render.starter_posts import answer_links, embeds, reasons
from cogs.starters import OthersButton


def starters(announcement: Starters, delivery_id: int) -> Message:
    event, at = announcement.event, announcement.next_round
    name, n = escape(event.name), len(announcement.posts)
    if at is None:
        begin = text("starters.sent_late", name=name, n=n)
    else:
        begin = text("starters.sent", name=name, n=n, at=format_dt(at, "F"))
    return Message(
        "\n\n".join((begin, reasons(announcement), text("starters.why_sent"))),
        embeds=embeds(announcement),
        buttons=(
            *answer_links(announcement),
            OthersButton(event.guild_id, event.id, delivery_id),
        ),
    )
