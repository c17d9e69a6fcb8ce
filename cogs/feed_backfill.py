"""Reading what was said before a tweetup was set up, once an organiser has seen the price."""

from __future__ import annotations

from typing import Literal, get_args

import discord
from discord import ButtonStyle

from bot.domain.events import Event
from bot.domain.markdown import escape
from bot.services.backfill import Estimate
from bot.texts import text
from cogs.buttons import ID, Button, Lasting
from cogs.errors import explained
from cogs.feed_events import event_with
from cogs.permissions import require_organiser
from cogs.render.message import Message
from cogs.render.money import dollars
from cogs.services import services_of

BackfillChoice = Literal["keep", "show", "leave"]
_STYLES: dict[BackfillChoice, ButtonStyle] = {
    "keep": ButtonStyle.primary,
    "show": ButtonStyle.primary,
    "leave": ButtonStyle.secondary,
}


def question(event: Event, estimate: Estimate) -> Message:
    name = escape(event.name)
    if estimate.posts == 0:
        return Message(text("feed.backfill.nothing", name=name))
    return Message(
        text(
            "feed.backfill.question",
            n=estimate.posts,
            name=name,
            for_posts=dollars(estimate.for_posts),
            for_people=dollars(estimate.for_people),
        ),
        buttons=tuple(BackfillButton(event.id, each) for each in get_args(BackfillChoice)),
    )


class BackfillButton(
    Lasting[Button],
    template=rf"backfill:(?P<event_id>{ID}):(?P<choice>{'|'.join(get_args(BackfillChoice))})",
):
    """Reads the posts into the history, shows them in the channel as well, or leaves them."""

    def __init__(self, event_id: int, choice: BackfillChoice) -> None:
        self.event_id, self.choice = event_id, choice
        super().__init__(
            Button(
                label=text(f"feed.backfill.button.{choice}"),
                style=_STYLES[choice],
                custom_id=f"backfill:{event_id}:{choice}",
            )
        )

    @explained
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        event = await event_with(interaction, self.event_id)
        await require_organiser(interaction, event)
        if self.choice == "leave":
            await Message(text("feed.backfill.left")).show(interaction)
            return
        await Message(text("feed.backfill.reading")).show(interaction)
        mirror = self.choice == "show"
        read = await services_of(interaction).backfill.run(event, mirror=mirror)
        name = escape(event.name)
        said = text("feed.backfill.shown" if mirror else "feed.backfill.kept", n=read, name=name)
        await Message(said).show(interaction)
