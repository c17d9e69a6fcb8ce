"""What an organiser is about to make, shown to them first, with the buttons to go on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal, Self, get_args

import discord
from discord import ButtonStyle

from bot.domain.drafts import Checked, Draft, Typed
from bot.errors import UserError
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.draft_forms import form, is_draft_form, typed_into
from cogs.errors import custom_id_of, explain, explained
from cogs.permissions import require_organiser, require_place
from cogs.render.draft import made, not_yet, reading_label, ready
from cogs.render.message import Message
from cogs.services import services_of
from cogs.zones import usual_zone

DraftAction = Literal["create", "basics", "details", "discard"]
_STYLES: dict[DraftAction, ButtonStyle] = {
    "create": ButtonStyle.success,
    "basics": ButtonStyle.secondary,
    "details": ButtonStyle.secondary,
    "discard": ButtonStyle.secondary,
}


async def current(interaction: discord.Interaction[Any]) -> Typed:
    """What whoever acts has typed so far, here."""
    drafts = services_of(interaction).drafts
    found = await drafts.current(interaction.guild_id or 0, interaction.user.id)
    if found is not None:
        return found.typed
    return Typed(channel_id=interaction.channel_id or 0, zone=await usual_zone(interaction))


async def show(interaction: discord.Interaction[Any], draft: Draft) -> None:
    """Show what a draft comes to, as the answer to an interaction that was deferred."""
    checked = services_of(interaction).drafts.check(draft)
    try:
        require_place(interaction, draft.typed.channel_id)
    except UserError as error:
        checked = replace(checked, event=None, mistakes=(*checked.mistakes, error))
    await _echo(draft, checked).show(interaction)


async def take_form(interaction: discord.Interaction[Any]) -> bool:
    """Keep what was typed into a form of these; False for other forms, which are left alone."""
    if not is_draft_form(custom_id_of(interaction)):
        return False
    try:
        # A form opened from a draft changes the message that shows it.
        if interaction.message is None:
            await interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await interaction.response.defer()
        await require_organiser(interaction)
        typed = replace(await current(interaction), **typed_into(interaction))
        drafts = services_of(interaction).drafts
        guild_id, member_id = interaction.guild_id or 0, interaction.user.id
        await show(interaction, await drafts.save(guild_id, member_id, typed))
    except Exception as error:  # noqa: BLE001 - explain() logs what nobody foresaw
        await explain(interaction, error)
    return True


class DraftButton(
    Lasting[Button],
    template=rf"draft:(?P<action>{'|'.join(get_args(DraftAction))}):(?P<draft_id>{ID})",
):
    """Makes the tweetup, opens a form to change it, or discards it."""

    def __init__(self, action: DraftAction, draft_id: int) -> None:
        self.action, self.draft_id = action, draft_id
        label = text(f"draft.button.{action}")
        custom_id = f"draft:{action}:{draft_id}"
        super().__init__(Button(label=label, style=_STYLES[action], custom_id=custom_id, row=1))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        match self.action:
            case "basics" | "details":
                draft = await _draft(interaction, self.draft_id)
                await interaction.response.send_modal(form(self.action, draft.typed))
            case "discard":
                await interaction.response.defer()
                draft = await _draft(interaction, self.draft_id)
                await services_of(interaction).drafts.discard(draft)
                await Message(text("draft.discarded")).show(interaction)
            case "create":
                await interaction.response.defer()
                await _create(interaction, await _draft(interaction, self.draft_id))


class ReadingButton(
    discord.ui.DynamicItem[Button], template=rf"draft:at:(?P<draft>{ID}):(?P<at>[0-9]{{1,10}})"
):
    """Says which of the moments was meant that a text could mean."""

    def __init__(self, draft_id: int, at: datetime, label: str) -> None:
        self.draft_id, self.at = draft_id, at
        custom_id = f"draft:at:{draft_id}:{int(at.timestamp())}"
        super().__init__(Button(label=label, style=ButtonStyle.primary, custom_id=custom_id, row=0))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        at = datetime.fromtimestamp(int(match["at"]), UTC)
        return cls(int(match["draft"]), at, str(getattr(item, "label", "")))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        draft = await _draft(interaction, self.draft_id)
        await show(interaction, await services_of(interaction).drafts.settle(draft, self.at))


async def _create(interaction: discord.Interaction[Any], draft: Draft) -> None:
    require_place(interaction, draft.typed.channel_id)
    event = await services_of(interaction).drafts.create(draft)
    if event is None:
        await show(interaction, draft)
    else:
        await Message(made(event)).show(interaction)


async def _draft(interaction: discord.Interaction[Any], draft_id: int) -> Draft:
    await require_organiser(interaction)
    drafts = services_of(interaction).drafts
    return await drafts.get(interaction.guild_id or 0, interaction.user.id, draft_id)


def _echo(draft: Draft, checked: Checked) -> Message:
    actions = get_args(DraftAction)
    if checked.event is not None:
        content, embed = ready(checked.event)
        return Message(
            content, (embed,), buttons=tuple(DraftButton(each, draft.id) for each in actions)
        )
    moments = () if checked.readings is None else checked.readings.moments
    readings = (
        ReadingButton(draft.id, at, reading_label(at, draft.typed.zone, moments)) for at in moments
    )
    rest = (DraftButton(each, draft.id) for each in actions if each != "create")
    return Message(not_yet(draft.typed, checked), buttons=(*readings, *rest))
