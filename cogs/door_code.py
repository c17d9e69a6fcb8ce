"""The code by which people check themselves in, large enough for a screen, with its QR code."""

from __future__ import annotations

import io
from typing import Any

import discord
import segno

from bot.domain.markdown import escape
from bot.services.suite import Services
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.permissions import require_organiser_of
from cogs.services import services_of

_PICTURE = "checkin.png"
# Pixels a module of the QR code, and modules of white around it: readable across a room.
_SCALE, _BORDER = 10, 4


async def send_code(interaction: discord.Interaction[Any], event_id: int) -> None:
    """Show the code in a message of its own, for the organiser who acts."""
    embed, picture, view = await _shown(services_of(interaction), interaction, event_id)
    await interaction.followup.send(embed=embed, file=picture, view=view, ephemeral=True)


class CodeButton(Lasting[Button], template=rf"door:(?P<event_id>{ID}):code"):
    """Shows the code as it is now, in the place of the one before."""

    def __init__(self, event_id: int) -> None:
        self.event_id = event_id
        label = text("door.button.code_again")
        super().__init__(Button(label=label, custom_id=f"door:{event_id}:code"))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await require_organiser_of(interaction, self.event_id)
        embed, picture, view = await _shown(services_of(interaction), interaction, self.event_id)
        await interaction.edit_original_response(embed=embed, attachments=[picture], view=view)


async def _shown(
    services: Services, interaction: discord.Interaction[Any], event_id: int
) -> tuple[discord.Embed, discord.File, discord.ui.View]:
    check_in = services.check_in
    event, code = await check_in.code(interaction.guild_id or 0, event_id)
    embed = discord.Embed(
        title=escape(event.name),
        description=text(
            "door.code",
            code=code.letters,
            until=discord.utils.format_dt(code.until, "t"),
        ),
    )
    embed.set_image(url=f"attachment://{_PICTURE}")
    alt = text("door.code_alt", code=code.letters)
    picture = discord.File(_qr(check_in.address(event, code)), _PICTURE, description=alt)
    view = discord.ui.View(timeout=None)
    view.add_item(CodeButton(event_id))
    return embed, picture, view


def _qr(address: str) -> io.BytesIO:
    out = io.BytesIO()
    segno.make(address, micro=False).save(out, kind="png", scale=_SCALE, border=_BORDER)
    out.seek(0)
    return out
