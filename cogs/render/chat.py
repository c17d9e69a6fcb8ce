"""A tweet chat in its channel: its questions and its end."""

from __future__ import annotations

from urllib.parse import quote

import discord

from bot.domain.announcements import ChatEnd, ChatQuestion
from bot.domain.markdown import escape
from bot.texts import text
from cogs.chat_recap import CatchUpButton
from cogs.render.gathered import fared
from cogs.render.message import Message


def chat_question(announcement: ChatQuestion, delivery_id: int) -> Message:
    """The question, and both ways to answer it."""
    number, hashtag = announcement.question.number, announcement.event.hashtag
    answer = f"A{number} #{hashtag}"
    content = text(
        "chat.question",
        number=number,
        of=announcement.of,
        question=escape(announcement.question.text),
        answer=answer,
    )
    url = f"https://x.com/intent/post?text={quote(f'{answer} ')}"
    to_x = discord.ui.Button[discord.ui.View](label=text("chat.button.answer"), url=url)
    return Message(content, buttons=(CatchUpButton(announcement.chat_id, delivery_id), to_x))


def chat_end(announcement: ChatEnd, delivery_id: int) -> Message:
    """Where everything stands, a line a question."""
    lines = [text("chat.end", name=escape(announcement.event.name))]
    lines += [
        text("chat.end.question", number=each.question.number, fared=fared(each))
        for each in announcement.gathered
    ]
    button = CatchUpButton(announcement.chat_id, delivery_id)
    return Message("\n".join(lines), buttons=(button,))
