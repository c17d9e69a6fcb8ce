"""The form in which a tweetup is edited: what stands, to be written over."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.changes import NO_LIMIT, Scope, Wish
from bot.domain.events import (
    CAPACITY_LIMIT,
    HASHTAG_LIMIT,
    NAME_LIMIT,
    PLACE_LIMIT,
    Event,
    checked_capacity,
)
from bot.texts import text
from cogs.change_confirm import question
from cogs.form import Form
from cogs.permissions import require_organiser
from cogs.render.written import written
from cogs.services import services_of
from cogs.typed import TextInput

# Dates need no more.
WHEN_LIMIT = 100


class EditForm(Form):
    """Asks nothing of what is left as it stands."""

    def __init__(self, event: Event, scope: Scope) -> None:
        super().__init__(text("edit_form.title"))
        self._event, self._scope = event, scope
        capacity = "" if event.capacity is None else str(event.capacity)
        self._name = self._field("name", event.name, NAME_LIMIT)
        self._hashtag = self._field("hashtag", event.hashtag, HASHTAG_LIMIT)
        postponed = event.state == "postponed"
        self._when = self._field("when", _when(event), WHEN_LIMIT, required=not postponed)
        self._place = self._field("place", event.place, PLACE_LIMIT)
        self._capacity = self._field("capacity", capacity, len(str(CAPACITY_LIMIT)), required=False)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await require_organiser(interaction, self._event if self._scope == "one" else None)
        changes = services_of(interaction).changes
        proposal = await changes.propose_edit(self._event, self._wish(), self._scope)
        await question(proposal).show(interaction)

    def _field(self, name: str, stands: str, limit: int, *, required: bool = True) -> TextInput:
        typed = TextInput(custom_id=name, default=stands, max_length=limit, required=required)
        self.add_item(
            discord.ui.Label(
                text=text(f"edit_form.{name}"),
                description=text(f"edit_form.{name}.about"),
                component=typed,
            )
        )
        return typed

    def _wish(self) -> Wish:
        return Wish(
            name=_written_over(self._name),
            hashtag=_written_over(self._hashtag),
            when=_written_over(self._when) or None,
            place=_written_over(self._place),
            capacity=_number(_written_over(self._capacity)),
        )


def _written_over(field: TextInput) -> str | None:
    typed = field.value.strip()
    return None if typed == (field.default or "").strip() else typed


def _number(typed: str | None) -> int | None:
    return None if typed is None else checked_capacity(typed) or NO_LIMIT


def _when(event: Event) -> str:
    """The start as it can be typed; nothing while a date is looked for."""
    if event.state == "postponed":
        return ""
    return written(event.local_start, "typed")
