"""How many will come, in words: the same wherever organisers read it."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.calibration import Checked, held
from bot.domain.markdown import escape
from bot.services.forecasts import Outlook
from bot.texts import text


def outlook(found: Outlook) -> str:
    low, high = found.forecast.span
    rested_on = found.forecast.rested_on
    lines = [
        text(
            "forecast.expect",
            name=escape(found.event.name),
            range=span(low, high),
            out_of=found.forecast.at_most,
        ),
        text("forecast.going", n=found.going),
        text("forecast.catering", high=high),
        "",
        text("forecast.rests"),
        text("forecast.past", n=rested_on) if rested_on else text("forecast.no_past"),
    ]
    if found.maybe or found.waiting:
        lines.insert(2, text("forecast.less", maybe=found.maybe, waiting=found.waiting))
    return "\n".join([*lines, *calibration(found.checked)])


def span(low: int, high: int) -> str:
    return str(low) if low == high else text("forecast.range", low=low, high=high)


def calibration(checked: Collection[Checked]) -> list[str]:
    """How good forecasts have been in this guild; nothing where none has been put to the test."""
    right, of = held(checked)
    return [text("forecast.calibration", right=right, n=of)] if of else []
