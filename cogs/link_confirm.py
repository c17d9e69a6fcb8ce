"""Saying whether the account that posted one's code, under another handle, is one's own."""

from __future__ import annotations

from typing import Literal, get_args

import discord
from discord import ButtonStyle

from bot.domain.markdown import escape
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.render.message import Message
from cogs.services import services_of

LinkChoice = Literal["yes", "no"]
_STYLES: dict[LinkChoice, ButtonStyle] = {"yes": ButtonStyle.success, "no": ButtonStyle.secondary}


class ConfirmLinkButton(
    Lasting[Button],
    template=rf"link:(?P<choice>{'|'.join(get_args(LinkChoice))})"
    rf":(?P<guild_id>{ID}):(?P<person_id>{ID})(?:{MARK})?",
):
    """The account stands in it as well: the answer is to the question as it was asked."""

    def __init__(
        self, choice: LinkChoice, guild_id: int, person_id: int, delivery_id: int | None = None
    ) -> None:
        self.choice, self.guild_id, self.person_id = choice, guild_id, person_id
        custom_id = f"link:{choice}:{guild_id}:{person_id}"
        super().__init__(
            Button(
                label=text(f"link.button.{choice}"),
                style=_STYLES[choice],
                custom_id=custom_id if delivery_id is None else marked(custom_id, delivery_id),
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        links, member_id = services_of(interaction).links, interaction.user.id
        if self.choice == "yes":
            handle = await links.confirm(self.guild_id, member_id, self.person_id)
            said = text("link.confirmed", handle=escape(handle))
        else:
            link = await links.deny(self.guild_id, member_id, self.person_id)
            said = text("link.denied", handle=escape(link.handle))
        await Message(said).show(interaction)
