"""The gateway: sessions, their events in order, and what comes between.

https://discord.com/developers/docs/events/gateway
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord_api import payloads
from tests.discord_api.gate import TOKEN
from tests.discord_api.model import Json
from tests.discord_api.world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11
# Which intent an event needs, by how its name begins; others need none.
_INTENTS = (
    ("GUILD_SCHEDULED_EVENT", 1 << 16),
    ("GUILD_MEMBER_", 1 << 1),
    ("GUILD_", 1 << 0),
    ("CHANNEL_", 1 << 0),
    ("THREAD_", 1 << 0),
)
_GUILD_MESSAGES, _DIRECT_MESSAGES = 1 << 9, 1 << 12
NOT_AUTHENTICATED, INVALID_SHARD = 4004, 4010
# Sessions that Discord lets a bot begin in a day.
MOST_STARTS = 1_000
HEARTBEAT_MS = 41_250


class Line:
    """One connection. What is put on it goes out in order."""

    def __init__(self, socket: web.WebSocketResponse, transport: Any, *, compressed: bool) -> None:
        self.socket = socket
        self.is_deaf = False
        """Whether it neither hears nor says anything any more, though it stays open."""
        self._transport = transport
        self._deflate = zlib.compressobj() if compressed else None
        self._waiting: asyncio.Queue[str] = asyncio.Queue()

    def say(self, op: int, data: Any, seq: int | None = None, event: str | None = None) -> None:
        self._waiting.put_nowait(json.dumps({"op": op, "d": data, "s": seq, "t": event}))

    def repeat(self, text: str) -> None:
        self._waiting.put_nowait(text)

    def drop(self) -> None:
        self._transport.abort()

    async def carry(self) -> None:
        """Send what is put on the line, for as long as it is open."""
        while True:
            text = await self._waiting.get()
            if self.is_deaf:
                continue
            with suppress(ConnectionError):
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    flushed = self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    packed = flushed + self._deflate.compress(text.encode())
                    await self.socket.send_bytes(packed + self._deflate.flush(zlib.Z_SYNC_FLUSH))


@dataclass(eq=False)
class Session:
    id: str
    intents: int
    line: Line | None
    shard: tuple[int, int]
    """Its number, and of how many."""
    sent: list[tuple[int, str]] = field(default_factory=list)
    """Every event so far, by its number."""

    def hears_of(self, guild_id: int | None) -> bool:
        """What happens in no guild, the first shard hears."""
        number, shards = self.shard
        return ((guild_id or 0) >> 22) % shards == number

    def tell(self, event: str, data: Any) -> None:
        seq = len(self.sent) + 1
        text = json.dumps({"op": DISPATCH, "d": data, "s": seq, "t": event})
        self.sent.append((seq, text))
        if self.line is not None:
            self.line.repeat(text)

    def wants(self, event: str, guild_id: int | None) -> bool:
        if event.startswith("MESSAGE_"):
            return bool(self.intents & (_GUILD_MESSAGES if guild_id else _DIRECT_MESSAGES))
        needed = next((bit for name, bit in _INTENTS if event.startswith(name)), None)
        return needed is None or bool(self.intents & needed)


class Gateway:
    def __init__(self, world: World, url: Callable[[], str]) -> None:
        self._world = world
        self._url = url
        self.sessions: dict[str, Session] = {}
        self.lines: list[Line] = []
        self.identified = 0
        self.too_soon = 0
        """How many sessions were refused for they were to begin too soon after another."""
        self.start_every = 0.0
        """Real seconds between two sessions that begin; Discord's own are 5."""
        self._may_start_at = 0.0
        self.turned_away = 0
        """How many lines to come cannot be had."""
        self.resumed = 0
        self.away: set[int] = set()
        """Guilds of which nothing is told when a session begins."""
        self.heartbeats = 0
        self.heartbeat_ms = HEARTBEAT_MS
        world.listeners.append(self._tell)

    @property
    def url(self) -> str:
        """Where it is found."""
        return self._url()

    @property
    def shards(self) -> list[int]:
        """Those on which somebody hears what happens, each as often as there are who do."""
        return sorted(each.shard[0] for each in self.sessions.values() if each.line is not None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.turned_away > 0:
            self.turned_away -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(heartbeat=None, max_msg_size=4096 * 16)
        await socket.prepare(request)
        compressed = request.query.get("compress") == "zlib-stream"
        line = Line(socket, request.transport, compressed=compressed)
        self.lines.append(line)
        line.say(HELLO, {"heartbeat_interval": self.heartbeat_ms})
        carrying = asyncio.create_task(line.carry())
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT and not line.is_deaf:
                    await self._hear(line, json.loads(frame.data))
        finally:
            carrying.cancel()
            self.lines.remove(line)
            for session in self.sessions.values():
                if session.line is line:
                    session.line = None
            self._world.touch()
        return socket

    async def close(self) -> None:
        for line in self.lines:
            line.drop()

    async def _hear(self, line: Line, said: Json) -> None:
        op, data = said["op"], said["d"]
        if op == HEARTBEAT:
            self.heartbeats += 1
            line.say(HEARTBEAT_ACK, None)
            self._world.touch()
        elif op == IDENTIFY:
            await self._identify(line, data)
        elif op == RESUME:
            self._resume(line, data)
        elif op == REQUEST_MEMBERS:
            self._tell_members(line, data)
        elif op != PRESENCE:
            await line.socket.close(code=4001, message=b"Unknown opcode.")

    async def _identify(self, line: Line, data: Json) -> None:
        if data["token"] != TOKEN:
            await line.socket.close(code=NOT_AUTHENTICATED, message=b"Authentication failed.")
            return
        number, shards = shard = tuple(data.get("shard", (0, 1)))
        if not 0 <= number < shards:
            await line.socket.close(code=INVALID_SHARD, message=b"Invalid shard.")
            return
        if time.monotonic() < self._may_start_at:
            self.too_soon += 1
            line.say(INVALID_SESSION, False)
            return
        self._may_start_at = time.monotonic() + self.start_every
        self.identified += 1
        for old in list(self.sessions.values()):
            if old.line is None and old.shard == shard:
                del self.sessions[old.id]
        session = Session(secrets.token_hex(16), data["intents"], line, shard)
        self.sessions[session.id] = session
        bot = self._world.bot
        there = [
            each
            for each in self._world.guilds.values()
            if bot.id in each.members and session.hears_of(each.id)
        ]
        session.tell(
            "READY",
            {
                "v": 10,
                "user": payloads.user(bot) | {"verified": True, "mfa_enabled": False},
                "guilds": [{"id": str(each.id), "unavailable": True} for each in there],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": self.url,
                "application": {"id": str(self._world.application_id), "flags": 0},
            }
            | ({"shard": list(shard)} if "shard" in data else {}),
        )
        for guild in there:
            if guild.id not in self.away:
                session.tell("GUILD_CREATE", payloads.guild_create(self._world, guild))
        self._world.touch()

    def bring_back(self, guild_id: int) -> None:
        """Tell of a guild that was away."""
        self.away.discard(guild_id)
        guild = self._world.guild(guild_id)
        for session in self.sessions.values():
            if session.hears_of(guild_id):
                session.tell("GUILD_CREATE", payloads.guild_create(self._world, guild))

    def _resume(self, line: Line, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != TOKEN:
            line.say(INVALID_SESSION, False)
            return
        self.resumed += 1
        session.line = line
        for seq, text in session.sent:
            if seq > (data["seq"] or 0):
                line.repeat(text)
        session.tell("RESUMED", {})
        self._world.touch()

    def _tell_members(self, line: Line, data: Json) -> None:
        guild = self._world.guild(int(data["guild_id"]))
        asked = data.get("user_ids", [])
        wanted = [int(each) for each in ([asked] if isinstance(asked, str) else asked)]
        found = [guild.members[each] for each in wanted if each in guild.members]
        chunk = {
            "guild_id": str(guild.id),
            "members": [payloads.member(each) for each in found],
            "not_found": [str(each) for each in wanted if each not in guild.members],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": data.get("nonce"),
        }
        for session in self.sessions.values():
            if session.line is line and session.hears_of(guild.id):
                session.tell("GUILD_MEMBERS_CHUNK", chunk)

    def _tell(self, event: str, data: Json, guild_id: int | None) -> None:
        for session in self.sessions.values():
            if session.hears_of(guild_id) and session.wants(event, guild_id):
                session.tell(event, data)
