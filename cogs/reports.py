"""The quiet way to tell the organisers of a bad experience."""

from __future__ import annotations

from typing import Any

import discord
from discord import ButtonStyle

from bot.domain.markdown import escape
from bot.domain.meeting import REPORT_LIMIT
from bot.errors import UserError
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.form import Form
from cogs.introduction_button import OF_INTRODUCTION, IntroductionButton
from cogs.permissions import require_oneself
from cogs.render.report import report_text
from cogs.services import services_of
from cogs.typed import TextInput


class ReportButton(IntroductionButton, template=rf"wrong{OF_INTRODUCTION}"):
    """Opens a report for writing."""

    WORD = "wrong"

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        reports, member_id = services_of(interaction).reports, interaction.user.id
        await reports.check(self.introduction_id, member_id)
        await interaction.response.send_modal(ReportForm(self.introduction_id))


class ReportForm(Form):
    def __init__(self, introduction_id: int) -> None:
        super().__init__(text("introduction.button.wrong"))
        self._introduction_id = introduction_id
        self._words = TextInput(
            style=discord.TextStyle.paragraph, custom_id="words", max_length=REPORT_LIMIT
        )
        self._apart: discord.ui.Checkbox[Any] = discord.ui.Checkbox(custom_id="apart")
        for name, component in (("words", self._words), ("apart", self._apart)):
            self.add_item(
                discord.ui.Label(
                    text=text(f"introduction.form.{name}.label"),
                    description=text(f"introduction.form.{name}.about"),
                    component=component,
                )
            )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        reports, member_id = services_of(interaction).reports, interaction.user.id
        apart = self._apart.value
        event = await reports.tell(self._introduction_id, member_id, self._words.value, apart=apart)
        said = [text("introduction.report.done", name=escape(event.name))]
        said += [text("introduction.report.apart")] if apart else []
        await interaction.edit_original_response(content=" ".join(said))


class ShowReportButton(
    Lasting[Button], template=rf"report:(?P<member_id>{ID}):(?P<report_id>{ID}){MARK}"
):
    """Shows a report to an organiser whom no direct message reaches, and to nobody else."""

    def __init__(self, member_id: int, report_id: int, delivery_id: int) -> None:
        self.member_id, self.report_id = member_id, report_id
        custom_id = marked(f"report:{member_id}:{report_id}", delivery_id)
        label = text("notice.show")
        super().__init__(Button(label=label, style=ButtonStyle.primary, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        require_oneself(interaction, self.member_id)
        found = await services_of(interaction).reports.shown(self.report_id, self.member_id)
        if found is None:
            raise UserError("report.forgotten")
        await interaction.edit_original_response(content=report_text(found))
