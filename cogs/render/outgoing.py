"""The message for every kind of announcement that is one."""

from __future__ import annotations

from bot.domain.announcements import (
    ChatEnd,
    ChatQuestion,
    ChatThread,
    EventCard,
    EventReminder,
    FeedMessage,
    Introduction,
    IntroductionThread,
    Notice,
    Promotion,
    ScheduledEvent,
)
from bot.ports import Outgoing
from cogs.render.card import card
from cogs.render.chat import chat_end, chat_question
from cogs.render.feed import feed
from cogs.render.introduction import introduction
from cogs.render.message import Message
from cogs.render.notice import notice
from cogs.render.reminder import promotion, reminder


def message(outgoing: Outgoing) -> Message:
    """What Discord is to show. A thread and a scheduled event are no messages."""
    delivery_id = outgoing.delivery_id
    match outgoing.announcement:
        case FeedMessage() as found:
            return feed(found, outgoing.place.guild_id, outgoing.place.channel_id)
        case EventCard() as found:
            return card(found, delivery_id)
        case EventReminder() as found:
            return reminder(found, delivery_id)
        case Promotion() as found:
            return promotion(found, delivery_id)
        case Introduction() as found:
            return introduction(found, delivery_id)
        case Notice() as found:
            return notice(found, delivery_id)
        case ChatQuestion() as found:
            return chat_question(found, delivery_id)
        case ChatEnd() as found:
            return chat_end(found, delivery_id)
        case ScheduledEvent() | IntroductionThread() | ChatThread():
            raise TypeError("not a message")
