"""What many messages say of an event: what, when and where."""

from __future__ import annotations

from bot.domain.events import Event
from bot.domain.markdown import escape, with_addresses
from cogs.render.times import local, stamp


def facts_of(event: Event) -> dict[str, str]:
    """By the placeholders of the catalogue's texts."""
    return {
        "name": escape(event.name),
        "when": stamp(event),
        "local": local(event),
        "place": with_addresses(event.place),
    }
