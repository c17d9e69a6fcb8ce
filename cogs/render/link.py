"""What to post to show that an account is one's own; and the question whether another one is."""

from __future__ import annotations

from typing import Any, get_args
from urllib.parse import quote

import discord
from discord.utils import format_dt

from bot.domain.announcements import LinkQuestion
from bot.domain.markdown import escape
from bot.services.account_links import Claim
from bot.texts import text
from cogs.link_confirm import ConfirmLinkButton, LinkChoice
from cogs.render.message import Message


def to_post(claim: Claim) -> Message:
    """What to post, ready to be copied, and a button that opens X with just that written."""
    if claim.seen is not None:
        # Their direct messages may be closed: then this is where they are asked.
        return link_question(LinkQuestion(claim.link.guild_id, claim.link.handle, claim.seen), None)
    post = text("link.post", hashtag=claim.hashtag, code=claim.link.code)
    handle = escape(claim.link.handle)
    content = text(
        "link.claimed",
        handle=handle,
        post=post,
        hashtag=escape(claim.hashtag),
        until=format_dt(claim.link.expires_at, "f"),
        left=format_dt(claim.link.expires_at, "R"),
    )
    if claim.again:
        content = f"{text('link.again')}\n{content}"
    if claim.protected:
        content += "\n\n" + text("link.is_protected", handle=handle)
    else:
        content += "\n\n" + text("link.if_protected")
    url = f"https://x.com/intent/post?text={quote(post)}"
    button: discord.ui.Button[Any] = discord.ui.Button(label=text("link.open"), url=url)
    return Message(content, buttons=(button,))


def link_question(found: LinkQuestion, delivery_id: int | None) -> Message:
    said = text(
        "link.question",
        claimed=escape(found.claimed),
        handle=escape(found.author.handle),
        name=escape(found.author.name),
    )
    buttons = tuple(
        ConfirmLinkButton(choice, found.guild_id, found.author.id, delivery_id)
        for choice in get_args(LinkChoice)
    )
    return Message(said, buttons=buttons)
