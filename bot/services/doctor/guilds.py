"""What is wrong in one guild: rights, reading, messages that do not get through, handles."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.finding_rights import Used, of_rights
from bot.domain.findings import Finding, found, of_handles
from bot.domain.permissions import GuildRights
from db import account_links, chats, condition, events, feed, filters, rsvp_settings, rsvps

# A message that was tried for so long will not go by itself.
STUCK_AFTER = timedelta(hours=1)
# Under a hashtag that is announced somebody posts within so long.
SILENT_AFTER = timedelta(days=2)


async def guild_ids(conn: AsyncConnection, now: datetime) -> list[int]:
    """The guilds in which a tweetup is to come."""
    coming = [*await events.tracked(conn, now), *await events.upcoming(conn, now)]
    return sorted({event.guild_id for event in coming})


async def in_guild(
    conn: AsyncConnection, guild_id: int, rights: GuildRights | None, now: datetime
) -> list[Finding]:
    """`rights` is None where the bot is not in the guild."""
    coming = await _coming(conn, guild_id, now)
    if not coming:
        return [found("guild.none")]
    if rights is None:
        return [found("guild.gone", event=coming[0].name)]
    findings = list(of_rights(rights, [await _used(conn, each, now) for each in coming]))
    late = await condition.stuck(conn, guild_id, now - STUCK_AFTER)
    if late:
        findings.append(found("messages.stuck", n=late))
    for event in coming:
        findings += await _handles(conn, event)
    return findings


async def reading_of(conn: AsyncConnection, guild_id: int, now: datetime) -> list[Finding]:
    """How it stands with each hashtag of a guild's that is followed."""
    findings = []
    for event in await events.tracked(conn, now):
        if event.guild_id != guild_id:
            continue
        seen = await feed.last_seen(conn, event.id)
        if seen is not None:
            findings.append(found("reading.fine", hashtag=event.hashtag, at=seen[0]))
        elif event.created_at < now - SILENT_AFTER:
            findings.append(found("reading.silent", hashtag=event.hashtag, event=event.name))
    return findings


async def _coming(conn: AsyncConnection, guild_id: int, now: datetime) -> list[Event]:
    known = await events.of_guild(conn, guild_id)
    live = (each for each in known if not each.archived and each.state != "cancelled")
    return [each for each in live if not each.is_over(now)]


async def _used(conn: AsyncConnection, event: Event, now: datetime) -> Used:
    settings = await rsvp_settings.get(conn, event.id)
    review = (await filters.get(conn, event.id)).review_channel_id
    coming = await chats.of_events(conn, [event.id], now)
    planned = any(each.state == "planned" for each in coming)
    return Used(event, review, settings.attendee_role, chats=planned)


async def _handles(conn: AsyncConnection, event: Event) -> list[Finding]:
    answers = await rsvps.of_event(conn, event.id)
    going = [each.member_id for each in answers if each.status == "going"]
    links = await account_links.of_members(conn, event.guild_id, going)
    proved = sum(link.proved_at is not None for link in links.values())
    return [of_handles(event.name, len(going), proved)] if going else []
