"""How a member stands with an event and what they agreed to, with switches: for them alone."""

from __future__ import annotations

import re
from typing import Any, Literal, Self, get_args

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot.domain.markdown import escape
from bot.domain.members import Consents, Where, Which
from bot.services.rsvp import Standing
from bot.texts import text
from cogs.answering import asked
from cogs.buttons import ID, Button
from cogs.calendars import CalendarButton
from cogs.errors import explained
from cogs.party import party
from cogs.permissions import require_known
from cogs.render.message import Message
from cogs.render.times import stamp
from cogs.services import services_of

Consent = Literal["introductions", "listed"]
RemindMe = Literal["dm", "channel", "none", "all", "late"]
# What a button notes, by what stands in its custom_id.
CHOICES: dict[str, dict[str, Any]] = {
    **{f"{what}:on": {what: True} for what in get_args(Consent)},
    **{f"{what}:off": {what: False} for what in get_args(Consent)},
    **{f"reminders:{where}": {"remind_where": where} for where in get_args(Where)},
    **{f"reminders:{which}": {"remind_which": which} for which in get_args(Which)},
}
# Of the five that Discord has room for.
LAST_ROW = 4


def event_panel(standing: Standing, *, only_questions: bool) -> Message:
    """A member's answer and their consents; or, after a tap, just the questions still open."""
    event = standing.event
    lines = [_answer(standing)]
    coming = standing.rsvp is not None and standing.rsvp.coming
    going = standing.rsvp is not None and standing.rsvp.status == "going"
    if only_questions and not coming:
        return Message("\n".join(lines))
    own, questions = party(standing), asked(standing)
    found = _consents(standing, only_questions=only_questions)
    buttons = (*found.buttons, *own.buttons, *questions.buttons)
    if not only_questions:
        buttons += (CalendarButton(event.guild_id, event.id, row=LAST_ROW),)
    parts = [*lines, questions.content, own.content, found.content]
    if going and standing.consents.introductions and not only_questions:
        parts.append(text("starters.hint"))
    content = "\n\n".join(part for part in parts if part)
    return Message(content, buttons=buttons)


def _consents(standing: Standing, *, only_questions: bool) -> Message:
    """The consents that matter to who is coming, each with what they can do about it."""
    guild_id, event_id = standing.event.guild_id, standing.event.id
    given, link = standing.consents, standing.link
    lines: list[str] = []
    buttons: list[discord.ui.Item[Any]] = []
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
            choice = f"{what}:{'on' if on else 'off'}"
            style = ButtonStyle.primary if on and agreed is None else ButtonStyle.secondary
            buttons.append(ConsentButton(guild_id, event_id, choice, shown, style, row))
    if given.remind_where is None or not only_questions:
        found = _reminders(guild_id, event_id, given, row=len(get_args(Consent)))
        lines.append(found.content)
        buttons.extend(found.buttons)
    if None in (given.introductions, given.listed, given.remind_where):
        lines.append(text("consent.optional"))
    if given.introductions and (link is None or link.proved_at is None):
        lines.append(text("consent.link_first"))
    return Message("\n\n".join(lines), buttons=tuple(buttons))


def _reminders(guild_id: int, event_id: int, given: Consents, *, row: int) -> Message:
    """Where reminders reach a member and which, with everything else they could choose."""
    where, which = given.remind_where, given.remind_which or "all"
    choices: list[RemindMe] = [each for each in get_args(Where) if each != where]
    line = text("consent.reminders.question") if where is None else reminders_line(given)
    if where in {"dm", "channel"}:
        choices.append("late" if which == "all" else "all")
    buttons = tuple(
        ConsentButton(
            guild_id,
            event_id,
            f"reminders:{each}",
            text(f"consent.reminders.button.{each}"),
            ButtonStyle.primary if where is None and each != "none" else ButtonStyle.secondary,
            row,
        )
        for each in choices
    )
    return Message(line, buttons=buttons)


def reminders_line(given: Consents) -> str:
    """Where reminders reach a member, and which."""
    if given.remind_where is None:
        return text("consent.reminders.unset")
    if given.remind_where == "none":
        return text("consent.reminders.none")
    alone = given.remind_where == "dm" and given.messaged is False
    where = text(f"consent.reminders.{'dm_alone' if alone else given.remind_where}")
    which = text(f"consent.reminders.{given.remind_which or 'all'}")
    return f"{where} {which}"


class ConsentButton(
    discord.ui.DynamicItem[Button],
    template=rf"consent:(?P<guild>{ID}):(?P<event>{ID}):(?P<choice>{'|'.join(CHOICES)})",
):
    """Notes one choice of a member, and shows the panel it stands in as it is then."""

    def __init__(
        self,
        guild_id: int,
        event_id: int,
        choice: str,
        label: str,
        style: ButtonStyle = ButtonStyle.secondary,
        row: int = 0,
    ) -> None:
        self.guild_id, self.event_id, self.choice = guild_id, event_id, choice
        custom_id = f"consent:{guild_id}:{event_id}:{choice}"
        super().__init__(Button(label=label, style=style, custom_id=custom_id, row=row))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        label = str(getattr(item, "label", ""))
        return cls(int(match["guild"]), int(match["event"]), match["choice"], label)

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_known(interaction, self.guild_id)
        services = services_of(interaction)
        member_id = interaction.user.id
        # What is not of this guild is refused before anything is noted.
        await services.rsvp.standing(self.guild_id, self.event_id, member_id)
        await services.privacy.consent(self.guild_id, member_id, **CHOICES[self.choice])
        standing = await services.rsvp.standing(self.guild_id, self.event_id, member_id)
        await event_panel(standing, only_questions=False).show(interaction)


def _answer(standing: Standing) -> str:
    facts = {"name": escape(standing.event.name), "when": stamp(standing.event)}
    own = standing.rsvp
    if standing.event.state == "cancelled":
        return text("rsvp.cancelled", name=facts["name"])
    if own is None:
        return text("rsvp.none", **facts)
    if own.status == "waitlisted" and standing.ahead > 0:
        return text("rsvp.behind", n=standing.ahead, **facts)
    if own.offer_until is not None:
        facts["until"] = format_dt(own.offer_until, "f")
    return text(f"rsvp.{own.status}", **facts)
