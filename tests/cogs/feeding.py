"""A feed that keeps job advertisements out, in the simulated Discord."""

from __future__ import annotations

import discord
from simcord.actors import MemberActor

from bot.domain.posts import Author, Post
from tests.cogs.posts import batch, post
from tests.cogs.town import Town, said

AD = "Want to work in #Leeds? View our latest opening: HR Officer https://jobs.example/{} #Jobs"
BOARD = Author(9, "job_board", "The *Job* Board")


def ad(number: int, by: Author = BOARD, text: str = AD) -> Post:
    return post(number, by, text.format(number))


async def fed(town: Town, *posts: Post) -> None:
    given = batch(*posts)
    await town.services.ingest.take(
        type(given)(given.source, given.posts, authors=(*given.authors, BOARD))
    )
    await town.env.settle()


async def ask(town: Town, by: MemberActor, command: str, **options: object) -> str:
    return said(await by.slash(town.channel, f"feed {command}", **options))


def digests(town: Town) -> list[discord.Message]:
    return [m for m in town.channel.history() if "Folded away" in m.content]
