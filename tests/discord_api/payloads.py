"""How Discord tells of users, guilds, roles, channels, messages and events, in JSON."""

from __future__ import annotations

from typing import Any

from tests.discord_api import permissions
from tests.discord_api.model import (
    COMPONENT,
    MODAL,
    PRIVATE_THREAD,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    Role,
    ScheduledEvent,
    User,
)
from tests.discord_api.world import World

_UNSET_IN_GUILDS = (
    *("icon", "description", "home_header", "splash", "discovery_splash", "banner"),
    *("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id"),
    *("max_presences", "vanity_url_code", "rules_channel_id", "safety_alerts_channel_id"),
    *("public_updates_channel_id", "incidents_data"),
)
_ZERO_IN_GUILDS = (
    *("system_channel_flags", "verification_level", "default_message_notifications", "mfa_level"),
    *("explicit_content_filter", "premium_tier", "premium_subscription_count", "nsfw_level"),
)


def user(found: User) -> Json:
    told: Json = {
        "id": str(found.id),
        "username": found.name,
        "global_name": None if found.is_bot else found.name.title(),
        "discriminator": "0000" if found.is_bot else "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    return told | ({"bot": True} if found.is_bot else {})


def member(found: Member) -> Json:
    empty = ("avatar", "banner", "communication_disabled_until", "nick", "premium_since")
    return dict.fromkeys(empty) | {
        "user": user(found.user),
        "roles": [str(each) for each in found.role_ids],
        "joined_at": found.joined_at,
        "flags": 0,
        "pending": False,
        "mute": False,
        "deaf": False,
    }


def role(found: Role) -> Json:
    return {
        "id": str(found.id),
        "name": found.name,
        "permissions": str(found.permissions),
        "position": found.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild(found: Guild) -> Json:
    """As REST has it."""
    return {
        **dict.fromkeys(_UNSET_IN_GUILDS),
        **dict.fromkeys(_ZERO_IN_GUILDS, 0),
        "id": str(found.id),
        "name": found.name,
        "features": [],
        "owner_id": str(found.owner.id),
        "region": "deprecated",
        "afk_timeout": 300,
        "widget_enabled": False,
        "roles": [role(each) for each in found.roles.values()],
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "preferred_locale": "en-GB",
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "emojis": [],
        "stickers": [],
    }


def own_guild(world: World, found: Guild) -> Json:
    """As a list of one's guilds has it."""
    held = permissions.in_guild(found, found.members[world.bot.id])
    return {
        "id": str(found.id),
        "name": found.name,
        "icon": None,
        "banner": None,
        "owner": found.owner is world.bot,
        "permissions": str(held),
        "features": [],
    }


def guild_create(world: World, found: Guild) -> Json:
    """As the gateway has it for the bot: no members but itself, no threads it cannot see."""
    seen = [each for each in found.channels.values() if world.can(each, "view_channel")]
    return guild(found) | {
        "unavailable": False,
        "large": False,
        "joined_at": found.members[world.bot.id].joined_at,
        "member_count": len(found.members),
        "members": [member(found.members[world.bot.id])],
        "channels": [channel(each) for each in found.channels.values() if each.thread is None],
        "threads": [channel(each) for each in seen if each.thread is not None],
        "guild_scheduled_events": [scheduled_event(each) for each in found.events.values()],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "soundboard_sounds": [],
    }


def channel(found: Channel) -> Json:
    told: Json = {"id": str(found.id), "type": found.kind, "flags": 0}
    told["last_message_id"] = str(max(found.messages)) if found.messages else None
    if found.recipient is not None:
        return told | {"recipients": [user(found.recipient)]}
    told |= {"guild_id": str(found.guild_id), "name": found.name, "rate_limit_per_user": 0}
    if found.thread is not None:
        return told | _thread(found)
    return told | {
        "position": 0,
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": [
            {"id": str(each), "type": 0, "allow": str(allow), "deny": str(deny)}
            for each, (allow, deny) in found.overwrites.items()
        ],
    }


def _thread(found: Channel) -> Json:
    state = found.thread
    if state is None:
        raise TypeError("not a thread")
    metadata: Json = {
        "archived": False,
        "archive_timestamp": state.opened_at,
        "auto_archive_duration": state.archive_minutes,
        "locked": False,
        "create_timestamp": state.opened_at,
    }
    if found.kind == PRIVATE_THREAD:
        metadata["invitable"] = state.invitable
    return {
        "parent_id": str(state.parent_id),
        "owner_id": str(state.owner_id),
        "thread_metadata": metadata,
        "message_count": min(len(found.messages), 50),
        "member_count": min(len(state.members), 50),
        "total_message_sent": len(found.messages),
    }


def thread_member(found: Channel, user_id: int) -> Json:
    joined = found.thread.members[user_id] if found.thread is not None else ""
    return {"id": str(found.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 0}


def message(found: Message, *, nonce: str | int | None = None) -> Json:
    """`nonce` is for the answer to the call that sent it, and for nothing else."""
    told: Json = {
        "id": str(found.id),
        "channel_id": str(found.channel_id),
        "type": 0,
        "author": user(found.author),
        "content": found.content,
        "timestamp": found.sent_at,
        "edited_timestamp": found.edited_at,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(each) for each in found.mentions],
        "mention_roles": [],
        "attachments": found.attachments,
        "embeds": found.embeds,
        "components": found.components,
        "pinned": False,
        "flags": found.flags,
    }
    if nonce is not None:
        told["nonce"] = nonce
    if found.answers is not None:
        told["type"] = 19
        reference = {"type": 0, "channel_id": told["channel_id"], "message_id": str(found.answers)}
        told["message_reference"] = reference
    if found.interaction is not None:
        told["webhook_id"] = told["application_id"] = str(found.author.id)
        told["interaction_metadata"] = interaction_metadata(found.interaction)
        told["type"] = 20 if found.interaction.message is None else told["type"]
    return told


def interaction_metadata(found: Interaction) -> Json:
    owner = found.channel.guild_id if found.channel.guild_id is not None else found.user.id
    told: Json = {
        "id": str(found.id),
        "type": found.kind,
        "user": user(found.user),
        "authorizing_integration_owners": {"0": str(owner)},
    }
    if found.kind == COMPONENT and found.message is not None:
        told["interacted_message_id"] = str(found.message.id)
    if found.kind == MODAL and found.cause is not None:
        told["triggering_interaction_metadata"] = interaction_metadata(found.cause)
    return told


def scheduled_event(found: ScheduledEvent) -> Json:
    empty = ("channel_id", "image", "entity_id", "recurrence_rule")
    return dict.fromkeys(empty) | {
        "id": str(found.id),
        "guild_id": str(found.guild_id),
        "creator_id": str(found.creator.id),
        "creator": user(found.creator),
        "name": found.name,
        "description": found.description,
        "scheduled_start_time": found.starts_at,
        "scheduled_end_time": found.ends_at,
        "privacy_level": 2,
        "status": found.status,
        "entity_type": 3,
        "entity_metadata": {"location": found.place},
        "guild_scheduled_event_exceptions": [],
    }


def acting_member(world: World, where: Channel, who: User) -> Json:
    """Whoever acts in a guild, with what they may do there."""
    found = world.guilds[where.guild_id or 0].members[who.id]
    return member(found) | {"permissions": str(world.held(where, who))}


def acted_in(world: World, where: Channel) -> Json:
    """The place of an interaction."""
    told: Json = {
        "channel_id": str(where.id),
        "app_permissions": str(world.held(where, world.bot)),
        "locale": "en-GB",
        "context": 1,
    }
    told["channel"] = channel(where)
    if where.guild_id is not None:
        told |= {"guild_id": str(where.guild_id), "guild_locale": "en-GB", "context": 0}
        told["guild"] = {"id": told["guild_id"], "locale": "en-GB", "features": []}
        told["channel"]["permissions"] = str(permissions.EVERYTHING)
    return told


Told = Json | list[Any] | None
