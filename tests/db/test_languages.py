from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from db import events, languages
from tests.db.rows import GUILD, a_draft


async def test_the_language_of_a_member_is_noted_for_one_guild(conn: AsyncConnection) -> None:
    await languages.put(conn, GUILD, 1, "fr")
    await languages.put(conn, GUILD, 1, "de")
    await languages.put(conn, GUILD + 1, 1, "pt-BR")
    assert await languages.get(conn, GUILD, 1) == "de"
    assert await languages.get(conn, GUILD, 2) is None
    await languages.forget(conn, GUILD, 1)
    assert await languages.get(conn, GUILD, 1) is None
    assert await languages.get(conn, GUILD + 1, 1) == "pt-BR"


async def test_a_guilds_language_is_that_of_whoever_set_up_its_newest_tweetup(
    conn: AsyncConnection, event: Event
) -> None:
    await languages.put(conn, GUILD, event.organiser_id, "fr")
    assert await languages.of_organiser(conn, GUILD) == "fr"
    other = event.organiser_id + 1
    await events.add(conn, replace(a_draft(), organiser_id=other))
    assert await languages.of_organiser(conn, GUILD) is None, "theirs is not known"
    await languages.put(conn, GUILD, other, "de")
    assert await languages.of_organiser(conn, GUILD) == "de"
    assert await languages.of_organiser(conn, GUILD + 1) is None
