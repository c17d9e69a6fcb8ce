"""How every button and select is tried: put below a message, with the first server's ids in it.

That is more than Discord lets anybody do, who can tap only what was sent to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import discord

from cogs.all_buttons import BUTTONS

IDS = re.compile(r"\{\w+\}")
# Whoever is chosen where a select takes a member.
SOMEBODY = "somebody"


@dataclass(frozen=True)
class Control:
    """`custom_id` with names of ids in it; `value` is what is chosen, where it is a select."""

    custom_id: str
    value: str | None = None

    @property
    def item(self) -> type[discord.ui.DynamicItem[Any]]:
        """Which of the bot's it is."""
        told = IDS.sub("1", self.custom_id)
        found = [each for each in BUTTONS if each.__discord_ui_compiled_template__.fullmatch(told)]
        assert len(found) == 1, f"{self.custom_id} is taken for {found}"
        return found[0]


CONTROLS: dict[str, Control] = {
    "begin": Control("begin:{guild}:d{delivery}"),
    "rsvp": Control("rsvp:{guild}:{event}:going:d{delivery}"),
    "mine": Control("mine:{guild}:{event}:d{delivery}"),
    "calendar": Control("calendar:{guild}:{event}"),
    "calendar:feed": Control("calendar:feed:{guild}:revoke"),
    "consent": Control("consent:{guild}:{event}:listed:on"),
    "choice": Control("choice:{guild}:listed:on"),
    "choose": Control("choose:{guild}:reminders", "none"),
    "guests": Control("guests:{guild}:{event}", "0"),
    "note": Control("note:{guild}:{event}"),
    "questions": Control("questions:{guild}:{event}"),
    "offer": Control("offer:{guild}:{event}:pass"),
    "still": Control("still:{guild}:{event}:d{delivery}"),
    "snooze": Control("snooze:{guild}:{event}:hours:d{delivery}"),
    "stop": Control("stop:{guild}:d{delivery}"),
    "missed": Control("missed:{ann}:{event}:d{delivery}"),
    "notice": Control("notice:{ann}:d{delivery}"),
    "link": Control("link:no:{guild}:{person}"),
    "me": Control("me:keep"),
    "hello": Control("hello:{introduction}:d{delivery}"),
    "met": Control("met:yes:{introduction}:d{delivery}"),
    "find": Control("find:{introduction}:d{delivery}"),
    "leave": Control("leave:{introduction}:d{delivery}"),
    "leave:surely": Control("leave:{introduction}:surely"),
    "starters": Control("starters:{guild}:{event}:d{delivery}"),
    "wrong": Control("wrong:{introduction}:d{delivery}"),
    "report": Control("report:{olive}:{report}:d{delivery}"),
    "network": Control("network:{event}"),
    "momentum": Control("momentum:{event}:off"),
    "drawn": Control("drawn:{event}:yes"),
    "people": Control("people:{event}:yes"),
    "people-page": Control("people-page:{event}:1:later"),
    "digest": Control("digest:d{digest}"),
    "digest-page": Control("digest-page:1:d{digest}"),
    "chat_recap": Control("chat_recap:{chat}:d{delivery}"),
    "chat_page": Control("chat_page:{chat}:0"),
    "draft": Control("draft:create:{draft}"),
    "draft:at": Control("draft:at:{draft}:1769106600"),
    "change": Control("change:{change}:apply"),
    "series": Control("series:{series}:begin"),
    "backfill": Control("backfill:{event}:leave"),
    "scorecard": Control("scorecard:{guild}:read"),
    "request": Control("request:{event}:{asker}:1:approve"),
    "question": Control("question:{event}:{question}:1:removal"),
    "answers": Control("answers:{event}:0:later"),
    "review": Control("review:approve:d{held}"),
    "chat_draft": Control("chat_draft:{chat_draft}:change"),
    "chat_cancel": Control("chat_cancel:{chat}:cancel"),
    "door": Control("door:{event}:missing:0"),
    "door:code": Control("door:{event}:code"),
    "door:pick": Control("door:{event}:pick", SOMEBODY),
    "door:tap": Control("door:{event}:tap:missing:0", "{ann}"),
    "door:undo": Control("door:{event}:undo:{attendance}"),
}
