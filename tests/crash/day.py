"""What invented people do around a tweetup, on X and with its card in Discord."""

from __future__ import annotations

from typing import Any

from bot.sandbox.x_api import Post
from tests.crash.town import BOARD, ORGANISER, Town

TAG = "#HRTweetup"
ADVERT = f"Want to work in #Leeds? View our latest opening: HR Officer https://jobs.example/1 {TAG}"
# Who has an X account that is known to be theirs.
LINKED = ("ada", "bo", "cy", "dee", "fay")


class Day:
    """Plays in a town; what is posted is remembered by a word for it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.posts: dict[str, Post] = {}

    async def create(self) -> None:
        shown = await self.town.asked(
            ORGANISER,
            "tweetup create",
            "draft:create:",
            name="HR Tweetup",
            hashtag="HRTweetup",
            when="12 January 18:30",
            place="The Copper Kettle",
            capacity=4,
        )
        await self.town.tap(ORGANISER, shown, "draft:create:")

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
        self.posts[word] = self.town.x.world.post(user, text, at=now, **more)

    async def talk(self) -> None:
        self.say("ada", "hello")
        self.say("bo", "welcome", reply_to=self.posts["hello"])
        self.say("ada", "thanks", reply_to=self.posts["welcome"])
        self.say("cy", "question")
        self.say("dee", "idea", quote=self.posts["question"])
        self.say("eve", "doubt")
        self.say(BOARD, "opening", ADVERT)

    async def talk_more(self) -> None:
        self.say("fay", "advice", reply_to=self.posts["question"])
        self.say("cy", "agreed", reply_to=self.posts["idea"])
        self.say("dee", "pleased", reply_to=self.posts["agreed"])
        self.say("bo", "news")
        self.say("dee", "cheers", reply_to=self.posts["news"])

    async def edit(self) -> None:
        now = self.town.clock.now()
        self.say("eve", "slip")
        await self.town.move(minutes=20)
        text = f"Second thoughts, says eve {TAG}"
        self.town.x.world.edit(self.posts["slip"], text, at=now.replace(minute=20))

    async def delete(self) -> None:
        for word in ("doubt", "idea"):
            self.town.x.world.delete(self.posts[word])

    async def leave(self, name: str) -> None:
        town = self.town
        await town.remote.do("leave", guild_id=town.guild_id, user_id=town.ids[name])
