"""A few busy days of a tweetup, step by step: invented people, on X and in Discord.

What happens follows from the step alone. In the end of each the bot has caught up with it, so that
the world there can be compared, whatever befell the bot on the way.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.x_api import Post
from tests.crash.town import NAMES, ORGANISER, Town

TAG = "#HRTweetup"
# Who has an X account that is known to be theirs.
LINKED = ("ada", "bo", "cy", "dee", "fay")

Act = Callable[["Day"], Awaitable[Any]]


@dataclass(frozen=True)
class Step:
    name: str
    act: Act | None = None
    hours: int = 0
    """That pass once it is done."""


class Day:
    """Plays in a town; what is posted is remembered by a word for it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._posts: dict[str, Post] = {}

    async def play(self, step: Step) -> None:
        if step.act is not None:
            await step.act(self)
        await self.town.pass_hours(step.hours)

    async def create(self) -> None:
        shown = await self.town.command(
            ORGANISER,
            "tweetup create",
            name="HR Tweetup",
            hashtag="HRTweetup",
            when="12 January 18:30",
            place="The Copper Kettle",
            capacity=4,
        )
        await self.town.tap(ORGANISER, shown["messages"][0], "draft:")

    async def answer(self, name: str, answer: str) -> None:
        await self.town.tap(name, await self.town.card(), rf"rsvp:\d+:\d+:{answer}")

    async def take(self, name: str) -> None:
        """Take the place that is offered, if one is."""
        offer = await self.town.shown(r"offer:.*:take", to=name)
        if offer is not None:
            await self.town.tap(name, offer, r"offer:.*:take")

    async def link(self, name: str) -> None:
        await self.town.command(name, "link", handle=f"@{name}_hr")

    async def prove(self) -> None:
        codes: dict[int, str] = dict(
            await self.town.rows("SELECT member_id, code FROM account_links ORDER BY member_id")
        )
        for name in LINKED:
            self.say(name, f"proof of {name}", f"{codes[self.town.ids[name]]} {TAG}")

    def say(self, name: str, word: str, text: str = "", **more: Any) -> None:
        now = self.town.clock.now()
        text = text or f"{word.title()} and more, says {name} {TAG}"
        user = self.town.users[name]
        self._posts[word] = self.town.x.world.post(user, text, at=now, **more)

    async def talk(self) -> None:
        self.say("ada", "hello")
        self.say("bo", "welcome", reply_to=self._posts["hello"])
        self.say("ada", "thanks", reply_to=self._posts["welcome"])
        self.say("cy", "question")
        self.say("dee", "idea", quote=self._posts["question"])
        self.say("eve", "doubt")

    async def talk_more(self) -> None:
        self.say("fay", "advice", reply_to=self._posts["question"])
        self.say("cy", "agreed", reply_to=self._posts["idea"])
        self.say("dee", "pleased", reply_to=self._posts["agreed"])
        self.say("bo", "news")

    async def edit(self) -> None:
        now = self.town.clock.now()
        self.say("eve", "slip")
        await self.town.move(minutes=20)
        text = f"Second thoughts, says eve {TAG}"
        self.town.x.world.edit(self._posts["slip"], text, at=now.replace(minute=20))

    async def delete(self) -> None:
        for word in ("doubt", "idea"):
            self.town.x.world.delete(self._posts[word])

    async def change(self) -> None:
        asked = await self.town.command(
            ORGANISER, "tweetup edit", event="HR Tweetup", place="The Anchor", length="2 hours"
        )
        await self.town.tap(ORGANISER, asked["messages"][0], r"change:\d+:apply")

    async def leave(self, name: str) -> None:
        town = self.town
        await town.remote.do("leave", guild_id=town.guild_id, user_id=town.ids[name])


def _each(act: Callable[[Day, str], Awaitable[Any]], *names: str) -> list[Act]:
    return [lambda day, name=name: act(day, name) for name in names]  # type: ignore[misc]


def _answers(answer: str, *names: str) -> list[Step]:
    acts = _each(lambda day, name: day.answer(name, answer), *names)
    return [Step(f"{name} says {answer}", act) for name, act in zip(names, acts, strict=True)]


def _links() -> list[Step]:
    acts = _each(Day.link, *LINKED)
    return [Step(f"{name} links", act) for name, act in zip(LINKED, acts, strict=True)]


STEPS: tuple[Step, ...] = (
    Step("the tweetup is made", Day.create, 1),
    *_answers("going", *NAMES),
    *_links(),
    Step("the posts that prove it", Day.prove, 2),
    Step("people talk", Day.talk, 2),
    Step("somebody edits", Day.edit, 2),
    Step("a place is given up", lambda day: day.answer("dee", "declined"), 1),
    Step("it is taken", lambda day: day.take("eve"), 1),
    Step("another one", lambda day: day.answer("eve", "maybe"), 1),
    Step("it is taken too", lambda day: day.take("fay"), 1),
    Step("on the list again", lambda day: day.answer("eve", "going"), 1),
    Step("the tweetup changes", Day.change, 2),
    Step("posts are deleted", Day.delete, 7),
    Step("the first night", None, 8),
    Step("people talk more", Day.talk_more, 2),
    Step("the first round", None, 8),
    Step("another night", None, 12),
    Step("somebody leaves", lambda day: day.leave("ada"), 3),
    Step("whoever follows takes it", lambda day: day.take("eve"), 1),
    Step("the third day", None, 12),
    Step("the second round", None, 12),
    Step("the fourth day", None, 12),
    Step("the evening", None, 9),
    Step("the day after", None, 16),
)
