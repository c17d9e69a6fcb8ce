"""A tweet chat in the simulated Discord: its organiser, its threads, and who speaks on X."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from bot.domain.posts import Author, Batch, Post
from tests.cogs.posts import ADA, BO, CY
from tests.cogs.town import START, Town, answer_of

QUESTIONS = "Q1 What was your first job?\nWho helped you?\n01:30 What would you do again?"
HOST = Author(9, "Holly", "Holly Host", None)


@dataclass
class Room:
    town: Town
    olive: MemberActor
    numbers: Iterator[int] = field(default_factory=lambda: count(5_000))

    async def form(self, **options: Any) -> InteractionResult:
        given: dict[str, Any] = {"when": "1 January 01:00"}
        return await self.olive.slash(self.town.channel, "chat schedule", **(given | options))

    async def typed(self, questions: str = QUESTIONS, **options: Any) -> InteractionResult:
        """The form of the command, filled in and sent."""
        form = await self.form(**options)
        return await self.olive.submit_modal(form, as_shown(form) | {"questions": questions})

    async def schedule(self, questions: str = QUESTIONS, **options: Any) -> InteractionResult:
        shown = await self.typed(questions, **options)
        return await self.tap(shown, "Confirm")

    async def tap(self, shown: InteractionResult, label: str) -> InteractionResult:
        """Tap a button of the organiser's that changes the message it stands on."""
        await self.olive.click(answer_of(shown), label=label)
        return shown

    async def until(self, **time: float) -> None:
        """Let time pass until that long after the start of the simulation."""
        while (wait := START + timedelta(**time) - self.town.clock.now()) > timedelta():
            if wait > timedelta(hours=3):
                await self.town.sleep(wait / timedelta(hours=1) - 1)
            else:
                await self.town.env.advance_time(min(wait.total_seconds(), 1_800))

    async def say(self, by: Author, text: str, **more: Any) -> Post:
        at = self.town.clock.now()
        said = Post(next(self.numbers), by.id, text, at, hashtags=("HRTweetup",), **more)
        await self.take(said)
        return said

    async def take(self, *posts: Post) -> None:
        found = Batch("search:hrtweetup", posts, authors=(ADA, BO, CY, HOST))
        await self.town.services.ingest.take(found)
        await self.town.env.settle()

    @property
    def threads(self) -> list[ChannelHandle]:
        return self.town.channel.threads

    def asked(self) -> list[discord.Message]:
        return [m for m in messages(self.town.channel) if "Answer on X with" in m.content]

    async def ask(self, by: MemberActor, command: str, **options: Any) -> InteractionResult:
        return await by.slash(self.town.channel, f"chat {command}", **options)


def as_shown(form: InteractionResult) -> dict[str, str]:
    """What stands in a form's fields before anything is typed."""
    assert form.modal is not None
    fields = [label["component"] for label in form.modal["components"]]
    return {field["custom_id"]: field.get("value") or "" for field in fields}


def messages(channel: ChannelHandle) -> list[discord.Message]:
    return [m for m in channel.history() if m.type is discord.MessageType.default]


def embedded(result: InteractionResult) -> str:
    return "\n".join(embed.description or "" for embed in answer_of(result).embeds)
