"""`/people`: whom to follow of those who are going, in pages and as a file to keep."""

from __future__ import annotations

import io
from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle, app_commands
from discord.ext import commands

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.services.suite import Services
from bot.services.who_to_follow import FollowList
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_of, event_with, suggest_events
from cogs.paging import PageButton
from cogs.permissions import require_insight
from cogs.render.message import Message
from cogs.render.people import pages, whole
from cogs.services import services_of
from cogs.wording import named, options

FollowChoice = Literal["yes", "no"]


class PeopleCog(commands.Cog):
    def __init__(self, services: Services) -> None:
        self._who_to_follow = services.who_to_follow

    @app_commands.command(**named("people"))
    @app_commands.guild_only
    @options("people", "event")
    @app_commands.autocomplete(event=suggest_events)
    async def people(self, interaction: discord.Interaction, event: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await event_of(interaction, event)
        await require_insight(interaction, chosen, services_of(interaction).who_to_follow.may_see)
        if await self._who_to_follow.agreed(chosen, interaction.user.id) is None:
            buttons = tuple(FollowedButton(chosen.id, each) for each in get_args(FollowChoice))
            asked = text("people.question", name=escape(chosen.name))
            await Message(asked, buttons=buttons).show(interaction)
            return
        await _show(interaction, chosen)


class FollowedButton(
    Lasting[Button],
    template=rf"people:(?P<event_id>{ID}):(?P<choice>{'|'.join(get_args(FollowChoice))})",
):
    """Notes whether whoever taps may stand on the list, and shows it in the question's place."""

    def __init__(self, event_id: int, choice: FollowChoice) -> None:
        self.event_id, self.choice = event_id, choice
        style = ButtonStyle.primary if choice == "yes" else ButtonStyle.secondary
        label = text(f"people.button.{choice}")
        super().__init__(Button(label=label, style=style, custom_id=f"people:{event_id}:{choice}"))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        event = await event_with(interaction, self.event_id)
        if self.choice == "yes":
            await require_insight(
                interaction, event, services_of(interaction).who_to_follow.may_see
            )
        privacy, agrees = services_of(interaction).privacy, self.choice == "yes"
        await privacy.consent(event.guild_id, interaction.user.id, followed=agrees)
        await Message(text("people.noted_yes" if agrees else "people.noted_no")).show(interaction)
        await require_insight(interaction, event, services_of(interaction).who_to_follow.may_see)
        await _show(interaction, event)


class PeoplePageButton(PageButton, prefix="people-page"):
    async def turned(self, interaction: discord.Interaction, event: Event) -> Message:
        await require_insight(interaction, event, services_of(interaction).who_to_follow.may_see)
        found = await services_of(interaction).who_to_follow.of(event, interaction.user.id)
        return page(found, self.page)


async def _show(interaction: discord.Interaction[Any], event: Event) -> None:
    """The first page, with the whole list as a file."""
    found = await services_of(interaction).who_to_follow.of(event, interaction.user.id)
    attached = discord.File(io.BytesIO(whole(found).encode()), f"people-{event.id}.txt")
    shown = page(found, 0)
    await interaction.edit_original_response(
        content=shown.content, embeds=shown.embeds, view=shown.view, attachments=[attached]
    )


def page(found: FollowList, wanted: int) -> Message:
    event_id, written = found.event.id, pages(found)
    last = len(written) - 1
    number = min(wanted, last)
    buttons: tuple[discord.ui.Item[Any], ...] = PeoplePageButton.around(event_id, number, last)
    embed = discord.Embed(description=written[number])
    if last:
        embed.set_footer(text=text("page.of", page=number + 1, last=last + 1))
    if found.own == "not_listed":
        buttons += (FollowedButton(event_id, "yes"),)
    name = escape(found.event.name)
    heading = text("people.heading", name=name, n=found.others.people)
    content = "\n".join((heading, text("people.how"), text(f"people.own.{found.own}")))
    return Message(content, embeds=(embed,), buttons=buttons)
