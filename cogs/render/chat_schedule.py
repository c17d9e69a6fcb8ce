"""A tweet chat's schedule, written out so that a slip is seen before anything is made."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import discord
from discord.utils import format_dt

from bot.domain.chat import Chat, Question
from bot.domain.chat_plan import ChatPlan
from bot.domain.events import Event
from bot.domain.markdown import escape, escape_within
from bot.texts import text
from cogs.render.message import Message
from cogs.render.written import written

# Of twenty questions each has this much room in the 6,000 characters of a message's embeds, and ten
# of them fit into the 4,096 of one. Only what is full of markdown's signs needs more.
IN_AN_EMBED = 10
ROOM = 210


def understood(event: Event, plan: ChatPlan) -> Message:
    content = text(
        "chat.drafted",
        name=escape(event.name),
        channel=f"<#{event.channel_id}>",
        zone=event.zone,
        end=format_dt(plan.ends_at, "t"),
    )
    if plan.host is not None:
        content += "\n" + text("chat.drafted.host", host=escape(plan.host))
    return Message(content, embeds=_embeds(plan.questions, event))


def made(event: Event, plan: ChatPlan) -> Message:
    content = text(
        "chat.made",
        n=len(plan.questions),
        name=escape(event.name),
        channel=f"<#{event.channel_id}>",
        at=format_dt(plan.starts_at, "R"),
    )
    return Message(content, embeds=_embeds(plan.questions, event))


def shown(chat: Chat, event: Event) -> Message:
    content = text(f"chat.state.{chat.state}", name=escape(event.name), zone=event.zone)
    return Message(content, embeds=_embeds(chat.questions, event))


def _embeds(questions: Sequence[Question], event: Event) -> tuple[discord.Embed, ...]:
    lines = [_line(question, event) for question in questions]
    return tuple(
        discord.Embed(description="\n".join(lines[start : start + IN_AN_EMBED]))
        for start in range(0, len(lines), IN_AN_EMBED)
    )


def _line(question: Question, event: Event) -> str:
    local = question.due_at.astimezone(ZoneInfo(event.zone))
    return text(
        f"chat.question.{question.state}",
        number=question.number,
        at=written(local, "weekday_hour"),
        stamp=format_dt(question.due_at, "t"),
        relative=format_dt(question.due_at, "R"),
        question=escape_within(question.text, ROOM),
    )
