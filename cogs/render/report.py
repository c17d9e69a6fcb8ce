"""What a member quietly told the organisers, as these read it."""

from __future__ import annotations

from bot.domain.announcements import QuietReport
from bot.domain.markdown import escape, quoted, written_within
from bot.texts import text
from cogs.notices import NOBODY, DismissButton
from cogs.render.message import CONTENT_LIMIT, Message
from cogs.render.written import listed


def quiet_report(announcement: QuietReport, delivery_id: int) -> Message:
    return Message(report_text(announcement), buttons=(DismissButton(NOBODY, delivery_id),))


def report_text(announcement: QuietReport) -> str:
    facts = {
        "member": f"<@{announcement.member_id}>",
        "name": escape(announcement.event.name),
    }
    if announcement.others:
        others = [f"<@{each}>" for each in announcement.others]
        first = text("introduction.reported", others=listed(others), **facts)
    else:
        first = text("introduction.reported_forgotten", **facts)
    last = text("introduction.reported.next")
    room = CONTENT_LIMIT - len(first) - len(last) - 4
    return "\n\n".join((first, written_within(announcement.words, room, _quoted), last))


def _quoted(words: str) -> str:
    return "\n".join(quoted(line) for line in words.splitlines())
