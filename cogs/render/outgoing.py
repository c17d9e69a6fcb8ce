"""The message for every kind of announcement that is one."""

from __future__ import annotations

from bot.domain.announcements import (
    AttendeeRole,
    EventCard,
    EventChange,
    EventReminder,
    FeedMessage,
    Introduction,
    IntroductionThread,
    Notice,
    Offer,
    Promotion,
    ScheduledEvent,
)
from bot.ports import Outgoing
from cogs.render.card import card
from cogs.render.change import change_notice
from cogs.render.feed import feed
from cogs.render.introduction import introduction
from cogs.render.message import Message
from cogs.render.notice import notice
from cogs.render.place import offer, promotion
from cogs.render.reminder import reminder


def message(outgoing: Outgoing) -> Message:
    """What Discord is to show. A thread, a scheduled event and a role are no messages."""
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
        case EventChange() as found:
            return change_notice(found, delivery_id)
        case Offer() as found:
            return offer(found, delivery_id)
        case Introduction() as found:
            return introduction(found, delivery_id)
        case Notice() as found:
            return notice(found, delivery_id)
        case ScheduledEvent() | IntroductionThread() | AttendeeRole():
            raise TypeError("not a message")
