"""The organisers' own questions, as those who come meet them: a button, and one form for all."""

from __future__ import annotations

from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import Label, Select

from bot.domain.questions import ANSWER_LIMIT, Question
from bot.services.rsvp import Standing
from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.form import Form
from cogs.party import BUTTONS_ROW
from cogs.permissions import require_known
from cogs.render.message import Message
from cogs.services import services_of
from cogs.typed import TextInput

# Of a form's field; a longer question stands below it.
LABEL_LIMIT = 45


def asked(standing: Standing) -> Message:
    """What organisers still want to know of a member who is coming, and the way to tell them."""
    event, own = standing.event, standing.rsvp
    if own is None or not own.coming or not standing.questions or event.state == "cancelled":
        return Message()
    button = QuestionsButton(
        event.guild_id, event.id, still_open=len(standing.open_questions), row=BUTTONS_ROW
    )
    return Message(wanted(standing), buttons=(button,))


def wanted(standing: Standing) -> str:
    """What is said of the questions a member did not answer; nothing when they answered all."""
    needed = sum(question.required for question in standing.open_questions)
    if needed:
        return text("questions.needed", n=needed)
    if standing.open_questions:
        return text("questions.welcome", n=len(standing.open_questions))
    return ""


class QuestionsButton(
    Lasting[Button],
    template=rf"questions:(?P<guild_id>{ID}):(?P<event_id>{ID})(?:{MARK})?",
):
    """Opens the questions for answering; in a member's panel, or with a delivery's mark."""

    def __init__(
        self,
        guild_id: int,
        event_id: int,
        *,
        delivery_id: int | None = None,
        still_open: int = 0,
        row: int | None = None,
    ) -> None:
        self.guild_id, self.event_id, self.delivery_id = guild_id, event_id, delivery_id
        custom_id = f"questions:{guild_id}:{event_id}"
        label = text("questions.button.change")
        if still_open:
            label = text("questions.tap", n=still_open)
        super().__init__(
            Button(
                label=label,
                style=ButtonStyle.primary if still_open else ButtonStyle.secondary,
                custom_id=custom_id if delivery_id is None else marked(custom_id, delivery_id),
                row=row,
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        # A form must be the first answer, so there is no deferring here.
        await require_known(interaction, self.guild_id)
        rsvp = services_of(interaction).rsvp
        standing = await rsvp.standing(self.guild_id, self.event_id, interaction.user.id)
        if not asked(standing).buttons:
            await interaction.response.send_message(text("questions.none_left"), ephemeral=True)
            return
        in_panel = self.delivery_id is None
        await interaction.response.send_modal(AnswersForm(standing, in_panel=in_panel))


class AnswersForm(Form):
    """All questions of an event, with what the member answered before."""

    def __init__(self, standing: Standing, *, in_panel: bool) -> None:
        super().__init__(text("questions.form"))
        self._event, self._in_panel = standing.event, in_panel
        self._fields: dict[Question, TextInput | Select[Any]] = {}
        for number, question in enumerate(standing.questions, start=1):
            field = _field(question, standing.answers.get(question.id))
            self._fields[question] = field
            self.add_item(_label(number, question, field))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        if self._in_panel:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
        services, event = services_of(interaction), self._event
        member_id = interaction.user.id
        given = {question: _typed(field) for question, field in self._fields.items()}
        await services.questions.answer(event.guild_id, event.id, member_id, given)
        standing = await services.rsvp.standing(event.guild_id, event.id, member_id)
        await _panel(standing).show(interaction)


def _label(number: int, question: Question, field: TextInput | Select[Any]) -> Label[Any]:
    if len(question.wording) <= LABEL_LIMIT:
        return Label(text=question.wording, component=field)
    label = text("questions.number", number=number)
    return Label(text=label, description=question.wording, component=field)


def _field(question: Question, answer: str | None) -> TextInput | Select[Any]:
    custom_id = f"question{question.id}"
    if not question.choices:
        return TextInput(
            style=discord.TextStyle.paragraph,
            custom_id=custom_id,
            default=answer,
            max_length=ANSWER_LIMIT,
            required=question.required,
        )
    return Select(
        custom_id=custom_id,
        options=[
            discord.SelectOption(label=choice, default=choice == answer)
            for choice in question.choices
        ],
        min_values=1 if question.required else 0,
        required=question.required,
    )


def _typed(field: TextInput | Select[Any]) -> str:
    return field.value if isinstance(field, TextInput) else "".join(field.values)


def _panel(standing: Standing) -> Message:
    # The panel shows the button that stands here, so neither file can be read before the other.
    from cogs.panel import event_panel

    return event_panel(standing, only_questions=False)
