"""What the tests of the demo's story need to read it."""

from __future__ import annotations

import re

from bot.sandbox.story import STORY
from bot.sandbox.story.model import Say

SAYS = {event.id: event for event in STORY.events if isinstance(event, Say)}
# Nobody's account: a robot shouts it, and it must ping nobody.
EVERYONE = "everyone"
_MENTIONS = re.compile(r"(?<![\w@/])@(\w{1,15})(?!\w)")


def mentioned(text: str) -> set[str]:
    """The keys of the people a text mentions. Raises KeyError where one is not in the story."""
    by_handle = {person.handle.lower(): key for key, person in STORY.people.items()}
    return {by_handle[handle.lower()] for handle in _MENTIONS.findall(text) if handle != EVERYONE}
