"""The conversation as the channel shows it: the whole bot, X on loopback, Discord simulated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import discord
import pytest
from simcord import Env

from bot.app import look_up_x, read_x
from bot.sandbox.x_api import Fault, Media, Poll, Post, World, XSandbox
from cogs.client import TweetupBot
from db.engine import Database
from tests.cogs.configured import configured
from tests.cogs.town import SimClock, Town, new_bot
from tests.sampled import sampled

TAG = "#HRTweetup"


@pytest.fixture(params=sampled(["post", "tweet"], every=2))
def simcord_bot(
    file: Database, clock: SimClock, sandbox: XSandbox, request: pytest.FixtureRequest
) -> TweetupBot:
    config = configured(sandbox, field_names=request.param)
    bot = new_bot(file, clock)
    bot.use(
        bot.services,
        [
            bot.services.deliver.run,
            bot.services.timetable.run,
            partial(look_up_x, config, bot.services, clock),
            partial(read_x, config, bot.services, clock),
        ],
    )
    return bot


@dataclass
class Talk:
    """People who talk on X, and the channel in which a tweetup of theirs is followed."""

    town: Town
    world: World
    sandbox: XSandbox

    def __post_init__(self) -> None:
        self.ada = self.world.add_user("ada_hr", "Ada Quill")
        self.bo = self.world.add_user("bo_hires", "Bo Marsh")

    def say(self, who: Any, text: str, **more: Any) -> Post:
        return self.world.post(who, text, at=self.town.clock.now(), **more)

    async def pass_time(self, **time: float) -> None:
        await self.town.env.advance_time(timedelta(**time).total_seconds())

    def messages(self) -> list[discord.Message]:
        """Those that mirror posts, oldest first."""
        return [m for m in self.town.channel.history() if m.embeds and not m.components]

    def text(self, number: int = -1, embed: int = 0) -> str:
        return self.messages()[number].embeds[embed].description or ""

    def lookups(self) -> list[str]:
        """The ids X was asked for, call by call."""
        return [s.parameters["ids"] for s in self.sandbox.requests if s.path == "/2/tweets"]


@pytest.fixture
async def talk(town: Town, sandbox: XSandbox, simcord_env: Env) -> Talk:
    talk = Talk(town, sandbox.world, sandbox)
    await town.set_up()
    await talk.pass_time(minutes=1)
    return talk


async def test_an_answer_shows_the_parent_that_never_carried_the_hashtag(talk: Talk) -> None:
    parent = talk.say(talk.bo, "Where do we meet?")
    talk.say(talk.ada, f"At the Kettle {TAG}", reply_to=parent)
    await talk.pass_time(minutes=3)
    first, *_ = talk.text().splitlines()
    assert first == (
        f"> [In reply to @bo\\_hires](https://x.com/bo_hires/status/{parent.id}): Where do we meet?"
    )
    assert len(talk.messages()) == 1


async def test_a_quote_shows_the_post_inside_and_is_read_once(talk: Talk) -> None:
    quoted = talk.say(talk.bo, "Ten tips for nervous people")
    for remark in ("So true", "Indeed"):
        talk.say(talk.ada, f"{remark} {TAG}", quote=quoted)
        await talk.pass_time(minutes=3)
        assert "> Ten tips for nervous people" in talk.text()
        assert "> [Bo Marsh (@bo\\_hires)](https://x.com/bo_hires)" in talk.text()
    # The newer vocabulary does not tell who wrote what is quoted: that is asked once.
    assert talk.lookups() in ([], [str(quoted.id)])
    async with talk.town.database.read() as conn:
        spent = await conn.exec_driver_sql("SELECT sum(micro_dollars) FROM reads")
        assert spent.scalar() == talk.sandbox.charged


async def test_what_x_shows_nobody_is_asked_for_once_and_not_shown(talk: Talk) -> None:
    fates = ("deleted", "protected", "suspended", "withheld")
    people = {fate: talk.world.add_user(f"who_{fate}", fate) for fate in fates}
    secrets = {fate: talk.say(people[fate], "Not for everybody") for fate in fates}
    for secret in secrets.values():
        talk.say(talk.ada, f"Hm {TAG}", reply_to=secret, quote=secret)
    talk.world.delete(secrets["deleted"])
    talk.world.protect(people["protected"])
    talk.world.suspend(people["suspended"])
    talk.world.withhold(secrets["withheld"], "GB")
    await talk.pass_time(minutes=3)
    for secret in secrets.values():
        talk.say(talk.ada, f"Again {TAG}", reply_to=secret)
    await talk.pass_time(minutes=3)
    shown = [embed for message in talk.messages() for embed in message.embeds]
    assert len(shown) == 8
    for embed in shown:
        assert "Not for everybody" not in (embed.description or "")
        assert "In reply to a post that X shows nobody any more" in (embed.description or "")
    asked = [post_id for ids in talk.lookups() for post_id in ids.split(",")]
    assert len(asked) == len(set(asked))


async def test_while_look_ups_fail_the_feed_goes_on_with_links(talk: Talk) -> None:
    talk.sandbox.faults.add("posts", Fault.server_error(), times=100)
    secret = talk.say(talk.bo, "Soon gone")
    talk.say(talk.ada, f"Hm {TAG}", reply_to=secret)
    talk.say(talk.ada, f"Next {TAG}")
    talk.world.delete(secret)
    await talk.pass_time(minutes=1)
    assert talk.messages() == []
    await talk.pass_time(minutes=4)
    assert f"[In reply to this post](https://x.com/i/status/{secret.id})" in talk.text(0)
    assert "Next" in talk.text(1)
    asked = len(talk.lookups())
    await talk.pass_time(hours=1)
    assert len(talk.lookups()) == asked


async def test_an_edit_changes_the_message_and_says_so(talk: Talk) -> None:
    first = talk.say(talk.ada, f"See you at teh pub {TAG}")
    await talk.pass_time(minutes=3)
    (before,) = talk.messages()
    newest = talk.world.edit(first, f"See you at the pub {TAG}", at=talk.town.clock.now())
    await talk.pass_time(minutes=10)
    (after,) = talk.messages()
    assert after.id == before.id
    assert "at the pub" in talk.text()
    assert f"[Edited: the newest version](https://x.com/ada_hr/status/{newest.id})" in talk.text()
    talk.say(talk.bo, f"Me too {TAG}", reply_to=newest)
    await talk.pass_time(minutes=10)
    answer = talk.messages()[-1].reference
    assert answer is not None
    assert answer.message_id == before.id


async def test_a_thread_reads_as_one_and_goes_on(talk: Talk) -> None:
    parts = [talk.say(talk.ada, f"One {TAG}")]
    for word in ("Two", "Three"):
        parts.append(talk.say(talk.ada, f"{word} {TAG}", reply_to=parts[-1]))
    await talk.pass_time(minutes=3)
    (thread,) = talk.messages()
    assert [re.split(r"\W", embed.description or "")[0] for embed in thread.embeds] == [
        "One",
        "Two",
        "Three",
    ]
    assert "Continues the post above" in talk.text(embed=2)
    talk.say(talk.ada, f"Four {TAG}", reply_to=parts[-1])
    await talk.pass_time(minutes=3)
    later = talk.messages()[-1].reference
    assert later is not None
    assert later.message_id == thread.id


async def test_polls_pictures_and_films(talk: Talk) -> None:
    talk.say(talk.ada, f"Tea? {TAG}", poll=Poll(("Yes", "No"), votes=(3, 1)))
    talk.say(talk.bo, f"Look {TAG}", media=[Media("photo", "https://pbs.example/1.jpg", "a cup")])
    talk.say(talk.ada, f"Wave {TAG}", media=[Media("animated_gif", "https://pbs.example/2.jpg")])
    await talk.pass_time(minutes=3)
    assert "○ Yes: 3 votes\n○ No: 1 vote" in talk.text(0)
    assert "Picture: a cup" in talk.text(1)
    assert talk.messages()[1].embeds[0].image.url == "https://pbs.example/1.jpg"
    assert "GIF: [watch it on X]" in talk.text(2)


async def test_sensitive_pictures_are_a_link_and_long_posts_whole(talk: Talk) -> None:
    talk.say(
        talk.ada,
        f"{'word ' * 100}{TAG}",
        media=[Media("photo", "https://pbs.example/1.jpg")],
        possibly_sensitive=True,
    )
    await talk.pass_time(minutes=3)
    assert talk.text().count("word") == 100
    assert "sensitive: [see it on X]" in talk.text()
    assert talk.messages()[0].embeds[0].image.url is None


async def test_counts_come_with_what_is_read_anyway(talk: Talk) -> None:
    first = talk.say(talk.ada, f"Who comes? {TAG}")
    await talk.pass_time(minutes=3)
    assert talk.messages()[0].embeds[0].footer.text == "X"
    first.metrics.reposts, first.metrics.likes = 3, 5
    await talk.pass_time(minutes=20)
    assert talk.messages()[0].embeds[0].footer.text == "X"
    talk.say(talk.bo, f"Me {TAG}", reply_to=first)
    await talk.pass_time(minutes=10)
    assert talk.messages()[0].embeds[0].footer.text == "X · 3 reposts · 5 likes"
