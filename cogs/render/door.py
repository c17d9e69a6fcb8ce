"""What organisers read at the door and after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from discord.ext.commands import Paginator
from discord.utils import format_dt

from bot.domain.door import Attendance
from bot.domain.markdown import escape
from bot.services.door import CheckedIn, DoorState, NoShows
from bot.texts import text
from cogs.render.known import PAGE

Names = Mapping[int, str]


def counts(state: DoorState) -> str:
    """How the door stands, and until when it does, in a few lines."""
    lines = [
        text(
            "door.counts",
            name=escape(state.event.name),
            came=len(state.came),
            missing=len(state.missing),
        )
    ]
    if state.walk_ins:
        lines.append(text("door.walk_ins", n=state.walk_ins))
    lines.append(text("door.closes", at=format_dt(state.closes_at, "f")))
    return "\n".join(lines)


def who(came: Attendance, names: Names) -> str:
    """What somebody who came is called; the handle a walk-in gave stands beside it."""
    if came.member_id is not None:
        return names.get(came.member_id, text("door.nameless"))
    name = came.name or text("door.nameless")
    return name if came.handle is None else text("door.with_handle", name=name, handle=came.handle)


def checked_in(done: CheckedIn, names: Names) -> str:
    """What a tap at the door did."""
    name = escape(who(done.attendance, names))
    if not done.new:
        return text("door.before", who=name)
    if done.attendance.how == "walk_in":
        return text("door.in_as_walk_in", who=name)
    return text("door.in", who=name)


def no_show_pages(found: NoShows, names: Names) -> list[str]:
    """Who did not come, and words to send them; each page is short enough for a message."""
    paginator = Paginator(prefix=None, suffix=None, max_size=PAGE)
    for line in _no_shows(found, names):
        paginator.add_line(line)
    return paginator.pages


def _no_shows(found: NoShows, names: Names) -> Iterator[str]:
    event_name = escape(found.event.name)
    yield text("no_shows.heading", name=event_name, came=found.came)
    if not found.missing:
        yield text("no_shows.nobody")
    else:
        yield text("no_shows.missing", n=len(found.missing))
        for each in found.missing:
            yield _line(each, names)
        yield ""  # else what follows would belong to the list's last line
        yield text("no_shows.kind_word")
        yield text("no_shows.message", name=event_name)
    if found.late:
        yield ""
        yield text("no_shows.late", n=len(found.late))
        for each in found.late:
            yield _line(each, names)


def _line(member_id: int, names: Names) -> str:
    name = escape(names.get(member_id, text("door.nameless")))
    return text("no_shows.line", who=name, mention=f"<@{member_id}>")
