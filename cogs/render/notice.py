"""Notices: plain sentences to the one person who can do something about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import discord

from bot.domain.announcements import Notice
from bot.domain.markdown import escape
from bot.texts import text
from cogs.missed import ShowMissedButton
from cogs.notices import NOBODY, DismissButton
from cogs.render.message import QUIET, Message, pings
from cogs.reports import ShowReportButton


def notice(announcement: Notice, delivery_id: int) -> Message:
    """The text `notice.<key>`. A `member` among its parameters is the one it is for; with an
    `event_id` they can see what they missed of it, with a `report` what it says.
    """
    member_id = int(str(announcement.params.get("member", NOBODY)))
    shown: dict[str, Any] = {k: _shown(k, value) for k, value in announcement.params.items()}
    buttons: tuple[discord.ui.Item[Any], ...] = (DismissButton(member_id, delivery_id),)
    if "event_id" in announcement.params:
        event_id = int(str(announcement.params["event_id"]))
        buttons = (ShowMissedButton(member_id, event_id, delivery_id), *buttons)
    if "report" in announcement.params:
        report_id = int(str(announcement.params["report"]))
        buttons = (ShowReportButton(member_id, report_id, delivery_id), *buttons)
    return Message(
        text(f"notice.{announcement.key}", **shown),
        buttons=buttons,
        mentions=QUIET if member_id == NOBODY else pings(member_id),
    )


def _shown(name: str, value: str | int | datetime) -> str | int:
    if isinstance(value, datetime):
        return discord.utils.format_dt(value, "F")
    if name == "member":
        return f"<@{value}>"
    if name == "channel":
        return f"<#{value}>"
    return escape(value) if isinstance(value, str) else value
