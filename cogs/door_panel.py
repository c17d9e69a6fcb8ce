"""The check-in view of organisers: each has their own, on their own phone.

Discord's own search finds a member by name; the lists show who is still to come and who is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle

from bot.errors import UserError
from bot.services.door import CheckedIn, DoorState
from bot.texts import text
from cogs.buttons import ID, PAGE, Button, Lasting
from cogs.door_code import send_code
from cogs.door_people import DoorList, check_in, page_of, undo
from cogs.door_walk_in import WalkInModal
from cogs.errors import explained
from cogs.names import names
from cogs.permissions import require_organiser_of
from cogs.render.door import checked_in, counts
from cogs.render.message import Message
from cogs.services import services_of

DoorButtonKind = Literal["panel", "missing", "came", "walk_in", "screen"]
_LISTS = "|".join(get_args(DoorList))

UserSelect = discord.ui.UserSelect[Any]
Select = discord.ui.Select[Any]


def panel(state: DoorState, said: str = "", came: int | None = None) -> Message:
    """The view itself; `said` tells what was just done, `came` is whom to take back."""
    event_id = state.event.id
    kinds: tuple[DoorButtonKind, ...] = ("missing", "came", "walk_in", "screen")
    items: list[discord.ui.Item[Any]] = [PickSelect(event_id)]
    if came is not None:
        items.append(UndoButton(event_id, came))
    items += [DoorButton(event_id, each) for each in kinds]
    return Message("\n".join(filter(None, (counts(state), said))), buttons=tuple(items))


async def people(
    interaction: discord.Interaction[Any], state: DoorState, which: DoorList, number: int
) -> Message:
    """A page of those who are still to come, or of those who came, by name."""
    event_id = state.event.id
    page = await page_of(interaction.guild, state, which, number)
    items: list[discord.ui.Item[Any]] = []
    if page.people:
        items.append(TapSelect(event_id, which, page.number, page.people))
    items.append(DoorButton(event_id, "panel"))
    if page.number > 0:
        items.append(DoorButton(event_id, which, page.number - 1, text("door.button.earlier")))
    if page.more:
        items.append(DoorButton(event_id, which, page.number + 1, text("door.button.later")))
    about = text(f"door.list.{which}" if page.people else f"door.list.{which}_nobody")
    return Message("\n".join((counts(state), about)), buttons=tuple(items))


async def show(interaction: discord.Interaction[Any], done: CheckedIn) -> None:
    """Show the view with what was just done."""
    member_id = done.attendance.member_id
    known = await names(interaction.guild, () if member_id is None else (member_id,))
    shown = panel(done.state, checked_in(done, known), came=done.attendance.id)
    await shown.show(interaction)


class PickSelect(Lasting[UserSelect], template=rf"door:(?P<event_id>{ID}):pick"):
    """Finds a member by name and checks them in."""

    def __init__(self, event_id: int) -> None:
        self.event_id = event_id
        hint = text("door.pick")
        super().__init__(UserSelect(custom_id=f"door:{event_id}:pick", placeholder=hint))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_organiser_of(interaction, self.event_id)
        (chosen,) = self.item.values
        if chosen.bot:
            raise UserError("door.bot")
        await show(interaction, await check_in(interaction, self.event_id, chosen.id))


class TapSelect(
    Lasting[Select],
    template=rf"door:(?P<event_id>{ID}):tap:(?P<which>{_LISTS}):(?P<page>{PAGE})",
):
    """A page of a list: a tap checks somebody in, or takes it back."""

    def __init__(
        self, event_id: int, which: DoorList, page: int, options: Mapping[str, str] | None = None
    ) -> None:
        self.event_id, self.which, self.page = event_id, which, page
        shown = [discord.SelectOption(label=v, value=k) for k, v in (options or {}).items()]
        super().__init__(
            Select(
                custom_id=f"door:{event_id}:tap:{which}:{page}",
                placeholder=text(f"door.tap.{which}"),
                options=shown,
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_organiser_of(interaction, self.event_id)
        tapped = int(self.item.values[0])
        if self.which == "came":
            state = await undo(interaction, self.event_id, tapped)
        else:
            state = (await check_in(interaction, self.event_id, tapped)).state
        await (await people(interaction, state, self.which, self.page)).show(interaction)


class UndoButton(
    Lasting[Button], template=rf"door:(?P<event_id>{ID}):undo:(?P<attendance_id>{ID})"
):
    """Takes back that somebody came."""

    def __init__(self, event_id: int, attendance_id: int) -> None:
        self.event_id, self.attendance_id = event_id, attendance_id
        custom_id = f"door:{event_id}:undo:{attendance_id}"
        label = text("door.button.undo")
        super().__init__(Button(label=label, style=ButtonStyle.danger, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_organiser_of(interaction, self.event_id)
        state = await undo(interaction, self.event_id, self.attendance_id)
        await panel(state, text("door.undone")).show(interaction)


class DoorButton(
    Lasting[Button],
    template=rf"door:(?P<event_id>{ID}):(?P<kind>{'|'.join(get_args(DoorButtonKind))})"
    rf":(?P<page>{PAGE})",
):
    """Leads from one part of the view to another."""

    def __init__(
        self, event_id: int, kind: DoorButtonKind, page: int = 0, label: str | None = None
    ) -> None:
        self.event_id, self.kind, self.page = event_id, kind, page
        custom_id = f"door:{event_id}:{kind}:{page}"
        super().__init__(Button(label=label or text(f"door.button.{kind}"), custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        if self.kind == "walk_in":
            await require_organiser_of(interaction, self.event_id)
            await interaction.response.send_modal(WalkInModal(self.event_id, show))
            return
        await interaction.response.defer()
        await require_organiser_of(interaction, self.event_id)
        if self.kind == "screen":
            await send_code(interaction, self.event_id)
            return
        door = services_of(interaction).door
        state = await door.state(interaction.guild_id or 0, self.event_id)
        shown = panel(state)
        if self.kind != "panel":
            shown = await people(interaction, state, self.kind, self.page)
        await shown.show(interaction)
