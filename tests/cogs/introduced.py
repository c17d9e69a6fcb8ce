"""Two who were introduced and have answered, without a round having been held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from simcord.actors import MemberActor

from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.posts import Author
from db import introductions, people
from tests.cogs.posts import ADA, BO, CY
from tests.cogs.town import START, Town


async def introduce(
    town: Town, event: Event, ada: MemberActor, bo: MemberActor, **changed: object
) -> None:
    """Ada said hello and that they met, Bo declined and said that they did not."""
    members = (
        IntroducedMember(ada.id, ADA.id, answer="hello", met=True),
        IntroducedMember(bo.id, BO.id, answer="declined", met=False),
    )
    made = MadeIntroduction(
        guild_id=event.guild_id,
        event_id=event.id,
        members=members,
        kind="finally_meet",
        evidence=(11, 10),
        opening="any.1",
        made_at=START + timedelta(days=1),
    )
    known: tuple[Author, ...] = (ADA, BO, CY)
    async with town.database.begin() as conn:
        await people.save(conn, known)
        await introductions.add(conn, replace(made, **changed))  # type: ignore[arg-type]
