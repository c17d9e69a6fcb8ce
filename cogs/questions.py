"""What organisers ask those who come: shown, added, changed and removed."""

from __future__ import annotations

from typing import Any, Literal, get_args

import discord
from discord import ButtonStyle
from discord.ui import Label, Select

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.domain.questions import (
    CHOICE_LIMIT,
    CHOICES_LIMIT,
    QUESTIONS_LIMIT,
    WORDING_LIMIT,
    Question,
    drafted,
)
from bot.errors import UserError
from bot.services.questions import Asked
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_with
from cogs.form import Form
from cogs.permissions import require_organiser
from cogs.render.message import Message
from cogs.services import services_of
from cogs.typed import TextInput

QuestionAction = Literal["add", "change", "remove", "removal", "keep"]
# In a custom_id, where none of the questions is meant.
NO_QUESTION = 0
_STYLES = {"add": ButtonStyle.primary, "removal": ButtonStyle.danger}


def overview(asked: Asked, *, done: str = "") -> Message:
    """The questions with what can be done about each, a row of buttons each."""
    event = asked.event
    lines = [done] if done else []
    lines.append(text("questions.heading", name=escape(event.name), n=len(asked.questions)))
    buttons: list[discord.ui.Item[Any]] = []
    for row, question in enumerate(asked.questions):
        lines.append(_line(row + 1, question, asked.counts[question.id]))
        buttons += (
            QuestionButton(event.id, action, question.id, number=row + 1)
            for action in ("change", "remove")
        )
    if len(asked.questions) < QUESTIONS_LIMIT:
        buttons.append(QuestionButton(event.id, "add", number=QUESTIONS_LIMIT + 1))
    lines += ("", text("questions.how"))  # else it would belong to the list's last line
    return Message("\n".join(lines), buttons=tuple(buttons))


def _line(number: int, question: Question, answered: int) -> str:
    wording = escape(question.wording)
    kind = text("questions.free")
    if question.choices:
        kind = text(
            "questions.choose", many=len(question.choices), first=escape(question.choices[0])
        )
    need = text("questions.required" if question.required else "questions.optional")
    answers = text("questions.answered", n=answered)
    return text(
        "questions.line", number=number, wording=wording, kind=kind, need=need, answers=answers
    )


class QuestionButton(
    Lasting[Button],
    template=rf"question:(?P<event_id>{ID}):(?P<question_id>{ID}):(?P<number>[1-4])"
    rf":(?P<action>{'|'.join(get_args(QuestionAction))})",
):
    """Adds a question, changes one, or removes it once that is confirmed."""

    def __init__(
        self,
        event_id: int,
        action: QuestionAction,
        question_id: int = NO_QUESTION,
        *,
        number: int = 1,
    ) -> None:
        self.event_id, self.action, self.question_id = event_id, action, question_id
        super().__init__(
            Button(
                label=text(f"questions.organiser.{action}", number=number),
                style=_STYLES.get(action, ButtonStyle.secondary),
                custom_id=f"question:{event_id}:{question_id}:{number}:{action}",
                row=number - 1,
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        event = await event_with(interaction, self.event_id)
        await require_organiser(interaction, event)
        service = services_of(interaction).questions
        if self.action == "add":
            await interaction.response.send_modal(QuestionForm(event, None))
            return
        asked = await service.asked(event)
        if self.action == "change":
            question = _named(asked, self.question_id)
            await interaction.response.send_modal(QuestionForm(event, question))
            return
        await interaction.response.defer()
        if self.action == "remove":
            await self._ask(asked).show(interaction)
            return
        done = text("questions.kept")
        if self.action == "removal":
            gone = await service.remove(event, self.question_id)
            asked = await service.asked(event)
            done = text("questions.removed", wording=escape(gone.wording))
        await overview(asked, done=done).show(interaction)

    def _ask(self, asked: Asked) -> Message:
        question = _named(asked, self.question_id)
        n = asked.counts[question.id]
        return Message(
            text("questions.remove", n=n, wording=escape(question.wording)),
            buttons=(
                QuestionButton(self.event_id, "removal", question.id),
                QuestionButton(self.event_id, "keep", question.id),
            ),
        )


class QuestionForm(Form):
    """A question to write, or to write over."""

    def __init__(self, event: Event, question: Question | None) -> None:
        title = text("questions.form_add" if question is None else "questions.form_change")
        super().__init__(title)
        self._event, self._question = event, question
        self._wording = TextInput(
            custom_id="wording",
            default=None if question is None else question.wording,
            max_length=WORDING_LIMIT,
        )
        self._choices = TextInput(
            custom_id="choices",
            style=discord.TextStyle.paragraph,
            default=None if question is None else "\n".join(question.choices),
            max_length=CHOICES_LIMIT * (CHOICE_LIMIT + 1),
            required=False,
        )
        required = question is not None and question.required
        self._required: Select[Any] = Select(
            custom_id="required",
            options=[
                discord.SelectOption(
                    label=text(f"questions.form.required.{answer}"),
                    value=answer,
                    default=(answer == "yes") == required,
                )
                for answer in ("no", "yes")
            ],
        )
        fields = {"wording": self._wording, "choices": self._choices, "required": self._required}
        for name, field in fields.items():
            label, about = text(f"questions.form.{name}"), text(f"questions.form.{name}.about")
            self.add_item(Label(text=label, description=about, component=field))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        service, event = services_of(interaction).questions, self._event
        await require_organiser(interaction, event)
        required = self._required.values == ["yes"]
        draft = drafted(self._wording.value, self._choices.value, required=required)
        if self._question is None:
            await service.add(event, draft)
            done = text("questions.added")
        else:
            kept, gone = await service.change(event, self._question.id, draft)
            done = _changed(kept, gone)
        await overview(await service.asked(event), done=done).show(interaction)


def _changed(kept: int, gone: int) -> str:
    """What became of the answers that were there."""
    said = [text("questions.changed")]
    if gone:
        said.append(text("questions.changed_gone", n=gone))
    if kept:
        said.append(text("questions.changed_kept", n=kept))
    return " ".join(said)


def _named(asked: Asked, question_id: int) -> Question:
    for question in asked.questions:
        if question.id == question_id:
            return question
    raise UserError("questions.gone")
