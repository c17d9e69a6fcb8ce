"""The question before a tweetup is changed, and its two answers."""

from __future__ import annotations

import re
from typing import Any, Literal, Self, get_args

import discord
from discord import ButtonStyle

from bot.domain.changes import TELL_AFTER
from bot.domain.markdown import escape
from bot.services.changes import Changed, Proposal
from bot.texts import text
from cogs.buttons import ID, Button
from cogs.errors import explained
from cogs.permissions import require_organiser
from cogs.render.change import proposal_text
from cogs.render.message import Message
from cogs.render.times import stamp
from cogs.services import services_of

ConfirmChoice = Literal["apply", "leave"]


def question(proposal: Proposal) -> Message:
    apply = text(f"change.button.{proposal.kind}")
    leave = text("change.button.leave")
    return Message(
        proposal_text(proposal),
        buttons=(
            ChangeButton(proposal.draft_id, "apply", apply, danger=proposal.kind == "cancelled"),
            ChangeButton(proposal.draft_id, "leave", leave),
        ),
    )


class ChangeButton(
    discord.ui.DynamicItem[Button],
    template=rf"change:(?P<draft>{ID}):(?P<choice>{'|'.join(get_args(ConfirmChoice))})",
):
    """Makes a change that was proposed, or leaves the tweetup as it is."""

    def __init__(
        self, draft_id: int, choice: ConfirmChoice, label: str, *, danger: bool = False
    ) -> None:
        self.draft_id, self.choice = draft_id, choice
        style = ButtonStyle.secondary if choice == "leave" else ButtonStyle.primary
        super().__init__(
            Button(
                label=label,
                style=ButtonStyle.danger if danger else style,
                custom_id=f"change:{draft_id}:{choice}",
            )
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        choice: Any = match["choice"]
        return cls(int(match["draft"]), choice, str(getattr(item, "label", "")))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        changes = services_of(interaction).changes
        event, scope = await changes.drafted(interaction.guild_id or 0, self.draft_id)
        await require_organiser(interaction, event if scope == "one" else None)
        if self.choice == "leave":
            await changes.discard(self.draft_id)
            await Message(text("change.left")).show(interaction)
            return
        changed = await changes.confirm(interaction.guild_id or 0, self.draft_id)
        await Message(_done(changed)).show(interaction)


def _done(changed: Changed) -> str:
    kind, event, scope = changed
    name = escape(event.name)
    if scope == "following":
        return text(f"change.done.following.{kind}", name=name)
    if kind == "edited":
        minutes = int(TELL_AFTER.total_seconds() // 60)
        return text("change.done.edited", name=name, n=minutes)
    if event.state == "postponed":
        return text("change.done.open", name=name)
    return text(f"change.done.{kind}", name=name, when=stamp(event))
