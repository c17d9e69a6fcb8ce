"""Series of tweetups as their organisers read of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from discord.utils import format_dt

from bot.domain.changes import ChangeKind
from bot.domain.markdown import escape
from bot.domain.series import Series
from bot.services.series import Outlook
from bot.services.series_changes import Following
from bot.texts import text
from cogs.render.recurrence import described
from cogs.render.times import local, local_at


def proposal_text(outlook: Outlook) -> str:
    """What a series would be, before it begins."""
    event, series = outlook.event, outlook.series
    lines = [
        text("series.question", name=escape(event.name), words=described(series.whole)),
        text("series.first", local=local(event)),
        *_dates(outlook.dates, series.zone),
        text("series.how"),
    ]
    return "\n".join(lines)


def begun_text(outlook: Outlook) -> str:
    event, series = outlook.event, outlook.series
    return text("series.begun", name=escape(event.name), words=described(series.whole))


def outlook_text(outlook: Outlook) -> str:
    """A series that goes on, and what is still to be made of it."""
    event, series = outlook.event, outlook.series
    lines = [text("series.shown", name=escape(event.name), words=_words(series))]
    if not outlook.dates:
        return "\n".join((*lines, text("series.all_made")))
    return "\n".join((*lines, text("series.to_come"), *_dates(outlook.dates, series.zone)))


def following_lines(following: Following, kind: ChangeKind) -> list[str]:
    """What a change for all that follow makes of the series."""
    if kind == "cancelled":
        if following.made:
            return [text("series.would_end_all", n=following.made)]
        return [text("series.would_end")]
    if following.dates:
        lines = [text("series.would_be", words=described(following.rule))]
        lines += _dates(following.dates, following.zone)
    else:
        lines = [text("series.would_take", words=described(following.rule))]
    if following.made:
        lines.append(text("series.would_follow", n=following.made))
    return lines


def _words(series: Series) -> str:
    return text("series.words", words=described(series.whole), zone=series.zone)


def _dates(dates: Iterable[datetime], zone: str) -> list[str]:
    return [
        text("series.date", local=local_at(each, zone), at=format_dt(each, "F")) for each in dates
    ]
