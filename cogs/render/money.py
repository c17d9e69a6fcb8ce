"""What reading X costs a guild, as lines of the feed's status."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal

from bot.domain.budget import Standing, Step
from bot.domain.markdown import escape
from bot.texts import region, text

_CENT = 10_000


def money_lines(standing: Standing, event_name: str | None = None) -> tuple[str, ...]:
    """Spent, forecast, what is left out, and whether X counts otherwise.

    `event_name` is the event whose end `standing.forecast_then` is for.
    """
    lines = [_spent(standing)]
    lines.append(text("feed.status.money.forecast", month=dollars(standing.forecast)))
    if standing.forecast_then is not None and event_name is not None:
        then = dollars(standing.forecast_then)
        name = escape(event_name)
        lines.append(text("feed.status.money.forecast_event", spent=then, event=name))
    if standing.step is not Step.FULL:
        lines.append(text(f"feed.status.money.step.{standing.step.key}"))
    if standing.miscount is not None:
        lines.append(text("feed.status.money.miscount", percent=standing.miscount))
    return tuple(lines)


def dollars(micro_dollars: int) -> str:
    """To the cent; what is more than nothing is never shown as nothing."""
    cents = max(round(micro_dollars / _CENT), 1) if micro_dollars > 0 else 0
    amount = format_decimal(Decimal(cents) / 100, "#,##0.00", locale=region())
    return text("feed.status.money.dollars", amount=amount)


def _spent(standing: Standing) -> str:
    spent = dollars(standing.spent)
    if standing.cap is None:
        return text("feed.status.money.spent", spent=spent)
    return text(
        "feed.status.money.spent_of_cap",
        spent=spent,
        cap=dollars(standing.cap),
        kept_back=dollars(standing.kept_back),
    )
