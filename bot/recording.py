"""An announcer that writes to a file what it would say: one JSON object a line.

It keeps Discord's promises that the deliveries rely on: what was written stands, the same nonce
gives the same message, and what stands can be found again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from msgspec import Struct, structs

from bot.domain.announcements import FeedMessage, Introduction
from bot.domain.deliveries import DeliveryKind, MessageRef
from bot.errors import UserError
from bot.ports import Outgoing, Place


@dataclass(slots=True)
class Recording:
    """Announcements in a file, kept across runs; a line cut short by a crash never was.

    `anew` drops what the file held.

    Raises UserError("recording.path") on entering when the file cannot be used.
    """

    path: Path
    anew: bool = False
    _standing: dict[int, MessageRef] = field(default_factory=dict)
    _lines: int = 0
    _file: int = -1

    def __enter__(self) -> Self:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if self.anew else 0)
        try:
            self._file = os.open(self.path, flags, 0o600)
        except OSError as error:
            raise UserError("recording.path", path=self.path, reason=error.strerror) from error
        whole = self.path.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]
        os.ftruncate(self._file, len(kept))
        for line in kept.splitlines():
            self._remember(line)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    async def send(self, outgoing: Outgoing) -> MessageRef:
        standing = self._standing.get(outgoing.delivery_id)
        if standing is None:
            standing = MessageRef(outgoing.place.channel_id or 0, self._lines + 1)
            self._write("send", standing, _said(outgoing))
        return standing

    async def find(self, outgoing: Outgoing) -> MessageRef | None:
        return self._standing.get(outgoing.delivery_id)

    async def update(self, outgoing: Outgoing, standing: MessageRef) -> None:
        self._write("update", standing, _said(outgoing))

    async def remove(self, kind: DeliveryKind, place: Place, standing: MessageRef) -> None:
        self._write("remove", standing, {"kind": kind, "place": asdict(place)})

    def _write(
        self, action: Literal["send", "update", "remove"], at: MessageRef, said: dict[str, Any]
    ) -> None:
        line = json.dumps(
            {"action": action, "channel": at.channel_id, "message": at.message_id, **said},
            ensure_ascii=False,
            default=_plain,
        ).encode()
        os.write(self._file, line + b"\n")
        self._remember(line)

    def _remember(self, line: bytes) -> None:
        self._lines += 1
        entry = json.loads(line)
        if entry["action"] == "send":
            self._standing[entry["nonce"]] = MessageRef(entry["channel"], entry["message"])


def _said(outgoing: Outgoing) -> dict[str, Any]:
    announcement = outgoing.announcement
    said: dict[str, Any] = {
        "nonce": outgoing.delivery_id,
        "kind": type(announcement).__name__,
        "place": asdict(outgoing.place),
    }
    if isinstance(announcement, FeedMessage):
        said["posts"] = [str(entry.post.id) for entry in announcement.entries]
    if isinstance(announcement, Introduction):
        said["evidence"] = [str(evidence.post.id) for evidence in announcement.evidence]
    return said | {"announcement": asdict(announcement)}


def _plain(value: object) -> object:
    if isinstance(value, Struct):
        return structs.asdict(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)
