"""Trying something as somebody, and telling whether it was allowed."""

from __future__ import annotations

import re
from typing import Any

from simcord.backend.errors import SetupError
from simcord.builders import UserHandle
from simcord.results import InteractionResult, to_discord_message

from bot.texts import text
from tests.rights.commands import MEMBER, ROLE
from tests.rights.controls import SOMEBODY, Control
from tests.rights.village import Person, Village

YES, NO, NOWHERE = "yes", "no", "–"
# What people are told who may not do something, or not to that.
REFUSALS = (
    *("not_organiser", "not_operator", "not_manager", "not_here"),
    *("feed.unknown_event", "event.unknown"),
    *("introduction.not_yours", "notice.not_yours", "link.question_over", "network.not_going"),
    "people.not_going",
    *("draft.gone", "change.no_draft", "held.gone", "digest.gone", "rsvp.not_coming"),
    *("still.not_coming", "questions.gone", "stale_button", "introduction.taken_back"),
    *("chat.draft_gone", "rsvp.no_request", "held.decided", "starters.not_ahead"),
)


async def command(
    village: Village, person: Person, name: str, options: dict[str, Any]
) -> InteractionResult | None:
    """None where Discord does not offer the command."""
    member = village.people["member"]
    given = {
        option: village.town.people
        if value == ROLE
        else member
        if value == MEMBER
        else value.format(**village.ids)
        if isinstance(value, str)
        else value
        for option, value in options.items()
    }
    try:
        if isinstance(person, UserHandle):
            return await _result(person.slash(name, **given))
        if person.guild is not village.town.guild:
            given |= {key: person for key, value in given.items() if value is member}
            given |= {k: person.guild.default_role for k, v in options.items() if v == ROLE}
        return await person.slash(village.place_of(person), name, **given)
    except SetupError as error:
        if "not visible" not in str(error):
            raise
        return None


async def tap(village: Village, person: Person, control: Control) -> InteractionResult:
    """Tap or choose, on a message of the bot's that stands where the person is."""
    custom_id = control.custom_id.format(**village.ids)
    assert control.item.__discord_ui_compiled_template__.fullmatch(custom_id)
    return await tap_raw(village, person, custom_id, control.value)


async def tap_raw(
    village: Village, person: Person, custom_id: str, value: str | None = None
) -> InteractionResult:
    value = None if value is None else value.format(**village.ids)
    component: dict[str, Any] = {"type": 2, "style": 2, "label": "x", "custom_id": custom_id}
    if value == SOMEBODY:
        component = {"type": 5, "custom_id": custom_id}
    elif value is not None:
        component = {"type": 3, "custom_id": custom_id}
        component["options"] = [{"label": "x", "value": value}]
    rows = [{"type": 1, "components": [component]}]
    town, place = village.town, village.place_of(person)
    stored = town.env.backend.create_message(place.id, town.bot_id, "x", components=rows)
    message = to_discord_message(town.env, stored)
    if value is None:
        return await _result(person.click(message, custom_id=custom_id))
    chosen = person if value == SOMEBODY else value
    return await _result(person.select(message, [chosen], custom_id=custom_id))


def outcome(result: InteractionResult | None) -> str:
    """Whether it was allowed; fails where nobody was answered, or the bot did not know why."""
    if result is None:
        return NOWHERE
    words = read(result)
    assert result.acknowledged, "no answer"
    assert not _says("unexpected", words), words
    refused = any(_says(key, words) for key in REFUSALS)
    assert refused or result.modal or words or result.deferred, "an empty answer"
    return NO if refused else YES


def read(result: InteractionResult) -> str:
    """All that the person who acted could read, files left out."""
    shown = [each for each in (result.response, *result.followups) if each is not None]
    parts = [str(result.modal or "")]
    for each in shown:
        parts += [each.content, *(str(embed.to_dict()) for embed in each.embeds)]
        parts.append(str(each.components))
    return "\n".join(parts)


async def files(result: InteractionResult) -> str:
    """What stands in the files that came with the answer."""
    shown = [each for each in (result.response, *result.followups) if each is not None]
    found = [await file.read() for each in shown for file in each.attachments]
    return "\n".join(content.decode("utf-8", "replace") for content in found)


def _says(key: str, words: str) -> bool:
    pattern = re.sub(r"\\{\w+\\}", ".*", re.escape(text_of(key)))
    return re.search(pattern, words) is not None


def text_of(key: str) -> str:
    return text(f"error.{key}", **dict.fromkeys(("name", "found", "limit", "reference"), "{x}"))


async def _result(awaited: Any) -> InteractionResult:
    result: InteractionResult = await awaited
    return result
