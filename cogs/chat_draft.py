"""Typing a tweet chat's questions, seeing how they were understood, and confirming or changing."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import discord
from discord import ButtonStyle, TextStyle

from bot.domain.chat_plan import Typed
from bot.domain.events import Event
from bot.services.chat_control import Schedule
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import error_text, explained
from cogs.form import Form
from cogs.permissions import require_organiser
from cogs.render.chat_schedule import made, understood
from cogs.render.message import Message
from cogs.services import services_of
from cogs.typed import TextInput

DraftChoice = Literal["confirm", "change"]
_STYLES: dict[DraftChoice, ButtonStyle] = {
    "confirm": ButtonStyle.primary,
    "change": ButtonStyle.secondary,
}
# The longest that Discord lets a form's field be, and more than enough for the others.
LONGEST = 4_000
SHORT = 100


def drafted(schedule: Schedule) -> Message:
    """How it was understood, to be confirmed or changed; or why it cannot be."""
    change = DraftButton(schedule.draft_id, "change")
    if schedule.plan is None:
        why = "" if schedule.refusal is None else error_text(schedule.refusal)
        return Message(text("chat.not_yet", why=why), buttons=(change,))
    shown = understood(schedule.event, schedule.plan)
    return replace(shown, buttons=(DraftButton(schedule.draft_id, "confirm"), change))


class DraftButton(
    Lasting[Button],
    template=rf"chat_draft:(?P<draft_id>{ID}):(?P<choice>confirm|change)",
):
    """Makes the chat that was typed, or opens the form again with all that was typed in it."""

    def __init__(self, draft_id: int, choice: DraftChoice) -> None:
        self.draft_id, self.choice = draft_id, choice
        super().__init__(
            Button(
                label=text(f"chat.button.{choice}"),
                style=_STYLES[choice],
                custom_id=f"chat_draft:{draft_id}:{choice}",
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        chat = services_of(interaction).chat
        draft = await chat.drafted(self.draft_id)
        await require_organiser(interaction, draft.event)
        if self.choice == "change":
            await interaction.response.send_modal(ChatForm(draft.event, draft.typed))
            return
        await interaction.response.defer()
        schedule = await chat.confirm(self.draft_id)
        plan = schedule.plan
        shown = drafted(schedule) if plan is None else made(schedule.event, plan)
        await shown.show(interaction)


class ChatForm(Form):
    """Opens with what was typed before; what is handed in is shown to be confirmed."""

    def __init__(self, event: Event, typed: Typed) -> None:
        super().__init__(text("chat.form.title"))
        self._event = event
        self._fields = {
            "when": _field("when", typed.when),
            "every": _field("every", typed.every),
            "questions": _field("questions", typed.questions, LONGEST, TextStyle.paragraph),
            "host": _field("host", typed.host, required=False),
        }
        for name, field in self._fields.items():
            about = text(f"chat.form.{name}.about")
            label = text(f"chat.form.{name}.label")
            self.add_item(discord.ui.Label(text=label, description=about, component=field))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        if interaction.message is None:
            await interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await interaction.response.defer()
        await require_organiser(interaction, self._event)
        typed = Typed(**{name: field.value for name, field in self._fields.items()})
        await drafted(await services_of(interaction).chat.draft(self._event, typed)).show(
            interaction
        )


def _field(
    name: str,
    value: str,
    longest: int = SHORT,
    style: TextStyle = TextStyle.short,
    *,
    required: bool = True,
) -> TextInput:
    return TextInput(
        custom_id=name, default=value or None, style=style, max_length=longest, required=required
    )
