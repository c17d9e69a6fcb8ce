"""What is known of a member can be seen, and goes on their word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import bot
from bot.domain.aftermath import KEPT
from bot.domain.announcements import EventCard, IntroductionThread, Offer
from bot.domain.members import Consents
from bot.domain.rsvp import Rsvp
from bot.services.departures import GRACE
from bot.services.personal_duties import DUTIES
from bot.services.privacy import Known
from db.columns import metadata
from db.personal import SECTIONS, Subject
from tests.db.filling import SOMEBODY, columns_of_people, fill
from tests.services.world import GUILD, NOW, STARTS, World, attendees, batch, draft, link, post


async def test_everything_known_is_shown_and_forgotten(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.rsvp.annotate(GUILD, event.id, 1, "By wheelchair")
    await services.privacy.consent(GUILD, 1, introductions=True, remind_where="none")
    claim = await services.links.claim(GUILD, 1, "person1")
    known = await services.privacy.known(GUILD, 1)
    assert known.consents == Consents(introductions=True, remind_where="none")
    assert known.link == claim.link
    assert known.rsvps == ((event, Rsvp(1, "going", 1, note="By wheelchair")),)
    assert known.confirmed == frozenset()
    await services.confirmations.confirm(GUILD, event.id, 1)
    until = await services.reminders.snooze(GUILD, event.id, 1, "hours")
    known = await services.privacy.known(GUILD, 1)
    assert (known.confirmed, known.snoozed) == (frozenset({event.id}), ((event.id, until),))

    await services.privacy.forget(GUILD, 1)
    assert await services.privacy.known(GUILD, 1) == Known(Consents(), None, (), ())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    assert (await services.privacy.known(GUILD, 1)).confirmed == frozenset()


def test_every_column_that_tells_of_people_is_in_one_duty() -> None:
    named = [column for duty in DUTIES.values() for column in duty.columns]
    missing = set(columns_of_people()) - set(named)
    assert not missing, f"a duty of services/personal_duties.py sees to {sorted(missing)}"
    assert sorted(named) == sorted(columns_of_people())


def test_the_notice_names_every_table_that_tells_of_people() -> None:
    notice = (Path(bot.__file__).parent.parent / "docs/privacy.md").read_text(encoding="utf-8")
    tables = {column.split(".")[0] for column in columns_of_people()}
    unnamed = {table for table in tables if f"`{table}`" not in notice}
    assert not unnamed, f"docs/privacy.md tells what is kept in {sorted(unnamed)}"
    assert f"{KEPT.days} days after the tweetup" in notice
    assert timedelta(days=30) == GRACE
    assert "thirty days later" in notice


def test_a_duty_gives_reasons_and_a_copy_of_what_is_its_own_alone() -> None:
    for name, duty in DUTIES.items():
        tables = {column.split(".")[0] for column in duty.columns}
        assert duty.stays.keys() <= set(duty.columns), name
        assert {SECTIONS[section].table.name for section in duty.sections} == tables, name
    sections = [section for duty in DUTIES.values() for section in duty.sections]
    assert sorted(sections) == sorted(SECTIONS)


@pytest.mark.parametrize("name", DUTIES)
async def test_a_duty_forgets_all_that_is_its_own(world: World, name: str) -> None:
    duty = DUTIES[name]
    async with world.database.begin() as conn:
        await fill(conn)
    if duty.forget is not None:
        async with world.database.begin() as conn:
            await duty.forget(conn, Subject(GUILD, SOMEBODY, SOMEBODY), NOW)
    assert await standing(world) & set(duty.columns) == duty.stays.keys()


async def test_no_column_that_tells_of_people_outlives_forgetting_without_a_reason(
    world: World,
) -> None:
    async with world.database.begin() as conn:
        await fill(conn)
    assert await standing(world) == set(columns_of_people())
    await world.services().privacy.forget(GUILD, SOMEBODY)
    assert await standing(world) == {name for duty in DUTIES.values() for name in duty.stays}


async def standing(world: World) -> set[str]:
    """The columns in which somebody is still to be found."""
    found = set()
    async with world.database.read() as conn:
        for name in columns_of_people():
            table, column = name.split(".")
            theirs = metadata.tables[table].c[column] == SOMEBODY
            if await conn.scalar(sa.select(sa.func.count()).where(theirs)):
                found.add(name)
    return found


async def test_who_comes_back_is_as_new(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2)
    await services.ingest.take(batch(post(5, by=1), post(6, by=2, reply_to_id=5)))
    world.clock.move_to(STARTS - timedelta(days=10))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(IntroductionThread)) == 1

    await services.privacy.forget(GUILD, 1)
    await services.deliver.drain()
    assert world.discord.of(IntroductionThread) == []
    assert (await services.privacy.known(GUILD, 2)).introductions == ()
    assert await services.privacy.known(GUILD, 1) == Known(Consents(), None, (), ())

    await services.rsvp.answer(GUILD, event.id, 1, "going")
    await services.privacy.consent(GUILD, 1, introductions=True)
    await link(services, 1, proofs=20_000)
    world.clock.move_to(STARTS - timedelta(days=3))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(IntroductionThread)) == 1


async def test_forgetting_gives_the_place_to_the_next_who_waits(world: World) -> None:
    services = world.services()
    event = await services.events.create(draft(capacity=1))
    for member in (1, 2):
        await services.rsvp.answer(GUILD, event.id, member, "going")
    await services.deliver.drain()
    await services.privacy.forget(GUILD, 1)
    await services.deliver.drain()
    (offered,) = world.discord.of(Offer)
    assert isinstance(offered.announcement, Offer)
    assert (offered.place.channel_id, offered.announcement.mentioned) == (event.channel_id, 2)
    (card,) = world.discord.of(EventCard)
    assert card.announcement == EventCard(event, going=0, maybe=0, waitlisted=1, open_places=0)


async def test_one_guild_never_sees_anothers_members(world: World) -> None:
    services = world.services()
    await services.privacy.consent(GUILD, 1, introductions=True)
    assert await services.privacy.known(GUILD + 1, 1) == Known(Consents(), None, (), ())
    await services.privacy.forget(GUILD + 1, 1)
    assert (await services.privacy.known(GUILD, 1)).consents.introductions is True
