"""What organisers set up besides the tweetup itself, and what people answer to it."""

from __future__ import annotations

import re
from typing import Any

from tests.crash.day import TAG, Day
from tests.crash.town import ORGANISER, Json, with_button

TWEETUP = {"event": "HR Tweetup"}
_CODE = re.compile(r"/checkin (\w+)")


async def ask(day: Day) -> None:
    """A question to those who come, with answers to choose from."""
    town = day.town

    async def opened() -> Json:
        shown = await town.asked(ORGANISER, "tweetup questions", r"question:.*:add")
        return await town.tap(ORGANISER, shown, r"question:.*:add")

    asked = {"wording": "Tea or coffee?", "choices": "Tea\nCoffee", "required": ["yes"]}
    await town.fill_in(opened, "SELECT id FROM questions", **asked)


async def tell(day: Day, name: str, choice: str) -> None:
    """Answer it, from the card."""
    town = day.town
    ((question_id,),) = await town.rows("SELECT id FROM questions")

    async def opened() -> Json:
        panel = await town.tap(name, await town.card(), "mine:")
        return await town.tap(name, panel["messages"][0], "questions:")

    given = {f"question{question_id}": [choice]}
    await town.fill_in(opened, f"SELECT 1 FROM answers WHERE answer = '{choice}'", **given)


async def repeat(day: Day) -> None:
    town = day.town
    begin, rule = r"series:\d+:begin", "monthly on the second Monday"
    shown = await town.asked(ORGANISER, "tweetup repeat", begin, **TWEETUP, rule=rule)
    await town.tap(ORGANISER, shown, begin)


async def move(day: Day) -> None:
    await _change(day, place="The Anchor", length="2 hours")


async def make_room(day: Day) -> None:
    await _change(day, capacity=6)


async def _change(day: Day, **to: Any) -> None:
    apply = r"change:\d+:apply"
    shown = await day.town.asked(ORGANISER, "tweetup edit", apply, **TWEETUP, **to)
    await day.town.tap(ORGANISER, shown, apply)


async def plan_chat(day: Day) -> None:
    town = day.town
    typed = {"when": "9 January 17:00", "every": 60}
    questions = "What was your first job?\nWho helped you?"
    confirm, shown = r"chat_draft:\d+:confirm", None
    while shown is None:
        seen = await town.fill_in(
            lambda: town.command(ORGANISER, "chat schedule", **typed),
            "SELECT id FROM chat_drafts",
            questions=questions,
        )
        shown = with_button(seen["messages"], confirm)
    await town.tap(ORGANISER, shown, confirm)


async def answer_first(day: Day) -> None:
    day.say("bo", "first answer", f"A1 A paper round {TAG}")
    day.say("cy", "another", f"A1: I sold tea {TAG}")


async def answer_second(day: Day) -> None:
    day.say("fay", "second answer", f"A2 My aunt did {TAG}")
    day.say("ada", "reply", f"Mine as well {TAG}", reply_to=day.posts["second answer"])


async def catch_up(day: Day) -> None:
    await _read(day, "eve", "chat_recap:")


async def read_digest(day: Day) -> None:
    await _read(day, "bo", "digest:")


async def _read(day: Day, name: str, button: str) -> None:
    shown = await day.town.shown(button)
    assert shown is not None
    seen = await day.town.tap(name, shown, button)
    assert seen["messages"][-1]["embeds"]


async def open_door(day: Day) -> None:
    await _panel(day)


async def check_in(day: Day, name: str) -> None:
    """By the code on the screen."""
    shown = await day.town.asked(ORGANISER, "door open", r"door:\d+:code", **TWEETUP)
    code = _CODE.findall(shown["embeds"][0]["description"])[0]
    await day.town.command(name, "checkin", code=code)


async def pick(day: Day, name: str) -> None:
    """By an organiser who knows them."""
    panel = await _panel(day)
    await day.town.tap(ORGANISER, panel, r"door:\d+:pick", str(day.town.ids[name]))


async def walk_in(day: Day) -> None:
    town = day.town

    async def opened() -> Json:
        return await town.tap(ORGANISER, await _panel(day), r"door:\d+:walk_in")

    await town.fill_in(opened, "SELECT id FROM attendance WHERE name = 'Gus'", name="Gus")


async def close_door(day: Day) -> None:
    await day.town.command(ORGANISER, "door close")


async def _panel(day: Day) -> Json:
    """The organiser's view of the door, which they open anew."""
    return await day.town.asked(ORGANISER, "door open", r"door:\d+:pick", **TWEETUP)
