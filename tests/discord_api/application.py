"""The bot's own account and its commands."""

from __future__ import annotations

from tests.discord_api import payloads
from tests.discord_api.call import Call, Route
from tests.discord_api.errors import missing_access
from tests.discord_api.gateway import MOST_STARTS, Gateway
from tests.discord_api.model import Json
from tests.discord_api.payloads import Told
from tests.discord_api.world import World

# For how many Discord recommends one.
GUILDS_A_SHARD = 1_000


class Application:
    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    def routes(self) -> list[Route]:
        commands = "/applications/{application_id}/commands"
        return [
            Route("GET", "/users/@me", self.read_self),
            Route("GET", "/oauth2/applications/@me", self.read),
            Route("GET", "/gateway/bot", self.find_gateway),
            Route("PUT", commands, self.overwrite_commands),
        ]

    def read_self(self, call: Call) -> Told:
        own = {"mfa_enabled": False, "locale": "en-US", "verified": True}
        told = payloads.user(self._world.bot)
        return told | own

    def read(self, call: Call) -> Told:
        empty = ("icon", "type", "interactions_endpoint_url", "role_connections_verification_url")
        return dict.fromkeys([*empty, "team"]) | {
            "id": str(self._world.application_id),
            "name": self._world.bot.name,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "owner": payloads.user(self._world.bot),
            "approximate_guild_count": len(self._world.guilds),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": [],
        }

    def find_gateway(self, call: Call) -> Told:
        starts = {
            "total": MOST_STARTS,
            "remaining": max(MOST_STARTS - self._gateway.identified, 0),
            "reset_after": 0,
            "max_concurrency": 1,
        }
        shards = 1 + len(self._world.guilds) // GUILDS_A_SHARD
        return {"url": self._gateway.url, "shards": shards, "session_start_limit": starts}

    def overwrite_commands(self, call: Call) -> Told:
        """What stands already keeps its id."""
        if call.id("application_id") != self._world.application_id:
            raise missing_access()
        ids = {each["name"]: each["id"] for each in self._world.commands}
        self._world.commands = [self._command(each, ids) for each in call.body]
        self._world.touch()
        return list(self._world.commands)

    def _command(self, sent: Json, ids: dict[str, str]) -> Json:
        told = {name: value for name, value in sent.items() if value is not None}
        told.setdefault("type", 1)
        return told | {
            "id": ids.get(sent["name"]) or str(self._world.time.next_id()),
            "application_id": str(self._world.application_id),
            "version": str(self._world.time.next_id()),
            "default_member_permissions": sent.get("default_member_permissions"),
            "description": sent.get("description") or "",
        }
