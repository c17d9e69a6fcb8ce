"""Posts to answer, each whole, with why it was chosen and a way to answer it."""

from __future__ import annotations

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import discord

from bot.domain.announcements import StarterPost, Starters
from bot.domain.events import Event
from bot.domain.markdown import escape, link
from bot.domain.posts import profile_url
from bot.texts import text
from cogs.buttons import Button
from cogs.render.post import post_embed
from cogs.render.written import written

NAME_LIMIT = 40
# Three of them and what stands around them fit into the 6,000 characters of a message's embeds.
QUOTE_LIMIT = 1_500
_INTENT = "https://x.com/intent/post?"


def reasons(found: Starters) -> str:
    """A line for each post, and what an answer must have in it."""
    lines = [
        f"{number}. {_reason(each, found.event)}" for number, each in enumerate(found.posts, 1)
    ]
    # Without the empty line it would belong to the list's last one.
    return "\n".join((*lines, "", text("starters.how", hashtag=escape(found.event.hashtag))))


def embeds(found: Starters) -> tuple[discord.Embed, ...]:
    return tuple(post_embed(each.post, each.author, limit=QUOTE_LIMIT) for each in found.posts)


def answer_links(found: Starters) -> tuple[Button, ...]:
    """They lead to X, with the answer's hashtag ready: without it the bot would not see it."""
    return tuple(
        Button(
            label=text("starters.answer", name=_short(each.author.name)),
            url=_INTENT
            + urlencode({"in_reply_to": each.post.newest_version, "hashtags": found.event.hashtag}),
        )
        for each in found.posts
    )


def write_link(event: Event) -> Button:
    """Leads to X, to write something under the hashtag."""
    url = _INTENT + urlencode({"hashtags": event.hashtag})
    return Button(label=text("starters.write"), url=url)


def _reason(each: StarterPost, event: Event) -> str:
    who = link(_short(each.author.name), profile_url(each.author.handle), previewed=False)
    if each.reason == "shared":
        word = escape(each.word)
        if each.said_at is None:
            return text("starters.shared_told", who=who, word=word)
        day = written(each.said_at.astimezone(ZoneInfo(event.zone)), "weekday")
        return text("starters.shared_posted", who=who, word=word, day=day)
    return text(f"starters.reason.{each.reason}", who=who)


def _short(name: str) -> str:
    return name if len(name) <= NAME_LIMIT else name[: NAME_LIMIT - 1] + "…"
