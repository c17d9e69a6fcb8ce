"""The door of a tweetup in the simulated Discord, who is going and who has come."""

from __future__ import annotations

from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from tests.cogs.town import Town, answer_of


async def going(town: Town, *names: str) -> list[MemberActor]:
    members = [town.member(name) for name in names]
    for member in members:
        await member.click(town.card(), label="Going")
    return members


async def opened(town: Town, by: MemberActor) -> tuple[ResponseMessage, ResponseMessage]:
    """The organiser's view, and the code for the screen."""
    result = await by.slash(town.channel, "door open")
    (screen,) = result.followups
    assert screen.ephemeral
    return answer_of(result), screen


async def pick(view: ResponseMessage, by: MemberActor, who: MemberActor) -> InteractionResult:
    custom_id = next(each for each in custom_ids(view) if each.endswith(":pick"))
    return await by.select(view, [who], custom_id=custom_id)


def custom_ids(view: ResponseMessage) -> list[str]:
    return [each["custom_id"] for row in view.components for each in row["components"]]
