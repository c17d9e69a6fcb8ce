"""What stands under an introduction: greeting, turning it down, having met."""

from __future__ import annotations

import discord
from discord import ButtonStyle, MessageType

from bot.texts import text
from cogs.buttons import ID, MARK, Button, Lasting, marked
from cogs.errors import explained
from cogs.introduction_button import OF_INTRODUCTION, IntroductionButton
from cogs.render.message import Message
from cogs.services import services_of

# How far back a thread is looked through for words of those who were introduced.
HISTORY = 50
_WORDS = (MessageType.default, MessageType.reply)


class HelloButton(IntroductionButton, template=rf"hello{OF_INTRODUCTION}"):
    """Greets the others for whoever is too shy to write first."""

    WORD = "hello"
    STYLE = ButtonStyle.success

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        meeting = services_of(interaction).meeting
        greeted = await meeting.greet(self.introduction_id, interaction.user.id)
        await interaction.edit_original_response(content=text(f"introduction.hello.{greeted}"))


class LeaveButton(IntroductionButton, template=rf"leave{OF_INTRODUCTION}"):
    """Tells whoever taps it what turning an introduction down does, and asks whether to do it."""

    WORD = "leave"

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        meeting, member_id = services_of(interaction).meeting, interaction.user.id
        await meeting.check(self.introduction_id, member_id)
        where = "direct" if interaction.guild_id is None else "thread"
        question = Message(
            text(f"introduction.leave.{where}"), buttons=(LeaveSurelyButton(self.introduction_id),)
        )
        await question.show(interaction)


class LeaveSurelyButton(Lasting[Button], template=rf"leave:(?P<introduction_id>{ID}):surely"):
    """Takes whoever taps it out of an introduction; the others are not told why.

    Discord itself notes in a thread who is no longer in it. So where nobody has written anything
    yet the whole thread goes, as it does when somebody's plans change.
    """

    def __init__(self, introduction_id: int) -> None:
        self.introduction_id = introduction_id
        custom_id = f"leave:{introduction_id}:surely"
        label = text("introduction.button.surely")
        super().__init__(Button(label=label, style=ButtonStyle.danger, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        services, member_id = services_of(interaction), interaction.user.id
        thread = interaction.channel
        talked = isinstance(thread, discord.Thread) and await _talked_in(thread)
        await services.meeting.decline(self.introduction_id, member_id, talked=talked)
        # Said before the thread goes, in which it is said.
        await Message(text("introduction.left")).show(interaction)
        services.deliver.wake()


class MetButton(
    Lasting[Button],
    template=rf"met:(?P<answer>yes|no|met):(?P<introduction_id>{ID}){MARK}",
):
    """Says whether people met: at any time (`met`), or when asked the day after."""

    def __init__(self, answer: str, introduction_id: int, delivery_id: int) -> None:
        self.answer, self.introduction_id = answer, introduction_id
        custom_id = marked(f"met:{answer}:{introduction_id}", delivery_id)
        style = ButtonStyle.success if answer == "yes" else ButtonStyle.secondary
        label = text(f"introduction.button.{answer}")
        super().__init__(Button(label=label, style=style, custom_id=custom_id))

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        meeting, said_yes = services_of(interaction).meeting, self.answer != "no"
        together = await meeting.met(self.introduction_id, interaction.user.id, said_yes)
        outcome = "together" if together else "yes" if said_yes else "no"
        await interaction.edit_original_response(content=text(f"introduction.met.{outcome}"))


async def _talked_in(thread: discord.Thread) -> bool:
    """Whether any of those in a thread wrote something themselves."""
    async for message in thread.history(limit=HISTORY):
        if not message.author.bot and message.type in _WORDS:
            return True
    return False
