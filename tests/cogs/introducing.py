"""Two people who talked on X, and the introduction that is made of it."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.domain.members import Introduce
from bot.domain.posts import Author, Post
from tests.cogs.posts import ADA, BO, batch, mention, post
from tests.cogs.town import Town


@dataclass
class Pair:
    ada: MemberActor
    bo: MemberActor
    olive: MemberActor


async def new_pair(town: Town) -> Pair:
    """Two members who are going, linked, agreed, and talked to each other on X."""
    olive = town.organiser()
    await town.plan(olive, when="2 January 01:00")
    pair = Pair(town.member("ada"), town.member("bo"), olive)
    for number, (member, author) in enumerate(((pair.ada, ADA), (pair.bo, BO)), start=1):
        await join(town, member, author, number)
    await take(town, post(10, ADA, "What do you all ask first? #HRTweetup"))
    await take(
        town,
        post(
            11,
            BO,
            "@ada_hr “What did you stop doing?” #HRTweetup",
            reply_to_id=10,
            reply_to_author_id=ADA.id,
            mentions=(mention(ADA),),
        ),
    )
    return pair


async def join(town: Town, member: MemberActor, author: Author, number: int) -> None:
    """They agree to be introduced, are going, and show that the account is theirs."""
    await town.services.privacy.consent(town.guild.id, member.id, introductions=True)
    code = await goes_and_claims(town, member, author)
    await take(town, post(number, author, f"#HRTweetup {code}"))


async def goes_and_claims(town: Town, member: MemberActor, author: Author) -> str:
    """As by a tap on the card and `/link`; gives the code that is to be posted."""
    event = (await town.events())[-1]
    await town.services.rsvp.answer(town.guild.id, event.id, member.id, "going")
    return (await town.services.links.claim(town.guild.id, member.id, author.handle)).link.code


async def take(town: Town, *posts: Post) -> None:
    await town.services.ingest.take(batch(*posts))
    await town.env.settle()


async def round_of_introductions(town: Town) -> None:
    """The last round is held a day before the event: at one o'clock of the day it is."""
    await town.env.advance_time(3_600 + 1)


def people_in(town: Town, thread: ChannelHandle) -> set[int]:
    members = town.env.backend.get_thread(thread.id).thread_members
    return set(members) - {town.bot_id}


def hello(town: Town, thread: ChannelHandle) -> list[discord.Message]:
    return [message for message in thread.history() if message.content]


async def introduced(town: Town, pair: Pair) -> discord.Message:
    """The introduction of the pair, in its thread."""
    await round_of_introductions(town)
    (thread,) = town.channel.threads
    (message,) = hello(town, thread)
    return message


async def by_message(town: Town, member: MemberActor, where: Introduce = "dm") -> None:
    """The member wants to be introduced there."""
    await town.services.privacy.consent(town.guild.id, member.id, introduced_where=where)
