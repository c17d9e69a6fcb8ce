"""A list in pages, turned by whoever reads it: a button back and one further."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

import discord

from bot.domain.events import Event
from bot.texts import text
from cogs.buttons import ID, PAGE, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_with
from cogs.render.message import Message

Way = Literal["earlier", "later"]


class PageButton(Lasting[Button], template=r"(?!)"):
    """Turns to another page of a list about a tweetup, as the list is by then.

    Each list has a class of its own, with a `prefix` for its custom_ids. Pages count from 0.
    """

    prefix: ClassVar[str]

    def __init_subclass__(cls, *, prefix: str) -> None:
        super().__init_subclass__(
            template=rf"{prefix}:(?P<event_id>{ID}):(?P<page>{PAGE}):(?P<way>earlier|later)"
        )
        cls.prefix = prefix

    def __init__(self, event_id: int, page: int, way: Way, *, disabled: bool = False) -> None:
        self.event_id, self.page = event_id, page
        label = text("page.button.further" if way == "later" else "page.button.back")
        custom_id = f"{self.prefix}:{event_id}:{page}:{way}"
        super().__init__(Button(label=label, custom_id=custom_id, disabled=disabled))

    @classmethod
    def around(cls, event_id: int, shown: int, last: int) -> tuple[Self, ...]:
        """Those below page `shown` of 0 to `last`; none where there is one page alone."""
        if not last:
            return ()
        return (
            cls(event_id, max(shown - 1, 0), "earlier", disabled=shown == 0),
            cls(event_id, min(shown + 1, last), "later", disabled=shown == last),
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        event = await event_with(interaction, self.event_id)
        await (await self.turned(interaction, event)).show(interaction)

    async def turned(self, interaction: discord.Interaction, event: Event) -> Message:
        """The page, or the last where there are fewer by now; asks whether they may see it."""
        raise NotImplementedError
