"""Reading a digest: the button under it, and those that turn its pages, for one reader alone."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.domain.markdown import link
from bot.domain.posts import Author, Post, post_url, profile_url
from bot.services.digest import DigestPage
from bot.texts import text
from cogs.buttons import MARK, PAGE, Button, Lasting, marked
from cogs.errors import explained
from cogs.render.author import called
from cogs.render.excerpt import in_one_line
from cogs.render.message import Message
from cogs.services import services_of

NAME_LIMIT = 40
FIRST_WORDS = 180


class DigestButton(Lasting[Button], template=rf"digest{MARK}"):
    """Shows whoever taps it what was folded away."""

    def __init__(self, delivery_id: int) -> None:
        self.delivery_id = delivery_id
        custom_id = marked("digest", delivery_id)
        super().__init__(Button(label=text("digest.button.read"), custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _show(interaction, self.delivery_id, 1)


class DigestPageButton(
    discord.ui.DynamicItem[Button], template=rf"digest-page:(?P<number>{PAGE}){MARK}"
):
    """Turns to another page."""

    def __init__(self, number: int, delivery_id: int, *, label: str) -> None:
        self.number, self.delivery_id = number, delivery_id
        custom_id = marked(f"digest-page:{number}", delivery_id)
        super().__init__(Button(label=label, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        label = str(getattr(item, "label", ""))
        return cls(int(match["number"]), int(match["delivery_id"]), label=label)

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await _show(interaction, self.delivery_id, self.number)


async def _show(interaction: discord.Interaction, delivery_id: int, number: int) -> None:
    digest = services_of(interaction).digest
    found = await digest.page(interaction.guild_id or 0, delivery_id, number)
    await _page(found, delivery_id).show(interaction)


def _page(found: DigestPage, delivery_id: int) -> Message:
    lines = [_line(post, author) for post, author in found.posts]
    embed = discord.Embed(description="\n\n".join(lines))
    embed.set_footer(text=text("page.of", page=found.number, last=found.pages))
    turns = {
        found.number - 1: text("page.button.back"),
        found.number + 1: text("page.button.further"),
    }
    buttons = [
        DigestPageButton(number, delivery_id, label=label)
        for number, label in turns.items()
        if 1 <= number <= found.pages
    ]
    return Message(embeds=(embed,), buttons=tuple(buttons))


def _line(post: Post, author: Author) -> str:
    name = called(author, NAME_LIMIT)
    words = in_one_line(post, FIRST_WORDS, "").strip()
    leads = link(text("feed.open"), post_url(author.handle, post.newest_version))
    return f"{link(name, profile_url(author.handle))}\n{words}\n{leads}"
