"""A member's choices in one guild, each with a switch: for them alone."""

from __future__ import annotations

import re
from typing import Any, Literal, Self, get_args

import discord
from discord import SelectOption

from bot.domain.members import (
    INTRODUCED_AT_MOST,
    INTRODUCED_UNLESS_CHOSEN,
    AccountLink,
    Consents,
    Given,
    Introduce,
)
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.panel import reminders_line
from cogs.permissions import require_known
from cogs.render.message import Message
from cogs.services import services_of

Switch = Literal["introductions", "listed", "drawn", "followed", "messaged"]
Setting = Literal["reminders", "introduced_where", "introduced_at_most"]
# What can be chosen of each.
VALUES: dict[Setting, tuple[str, ...]] = {
    "reminders": ("dm_all", "dm_late", "channel_all", "channel_late", "none"),
    "introduced_where": get_args(Introduce),
    "introduced_at_most": tuple(str(most) for most in INTRODUCED_AT_MOST),
}


def choices(guild_id: int, given: Consents, link: AccountLink | None) -> Message:
    """All that a member can agree to, each with a switch; how they are introduced if they are."""
    items: list[discord.ui.Item[Any]] = [
        ChoiceButton(guild_id, what, on=not _agreed(given, what)) for what in get_args(Switch)
    ]
    items.append(ChoiceSelect(guild_id, "reminders", _reminders(given)))
    items += (ChoiceSelect(guild_id, what, value) for what, value in _introduced(given))
    content = "\n\n".join((text("choices.heading"), choices_text(given, link)))
    return Message(content, buttons=tuple(items))


def choices_text(given: Consents, link: AccountLink | None) -> str:
    """What a member agreed to, as it stands."""
    lines = [
        text(f"consent.{what}.on" if _agreed(given, what) else f"consent.{what}.off")
        for what in get_args(Switch)
    ]
    lines.append(reminders_line(given))
    if given.introductions and (link is None or link.proved_at is None):
        lines.append(text("consent.link_first"))
    return "\n\n".join(lines)


class ChoiceButton(
    discord.ui.DynamicItem[Button],
    template=rf"choice:(?P<guild>{ID}):(?P<what>{'|'.join(get_args(Switch))}):(?P<way>on|off)",
):
    """Turns one consent on or off, and shows all choices as they are then."""

    def __init__(self, guild_id: int, what: Switch, *, on: bool) -> None:
        self.guild_id, self.what, self.on = guild_id, what, on
        label = text(f"consent.{what}.turn_on" if on else f"consent.{what}.turn_off")
        custom_id = f"choice:{guild_id}:{what}:{'on' if on else 'off'}"
        super().__init__(Button(label=label, custom_id=custom_id, row=0))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        what: Any = match["what"]
        return cls(int(match["guild"]), what, on=match["way"] == "on")

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        given: Any = {self.what: self.on}
        await _choose(interaction, self.guild_id, given)


class ChoiceSelect(
    Lasting[discord.ui.Select[Any]],
    template=rf"choose:(?P<guild_id>{ID}):(?P<what>{'|'.join(get_args(Setting))})",
):
    """Chooses how a member is reminded or introduced, and shows all choices as they are then."""

    def __init__(self, guild_id: int, what: Setting, value: str | None = None) -> None:
        self.guild_id, self.what = guild_id, what
        options = [
            SelectOption(label=text(f"choices.{what}.{each}"), value=each, default=each == value)
            for each in VALUES[what]
        ]
        super().__init__(
            discord.ui.Select(
                custom_id=f"choose:{guild_id}:{what}",
                placeholder=text(f"choices.{what}"),
                options=options,
                row=1 + get_args(Setting).index(what),
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await _choose(interaction, self.guild_id, _given(self.what, self.item.values[0]))


async def _choose(interaction: discord.Interaction, guild_id: int, given: Given) -> None:
    await interaction.response.defer()
    await require_known(interaction, guild_id)
    privacy, member_id = services_of(interaction).privacy, interaction.user.id
    consents = await privacy.consent(guild_id, member_id, **given)
    link = await privacy.link(guild_id, member_id)
    await choices(guild_id, consents, link).show(interaction)


def introduced_text(given: Consents) -> str:
    """How a member is introduced; empty when they are not."""
    return "\n".join(text(f"choices.{what}.{value}") for what, value in _introduced(given))


def _introduced(given: Consents) -> list[tuple[Setting, str]]:
    if not given.introductions:
        return []
    most = given.introduced_at_most or INTRODUCED_UNLESS_CHOSEN
    where = given.introduced_where or "thread"
    return [("introduced_where", where), ("introduced_at_most", str(most))]


def _agreed(given: Consents, what: Switch) -> bool:
    return given.written_to if what == "messaged" else bool(getattr(given, what))


def _given(what: Setting, value: str) -> Given:
    """What a member chose of `VALUES`, as it is noted."""
    given: Any = {what: int(value) if what == "introduced_at_most" else value}
    if what == "reminders":
        where, _, which = value.partition("_")
        given = {"remind_where": where} | ({"remind_which": which} if which else {})
    found: Given = given
    return found


def _reminders(given: Consents) -> str | None:
    if given.remind_where in {None, "none"}:
        return given.remind_where
    return f"{given.remind_where}_{given.remind_which or 'all'}"
