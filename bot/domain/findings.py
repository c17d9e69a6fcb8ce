"""What the doctor finds: how bad each thing is, and where the limits lie."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.domain.budget import Usage

# "note": it works, and somebody had better know. "fault": something does not work.
Level = Literal["fine", "note", "fault"]

LEVELS: Mapping[str, Level] = {
    "discord.fine": "fine",
    "discord.token": "fault",
    "discord.unreachable": "fault",
    "discord.nowhere": "note",
    "discord.crowded": "note",
    "clock.fine": "fine",
    "clock.off": "note",
    "clock.wrong": "fault",
    "guild.none": "note",
    "guild.gone": "fault",
    "guild.missing": "fault",
    "channel.fine": "fine",
    "channel.missing": "fault",
    "channel.gone": "fault",
    "review.missing": "fault",
    "review.gone": "fault",
    "role.missing": "fault",
    "role.above": "fault",
    "role.gone": "fault",
    "messages.stuck": "fault",
    "reading.off": "note",
    "reading.stopped": "fault",
    "reading.silent": "note",
    "reading.fine": "fine",
    "budget.fine": "fine",
    "budget.sparing": "note",
    "handles.fine": "fine",
    "handles.few": "note",
    "x.none": "note",
    "x.fine": "fine",
    "x.stopped": "fault",
    "x.later": "note",
    "x.uncapped": "note",
    "x.nearly_used": "note",
    "rules.fine": "fine",
    "rules.left": "note",
    "rules.refused": "fault",
    "database.fine": "fine",
    "database.none": "note",
    "database.behind": "note",
    "database.unusable": "fault",
    "database.too_new": "fault",
    "database.damaged": "fault",
    "database.network": "fault",
    "database.no_wal": "note",
    "database.processes": "fine",
    "database.overdue": "note",
    "disk.fine": "fine",
    "disk.low": "note",
    "disk.full": "fault",
    "secrets.open": "note",
    "zones.fine": "fine",
    "zones.old": "note",
    "zones.none": "fault",
    "versions.fine": "fine",
    "versions.untested": "note",
    "versions.wrong": "fault",
}

# HTTP tells the time in whole seconds, and the answer took a moment.
CLOCK_OFF = timedelta(seconds=5)
CLOCK_WRONG = timedelta(minutes=1)
# Bytes.
DISK_LOW = 1_000_000_000
DISK_FULL = 100_000_000
NEARLY_USED_PERCENT = 90
# Guilds on one shard: Discord allows no more than 2,500, and advises this.
GUILDS_A_SHARD = 1_000
# Of so many people or more, half should have said who they are on X.
FEW = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `key` is one of LEVELS; the texts are `doctor.<key>` and,
    unless it is fine, `doctor.<key>.mend`, filled with `params`."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return LEVELS[self.key]


def found(key: str, **params: Any) -> Finding:
    return Finding(key, params)


def is_clean(findings: Collection[Finding]) -> bool:
    """Whether nothing is a fault."""
    return all(each.level != "fault" for each in findings)


def worst_first(findings: Collection[Finding]) -> list[Finding]:
    order = ("fault", "note", "fine")
    return sorted(findings, key=lambda each: order.index(each.level))


def of_clock(skew: timedelta) -> Finding:
    """`skew` is how far this machine's clock is ahead of another's that is right."""
    seconds = round(abs(skew).total_seconds())
    if abs(skew) < CLOCK_OFF:
        return found("clock.fine")
    return found("clock.off" if abs(skew) < CLOCK_WRONG else "clock.wrong", seconds=seconds)


def of_guilds(name: str, guilds: int, shards: int, link: str) -> Finding:
    """`name` is the bot's, `guilds` how many it is in, `shards` its connections to Discord, and
    `link` the one with which it is invited."""
    if not guilds:
        return found("discord.nowhere", name=name, link=link)
    if guilds > shards * GUILDS_A_SHARD:
        wanted = -(-guilds // GUILDS_A_SHARD)
        return found("discord.crowded", name=name, guilds=guilds, shards=shards, wanted=wanted)
    return found("discord.fine", name=name, n=guilds)


def of_disk(path: str, free: int) -> Finding:
    """`free` is in bytes."""
    level = "full" if free < DISK_FULL else "low" if free < DISK_LOW else "fine"
    return found(f"disk.{level}", path=path, megabytes=free // 1_000_000)


def of_zones(version: str | None, now: datetime) -> Finding:
    """`version` is that of IANA's data, such as "2026b"; None where there are none.

    https://www.iana.org/time-zones: a few versions come out each year.
    """
    if version is None:
        return found("zones.none")
    old = version[:4].isdigit() and int(version[:4]) < now.year - 1
    return found("zones.old" if old else "zones.fine", version=version)


def of_usage(usage: Usage) -> Finding:
    """Of a token that X takes."""
    if usage.cap is None:
        return found("x.fine", posts=usage.posts)
    nearly = usage.posts * 100 >= usage.cap * NEARLY_USED_PERCENT
    return found("x.nearly_used" if nearly else "x.fine", posts=usage.posts, cap=usage.cap)


def of_handles(event: str, going: int, linked: int) -> Finding:
    """`linked` of those who are going said, and proved, who they are on X."""
    few = going >= FEW and linked * 2 < going
    return found("handles.few" if few else "handles.fine", event=event, going=going, linked=linked)
