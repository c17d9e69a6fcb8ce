"""What a message of the bot consists of, before Discord is asked to carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

# Of what Discord takes as a message's own words.
CONTENT_LIMIT = 2_000
QUIET = discord.AllowedMentions.none()


def pings(*member_ids: int) -> discord.AllowedMentions:
    """Lets a message ping these members and nobody else."""
    return discord.AllowedMentions(
        everyone=False,
        roles=False,
        replied_user=False,
        users=[discord.Object(member_id) for member_id in member_ids],
    )


@dataclass(frozen=True, slots=True)
class Message:
    """`mentions` are the people it may ping, nobody by default; `answers` the message it replies
    to; `picture` takes the place of what was attached before."""

    content: str = ""
    embeds: tuple[discord.Embed, ...] = ()
    buttons: tuple[discord.ui.Item[Any], ...] = ()
    mentions: discord.AllowedMentions = QUIET
    answers: discord.MessageReference | None = None
    picture: discord.File | None = None

    @property
    def view(self) -> discord.ui.View | None:
        """A view that lives as long as its message; None without buttons."""
        if not self.buttons:
            return None
        view = discord.ui.View(timeout=None)
        for button in self.buttons:
            view.add_item(button)
        return view

    @property
    def extras(self) -> dict[str, Any]:
        """What only some messages have: discord.py wants it left out where there is none."""
        found = {"view": self.view, "reference": self.answers, "file": self.picture}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def attached(self) -> dict[str, Any]:
        """The picture, for a message that is there already; without one nothing changes."""
        return {} if self.picture is None else {"attachments": [self.picture]}

    async def show(self, interaction: discord.Interaction) -> None:
        """Make this the answer to an interaction that was deferred."""
        await interaction.edit_original_response(
            content=self.content, embeds=self.embeds, view=self.view, **self.attached
        )
