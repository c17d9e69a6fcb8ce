"""How a tweetup comes again, in words."""

from __future__ import annotations

from bot.domain.recurrence import Recurrence
from bot.texts import text
from cogs.render.written import weekday_name, written

# The shortest month has as many days.
_IN_EVERY_MONTH = 28


def described(rule: Recurrence) -> str:
    """The series in words: "every 2 weeks on Monday at 18:30, until 24 June 2027"."""
    words = text("recurrence.at", days=_days(rule), at=written(rule.at, "hour"))
    if rule.until is not None:
        words = text("recurrence.until", words=words, day=written(rule.until, "day_year"))
    if rule.count is not None:
        words = text("recurrence.times", words=words, n=rule.count)
    return words


def _days(rule: Recurrence) -> str:
    name = "" if rule.weekday is None else weekday_name(rule.weekday)
    if rule.unit == "week":
        if rule.every == 1:
            return text("recurrence.weekly", weekday=name)
        return text("recurrence.weeks", n=rule.every, weekday=name)
    position = rule.position
    day = text(f"recurrence.position.{position}", weekday=name) if position else _day(rule)
    if rule.every == 1:
        days = text("recurrence.monthly", day=day)
    else:
        days = text("recurrence.months", n=rule.every, day=day)
    if rule.day is not None and rule.day > _IN_EVERY_MONTH:
        days = text("recurrence.short_months", days=days)
    return days


def _day(rule: Recurrence) -> str:
    return text("recurrence.day", number=rule.day)
