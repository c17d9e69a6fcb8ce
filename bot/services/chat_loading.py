"""What the messages of a tweet chat say, read at the moment they go out."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import ChatEnd, ChatQuestion, ChatThread
from bot.domain.chat import Chat, Question
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.services.chat_answers import gathered
from db import chats, deliveries, events


async def chat_question(conn: AsyncConnection, delivery: Delivery) -> ChatQuestion | None:
    chat, event, question = await _asked(conn, delivery)
    if chat is None or event is None or question is None:
        return None
    return ChatQuestion(event, chat.id, question, len(chat.questions))


async def chat_thread(conn: AsyncConnection, delivery: Delivery) -> ChatThread | None:
    _, _, question = await _asked(conn, delivery)
    below = await deliveries.standing_of(conn, delivery.inside_id or 0)
    return None if question is None or below is None else ChatThread(question, below)


async def chat_end(conn: AsyncConnection, delivery: Delivery) -> ChatEnd | None:
    chat, event, _ = await _asked(conn, delivery)
    if chat is None or event is None:
        return None
    return ChatEnd(event, chat.id, await gathered(conn, chat))


async def _asked(
    conn: AsyncConnection, delivery: Delivery
) -> tuple[Chat | None, Event | None, Question | None]:
    chat, event = await chat_of(conn, int(str(delivery.about["chat"])))
    number = int(str(delivery.about.get("number", 0)))
    return chat, event, None if chat is None else chat.question(number)


async def chat_of(conn: AsyncConnection, chat_id: int) -> tuple[Chat | None, Event | None]:
    chat = await chats.get(conn, chat_id)
    return chat, None if chat is None else await events.get(conn, chat.event_id)
