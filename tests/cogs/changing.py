"""Changing a tweetup in the simulated Discord, as organisers do."""

from __future__ import annotations

from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.backend.models import ScheduledEvent
from simcord.results import InteractionResult

from bot.domain.changes import TELL_AFTER
from bot.domain.events import Event
from tests.cogs.town import Town, answer_of

CONFIRM = {"edit": "Change it", "postpone": "Postpone it", "cancel": "Cancel the tweetup"}


async def change(town: Town, by: MemberActor, how: str, **options: Any) -> str:
    """Use the command and confirm it; gives the question and what was said once it was done."""
    asked = await by.slash(town.channel, f"tweetup {how}", event="HR Tweetup", **options)
    answer = answer_of(asked)
    question = answer.content
    await by.click(answer, label=CONFIRM[how])
    return f"{question}\n{answer_of(asked).content}"


def objection(result: InteractionResult) -> str:
    """What followed a tap that could not be done; the message it was on stays as it was."""
    (followed,) = result.followups
    return followed.content


async def until_told(town: Town) -> None:
    await town.env.advance_time(TELL_AFTER.total_seconds() + 1)


async def the_event(town: Town) -> Event:
    (event,) = await town.events()
    return event


async def with_messages(town: Town, name: str, label: str = "Going") -> MemberActor:
    """A member who answers, and agreed to be written to."""
    member = town.member(name)
    await member.click(town.card(), label=label)
    await town.services.privacy.consent(town.guild.id, member.id, remind_where="dm")
    return member


def entries(town: Town) -> list[ScheduledEvent]:
    """What stands in Discord's list of events, cancelled ones included."""
    return list(town.env.backend.guilds[town.guild.id].scheduled_events.values())


def entry(town: Town) -> ScheduledEvent:
    (found,) = entries(town)
    return found


def news(town: Town) -> list[discord.Message]:
    """What the bot wrote into the channel, but for the card."""
    return [message for message in town.channel.history() if not message.embeds]


def notices(town: Town, member: MemberActor) -> list[str]:
    return [message.content for message in town.direct(member)]
