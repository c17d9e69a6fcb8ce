"""One post as X wants its posts displayed: whole, attributed, and leading back to X."""

from __future__ import annotations

import discord

from bot.domain.feed import AROUND_THE_TEXT
from bot.domain.markdown import escape, link
from bot.domain.posts import Author, Media, Post, post_url, profile_url
from bot.texts import text
from cogs.render.excerpt import excerpt

DESCRIPTION_LIMIT = 4_096
NAME_LIMIT = 80
ALT_TEXT_LIMIT = 300
URL_LIMIT = 2_048


def post_embed(
    post: Post,
    author: Author,
    *,
    before_link: str = "",
    limit: int = DESCRIPTION_LIMIT,
    around: int = AROUND_THE_TEXT,
) -> discord.Embed:
    """The post with its author, its first picture and a link to it on X.

    `before_link` is markdown that stands beside that link. The description is at most `limit`
    characters long; whatever there is besides the post's text takes at most `around`.
    """
    url = post_url(author.handle, post.id)
    name = text("feed.author", name=author.name[:NAME_LIMIT], handle=author.handle)
    footer = text("feed.footer")
    last = " · ".join(filter(None, (before_link, link(text("feed.open"), url))))
    notes = _notes(post, url, around - len(name) - len(footer) - len(last) - 1)
    room = limit - sum(len(line) + 1 for line in (*notes, last))
    shown = excerpt(post, room, link(text("feed.rest"), url))
    embed = discord.Embed(
        description="\n".join(filter(None, (shown, *notes, last))),
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


def _notes(post: Post, url: str, room: int) -> list[str]:
    """What the pictures alone do not say, in at most `room` characters."""
    if not post.media:
        return []
    if post.possibly_sensitive:
        return [text("feed.sensitive", url=url)]
    notes = [text("feed.video", url=url)] if any(m.kind != "photo" for m in post.media) else []
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
        shown = plain if length == len(plain) else plain[:length].rstrip() + "…"
        note = text("feed.alt_text", alt=escape(shown))
        if len(note) <= room:
            return note
    return ""


def _web(url: str | None) -> str | None:
    """`url` if Discord can fetch it; it refuses a whole message for the sake of another."""
    return url if url is not None and url.startswith("https://") and len(url) <= URL_LIMIT else None
