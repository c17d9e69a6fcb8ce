"""The message for every kind of announcement that is one."""

from __future__ import annotations

from bot.domain.announcements import (
    Arrival,
    AttendeeRole,
    ChatEnd,
    ChatQuestion,
    ChatThread,
    DigestNote,
    EventCard,
    EventChange,
    EventReminder,
    FeedMessage,
    HeldPost,
    Hello,
    Introduction,
    IntroductionThread,
    LinkQuestion,
    MetQuestion,
    MomentumNote,
    NetworkPicture,
    Notice,
    Offer,
    Promotion,
    QuietReport,
    ScheduledEvent,
    Starters,
)
from bot.ports import Outgoing
from cogs.render.arrival import arrival
from cogs.render.card import card
from cogs.render.change import change_notice
from cogs.render.chat import chat_end, chat_question
from cogs.render.digest import digest
from cogs.render.feed import feed
from cogs.render.held import held
from cogs.render.introduction import hello, introduction, met_question
from cogs.render.link import link_question
from cogs.render.message import Message
from cogs.render.notice import notice
from cogs.render.place import offer, promotion
from cogs.render.reminder import reminder
from cogs.render.report import quiet_report
from cogs.render.starters import starters


def message(outgoing: Outgoing) -> Message:
    """What Discord is to show. A thread, a scheduled event and a role are no messages."""
    delivery_id = outgoing.delivery_id
    match outgoing.announcement:
        case FeedMessage() as found:
            return feed(found, outgoing.place.guild_id, outgoing.place.channel_id)
        case DigestNote() | HeldPost() | ChatQuestion() | ChatEnd() as found:
            return _around_the_feed(found, delivery_id)
        case EventCard() | EventReminder() | EventChange() | Promotion() | Offer() as found:
            return _about_an_event(found, delivery_id)
        case Introduction() | Hello() | MetQuestion() | QuietReport() as found:
            return _about_an_introduction(found, delivery_id)
        case Starters() as found:
            return starters(found, delivery_id)
        case Notice() | LinkQuestion() | Arrival() as found:
            return _about_nothing_else(found, delivery_id)
        case ScheduledEvent() | IntroductionThread() | ChatThread() | AttendeeRole():
            raise TypeError("not a message")
        case NetworkPicture() | MomentumNote():
            raise TypeError("has to be drawn first, see cogs/announcer.py")


def _about_an_introduction(
    found: Introduction | Hello | MetQuestion | QuietReport, delivery_id: int
) -> Message:
    match found:
        case Introduction():
            return introduction(found, delivery_id)
        case Hello():
            return hello(found, delivery_id)
        case MetQuestion():
            return met_question(found, delivery_id)
        case QuietReport():
            return quiet_report(found, delivery_id)


def _about_nothing_else(found: Notice | LinkQuestion | Arrival, delivery_id: int) -> Message:
    match found:
        case Notice():
            return notice(found, delivery_id)
        case LinkQuestion():
            return link_question(found, delivery_id)
        case Arrival():
            return arrival(found, delivery_id)


def _about_an_event(
    found: EventCard | EventReminder | EventChange | Promotion | Offer, delivery_id: int
) -> Message:
    match found:
        case EventCard():
            return card(found, delivery_id)
        case EventReminder():
            return reminder(found, delivery_id)
        case EventChange():
            return change_notice(found, delivery_id)
        case Promotion():
            return promotion(found, delivery_id)
        case Offer():
            return offer(found, delivery_id)


def _around_the_feed(
    found: DigestNote | HeldPost | ChatQuestion | ChatEnd, delivery_id: int
) -> Message:
    match found:
        case DigestNote():
            return digest(found, delivery_id)
        case HeldPost():
            return held(found, delivery_id)
        case ChatQuestion():
            return chat_question(found, delivery_id)
        case ChatEnd():
            return chat_end(found, delivery_id)
