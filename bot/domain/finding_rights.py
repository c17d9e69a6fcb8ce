"""What the doctor finds of the bot's rights, where tweetups are to take place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.findings import Finding, found
from bot.domain.permissions import (
    FOR_CHATS,
    FOR_ROLES,
    IN_CHANNEL,
    IN_GUILD,
    TO_ASK,
    GuildRights,
    lacking,
)


@dataclass(frozen=True, slots=True)
class Used:
    """What a tweetup uses: `review_id` is the channel where organisers approve what is held,
    `role_id` the role its attendees get; `chats` whether tweet chats are to come."""

    event: Event
    review_id: int | None
    role_id: int | None
    chats: bool


def of_rights(rights: GuildRights, used: Iterable[Used]) -> Iterator[Finding]:
    """Each channel once, named with the first tweetup that uses it."""
    of_channel: dict[int, list[Used]] = {}
    for each in used:
        of_channel.setdefault(each.event.channel_id, []).append(each)
    missing = lacking(IN_GUILD, rights.held)
    if missing:
        yield found("guild.missing", missing=missing)
    for channel_id, those in of_channel.items():
        needed = (*IN_CHANNEL, *FOR_CHATS) if any(each.chats for each in those) else IN_CHANNEL
        yield _of_channel("channel", rights, channel_id, needed, those[0].event.name)
    reviews = {each.review_id: each for those in of_channel.values() for each in those}
    for review_id, each in reviews.items():
        if review_id is not None:
            finding = _of_channel("review", rights, review_id, TO_ASK, each.event.name)
            if finding.level != "fine":
                yield finding
    roles = {each.role_id: each for those in of_channel.values() for each in those}
    for role_id, each in roles.items():
        if role_id is not None:
            yield from _of_role(rights, role_id, each.event.name)


def _of_channel(
    what: str, rights: GuildRights, channel_id: int, needed: tuple[str, ...], event: str
) -> Finding:
    if channel_id not in rights.channels:
        return found(f"{what}.gone", event=event)
    missing = rights.missing(channel_id, needed)
    if missing:
        return found(f"{what}.missing", channel=channel_id, event=event, missing=missing)
    return found("channel.fine", channel=channel_id, event=event)


def _of_role(rights: GuildRights, role_id: int, event: str) -> Iterator[Finding]:
    if role_id not in rights.roles:
        yield found("role.gone", event=event)
    elif lacking(FOR_ROLES, rights.held):
        yield found("role.missing", event=event)
    elif not rights.roles[role_id]:
        yield found("role.above", event=event)
