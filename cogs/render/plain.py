"""What Discord would show of a message, for a file that anybody can read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.markdown import escape
from bot.texts import text
from cogs.render.written import written

_MENTION = re.compile(r"<@(\d+)>")
_TIME = re.compile(r"<t:(\d+):\w>")
# How far away a moment is changes; when it is stands beside it.
_RELATIVE = re.compile(r" \(<t:\d+:R>\)")
_LINK = re.compile(r"\\[^a-zA-Z0-9\s]|\[((?:\\.|[^\]\\])*)\]\(<?([^)>]+)>?\)")
_MARKS = re.compile(r"\*\*|`")
_ESCAPED = re.compile(r"(\\[^a-zA-Z0-9\s])")


def mentioned(content: str) -> set[int]:
    """The members whom a message mentions."""
    return {int(found) for found in _MENTION.findall(content)}


def plain(content: str, names: Mapping[int, str]) -> str:
    """The message without Discord's markdown: names for mentions, times in UTC."""
    content = _RELATIVE.sub("", content)
    content = _TIME.sub(lambda found: moment(datetime.fromtimestamp(int(found[1]), UTC)), content)
    content = _LINK.sub(_followed, content)
    content = _MENTION.sub(lambda found: _name(int(found[1]), names), content)
    return _unmarked(content)


def moment(at: datetime) -> str:
    return f"{written(at, 'minute')} UTC"


def _followed(found: re.Match[str]) -> str:
    """A link with where it leads; a sign that was escaped begins none."""
    return found[0] if found[2] is None else f"{found[1]} ({found[2]})"


def _name(member_id: int, names: Mapping[int, str]) -> str:
    return escape(names.get(member_id, text("door.nameless")))


def _unmarked(content: str) -> str:
    """Without marks, but for those that were written as signs."""
    parts = _ESCAPED.split(content)
    return "".join(part[1] if _ESCAPED.fullmatch(part) else _MARKS.sub("", part) for part in parts)
