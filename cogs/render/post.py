"""One post as X wants its posts displayed: whole, attributed, and leading back to X."""

from __future__ import annotations

import re

import discord

from bot.domain.cleaning import cut
from bot.domain.feed import AROUND_THE_TEXT, EDIT_WITHIN, MEDIA_WITHIN
from bot.domain.markdown import escape, link
from bot.domain.posts import Author, Media, Post, post_url, profile_url
from bot.texts import text
from cogs.render.author import called
from cogs.render.excerpt import excerpt
from cogs.render.referred import poll

DESCRIPTION_LIMIT = 4_096
NAME_LIMIT = 80
ALT_TEXT_LIMIT = 300
URL_LIMIT = 2_048

_ADDRESS = re.compile(r"https://[!-~]+")


def post_embed(
    post: Post,
    author: Author,
    *,
    above: str = "",
    below: str = "",
    before_link: str = "",
    limit: int = DESCRIPTION_LIMIT,
    around: int = AROUND_THE_TEXT + MEDIA_WITHIN,
) -> discord.Embed:
    """The post with its author, its poll, its first picture and a link to it on X.

    `above` and `below` are markdown that stands around the text, `before_link` beside that link.
    The description is at most `limit` characters long; whatever there is besides the text, the
    poll and these takes at most `around`, and what says that the post was edited.
    """
    url = post_url(author.handle, post.newest_version)
    name = called(author, NAME_LIMIT)
    footer = " · ".join((text("feed.footer"), *_counts(post)))
    edited = link(text("feed.edited"), url) if post.is_edited else ""
    last = " · ".join(filter(None, (before_link, edited, link(text("feed.open"), url))))
    around += EDIT_WITHIN if edited else 0
    notes = _notes(post, url, around - len(name) - len(footer) - len(last) - 1)
    beside = [*filter(None, (poll(post), *notes, below, last))]
    room = limit - sum(len(line) + 1 for line in (above, *beside))
    shown = excerpt(post, room, link(text("feed.rest"), url))
    embed = discord.Embed(
        description="\n".join(filter(None, (above, shown, *beside))),
        url=url,
        timestamp=post.created_at,
    )
    embed.set_author(name=name, url=profile_url(author.handle), icon_url=_web(author.avatar_url))
    embed.set_footer(text=footer)
    first = next(iter(pictures(post)), None)
    return embed if first is None else embed.set_image(url=first)


def pictures(post: Post) -> list[str]:
    """The pictures, or videos' stills, that may be shown with a post."""
    if post.possibly_sensitive:
        return []
    return [url for each in post.media if (url := _web(each.url)) is not None]


def _counts(post: Post) -> list[str]:
    """How often the post was reposted and liked, as far as X told when it showed it to us."""
    metrics = post.metrics
    if metrics is None:
        return []
    reposts = [text("feed.reposts", n=metrics.reposts)] if metrics.reposts else []
    return reposts + ([text("feed.likes", n=metrics.likes)] if metrics.likes else [])


def _notes(post: Post, url: str, room: int) -> list[str]:
    """What the pictures alone do not say, in at most `room` characters."""
    if not post.media:
        return []
    if post.possibly_sensitive:
        return [text("feed.sensitive", url=url)]
    kinds = {media.kind for media in post.media}
    notes = [text("feed.video", url=url)] if "video" in kinds else []
    notes += [text("feed.gif", url=url)] if "animated_gif" in kinds else []
    room -= sum(len(note) + 1 for note in notes)
    for media in post.media:
        note = _alt_text(media, min(room - 1, ALT_TEXT_LIMIT))
        if note:
            notes.append(note)
            room -= len(note) + 1
    return notes


def _alt_text(media: Media, room: int) -> str:
    """What a picture shows, for those who cannot see it; cut to `room` characters."""
    plain = " ".join((media.alt_text or "").split())
    for length in range(min(len(plain), room), 0, -1):
        note = text("feed.alt_text", alt=escape(cut(plain, length)))
        if len(note) <= room:
            return note
    return ""


def _web(url: str | None) -> str | None:
    """`url` if Discord can fetch it; it refuses a whole message for the sake of another."""
    fits = url is not None and len(url) <= URL_LIMIT and _ADDRESS.fullmatch(url) is not None
    return url if fits else None
