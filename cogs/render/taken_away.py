"""A member's own copy of everything kept of them: a text to read, and JSON."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.services.privacy import TakenAway
from bot.texts import text
from cogs.choices import choices_text, introduced_text
from cogs.render import plain
from cogs.render.known import pages

# Above it, programs that read JSON may round a number; ids of Discord and X are that long.
_EXACT = 2**53
_EVENT = ("id", "name", "hashtag", "starts_at", "ends_at", "zone", "place", "state")


def mentioned(taken: TakenAway) -> set[int]:
    """The members whose names the text needs."""
    return plain.mentioned(_pages(taken))


def files(taken: TakenAway, server: str, names: Mapping[int, str], limit: int) -> dict[str, bytes]:
    """The files by their names. One of more than `limit` bytes is packed with gzip.

    `names` are what the members of `mentioned` are called.
    """
    slug = re.sub(r"[\W_]+", "-", server.lower()).strip("-") or "server"
    stem = f"tweetup-{slug}-{taken.at:%Y-%m-%d}"
    written = {f"{stem}.txt": _text(taken, server, names), f"{stem}.json": _json(taken, server)}
    found = {name: content.encode() for name, content in written.items()}
    return dict(_packed(name, content, limit) for name, content in found.items())


def _packed(name: str, content: bytes, limit: int) -> tuple[str, bytes]:
    if len(content) <= limit:
        return name, content
    return f"{name}.gz", gzip.compress(content)


def _text(taken: TakenAway, server: str, names: Mapping[int, str]) -> str:
    heading = text("me.export.heading", server=server, at=plain.moment(taken.at))
    return f"{heading}\n\n{plain.plain(_pages(taken), names)}\n"


def _pages(taken: TakenAway) -> str:
    given = taken.known.consents
    chosen = choices_text(given, taken.known.link)
    return "\n".join((*pages(taken.known), "", chosen, "", introduced_text(given))).strip()


def _json(taken: TakenAway, server: str) -> str:
    met = {each.made.id: each.others for each in taken.known.introductions}
    rows = dict(taken.rows)
    rows["introductions"] = [
        {**row, "with": [{"member": m, "handle": h} for m, h in met[row["id"]].items()]}
        for row in rows["introductions"]
    ]
    tweetups = [{name: asdict(event)[name] for name in _EVENT} for event in taken.events]
    whole = {"server": server, "written_at": taken.at, "tweetups": tweetups, **rows}
    return json.dumps(_safe(whole), ensure_ascii=False, indent=2) + "\n"


def _safe(value: Any) -> Any:
    """As JSON has it: times as ISO 8601 has them, numbers that could be rounded as strings."""
    match value:
        case Mapping():
            return {str(key): _safe(each) for key, each in value.items()}
        case list() | tuple():
            return [_safe(each) for each in value]
        case datetime():
            return value.isoformat()
        case int() if abs(value) >= _EXACT:
            return str(value)
    return value
