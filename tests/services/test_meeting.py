"""What comes of introductions: in threads and messages, until the day after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.announcements import (
    Hello,
    Introduction,
    IntroductionThread,
    MetQuestion,
    Notice,
    QuietReport,
)
from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.meeting import morning_after
from bot.errors import Unreachable, UserError
from bot.services.introduction_placing import place
from bot.services.suite import Services
from db import blocks, introductions, organisers, recognition
from tests.services.world import (
    GUILD,
    NOW,
    ORGANISER,
    STARTS,
    World,
    attendees,
    batch,
    link,
    post,
)

ANSWER = post(2, by=2, reply_to_id=1, reply_to_author_id=1)


async def introduce(
    services: Services, world: World, *, by_message: Iterable[int] = ()
) -> tuple[Event, int]:
    """Members 1 and 2, of whom 2 answered 1, are introduced."""
    event = await attendees(services, 1, 2)
    for member in by_message:
        await services.privacy.consent(GUILD, member, introduced_where="dm")
    await services.ingest.take(batch(post(1, by=1), ANSWER))
    await services.deliver.drain()
    world.clock.move_to(STARTS - timedelta(days=3))
    await services.timetable.run_due()
    await services.deliver.drain()
    async with world.database.read() as conn:
        (made,) = await introductions.of_event(conn, event.id)
    return event, made.id


async def add(world: World, event: Event, *numbers: int, **changed: Any) -> int:
    """An introduction of these members, made as a round would."""
    values: dict[str, Any] = {"kind": "finally_meet", "evidence": (2,), "opening": "any.1"}
    joined = dict(zip(numbers, (False, False, True), strict=False))
    async with world.database.begin() as conn:
        made = MadeIntroduction(
            guild_id=GUILD,
            event_id=event.id,
            members=tuple(IntroducedMember(n, n, joined=joined[n]) for n in numbers),
            made_at=NOW,
            **values | changed,
        )
        found = await introductions.add(conn, made)
        assert found is not None
        (stored,) = [m for m in await introductions.of_event(conn, event.id) if m.id == found]
        await place(conn, event, stored, world.clock.now())
    return found


def said(world: World, kind: type) -> list[Any]:
    return [outgoing.announcement for outgoing in world.discord.of(kind)]


async def made_state(world: World, introduction_id: int) -> MadeIntroduction:
    async with world.database.read() as conn:
        found = await introductions.get(conn, introduction_id)
    assert found is not None
    return found


async def decline(services: Services, world: World, introduction_id: int, member: int) -> str:
    """How the introduction stands when a member turned it down before anybody wrote."""
    await services.meeting.decline(introduction_id, member, talked=False)
    return (await made_state(world, introduction_id)).state


async def the_morning_after(services: Services, world: World, event: Event) -> None:
    world.clock.move_to(morning_after(event))
    await services.timetable.run_due()
    await services.deliver.drain()


# By message


async def test_one_who_chose_messages_gets_one_and_so_does_the_other(world: World) -> None:
    services = world.services()
    await introduce(services, world, by_message=[2])
    assert not world.discord.of(IntroductionThread)
    assert {o.place.member_id for o in world.discord.of(Introduction)} == {1, 2}
    assert {found.to for found in said(world, Introduction)} == {1, 2}


@pytest.mark.parametrize("closed", [1, 2])
@pytest.mark.parametrize("reason", ["dm_closed", "refused"])
async def test_where_one_cannot_be_told_all_are_told_in_the_thread(
    world: World, closed: int, reason: str
) -> None:
    services = world.services()
    world.discord.closed[closed] = Unreachable(reason)
    await introduce(services, world, by_message=[1, 2])
    (found,) = world.discord.of(Introduction)
    assert found.place.member_id is None
    assert len(world.discord.of(IntroductionThread)) == 1
    assert not [each for each in said(world, Notice) if each.key != "linked"]
    # Nothing of it wakes up again.
    await services.deliver.drain()
    assert len(world.discord.of(Introduction)) == 1


async def test_taken_back_by_message_nothing_of_it_stays(world: World) -> None:
    services = world.services()
    _, made = await introduce(services, world, by_message=[1])
    await services.meeting.greet(made, 1)
    await services.deliver.drain()
    assert len(world.discord.of(Hello)) == 1
    await services.privacy.forget(GUILD, 1)
    await services.deliver.drain()
    assert not world.discord.of(Hello)
    assert [o.place.member_id for o in world.discord.of(Introduction)] == [1]


async def test_who_turned_it_down_is_not_greeted_and_the_greeter_cannot_tell(
    world: World,
) -> None:
    services = world.services()
    _, made = await introduce(services, world, by_message=[1])
    assert await decline(services, world, made, 2) == "made"
    assert await services.meeting.greet(made, 1) == "direct"
    await services.deliver.drain()
    assert not world.discord.of(Hello)
    with pytest.raises(UserError, match="declined"):
        await services.meeting.greet(made, 2)


# Turned down


async def test_the_last_to_turn_it_down_takes_it_back(world: World) -> None:
    services = world.services()
    _, made = await introduce(services, world, by_message=[1])
    assert await decline(services, world, made, 2) == "made"
    assert await decline(services, world, made, 1) == "withdrawn"
    await services.deliver.drain()
    assert not world.discord.of(Introduction)


async def test_of_three_two_remain_when_one_leaves(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3)
    third = post(3, by=3, reply_to_id=2, reply_to_author_id=2)
    await services.ingest.take(batch(post(1, by=1), ANSWER, third))
    made = await add(world, event, 1, 2, 3, evidence=(2, 3))
    await services.deliver.drain()
    (found,) = said(world, Introduction)
    assert [(each.common.one, each.common.other) for each in found.between] == [(1, 2), (3, 2)]
    assert await decline(services, world, made, 3) == "made"
    assert await decline(services, world, made, 3) == "made"
    async with world.database.read() as conn:
        assert await blocks.among(conn, GUILD, [1, 2, 3]) == {(1, 3), (2, 3)}
    assert await decline(services, world, made, 1) == "withdrawn"


async def test_after_the_event_a_thread_is_left_and_not_taken_away(world: World) -> None:
    services = world.services()
    event, made = await introduce(services, world)
    world.clock.move_to(event.ends_at)
    assert await decline(services, world, made, 2) == "made"
    await services.deliver.drain()
    assert world.discord.of(IntroductionThread)


# A bridge


async def test_a_bridge_names_those_who_come_and_may_be_named(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, 2, 3, 4, 5)
    for member in (3, 4):
        await services.privacy.consent(GUILD, member, listed=True)
    await add(world, event, 1, 2, kind="bridge", evidence=(), shared=(4, 3, 5))
    await services.deliver.drain()
    (found,) = said(world, Introduction)
    assert [author.id for author in found.shared] == [4, 3]
    await services.rsvp.answer(GUILD, event.id, 4, "declined")
    await add(world, event, 3, 5, kind="bridge", evidence=(), shared=(4,))
    await services.deliver.drain()
    assert len(world.discord.of(Introduction)) == 1


# Being found


async def test_words_stand_in_each_introduction_of_the_event_and_go_the_day_after(
    world: World,
) -> None:
    services = world.services()
    event, made = await introduce(services, world)
    await services.meeting.find_by(made, 1, "  red\n scarf ")
    await link(services, 3)
    await services.ingest.take(batch(post(7, by=3, reply_to_id=1, reply_to_author_id=1)))
    await add(world, event, 1, 3, evidence=(7,))
    await services.deliver.drain()
    for found in said(world, Introduction):
        assert {e.member_id: e.find_me for e in found.members}[1] == "red scarf"
    assert await services.meeting.found_by(made, 1) == "red scarf"
    await the_morning_after(services, world, event)
    async with world.database.read() as conn:
        assert await recognition.of_event(conn, event.id) == {}
    for found in said(world, Introduction):
        assert all(each.find_me is None for each in found.members)
    with pytest.raises(UserError, match="over"):
        await services.meeting.find_by(made, 1, "a hat")


async def test_words_have_a_limit(world: World) -> None:
    services = world.services()
    _, made = await introduce(services, world)
    with pytest.raises(UserError, match="words_length"):
        await services.meeting.find_by(made, 1, "x" * 201)


# Reports


async def test_a_report_goes_to_all_organisers_but_those_it_is_about(world: World) -> None:
    services = world.services()
    event, made = await introduce(services, world)
    async with world.database.begin() as conn:
        await organisers.name(conn, event.id, 2, 31)
    await services.privacy.consent(GUILD, 2, introductions=False)
    await services.reports.tell(made, 1, " Rude. ", apart=False)
    await services.deliver.drain()
    told = world.discord.of(QuietReport)
    assert {o.place.member_id for o in told} == {ORGANISER, 31}
    assert said(world, QuietReport)[0] == QuietReport(event, 1, (2,), "Rude.")
    assert [words for _, words in (await services.privacy.known(GUILD, 1)).reports] == ["Rude."]
    await services.privacy.forget(GUILD, 1)
    assert (await services.privacy.known(GUILD, 1)).reports == ()


async def test_nothing_is_kept_where_there_is_nobody_to_tell(world: World) -> None:
    services = world.services()
    event = await attendees(services, 1, ORGANISER)
    answer = post(2, by=ORGANISER, reply_to_id=1, reply_to_author_id=1)
    await services.ingest.take(batch(post(1, by=1), answer))
    made = await add(world, event, 1, ORGANISER)
    with pytest.raises(UserError, match="nobody_to_tell"):
        await services.reports.tell(made, 1, "Rude.", apart=True)
    assert (await services.privacy.known(GUILD, 1)).reports == ()
    async with world.database.read() as conn:
        assert await blocks.among(conn, GUILD, [1, ORGANISER]) == set()


async def test_an_organiser_out_of_reach_is_called_in_the_channel_without_a_word_of_it(
    world: World,
) -> None:
    services = world.services()
    _, made = await introduce(services, world)
    world.discord.closed[ORGANISER] = Unreachable("dm_closed")
    await services.reports.tell(made, 1, "Rude.", apart=False)
    await services.deliver.drain()
    (notice,) = [each for each in said(world, Notice) if each.key == "report_closed"]
    assert "Rude" not in str(notice)
    report_id = int(str(notice.params["report"]))
    shown = await services.reports.shown(report_id, ORGANISER)
    assert shown is not None
    assert shown.words == "Rude."
    with pytest.raises(UserError, match="not_yours"):
        await services.reports.shown(report_id, 3)


async def test_nobody_else_can_do_anything_with_an_introduction(world: World) -> None:
    services = world.services()
    _, made = await introduce(services, world)
    acts = (
        lambda: services.meeting.greet(made, 3),
        lambda: services.meeting.decline(made, 3, talked=False),
        lambda: services.meeting.met(made, 3, met=True),
        lambda: services.meeting.find_by(made, 3, "x"),
        lambda: services.reports.tell(made, 3, "x", apart=True),
    )
    for act in acts:
        with pytest.raises(UserError, match="not_yours"):
            await act()


# The day after


async def test_the_day_after_those_who_did_not_say_are_asked_once(world: World) -> None:
    services = world.services()
    event, made = await introduce(services, world)
    await services.meeting.met(made, 1, met=True)
    await the_morning_after(services, world, event)
    (asked,) = world.discord.of(MetQuestion)
    assert [each.member_id for each in asked.announcement.members] == [2]  # type: ignore[union-attr]
    (thread,) = world.discord.of(IntroductionThread)
    where = next(w for w, o in world.discord.standing.items() if o is thread)
    assert asked.place.channel_id == where.message_id
    # Next it is looked whether their answers are in.
    assert await services.timetable.next_due() == morning_after(event) + timedelta(days=1)
    await the_morning_after(services, world, event)
    assert len(world.discord.of(MetQuestion)) == 1
    assert not await services.meeting.met(made, 2, met=False)
    assert await services.meeting.met(made, 2, met=True)
    await services.deliver.drain()
    assert [found.met for found in said(world, Introduction)] == [True]


async def test_by_message_each_is_asked_about_the_other(world: World) -> None:
    services = world.services()
    event, _ = await introduce(services, world, by_message=[1])
    await the_morning_after(services, world, event)
    found = {o.to: [each.member_id for each in o.members] for o in said(world, MetQuestion)}
    assert found == {1: [2], 2: [1]}


@pytest.mark.parametrize("came", [[], [1], [1, 2]])
async def test_where_a_door_was_open_only_those_who_both_came_are_asked(
    world: World, came: list[int]
) -> None:
    services = world.services()
    event, _ = await introduce(services, world)
    world.clock.move_to(STARTS)
    await services.door.open(event)
    for member in came:
        await services.door.check_in(GUILD, event.id, member, by=ORGANISER)
    await the_morning_after(services, world, event)
    assert len(world.discord.of(MetQuestion)) == (came == [1, 2])


@pytest.mark.parametrize("what", ["declined", "withdrawn", "cancelled", "late"])
async def test_nobody_is_asked_about_what_did_not_come_to_be(world: World, what: str) -> None:
    services = world.services()
    event, made = await introduce(services, world)
    late = timedelta()
    if what == "declined":
        await services.meeting.decline(made, 2, talked=True)
    elif what == "withdrawn":
        await services.privacy.consent(GUILD, 2, introductions=False)
    elif what == "cancelled":
        proposal = await services.changes.propose_cancellation(event, "Rain")
        await services.changes.confirm(GUILD, proposal.draft_id)
    else:
        late = timedelta(days=3)
    world.clock.move_to(morning_after(event) + late)
    await services.timetable.run_due()
    await services.deliver.drain()
    assert not world.discord.of(MetQuestion)
    due = await services.timetable.next_due()
    assert due is None or due > world.clock.now()
