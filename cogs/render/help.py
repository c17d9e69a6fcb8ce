"""What a member can do here: a few lines each for newcomers, those who come, and organisers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord

from bot.domain.markdown import escape
from bot.services.help import Guide
from bot.texts import text
from cogs.beginning import BeginButton
from cogs.render.message import Message
from cogs.render.times import stamp

# Gives a command, by its qualified name, as words that can be tapped.
Mention = Callable[[str], str]


def guidance(guild_id: int, guide: Guide, mention: Mention) -> Message:
    event = guide.event
    content = [text("help.hello")]
    if event is not None:
        facts = {"name": escape(event.name), "when": stamp(event)}
        key = "help.yours" if guide.coming else "help.next"
        content.append(text(key, channel=f"<#{event.channel_id}>", **facts))
    parts = []
    if guide.coming:
        parts.append(_attending(guide, mention))
    elif guide.organises is None and not guide.organises_all:
        parts.append(_arriving(guide, mention))
    if guide.organises_all or guide.organises is not None:
        parts.append(_organising(guide, mention))
    return Message("\n".join(content), embeds=tuple(parts), buttons=_buttons(guild_id, guide))


def _arriving(guide: Guide, mention: Mention) -> discord.Embed:
    how = "help.arriving.card" if guide.event is not None else "help.arriving.no_card"
    lines = [
        text(how),
        text("help.arriving.link", link=mention("link")),
        text("help.arriving.look", list=mention("tweetup list"), me=mention("me show")),
    ]
    return discord.Embed(title=text("help.arriving"), description="\n".join(lines))


def _attending(guide: Guide, mention: Mention) -> discord.Embed:
    posts, people = mention("me posts"), mention("people")
    lines = [text("help.attending.card")]
    if not guide.linked:
        lines.append(text("help.arriving.link", link=mention("link")))
    lines += [
        text("help.attending.talk", posts=posts, people=people, network=mention("tweetup network")),
        text("help.attending.door", checkin=mention("checkin")),
        text("help.attending.me", me=mention("me show")),
    ]
    return discord.Embed(title=text("help.attending"), description="\n".join(lines))


def _organising(guide: Guide, mention: Mention) -> discord.Embed:
    def line(key: str, **commands: str) -> str:
        named = {name: mention(command) for name, command in commands.items()}
        return text(f"help.organising.{key}", **named)

    create = {"create": "tweetup create", "repeat": "tweetup repeat"}
    lines = [line("create", **create)] if guide.organises_all else []
    if guide.organises is not None:
        lines += [
            line("coming", rsvp="tweetup rsvp", reminders="tweetup reminders"),
            line("talk", momentum="tweetup momentum", chat="chat schedule", feed="feed status"),
            line("meet", introduce="tweetup introduce", network="tweetup network"),
            line("change", edit="tweetup edit", off="tweetup postpone", cancel="tweetup cancel"),
            line("evening", forecast="forecast", door="door open", report="tweetup report"),
        ]
    if guide.organises_all:
        lines.append(line("doctor", doctor="tweetup doctor"))
    title = text("help.organising")
    if guide.organises is not None and not guide.organises_all:
        title = text("help.organising_one", name=escape(guide.organises.name))
    return discord.Embed(title=title, description="\n".join(lines))


def _buttons(guild_id: int, guide: Guide) -> tuple[discord.ui.Item[Any], ...]:
    """Where to go next: the card; where there is none, an organiser's first step."""
    if guide.card is not None:
        url = f"https://discord.com/channels/{guild_id}/{guide.card.channel_id}/{guide.card.message_id}"
        return (discord.ui.Button(label=text("help.button.card"), url=url),)
    if guide.organises_all and guide.event is None:
        return (BeginButton(guild_id),)
    return ()
