"""Who is still to come and who is in, by name; and moving somebody from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import discord

from bot.domain.cleaning import cut
from bot.services.door import CheckedIn, DoorState
from cogs.names import names
from cogs.render.door import who
from cogs.services import services_of

DoorList = Literal["missing", "came"]
# Discord shows no more options, and no longer ones.
PAGE = 25
LABEL = 100


@dataclass(frozen=True, slots=True)
class Page:
    """`people` are names by the id that a tap hands over: the member's, or the attendance's."""

    people: Mapping[str, str]
    number: int
    more: bool


async def page_of(
    guild: discord.Guild | None, state: DoorState, which: DoorList, number: int
) -> Page:
    """The page of that number; the last one where there are fewer by now."""
    if which == "missing":
        known = await names(guild, state.missing)
        everybody = [(str(each), known[each]) for each in state.missing]
    else:
        members = [each.member_id for each in state.came if each.member_id is not None]
        known = await names(guild, members)
        everybody = [(str(each.id), who(each, known)) for each in state.came]
    everybody.sort(key=lambda person: person[1].casefold())
    number = max(min(number, (len(everybody) - 1) // PAGE), 0)
    end = (number + 1) * PAGE
    shown = {key: cut(name, LABEL) for key, name in everybody[end - PAGE : end]}
    return Page(shown, number, more=end < len(everybody))


async def check_in(
    interaction: discord.Interaction[Any], event_id: int, member_id: int
) -> CheckedIn:
    """Check a member in on the word of the organiser who acts."""
    door, by = services_of(interaction).door, interaction.user.id
    return await door.check_in(interaction.guild_id or 0, event_id, member_id, by=by)


async def undo(
    interaction: discord.Interaction[Any], event_id: int, attendance_id: int
) -> DoorState:
    """Take back that somebody came."""
    door = services_of(interaction).door
    return await door.undo(interaction.guild_id or 0, event_id, attendance_id)
