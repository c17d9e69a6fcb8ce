"""What belongs to a member's own place: taking one that is offered, guests, a note."""

from __future__ import annotations

from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle

from bot.domain.markdown import escape
from bot.domain.rsvp import NOTE_LIMIT
from bot.services.rsvp import Standing
from bot.texts import text
from cogs.buttons import ID, Button, Lasting, marked
from cogs.errors import explained
from cogs.form import Form
from cogs.permissions import require_known
from cogs.render.message import Message
from cogs.services import services_of
from cogs.typed import TextInput

OfferChoice = Literal["take", "pass"]
# Above them in the panel stand the consents, a row each.
GUESTS_ROW, BUTTONS_ROW = 3, 4


def party(standing: Standing) -> Message:
    """A coming member's guests and note, with what changes them; empty for everybody else."""
    own, event = standing.rsvp, standing.event
    if own is None or not own.coming:
        return Message()
    lines: list[str] = []
    items: list[discord.ui.Item[Any]] = []
    if own.guests:
        lines.append(text("rsvp.guests", n=own.guests))
    if own.note:
        lines.append(text("rsvp.note", note=escape(own.note)))
    most = max(own.guests, 0 if standing.closed else standing.settings.guests)
    if most:
        items.append(GuestsSelect(event.guild_id, event.id, most, own.guests))
    if own.status == "offered":
        items += (
            OfferButton(event.guild_id, event.id, choice, row=BUTTONS_ROW)
            for choice in get_args(OfferChoice)
        )
    items.append(NoteButton(event.guild_id, event.id, has_one=own.note is not None))
    return Message("\n".join(lines), buttons=tuple(items))


class OfferButton(
    Lasting[Button],
    template=rf"offer:(?P<guild_id>{ID}):(?P<event_id>{ID}):(?P<choice>{'|'.join(get_args(OfferChoice))})"
    rf"(?::d{ID})?",
):
    """Takes the place that is offered, or passes it on."""

    def __init__(
        self,
        guild_id: int,
        event_id: int,
        choice: OfferChoice,
        *,
        delivery_id: int | None = None,
        row: int | None = None,
    ) -> None:
        self.guild_id, self.event_id, self.choice = guild_id, event_id, choice
        custom_id = f"offer:{guild_id}:{event_id}:{choice}"
        style = ButtonStyle.success if choice == "take" else ButtonStyle.secondary
        super().__init__(
            Button(
                label=text(f"offer.button.{choice}"),
                style=style,
                custom_id=custom_id if delivery_id is None else marked(custom_id, delivery_id),
                row=row,
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_known(interaction, self.guild_id)
        rsvp, member_id = services_of(interaction).rsvp, interaction.user.id
        if self.choice == "take":
            standing = await rsvp.take(self.guild_id, self.event_id, member_id)
        else:
            standing = await rsvp.answer(self.guild_id, self.event_id, member_id, "declined")
        await _panel(standing, only_questions=True).show(interaction)


class GuestsSelect(
    Lasting[discord.ui.Select[Any]],
    template=rf"guests:(?P<guild_id>{ID}):(?P<event_id>{ID})",
):
    """How many guests a member brings."""

    def __init__(self, guild_id: int, event_id: int, most: int = 0, guests: int = 0) -> None:
        self.guild_id, self.event_id = guild_id, event_id
        super().__init__(
            discord.ui.Select(
                custom_id=f"guests:{guild_id}:{event_id}",
                placeholder=text("rsvp.guests_choose"),
                options=[
                    discord.SelectOption(
                        label=text("rsvp.guests_option", n=n) if n else text("rsvp.guests_none"),
                        value=str(n),
                        default=n == guests,
                    )
                    for n in range(most + 1)
                ],
                row=GUESTS_ROW,
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_known(interaction, self.guild_id)
        guests, member_id = int(self.item.values[0]), interaction.user.id
        rsvp = services_of(interaction).rsvp
        standing = await rsvp.bring(self.guild_id, self.event_id, member_id, guests)
        await _panel(standing).show(interaction)


class NoteButton(Lasting[Button], template=rf"note:(?P<guild_id>{ID}):(?P<event_id>{ID})"):
    """Opens a member's note to the organisers for writing."""

    def __init__(self, guild_id: int, event_id: int, *, has_one: bool = False) -> None:
        self.guild_id, self.event_id = guild_id, event_id
        label = text("rsvp.note_change" if has_one else "rsvp.note_add")
        custom_id = f"note:{guild_id}:{event_id}"
        super().__init__(Button(label=label, custom_id=custom_id, row=BUTTONS_ROW))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await require_known(interaction, self.guild_id)
        rsvp = services_of(interaction).rsvp
        standing = await rsvp.standing(self.guild_id, self.event_id, interaction.user.id)
        note = standing.rsvp.note if standing.rsvp is not None else None
        await interaction.response.send_modal(NoteModal(self.guild_id, self.event_id, note))


class NoteModal(Form):
    def __init__(self, guild_id: int, event_id: int, note: str | None) -> None:
        super().__init__(text("rsvp.note_title"))
        self.guild_id, self.event_id = guild_id, event_id
        self.note = TextInput(
            style=discord.TextStyle.paragraph,
            custom_id="note",
            default=note,
            max_length=NOTE_LIMIT,
            required=False,
        )
        label = text("rsvp.note_label")
        about = text("rsvp.note_about")
        self.add_item(discord.ui.Label(text=label, description=about, component=self.note))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        rsvp, member_id = services_of(interaction).rsvp, interaction.user.id
        standing = await rsvp.annotate(self.guild_id, self.event_id, member_id, self.note.value)
        await _panel(standing).show(interaction)


def _panel(standing: Standing, *, only_questions: bool = False) -> Message:
    # The panel shows what stands here, so neither file can be read before the other.
    from cogs.panel import event_panel

    return event_panel(standing, only_questions=only_questions)
