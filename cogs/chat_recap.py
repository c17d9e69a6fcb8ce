"""Catching up with a tweet chat: what was asked and answered so far, for whoever taps alone."""

from __future__ import annotations

from typing import Any

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot.domain.markdown import escape
from bot.services.chat_control import Recap
from bot.texts import text
from cogs.buttons import ID, MARK, PAGE, Button, Lasting, marked
from cogs.errors import explained
from cogs.render.gathered import gathered_lines
from cogs.render.message import Message
from cogs.services import services_of

# A question with its three answers takes up to a quarter of the 4,096 characters of an embed.
ON_A_PAGE = 4


class CatchUpButton(Lasting[Button], template=rf"chat_recap:(?P<chat_id>{ID}){MARK}"):
    def __init__(self, chat_id: int, delivery_id: int) -> None:
        self.chat_id = chat_id
        custom_id = marked(f"chat_recap:{chat_id}", delivery_id)
        label = text("chat.button.recap")
        super().__init__(Button(label=label, style=ButtonStyle.secondary, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_recap(interaction, self.chat_id)


class PageButton(Lasting[Button], template=rf"chat_page:(?P<chat_id>{ID}):(?P<page>{PAGE})"):
    """Turns to other questions of a recap."""

    def __init__(
        self, chat_id: int, page: int, *, first: int = 0, last: int = 0, is_shown: bool = False
    ) -> None:
        self.chat_id, self.page = chat_id, page
        super().__init__(
            Button(
                label=text("chat.recap.page", first=first, last=last),
                style=ButtonStyle.secondary,
                custom_id=f"chat_page:{chat_id}:{page}",
                disabled=is_shown,
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await show_recap(interaction, self.chat_id, self.page)


async def show_recap(interaction: discord.Interaction[Any], chat_id: int, page: int = 0) -> None:
    await recap(
        await services_of(interaction).chat.recap(interaction.guild_id or 0, chat_id), page
    ).show(interaction)


def recap(found: Recap, page: int = 0) -> Message:
    """One page of what was asked and answered so far, with buttons to the others."""
    every = found.gathered
    shown = every[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    lines = [line for each in shown for line in (*gathered_lines(each), "")]
    if found.following is not None:
        at = format_dt(found.following.due_at, "R")
        lines.append(text("chat.recap.next", number=found.following.number, at=at))
    if not every:
        lines.insert(0, text("chat.recap.nothing"))
    name = escape(found.event.name)
    embed = discord.Embed(
        title=text("chat.recap.heading", name=name), description="\n".join(lines).strip()
    )
    pages = range(0, len(every), ON_A_PAGE) if len(every) > ON_A_PAGE else ()
    buttons = tuple(
        PageButton(
            found.chat.id,
            number,
            first=every[start].question.number,
            last=every[min(start + ON_A_PAGE, len(every)) - 1].question.number,
            is_shown=number == page,
        )
        for number, start in enumerate(pages)
    )
    return Message(embeds=(embed,), buttons=buttons)
