"""The two forms in which a tweetup is written down, filled with what was typed already.

discord.py keeps a form in memory and drops what comes back after a restart. Ours are not kept:
what was typed is read from what Discord sends, so a form stays good for as long as it is open.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

import discord
from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType, TextStyle
from discord.ui import ChannelSelect, Label, Modal

from bot.domain.cleaning import beginning, tidy
from bot.domain.drafts import Typed
from bot.domain.events import DESCRIPTION_LIMIT, HASHTAG_LIMIT, NAME_LIMIT, PLACE_LIMIT
from bot.texts import text
from cogs.typed import TextInput

FormKind = Literal["basics", "details"]
# The field of each form, and how many characters it takes.
BASICS = {"name": NAME_LIMIT, "hashtag": HASHTAG_LIMIT, "when": 100, "place": PLACE_LIMIT}
DETAILS = {"capacity": 20, "zone": 50, "length": 50, "description": DESCRIPTION_LIMIT}
_PREFIX = "draft_form:"


def form(kind: FormKind, typed: Typed) -> Modal:
    modal = Modal(title=text(f"draft.form.{kind}"), custom_id=f"{_PREFIX}{kind}")
    for name, limit in (BASICS if kind == "basics" else DETAILS).items():
        modal.add_item(_field(name, limit, getattr(typed, name), needed=kind == "basics"))
    if kind == "details":
        modal.add_item(_channel(typed.channel_id))
    # So that discord.py does not keep it.
    modal.stop()
    return modal


def is_draft_form(custom_id: str) -> bool:
    return custom_id.removeprefix(_PREFIX) in get_args(FormKind)


def typed_into(interaction: discord.Interaction[Any]) -> dict[str, Any]:
    """What was typed into the form that was sent, by the fields of `Typed`."""
    data: Any = interaction.data
    found: dict[str, Any] = {}
    for label in data["components"]:
        field = label["component"]
        if "values" in field:
            found["channel_id"] = int(field["values"][0])
        else:
            found[field["custom_id"]] = tidy(field["value"])
    return found


def _field(name: str, limit: int, typed: str, *, needed: bool) -> Label[Any]:
    style = TextStyle.paragraph if name == "description" else TextStyle.short
    component = TextInput(
        custom_id=name,
        style=style,
        required=needed,
        default=beginning(typed, limit) or None,
        max_length=limit,
    )
    return Label(
        text=text(f"draft.form.{name}"),
        description=text(f"draft.form.{name}.about"),
        component=component,
    )


def _channel(channel_id: int) -> Label[Any]:
    chosen = SelectDefaultValue(id=channel_id, type=SelectDefaultValueType.channel)
    component: ChannelSelect[Any] = ChannelSelect(
        custom_id="channel", channel_types=[ChannelType.text], default_values=[chosen]
    )
    return Label(text=text("draft.form.channel"), component=component)
