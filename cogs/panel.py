"""How a member stands with an event and what they agreed to, with switches: for them alone."""

from __future__ import annotations

import re
from typing import Any, Literal, Self, get_args

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot.domain.markdown import escape
from bot.domain.members import AccountLink, Consents
from bot.services.rsvp import Standing
from bot.texts import text
from cogs.buttons import Button
from cogs.errors import explained
from cogs.party import party
from cogs.render.message import Message
from cogs.render.times import stamp
from cogs.services import services_of

Consent = Literal["introductions", "direct_reminders", "listed"]
# In a custom_id, where a switch stands in no event's panel.
NO_EVENT = 0


def event_panel(standing: Standing, *, only_questions: bool) -> Message:
    """A member's answer and their consents; or, after a tap, just the questions still open."""
    event = standing.event
    lines = [_answer(standing)]
    coming = standing.rsvp is not None and standing.rsvp.coming
    if only_questions and not coming:
        return Message("\n".join(lines))
    own = party(standing)
    found = consents(
        event.guild_id, event.id, standing.consents, standing.link, only_questions=only_questions
    )
    content = "\n\n".join(part for part in (*lines, own.content, found.content) if part)
    return Message(content, buttons=(*found.buttons, *own.buttons))


def consents(
    guild_id: int,
    event_id: int,
    given: Consents,
    link: AccountLink | None,
    *,
    only_questions: bool = False,
) -> Message:
    """A member's consents in one guild, each with what they can do about it."""
    lines: list[str] = []
    buttons: list[ConsentButton] = []
    for row, what in enumerate(get_args(Consent)):
        agreed: bool | None = getattr(given, what)
        if agreed is None:
            lines.append(text(f"consent.{what}.question"))
            choices = {True: "yes", False: "no"}
        elif only_questions:
            continue
        else:
            lines.append(text(f"consent.{what}.on" if agreed else f"consent.{what}.off"))
            choices = {False: "turn_off"} if agreed else {True: "turn_on"}
        for on, label in choices.items():
            shown = text(f"consent.{what}.{label}")
            buttons.append(ConsentButton(guild_id, event_id, what, on=on, label=shown, row=row))
    if given.introductions and (link is None or link.proved_at is None):
        lines.append(text("consent.link_first"))
    return Message("\n\n".join(lines), buttons=tuple(buttons))


class ConsentButton(
    discord.ui.DynamicItem[Button],
    template=rf"consent:(?P<guild>\d+):(?P<event>\d+):(?P<what>{'|'.join(get_args(Consent))})"
    r":(?P<on>on|off)",
):
    """Gives or takes back one consent, and shows the panel it stands in as it is then."""

    def __init__(
        self, guild_id: int, event_id: int, what: Consent, *, on: bool, label: str, row: int = 0
    ) -> None:
        self.guild_id, self.event_id, self.what, self.on = guild_id, event_id, what, on
        super().__init__(
            Button(
                label=label,
                style=ButtonStyle.primary if on else ButtonStyle.secondary,
                custom_id=f"consent:{guild_id}:{event_id}:{what}:{'on' if on else 'off'}",
                row=row,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        what: Any = match["what"]
        guild_id, event_id = int(match["guild"]), int(match["event"])
        label = str(getattr(item, "label", ""))
        return cls(guild_id, event_id, what, on=match["on"] == "on", label=label)

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        services = services_of(interaction)
        member_id = interaction.user.id
        await services.privacy.consent(self.guild_id, member_id, **{self.what: self.on})
        if self.event_id == NO_EVENT:
            known = await services.privacy.known(self.guild_id, member_id)
            panel = consents(self.guild_id, NO_EVENT, known.consents, known.link)
        else:
            standing = await services.rsvp.standing(self.guild_id, self.event_id, member_id)
            panel = event_panel(standing, only_questions=False)
        await panel.show(interaction)


def _answer(standing: Standing) -> str:
    facts = {"name": escape(standing.event.name), "when": stamp(standing.event)}
    own = standing.rsvp
    if own is None:
        return text("rsvp.none", **facts)
    if own.status == "waitlisted" and standing.ahead > 0:
        return text("rsvp.behind", n=standing.ahead, **facts)
    if own.offer_until is not None:
        facts["until"] = format_dt(own.offer_until, "f")
    return text(f"rsvp.{own.status}", **facts)
