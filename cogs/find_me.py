"""How people recognise each other at a tweetup: in their own words, for those they meet there."""

from __future__ import annotations

import discord

from bot.domain.markdown import escape
from bot.domain.meeting import WORDS_LIMIT
from bot.texts import text
from cogs.errors import explained
from cogs.form import Form
from cogs.introduction_button import OF_INTRODUCTION, IntroductionButton
from cogs.services import services_of
from cogs.typed import TextInput


class FindMeButton(IntroductionButton, template=rf"find{OF_INTRODUCTION}"):
    """Opens a member's words for writing."""

    WORD = "find"

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        meeting = services_of(interaction).meeting
        words = await meeting.found_by(self.introduction_id, interaction.user.id)
        await interaction.response.send_modal(FindMeForm(self.introduction_id, words))


class FindMeForm(Form):
    def __init__(self, introduction_id: int, words: str | None) -> None:
        super().__init__(text("introduction.button.find"))
        self._introduction_id = introduction_id
        self._words = TextInput(
            custom_id="words",
            default=words,
            placeholder=text("introduction.form.find.example"),
            max_length=WORDS_LIMIT,
            required=False,
        )
        label = text("introduction.form.find.label")
        about = text("introduction.form.find.about")
        self.add_item(discord.ui.Label(text=label, description=about, component=self._words))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        meeting, member_id = services_of(interaction).meeting, interaction.user.id
        event, words = await meeting.find_by(self._introduction_id, member_id, self._words.value)
        key = "introduction.find.removed" if words is None else "introduction.find.done"
        said = text(key, name=escape(event.name))
        await interaction.edit_original_response(content=said)
