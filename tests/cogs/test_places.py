"""Offers, guests, notes, names, requests and roles, as people meet them in Discord."""

from __future__ import annotations

from typing import Any
from unittest.mock import AsyncMock

import pytest
from simcord.actors import MemberActor
from simcord.builders import RoleHandle
from simcord.results import InteractionResult

from db import events
from tests.cogs.town import NEEDED, Town, answer_of, labels, said
from tests.db.rows import cancel


async def set_rules(town: Town, organiser: MemberActor, **options: Any) -> str:
    return said(await organiser.slash(town.channel, "tweetup rsvp", **options))


async def begin(town: Town, *, capacity: int | None = 2, **options: Any) -> MemberActor:
    """A tweetup and its organiser, who set how people may answer."""
    olive = town.organiser()
    await town.create(olive, **({} if capacity is None else {"capacity": capacity}))
    if options:
        await set_rules(town, olive, **options)
    return olive


async def go(town: Town, *members: MemberActor) -> InteractionResult:
    for member in members[:-1]:
        await member.click(town.card(), label="Going")
    return await members[-1].click(town.card(), label="Going")


def field(town: Town, name: str) -> str | None:
    return town.counts().get(name)


def about(town: Town) -> str:
    return town.card().embeds[0].description or ""


async def test_a_member_who_wants_no_messages_is_called_in_the_channel(town: Town) -> None:
    await begin(town, capacity=1)
    ada, bo = town.member("ada"), town.member("bo")
    await go(town, ada, bo)
    await ada.click(town.card(), label="Can’t make it")
    call = town.channel.history()[-1]
    assert call.content == (
        f"<@{bo.id}>, there is news about **HR Tweetup** for you."
        " Tap My RSVP; only you see the answer."
    )
    assert town.pinged() == [str(bo.id)]
    assert labels(call) == ["My RSVP"]
    assert "You have not answered" not in said(await ada.click(call, label="My RSVP"))

    panel = await bo.click(call, label="My RSVP")
    assert "is kept for you until <t:1767268800:f>" in said(panel)
    answer = await bo.click(answer_of(panel), label="Take it")
    assert "You have a place" in said(answer)
    assert [message.id for message in town.channel.history()] == [town.card().id]
    assert town.direct(bo) == []


async def test_an_offer_passes_to_the_next_when_its_time_is_over(town: Town) -> None:
    await begin(town, capacity=1)
    ada, bo, cy = (town.member(name) for name in ("ada", "bo", "cy"))
    for member in (bo, cy):
        await town.services.privacy.consent(town.guild.id, member.id, remind_where="dm")
    await go(town, ada, bo, cy)
    await ada.click(town.card(), label="Can’t make it")
    assert len(town.direct(bo)) == 1
    await town.sleep(12)
    await town.restart()
    await town.env.advance_time(1)
    (told,) = town.direct(bo)
    assert "went on to the next" in told.content
    assert labels(told) == ["My RSVP"]
    (news,) = town.direct(cy)
    assert labels(news) == ["Take it", "Pass"]
    panel = await bo.click(town.card(), label="My RSVP")
    assert "the time to take it is over" in said(panel)
    await cy.user.click(news, label="Take it")
    assert field(town, "Going") == "1 of 1"


async def test_guests_are_chosen_on_the_panel_and_counted(town: Town) -> None:
    await begin(town, capacity=4, guests=2)
    assert "you may bring up to 2" in about(town)
    ada, bo = town.member("ada"), town.member("bo")
    panel = answer_of(await go(town, ada))
    await ada.select(panel, ["2"])
    assert "You bring 2 guests" in panel.content
    assert (field(town, "Going"), field(town, "Places left")) == ("3 of 4", "1")

    panel = answer_of(await go(town, bo))
    refused = await bo.select(panel, ["1"])
    assert "There is no room for so many" in refused.followups[0].content
    assert field(town, "Going") == "4 of 4"
    panel = answer_of(await ada.click(town.card(), label="My RSVP"))
    await ada.select(panel, ["0"])
    assert "You bring" not in panel.content
    assert (field(town, "Going"), field(town, "Places left")) == ("2 of 4", "2")


async def test_a_note_reaches_organisers_alone(town: Town) -> None:
    olive = await begin(town)
    ada = town.member("ada")
    panel = answer_of(await go(town, ada))
    shown = await ada.click(panel, label="Add a note")
    await ada.submit_modal(shown, {"note": "I come by *wheelchair*"})
    assert r"Your note to the organisers: “I come by \*wheelchair\*”" in panel.content
    listed = said(await olive.slash(town.channel, "tweetup requests"))
    assert f"<@{ada.id}>, with the note “I come by" in listed
    assert "wheelchair" in said(await ada.slash(town.channel, "me show"))

    shown = await ada.click(panel, label="Change my note")
    await ada.submit_modal(shown, {"note": ""})
    assert "Your note" not in panel.content


async def test_names_stand_on_the_card_with_consent_only(town: Town) -> None:
    await begin(town)
    ada, bo = town.member("ada"), town.member("bo")
    panel = answer_of(await go(town, bo, ada))
    assert field(town, "Who is coming") is None
    await ada.click(panel, label="Show my name")
    assert field(town, "Who is coming") == f"<@{ada.id}> and 1 more"
    assert town.pinged() == []
    await ada.click(panel, label="Take my name off cards")
    assert field(town, "Who is coming") is None


async def test_after_the_deadline_a_place_can_only_be_given_up(town: Town) -> None:
    await begin(town, deadline="today 06:00")
    assert "**Answer by** <t:1767247200:F>" in about(town)
    ada, bo = town.member("ada"), town.member("bo")
    await go(town, ada)
    before = town.card()
    for _ in range(6):
        await town.env.advance_time(3_600)
    assert "**Closed** since <t:1767247200:F>" in about(town)
    assert labels(town.card()) == ["Can’t make it", "My RSVP", "Add to calendar"]
    with pytest.raises(Exception, match="Going"):
        await bo.click(before, label="Going")
    standing = town.services.rsvp.answer(town.guild.id, 1, bo.id, "going")
    with pytest.raises(Exception, match=r"rsvp\.closed"):
        await standing
    assert "you can’t make it" in said(await ada.click(town.card(), label="Can’t make it"))


async def test_the_card_of_a_cancelled_tweetup_explains_itself(town: Town) -> None:
    await begin(town)
    ada = town.member("ada")
    panel = answer_of(await go(town, ada))
    async with town.database.begin() as conn:
        await cancel(conn, (await events.of_guild(conn, town.guild.id))[0].id)
    for label in ("Going", "Can’t make it"):
        assert "**HR Tweetup** was cancelled" in said(await ada.click(town.card(), label=label))
    shown = await ada.click(panel, label="Add a note")
    told = await ada.submit_modal(shown, {"note": "Hello"})
    assert "**HR Tweetup** was cancelled" in told.followups[0].content


async def test_those_without_the_role_are_told_which(town: Town) -> None:
    role = town.guild.create_role("HR people")
    await begin(town, allowed_role=role)
    assert f"**For** members with the role <@&{role.id}>" in about(town)
    ada = town.member("ada")
    bo = town.guild.add_member(town.env.create_user("bo"), roles=[role, town.people])
    assert f"is for members with the role <@&{role.id}>" in said(await go(town, ada))
    assert "You have a place" in said(await go(town, bo))


async def test_organisers_decide_on_requests(town: Town) -> None:
    olive = await begin(town, capacity=1, approval=True)
    assert "**By request**" in about(town)
    ada, bo, cy = (town.member(name) for name in ("ada", "bo", "cy"))
    assert "You have asked for a place" in said(await go(town, ada, bo, cy))
    (call,) = town.direct(olive)
    assert "People ask for a place at **HR Tweetup**" in call.content
    assert field(town, "Going") == "0 of 1"

    asked = await olive.slash(town.channel, "tweetup requests")
    assert "3 requests for a place" in said(asked)
    panel = answer_of(asked)
    assert labels(panel)[:2] == ["1: approve", "1: decline"]
    await olive.click(panel, label="2: approve")
    assert f"<@{bo.id}> has a place, and is told so" in panel.content
    await olive.click(panel, label="1: decline")
    assert f"<@{ada.id}> gets no place" in panel.content
    stale = await olive.slash(town.channel, "tweetup requests")
    await cy.click(town.card(), label="Can’t make it")
    late = await olive.click(answer_of(stale), label="1: approve")
    assert "already decided on that request, or it was withdrawn" in late.followups[0].content

    assert "could not give you a place" in said(await ada.click(town.card(), label="My RSVP"))
    assert "You have a place" in said(await bo.click(town.card(), label="My RSVP"))
    outsider = await ada.slash(town.channel, "me show")
    assert "not given a place" in said(outsider)


async def test_who_is_going_has_the_role_and_only_they(town: Town) -> None:
    town.allow_bot(NEEDED | {"manage_roles"})
    role = town.guild.create_role("Attendees")
    await begin(town, capacity=1, attendee_role=role)
    ada, bo = town.member("ada"), town.member("bo")
    await go(town, ada, bo)
    assert (has(town, ada, role), has(town, bo, role)) == (True, False)
    await ada.click(town.card(), label="Can’t make it")
    panel = await bo.click(town.card(), label="My RSVP")
    await bo.click(answer_of(panel), label="Take it")
    assert (has(town, ada, role), has(town, bo, role)) == (False, True)


async def test_a_role_out_of_reach_changes_nothing_else_and_is_told_once(town: Town) -> None:
    role = town.guild.create_role("Attendees")
    olive = await begin(town, attendee_role=role)
    ada, bo = town.member("ada"), town.member("bo")
    assert "You have a place" in said(await go(town, ada, bo))
    (told,) = town.direct(olive)
    assert "I could not give people the role for **HR Tweetup**" in told.content
    assert field(town, "Going") == "2 of 2"
    town.allow_bot(NEEDED | {"manage_roles"})
    await town.env.advance_time(3_600)
    assert has(town, ada, role)
    assert has(town, bo, role)
    assert len(town.direct(olive)) == 1


async def test_who_leaves_the_server_frees_the_place(town: Town) -> None:
    await begin(town, capacity=1)
    ada, bo, cy = (town.member(name) for name in ("ada", "bo", "cy"))
    await go(town, ada, bo, cy)
    town.guild.remove_member(ada)
    town.guild.remove_member(bo)
    await town.env.advance_time(3_600)
    assert "is kept for you" in said(await cy.click(town.card(), label="My RSVP"))
    assert field(town, "Waitlist") == "1"


async def test_who_left_while_the_bot_was_away_is_missed_at_its_start(town: Town) -> None:
    await begin(town, capacity=1)
    ada, bo = town.member("ada"), town.member("bo")
    await go(town, ada, bo)
    town.guild.remove_member(ada)
    await town.restart()
    assert "is kept for you" in said(await bo.click(town.card(), label="My RSVP"))


async def test_the_settings_are_shown_and_wrong_ones_refused(town: Town) -> None:
    olive = await begin(town, guests=1)
    shown = await set_rules(town, olive)
    assert "- Guests: 1 for each person" in shown
    assert "kept for the next in line for 4 hours of daytime" in shown
    assert "must be before **HR Tweetup** begins" in await set_rules(
        town, olive, deadline="23 January 12:00"
    )
    await set_rules(town, olive, deadline="20 January 12:00", offer_hours=0)
    shown = await set_rules(town, olive, deadline="none")
    assert "- Saying yes ends: when the tweetup does" in shown
    assert "goes to the next in line without asking" in shown


async def test_a_hall_full_of_people_taps_at_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(town, capacity=50)
    people = [town.member(f"member{number}") for number in range(200)]
    card, began = town.card(), len(town.env.http_requests)
    # The simulation would wait for the bot after each tap; here they all come before it acts.
    with monkeypatch.context() as at_once:
        at_once.setattr(town.env, "_settle_internal", AsyncMock())
        taps = [await person.click(card, label="Going") for person in people]
    assert not any(tap.acknowledged for tap in taps)
    await town.env.settle(timeout=30)

    placed = ["You have a place" in said(tap) for tap in taps]
    assert placed == [True] * 50 + [False] * 150
    assert "with 149 people before you" in said(taps[-1])
    assert (field(town, "Going"), field(town, "Waitlist")) == ("50 of 50", "150")
    requests = [(r.method, r.path) for r in town.env.http_requests[began:]]
    assert len([path for method, path in requests if path.endswith(f"/messages/{card.id}")]) <= 5
    acknowledged = [n for n, (_, path) in enumerate(requests) if path.endswith("/callback")]
    assert acknowledged[: len(people)] == list(range(len(people))), "Discord is answered first"


def has(town: Town, member: MemberActor, role: RoleHandle) -> bool:
    return role.id in town.env.backend.guilds[town.guild.id].members[member.id].role_ids


async def test_what_organisers_read_of_those_who_confirmed_agrees(town: Town) -> None:
    olive = await begin(town, capacity=None, guests=2)
    ada, bo = town.member("ada"), town.member("bo")
    panel = answer_of(await go(town, bo, ada))
    await ada.select(panel, ["1"])
    event = (await town.events())[0]
    await town.services.confirmations.confirm(town.guild.id, event.id, ada.id)
    lines = [
        "3 people are going, 1 of them a guest.",
        "2 people have confirmed that they still come, 1 of them a guest.",
    ]
    shown = said(await olive.slash(town.channel, "tweetup reminders"))
    assert shown.splitlines()[-2:] == lines
    asked = said(await olive.slash(town.channel, "tweetup edit", event="HR Tweetup", capacity=9))
    assert asked.splitlines()[-2:] == lines
    facts = answer_of(await olive.slash(town.channel, "tweetup show")).embeds[0].fields
    read = {field.name: field.value for field in facts}
    assert read["Going"] == "3, 1 of them a guest"
    assert read["Still coming, confirmed"] == "2, 1 of them a guest"
    facts = answer_of(await bo.slash(town.channel, "tweetup show")).embeds[0].fields
    read = {field.name: field.value for field in facts}
    assert read["Going"] == "3"
    assert "Still coming, confirmed" not in read
