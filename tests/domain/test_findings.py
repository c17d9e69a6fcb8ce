"""What the doctor calls well, worth knowing and broken, at the limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.budget import Usage
from bot.domain.events import Event
from bot.domain.finding_rights import Used, of_rights
from bot.domain.findings import (
    DISK_FULL,
    DISK_LOW,
    Finding,
    found,
    is_clean,
    of_clock,
    of_disk,
    of_guilds,
    of_handles,
    of_usage,
    of_zones,
    worst_first,
)
from bot.domain.permissions import FOR_ROLES, INVITED, GuildRights

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CHANNEL, REVIEW, ROLE = 5, 21, 31
ALL = frozenset((*INVITED, *FOR_ROLES))
LINK = "https://discord.example/invite"
RIGHTS = GuildRights(ALL, {CHANNEL: ALL, REVIEW: ALL}, roles={ROLE: True})
TEA = Event(1, CHANNEL, 7, "Tea", "tea", NOW, NOW, "Europe/London", "Room 1", None, NOW, id=9)
USED = Used(TEA, REVIEW, ROLE, chats=False)


def test_faults_come_first_and_only_they_are_not_clean() -> None:
    fine, note, fault = found("x.fine"), found("x.none"), found("x.stopped", why="spent")
    assert fault == Finding("x.stopped", {"why": "spent"})
    assert worst_first([fine, note, fault]) == [fault, note, fine]
    assert is_clean([fine, note])
    assert not is_clean([fine, fault])


@pytest.mark.parametrize(
    ("skew", "expected"),
    [
        (timedelta(seconds=4.9), found("clock.fine")),
        (timedelta(seconds=5), found("clock.off", seconds=5)),
        (timedelta(seconds=-59.4), found("clock.off", seconds=59)),
        (timedelta(seconds=60), found("clock.wrong", seconds=60)),
    ],
)
def test_a_clock_may_be_off_by_seconds(skew: timedelta, expected: Finding) -> None:
    assert of_clock(skew) == expected


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (DISK_FULL - 1, found("disk.full", path="/data", megabytes=99)),
        (DISK_FULL, found("disk.low", path="/data", megabytes=100)),
        (DISK_LOW - 1, found("disk.low", path="/data", megabytes=999)),
        (DISK_LOW, found("disk.fine", path="/data", megabytes=1_000)),
    ],
)
def test_room_on_the_disk(free: int, expected: Finding) -> None:
    assert of_disk("/data", free) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (None, found("zones.none")),
        ("2025a", found("zones.fine", version="2025a")),
        ("2024b", found("zones.old", version="2024b")),
        ("unknown", found("zones.fine", version="unknown")),
    ],
)
def test_zones_are_good_for_two_calendar_years(version: str | None, expected: Finding) -> None:
    assert of_zones(version, NOW) == expected


def test_nine_tenths_of_xs_cap_are_worth_a_word() -> None:
    assert of_usage(Usage(899, 1_000)) == found("x.fine", posts=899, cap=1_000)
    assert of_usage(Usage(900, 1_000)) == found("x.nearly_used", posts=900, cap=1_000)
    assert of_usage(Usage(900, None)) == found("x.fine", posts=900)


@pytest.mark.parametrize(
    ("going", "linked", "few"), [(3, 0, False), (4, 1, True), (4, 2, False), (5, 2, True)]
)
def test_half_of_four_or_more_should_have_told_their_handle(
    going: int, linked: int, few: bool
) -> None:
    key = "handles.few" if few else "handles.fine"
    assert of_handles("Tea", going, linked) == found(key, event="Tea", going=going, linked=linked)


def rights(**changes: object) -> GuildRights:
    return replace(RIGHTS, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (RIGHTS, []),
        (
            rights(held=ALL - {"create_events"}),
            [found("guild.missing", missing=("create_events",))],
        ),
        (rights(channels={REVIEW: ALL}), [found("channel.gone", event="Tea")]),
        (
            rights(channels={CHANNEL: ALL - {"embed_links"}, REVIEW: ALL}),
            [found("channel.missing", channel=CHANNEL, event="Tea", missing=("embed_links",))],
        ),
        (rights(channels={CHANNEL: ALL - {"create_public_threads"}, REVIEW: ALL}), []),
        (rights(channels={CHANNEL: ALL}), [found("review.gone", event="Tea")]),
        (
            rights(channels={CHANNEL: ALL, REVIEW: frozenset({"embed_links"})}),
            [
                found(
                    "review.missing",
                    channel=REVIEW,
                    event="Tea",
                    missing=("view_channel", "send_messages", "read_message_history"),
                )
            ],
        ),
        (rights(roles={}), [found("role.gone", event="Tea")]),
        (rights(held=ALL - {"manage_roles"}), [found("role.missing", event="Tea")]),
        (rights(roles={ROLE: False}), [found("role.above", event="Tea")]),
    ],
)
def test_each_right_that_is_missed_is_told_with_its_tweetup(
    held: GuildRights, expected: list[Finding]
) -> None:
    assert [each for each in of_rights(held, [USED]) if each.level != "fine"] == expected


def test_a_channel_of_two_tweetups_is_told_once_and_a_chat_needs_more() -> None:
    later = Used(replace(TEA, name="Cake", id=10), None, None, chats=True)
    fine = found("channel.fine", channel=CHANNEL, event="Tea")
    assert list(of_rights(RIGHTS, [USED, later])) == [fine]
    less = rights(channels={CHANNEL: ALL - {"create_public_threads"}, REVIEW: ALL})
    lacks = ("create_public_threads",)
    (told,) = of_rights(less, [USED, later])
    assert told == found("channel.missing", channel=CHANNEL, event="Tea", missing=lacks)


def test_servers_are_too_many_for_a_shard_before_discord_says_so() -> None:
    assert of_guilds("Tweetup", 0, 1, LINK).key == "discord.nowhere"
    assert of_guilds("Tweetup", 2_000, 2, LINK).key == "discord.fine"
    crowded = of_guilds("Tweetup", 2_001, 2, LINK)
    assert (crowded.key, crowded.params["wanted"]) == ("discord.crowded", 3)
