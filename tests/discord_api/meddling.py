"""What goes wrong on the way, and looking on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from tests.discord_api import portrait
from tests.discord_api.faults import Fault
from tests.discord_api.gate import Gate
from tests.discord_api.gateway import INVALID_SESSION, RECONNECT, Gateway
from tests.discord_api.model import Json
from tests.discord_api.world import World


class Meddling:
    """What goes wrong, and looking on."""

    def __init__(self, world: World, gate: Gate, gateway: Gateway) -> None:
        self._world = world
        self._gate = gate
        self._gateway = gateway

    def add_fault(self, **fault: Any) -> None:
        """The fields of `faults.Fault`."""
        self._gate.faults.add(Fault(**fault))

    def clear_faults(self) -> None:
        self._gate.faults.clear()

    def limit(self, route: str, calls: int, per: float) -> None:
        self._gate.limits.set(route, calls, per)

    def held(self) -> Json:
        """The calls that wait between their work and what comes before or after it."""
        holds = self._gate.holds.now
        return {
            "version": self._world.version,
            "calls": [asdict(each.seen) | {"after": each.after} for each in holds],
        }

    def release(self, goes_on: bool) -> Json:
        """Let what is held go on; or end its connection, with nothing further done."""
        return {"count": self._gate.holds.release(goes_on)}

    async def gateway(
        self,
        act: Literal["close", "drop", "deafen", "reconnect", "invalidate", "forget"],
        code: int = 4000,
        resumable: bool = False,
        heartbeat_ms: int | None = None,
        turned_away: int = 0,
    ) -> None:
        """Close every connection with `code`, drop it, let it hear and say no more, ask for a
        reconnect, or declare its session invalid. `forget`: no session can be resumed.
        `heartbeat_ms` is for the connections to come, of which `turned_away` cannot be had."""
        self._gateway.heartbeat_ms = heartbeat_ms or self._gateway.heartbeat_ms
        self._gateway.turned_away = turned_away
        if act == "forget" or (act == "invalidate" and not resumable):
            self._gateway.sessions.clear()
        for line in list(self._gateway.lines):
            if act == "close":
                await line.socket.close(code=code)
            elif act == "drop":
                line.drop()
            elif act == "deafen":
                line.is_deaf = True
            elif act == "reconnect":
                line.say(RECONNECT, None)
            elif act == "invalidate":
                line.say(INVALID_SESSION, resumable)

    def outage(self, guild_id: int, over: bool = False) -> None:
        """From the next session on a guild cannot be had; or, once it is over, it can again."""
        if over:
            self._gateway.bring_back(guild_id)
        else:
            self._gateway.away.add(guild_id)

    def start_every(self, seconds: float) -> None:
        """No session may begin sooner after another, in real time."""
        self._gateway.start_every = seconds

    def connections(self) -> Json:
        """`told`: how many events the newest session has been told of so far; `shards`: those that
        hear what happens."""
        newest = next(reversed(self._gateway.sessions.values()), None)
        return {
            "version": self._world.version,
            "open": len(self._gateway.lines),
            "shards": sorted(
                each.shard[0] for each in self._gateway.sessions.values() if each.line
            ),
            "identified": self._gateway.identified,
            "too_soon": self._gateway.too_soon,
            "resumed": self._gateway.resumed,
            "heartbeats": self._gateway.heartbeats,
            "told": 0 if newest is None else len(newest.sent),
        }

    def time(self) -> Json:
        return {"version": self._world.version, "now": self._world.time.stamp}

    def set_time(self, now: str) -> None:
        """ISO 8601, with its offset from UTC. Raises ValueError for a time gone by."""
        moment = datetime.fromisoformat(now)
        if moment < self._world.time.now:
            raise ValueError("time does not go back")
        self._world.time.now = moment
        self._world.touch()

    def world(self) -> Json:
        return portrait.portrait(self._world)

    async def changed(self, since: int) -> Json:
        """Answer once the world's version is past `since`."""
        await self._world.changed(since)
        return {"version": self._world.version}

    def calls(self) -> Json:
        return {
            "version": self._world.version,
            "effects": self._gate.effects,
            "calls": [asdict(each) for each in self._gate.log],
        }

    def clear_calls(self) -> None:
        """Forget the log so far; the numbers go on."""
        self._gate.log.clear()
