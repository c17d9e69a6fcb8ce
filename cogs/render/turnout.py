"""How many come, and how many said that they still do: the same wherever organisers read it."""

from __future__ import annotations

from bot.domain.rsvp import Turnout
from bot.texts import text


def turnout_lines(turnout: Turnout) -> list[str]:
    lines = [text("turnout.going", n=turnout.going, guests=of_them(turnout.guests))]
    if turnout.going:
        guests = of_them(turnout.confirmed_guests)
        lines.append(text("turnout.confirmed", n=turnout.confirmed, guests=guests))
    return lines


def of_them(guests: int) -> str:
    """How many of the people just counted are guests; nothing where none is."""
    return text("turnout.guests", n=guests) if guests else ""
