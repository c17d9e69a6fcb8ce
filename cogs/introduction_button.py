"""What most buttons below an introduction share: its id in the custom_id, and the mark."""

from __future__ import annotations

from typing import ClassVar

from discord import ButtonStyle

from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked

# How the template of such a button goes on after its word.
OF_INTRODUCTION = rf":(?P<introduction_id>{ID}){MARK}"


class IntroductionButton(Lasting[Button], template=rf"\w+{OF_INTRODUCTION}"):
    """`WORD` begins the custom_id and names the label in the catalogue."""

    WORD: ClassVar[str]
    STYLE: ClassVar[ButtonStyle] = ButtonStyle.secondary

    def __init__(self, introduction_id: int, delivery_id: int, label: str | None = None) -> None:
        self.introduction_id = introduction_id
        custom_id = marked(f"{self.WORD}:{introduction_id}", delivery_id)
        label = label or text(f"introduction.button.{self.WORD}")
        super().__init__(Button(label=label, style=self.STYLE, custom_id=custom_id))
