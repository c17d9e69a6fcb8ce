"""Posts to answer, for whoever asks for them."""

from __future__ import annotations

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot.domain.markdown import escape
from bot.services.starter_control import Found
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.permissions import require_known
from cogs.render.message import Message
from cogs.render.starter_posts import answer_links, embeds, reasons, write_link
from cogs.render.times import stamp
from cogs.services import services_of


class OthersButton(
    Lasting[Button],
    template=rf"starters:(?P<guild_id>{ID}):(?P<event_id>{ID}){MARK}",
):
    """Shows a member other posts than those they were sent."""

    def __init__(self, guild_id: int, event_id: int, delivery_id: int) -> None:
        self.guild_id, self.event_id = guild_id, event_id
        custom_id = marked(f"starters:{guild_id}:{event_id}", delivery_id)
        label = text("starters.others")
        super().__init__(Button(label=label, style=ButtonStyle.secondary, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_known(interaction, self.guild_id)
        control = services_of(interaction).starters
        found = await control.find(self.guild_id, interaction.user.id, self.event_id, only_new=True)
        await answer(found).show(interaction)


def answer(found: Found) -> Message:
    """What a member sees who asked: the posts, or what else they could do, and what is missing
    for an introduction."""
    event = found.starters.event
    missing = []
    if not found.agreed:
        missing.append(text("starters.not_agreed"))
    elif not found.linked:
        missing.append(text("consent.link_first"))
    facts = {"name": escape(event.name), "hashtag": escape(event.hashtag)}
    if not found.starters.posts:
        content = "\n\n".join((text("starters.none", **facts), *missing))
        return Message(content, buttons=(write_link(event),))
    begin = [text("starters.asked", when=stamp(event), **facts)]
    at = found.starters.next_round
    if at is not None:
        begin.append(text("starters.next_round", at=format_dt(at, "F")))
    return Message(
        "\n\n".join((" ".join(begin), reasons(found.starters), *missing)),
        embeds=embeds(found.starters),
        buttons=answer_links(found.starters),
    )
