"""The Discord side of a story: a server, its members, and what they tap and type.

Everything goes through SimCord, as people do it: a member can only press what they see.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any, TypeVar

import discord
from simcord import (
    ChannelHandle,
    Env,
    InteractionResult,
    MemberActor,
    Preview,
    ResponseMessage,
    SetupError,
)
from simcord._settlement import _active_callbacks, _run_due_virtual_callbacks

from bot.sandbox.story.model import Consent, DirectReminders, Link, Prove, Story, Take, Tap

BOT = "Tweetup"
CHANNEL = "hr-tweetup"
# Seconds of real time for an hour of the simulation, where SimCord gives it five.
PATIENCE = 60.0
_POST = re.compile(r"/status/(\d+)\Z")
_CODE = re.compile(r"tw-\w{6}")
_ANSWERS = {"going": "going", "maybe": "maybe", "no": "declined"}

Result = TypeVar("Result")


class QuickEnv(Env):
    """SimCord, looking only when the bot seems to have finished.

    By itself it looks again and again at each of the bot's tasks, how it waits and for what, which
    costs a millisecond or two: more than most of what the bot does meanwhile. `under_way` gives
    what ends by itself, as the transactions of the bot's database do: before that there is nothing
    to see.
    """

    def __init__(
        self,
        bot: discord.Client,
        under_way: Callable[[], Collection[asyncio.Future[None]]] = tuple,
        **options: Any,
    ) -> None:
        super().__init__(bot, **options)
        self._under_way = under_way

    def begin_at(self, at: datetime) -> None:
        """Set the clock before the bot starts."""
        self.backend.advance_clock((at - self.now()).total_seconds())

    async def advance_time(self, seconds: float) -> None:
        """An hour at most in one go, and as much patience as a busy machine needs.

        Between the goes the bot's timers follow the real clock, and patience would wait for them.
        """
        usual = self.settle_timeout
        self.settle_timeout = max(usual, PATIENCE)
        try:
            while seconds > 3_600:
                await super().advance_time(3_600)
                seconds -= 3_600
            await super().advance_time(seconds)
        finally:
            self.settle_timeout = usual

    async def _advance_to(self, target: float, deadline: float) -> None:
        await super()._advance_to(target, deadline + PATIENCE)

    async def _settle_internal(
        self, *, idle: float = 0.01, _deadline: float | None = None, **options: Any
    ) -> None:
        before = monotonic()
        await self._seem_done()
        if _deadline is not None:
            _deadline += monotonic() - before
        await super()._settle_internal(idle=idle, _deadline=_deadline, **options)

    async def _seem_done(self) -> None:
        """Let the bot work until nothing is under way and nothing is to be done at once."""
        until = monotonic() + PATIENCE
        calm = 0
        while calm < 2 and monotonic() < until:
            state = self._settlement_state()
            _run_due_virtual_callbacks(state, until)
            await asyncio.sleep(0)
            calm += 1
            if working := [*self._under_way(), *self._work.executors]:
                await asyncio.wait(working, timeout=1, return_when=asyncio.FIRST_COMPLETED)
                calm = 0
            elif any(record.when is None for record in _active_callbacks(state)):
                calm = 0


class DiscordStage:
    def __init__(self, env: Env, story: Story) -> None:
        self._env = env
        self._story = story
        env.backend.edit_bot_profile(BOT)
        self.guild = env.create_guild("HR people of London")
        self.channel = self.guild.create_text_channel(CHANNEL)
        organisers = self.guild.create_role(
            "Organisers", permissions=discord.Permissions(manage_events=True)
        )
        self.members: dict[str, MemberActor] = {}
        for person in story.people.values():
            if person.member:
                roles = [organisers] if person.key == story.organiser else []
                user = env.create_user(person.handle.lower(), global_name=person.name)
                self.members[person.key] = self.guild.add_member(user, roles=roles)
        self._codes: dict[str, str] = {}

    async def set_up(self, name: str, starts: datetime, capacity: int) -> None:
        """The organiser makes the tweetup with one command, and sees first what it will be."""
        shown = await self._do(
            lambda: self.members[self._story.organiser].slash(
                self.channel,
                "tweetup create",
                name=name,
                hashtag=self._story.hashtag,
                when=f"<t:{int(starts.timestamp())}:F>",
                place=self._story.venue,
                capacity=capacity,
            )
        )
        await self._press(self._story.organiser, _response(shown), r"draft:create:")

    async def play(self, act: Tap | Take | Link | Consent | DirectReminders) -> None:
        match act:
            case Tap(_, who, answer):
                await self._press(who, self.card(), rf"rsvp:.*:{_ANSWERS[answer]}:")
            case Take(_, who):
                panel = await self._panel(who)
                await self._press(who, panel, r"offer:.*:take")
            case Link(_, who):
                handle = self._story.people[who].handle
                claim = await self._do(
                    lambda: self.members[who].slash(self.channel, "link", handle=f"@{handle}")
                )
                self._codes[who] = _read_code(claim)
            case Consent(_, who, introductions):
                await self._choose(who, f"introductions:{'on' if introductions else 'off'}")
            case DirectReminders(_, who, on):
                await self._choose(who, f"reminders:{'dm' if on else 'none'}")

    def code_for(self, proof: Prove) -> str:
        return self._codes[proof.who]

    def card(self) -> discord.Message:
        """The card of the tweetup that was set up last."""
        history = self.channel.history()
        return next(m for m in reversed(history) if _buttons(m.components, r"rsvp:.*:going:"))

    def mirrored(self) -> list[int]:
        """The ids of all posts the channel shows, in its order."""
        links = [embed.url or "" for m in self.channel.history() for embed in m.embeds]
        return [int(found.group(1)) for url in links if (found := _POST.search(url))]

    def threads(self) -> list[ChannelHandle]:
        return self.channel.threads

    async def show(self, preview: Preview) -> None:
        """Bring every open page up to date."""
        self._hush_private_threads()
        await self._do(preview.refresh)

    async def advance_to(self, at: datetime) -> None:
        """Let the time pass, an hour at most in one go: then people can act between them."""
        while (seconds := (at - self._env.now()).total_seconds()) > 0:
            await self._do(partial(self._env.advance_time, min(seconds, 3_600)))

    def _hush_private_threads(self) -> None:
        """SimCord tells the channel of every new thread, Discord only of public ones."""
        for message in list(self._env.backend.messages[self.channel.id].values()):
            if message.type == discord.MessageType.thread_created.value:
                self._env.backend.delete_message(self.channel.id, message.id)

    async def _choose(self, who: str, choice: str) -> None:
        await self._press(who, await self._panel(who), rf"consent:\d+:\d+:{choice}")

    async def _panel(self, who: str) -> ResponseMessage:
        """What a member sees of their own answer."""
        return _response(await self._press(who, self.card(), r"mine:"))

    async def _press(self, who: str, message: Any, custom_id: str) -> InteractionResult:
        (button,) = _buttons(message.components, custom_id)
        return await self._do(lambda: self.members[who].click(message, custom_id=button))

    async def _do(self, act: Callable[[], Awaitable[Result]]) -> Result:
        """Act once whoever looks at the page has finished what they are doing."""
        while True:
            try:
                return await act()
            except SetupError as error:
                if "overlaps" not in str(error):
                    raise
                await asyncio.sleep(0.05)


def _response(result: InteractionResult) -> ResponseMessage:
    if result.response is None:
        raise RuntimeError("the bot did not answer")
    return result.response


def _buttons(components: Any, custom_id: str) -> list[str]:
    """The custom_ids on a message that begin like that."""
    found = []
    for row in components:
        children = row["components"] if isinstance(row, dict) else row.children
        for child in children:
            name = child.get("custom_id") if isinstance(child, dict) else child.custom_id
            if name and re.match(custom_id, name):
                found.append(name)
    return found


def _read_code(claim: InteractionResult) -> str:
    found = _CODE.search(claim.response.content if claim.response else "")
    if found is None:
        raise RuntimeError("the bot gave no code")
    return found.group()
