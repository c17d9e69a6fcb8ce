"""A few busy days of a tweetup, step by step: invented people, on X and in Discord.

What happens follows from the step alone. In the end of each the bot has caught up with it, so that
the world there can be compared, whatever befell the bot on the way.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tests.crash import meeting, organising
from tests.crash.day import LINKED, Day
from tests.crash.town import NAMES

Act = Callable[..., Awaitable[Any]]
"""Given the day, and in some the name of whoever acts."""


@dataclass(frozen=True)
class Step:
    name: str
    act: Act | None = None
    hours: int = 0
    """That pass once it is done."""

    async def play(self, day: Day) -> None:
        if self.act is not None:
            await self.act(day)
        await day.town.pass_hours(self.hours)


def _each(what: str, act: Act, *names: str, hours: int = 0) -> list[Step]:
    """One after another does the same, `what` beginning with their name; then hours pass."""
    made = [Step(f"{name} {what}", partial(_as, act, name)) for name in names]
    return [*made[:-1], replace(made[-1], hours=hours)]


async def _as(act: Act, name: str, day: Day) -> None:
    await act(day, name)


def _answer(name: str, answer: str, hours: int = 0) -> Step:
    return Step(f"{name} says {answer}", lambda day: day.answer(name, answer), hours)


THE_TALK = (
    Step("the tweetup is made", Day.create, 1),
    Step("organisers ask something", organising.ask),
    *(_answer(name, "going") for name in NAMES),
    Step("ada likes tea", lambda day: organising.tell(day, "ada", "Tea")),
    Step("fay prefers messages", lambda day: meeting.prefer_messages(day, "fay")),
    *_each("links", Day.link, *LINKED),
    Step("the posts that prove it", Day.prove, 2),
    Step("people talk", Day.talk, 2),
    Step("somebody edits", Day.edit, 2),
    _answer("dee", "declined", 1),
    *_each("takes the place", Day.take, "eve", hours=1),
    _answer("eve", "maybe", 1),
    *_each("takes it as well", Day.take, "fay", hours=1),
    _answer("eve", "going", 1),
    Step("the tweetup changes", organising.move, 2),
    Step("posts are deleted", Day.delete, 7),
    Step("the first night", None, 8),
    Step("people talk more", Day.talk_more, 2),
)
THE_CHAT = (
    Step("a chat is planned", organising.plan_chat, 1),
    Step("its first question", organising.answer_first, 1),
    Step("its second question", organising.answer_second, 1),
)
THE_INTRODUCTIONS = (
    Step("the first round", None, 5),
    Step("eve catches up", organising.catch_up),
    Step("bo reads a digest", organising.read_digest),
    *_each("says hello", meeting.greet, "ada", "bo", "fay", "cy"),
    *_each("can be found", meeting.find_each_other, "fay"),
    *_each("met somebody", meeting.meet, "cy", hours=10),
    Step("ada leaves the server", lambda day: day.leave("ada"), 3),
    *_each("takes ada's place", Day.take, "eve", hours=1),
    Step("there is more room", organising.make_room, 1),
    _answer("dee", "going", 2),
    *_each("turns it down", meeting.turn_down, "dee", hours=9),
    Step("it comes again every month", organising.repeat, 12),
    Step("the second round", None, 12),
)
THE_EVENING = (
    Step("the day itself", None, 16),
    Step("the door opens", organising.open_door),
    *_each("checks in", organising.check_in, "bo"),
    *_each("is checked in", organising.pick, "cy", "fay"),
    Step("somebody walks in", organising.walk_in, 3),
    Step("the door closes", organising.close_door, 2),
    Step("the next morning", None, 13),
    Step("fay met cy", lambda day: meeting.tell_whether_they_met(day, "fay", "yes")),
    _answer("bo", "going", 2),
)
STEPS: tuple[Step, ...] = THE_TALK + THE_CHAT + THE_INTRODUCTIONS + THE_EVENING
