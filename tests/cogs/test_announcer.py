"""The announcer by itself: each promise of the port, against the simulated Discord."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.domain.announcements import (
    Announcement,
    AttendeeRole,
    EventCard,
    EventReminder,
    FeedEntry,
    FeedMessage,
    Introduced,
    IntroductionThread,
    Notice,
    Offer,
    Promotion,
    ScheduledEvent,
)
from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.domain.events import Event
from bot.errors import OutcomeUnknown, TryLater, Unreachable
from bot.ports import Outgoing, Place
from cogs.announcer import DiscordAnnouncer
from tests.cogs.posts import ADA, BO, post
from tests.cogs.town import NEEDED, START, Town


@pytest.fixture
def announcer(town: Town) -> DiscordAnnouncer:
    return DiscordAnnouncer(town.bot)


def event(town: Town, **changes: object) -> Event:
    values: dict[str, object] = {
        "id": 7,
        "guild_id": town.guild.id,
        "channel_id": town.channel.id,
        "organiser_id": 1,
        "name": "HR Tweetup",
        "hashtag": "HRTweetup",
        "starts_at": START + timedelta(days=9),
        "ends_at": START + timedelta(days=9, hours=3),
        "zone": "Europe/London",
        "place": "The Copper Kettle",
        "capacity": None,
        "created_at": START,
    }
    return Event(**(values | changes))  # type: ignore[arg-type]


def outgoing(town: Town, announcement: Announcement, number: int = 42) -> Outgoing:
    return Outgoing(number, Place(town.guild.id, channel_id=town.channel.id), announcement)


def card(town: Town, going: int = 0) -> EventCard:
    return EventCard(event(town), going, 0, 0)


def feed(*numbers: int) -> FeedMessage:
    return FeedMessage(tuple(FeedEntry(post(number, ADA), ADA) for number in numbers))


def thread(town: Town, number: int = 5) -> IntroductionThread:
    return IntroductionThread(number, event(town), (Introduced(11, ADA), Introduced(12, BO)))


ANNOUNCEMENTS: dict[str, Callable[[Town], Announcement]] = {
    "card": card,
    "feed": lambda town: feed(1, 2),
    "reminder": lambda town: EventReminder(event(town), "soon", 3, direct=False),
    "notice": lambda town: Notice("gone", {"event": "HR Tweetup", "channel": town.channel.id}),
    "offer": lambda town: Offer(event(town), "offered", START + timedelta(hours=4), 1),
    "promotion": lambda town: Promotion(event(town)),
    "thread": thread,
    "scheduled event": lambda town: ScheduledEvent(event(town)),
}


async def test_what_was_sent_is_found_and_nothing_else_is(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    sent: list[tuple[Outgoing, MessageRef]] = []
    for number, make in enumerate(ANNOUNCEMENTS.values(), start=100):
        wanted = outgoing(town, make(town), number)
        assert await announcer.find(wanted) is None, "what stands there already is something else"
        sent.append((wanted, await announcer.send(wanted)))
    for wanted, standing in sent:
        assert await announcer.find(wanted) == standing


async def test_a_role_that_was_given_is_found_on_its_member(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    town.allow_bot(NEEDED | {"manage_roles"})
    role, ada = town.guild.create_role("Attendees"), town.member("ada")
    wanted = Outgoing(
        42, Place(town.guild.id, role.id), AttendeeRole(town.guild.id, role.id, ada.id)
    )
    assert await announcer.find(wanted) is None
    standing = await announcer.send(wanted)
    assert await announcer.find(wanted) == standing
    await announcer.remove("role", wanted.place, standing)
    assert await announcer.find(wanted) is None
    town.guild.remove_member(ada)
    assert await announcer.send(wanted) == standing, "there is nobody to give it to"
    await announcer.remove("role", wanted.place, standing)


async def test_another_delivery_of_the_same_kind_is_not_mistaken(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    await announcer.send(outgoing(town, card(town), 42))
    assert await announcer.find(outgoing(town, card(town), 2)) is None
    assert await announcer.find(outgoing(town, card(town), 43)) is None
    await announcer.send(outgoing(town, feed(12)))
    assert await announcer.find(outgoing(town, feed(2))) is None
    await announcer.send(outgoing(town, thread(town, 15)))
    assert await announcer.find(outgoing(town, thread(town, 5))) is None


async def test_a_mirrored_post_that_was_edited_meanwhile_is_found(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    first = post(1, ADA, edits=(1,))
    edited = post(1, ADA, "Better", edits=(1, 9), version_id=9)
    sent = await announcer.send(outgoing(town, FeedMessage((FeedEntry(first, ADA),))))
    wanted = outgoing(town, FeedMessage((FeedEntry(edited, ADA),)))
    assert await announcer.find(wanted) == sent


async def test_somebody_elses_copy_is_not_the_bots(town: Town, announcer: DiscordAnnouncer) -> None:
    webhook = town.guild.create_webhook(town.channel)
    url = "https://x.com/ada_hr/status/1"
    await webhook.send(embeds=[discord.Embed(description="Hello", url=url)])
    assert await announcer.find(outgoing(town, feed(1))) is None


async def test_without_leave_to_read_the_history_nothing_is_found(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    wanted = outgoing(town, card(town))
    await announcer.send(wanted)
    town.allow_bot(NEEDED - {"read_message_history"})
    with capture_logs() as logs:
        assert await announcer.find(wanted) is None
    assert [entry["event"] for entry in logs] == ["history unreadable"]


async def test_every_message_carries_its_delivery_as_nonce_and_pings_nobody(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    for number, kind in enumerate(("card", "feed", "reminder"), start=1):
        await announcer.send(outgoing(town, ANNOUNCEMENTS[kind](town), number))
    sent: list[Any] = [r.json for r in town.env.http_requests if r.path.endswith("/messages")]
    assert [body["nonce"] for body in sent] == ["1", "2", "3"]
    assert all(body["enforce_nonce"] for body in sent)
    assert all(body["allowed_mentions"]["parse"] == [] for body in sent)


async def test_a_message_is_changed_where_it_stands(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    standing = await announcer.send(outgoing(town, card(town)))
    await announcer.update(outgoing(town, card(town, going=3)), standing)
    (message,) = town.channel.history()
    assert message.embeds[0].fields[0].value == "3"


async def test_a_scheduled_event_is_changed_and_taken_away(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    place = Place(town.guild.id)
    standing = await announcer.send(Outgoing(1, place, ScheduledEvent(event(town))))
    assert standing.channel_id == town.guild.id
    moved = event(town, place="Elsewhere", starts_at=START + timedelta(days=10))
    await announcer.update(Outgoing(1, place, ScheduledEvent(moved)), standing)
    (listed,) = town.env.backend.guilds[town.guild.id].scheduled_events.values()
    assert listed.entity_metadata == {"location": "Elsewhere"}
    await announcer.remove("scheduled_event", place, standing)
    assert listed.status == discord.EventStatus.cancelled.value


async def test_a_thread_is_renamed_only_when_a_name_changed(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    standing = await announcer.send(outgoing(town, thread(town)))
    await announcer.update(outgoing(town, thread(town)), standing)
    assert not [r for r in town.env.http_requests if r.method == "PATCH"]


async def test_what_is_gone_already_is_taken_away_in_peace(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    kinds: tuple[tuple[DeliveryKind, str], ...] = (
        ("card", "card"),
        ("introduction_thread", "thread"),
        ("scheduled_event", "scheduled event"),
    )
    for kind, name in kinds:
        wanted = outgoing(town, ANNOUNCEMENTS[name](town))
        standing = await announcer.send(wanted)
        for _ in range(2):
            await announcer.remove(kind, wanted.place, standing)
        assert await announcer.find(wanted) is None, kind


async def test_what_was_deleted_by_hand_cannot_be_changed(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    for kind, place_id, reason in (
        ("card", town.channel.id, "deleted"),
        ("thread", town.channel.id, "gone"),
        ("scheduled event", town.guild.id, "deleted"),
    ):
        wanted = outgoing(town, ANNOUNCEMENTS[kind](town))
        with pytest.raises(Unreachable) as caught:
            await announcer.update(wanted, MessageRef(place_id, 1_456_000_000_000_000_000))
        assert caught.value.reason == reason, kind


async def test_what_discord_answers_is_named(town: Town, announcer: DiscordAnnouncer) -> None:
    refusals = (
        (403, 50013, "no_permission"),
        (403, 50001, "no_permission"),
        (404, 10003, "gone"),
        (403, 50007, "dm_closed"),
        (403, 50278, "dm_closed"),
        (400, 50035, "refused"),
        (403, 200000, "refused"),
    )
    for status, code, reason in refusals:
        refused = await answered(town, announcer, status, code)
        assert isinstance(refused, Unreachable), code
        assert refused.reason == reason, code
    for status, code in ((429, 0), (400, 40003), (429, 30046), (400, 30046)):
        assert isinstance(await answered(town, announcer, status, code), TryLater), code
    for status in (500, 502, 503, 504):
        assert isinstance(await answered(town, announcer, status, 0), OutcomeUnknown), status
    assert town.channel.history() == []


async def answered(town: Town, announcer: DiscordAnnouncer, status: int, code: int) -> Exception:
    """What comes of a message that Discord answers like that, however often it is sent."""
    town.env.inject_error("POST", "/channels/*/messages", status=status, code=code, times=None)
    with pytest.raises((Unreachable, TryLater, OutcomeUnknown)) as caught:
        await announcer.send(outgoing(town, card(town)))
    town.env.backend.faults.clear()
    return caught.value


async def test_a_permission_that_was_taken_away_is_named(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    for lacking in ("send_messages", "view_channel"):
        town.allow_bot(NEEDED - {lacking})
        with pytest.raises(Unreachable) as caught:
            await announcer.send(outgoing(town, card(town)))
        assert caught.value.reason == "no_permission", lacking


async def test_direct_messages_are_found_again(town: Town, announcer: DiscordAnnouncer) -> None:
    ada = town.member("ada")
    reminder = EventReminder(event(town), "soon", 1, direct=True)
    wanted = Outgoing(9, Place(town.guild.id, member_id=ada.id), reminder)
    assert await announcer.find(wanted) is None
    sent = await announcer.send(wanted)
    assert await announcer.find(wanted) == sent
    assert [message.id for message in town.direct(ada)] == [sent.message_id]


async def test_a_single_reply_answers_its_parents_message(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    parent = await announcer.send(outgoing(town, feed(1)))
    reply = FeedEntry(post(2, BO, reply_to_id=1, reply_to_author_id=1), BO, parent)
    await announcer.send(outgoing(town, FeedMessage((reply,)), 43))
    message = town.channel.history()[-1]
    assert message.reference is not None
    assert message.reference.message_id == parent.message_id
    assert "In reply to" not in (message.embeds[0].description or "")


async def test_a_reply_outlives_its_parents_message(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    parent = await announcer.send(outgoing(town, feed(1)))
    await announcer.remove("feed", Place(town.guild.id, town.channel.id), parent)
    reply = FeedEntry(post(2, BO, reply_to_id=1), BO, parent)
    await announcer.send(outgoing(town, FeedMessage((reply,)), 43))
    assert len(town.channel.history()) == 1


async def test_a_mistake_of_ours_is_logged_and_given_up(
    town: Town, announcer: DiscordAnnouncer
) -> None:
    with capture_logs() as logs, pytest.raises(Unreachable) as caught:
        await announcer.send(outgoing(town, Notice("no.such.text")))
    assert caught.value.reason == "refused"
    assert [entry["event"] for entry in logs] == ["announcement impossible"]
