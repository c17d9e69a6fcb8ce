"""A tweet chat of the service tests: one tomorrow at nine, and what is said in it."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.announcements import ChatThread, FeedMessage
from bot.domain.chat_plan import Typed
from bot.domain.events import Event
from bot.domain.posts import Author, Post
from bot.services.suite import Services
from tests.services.world import NOW, World, batch, draft, post

ASKED = NOW + timedelta(days=1)
HOST = Author(9, "Holly", "Holly Host")


async def chat(services: Services, questions: str = "One?\nTwo?\nThree?") -> Event:
    """A chat tomorrow at nine, a question every ten minutes, hosted by @holly."""
    event = await services.events.create(draft())
    typed = Typed("9 January 09:00", "10", questions, "@holly")
    schedule = await services.chat.draft(event, typed)
    assert schedule.refusal is None
    assert (await services.chat.confirm(schedule.draft_id)).plan is not None
    return event


async def turn(world: World, services: Services, minutes: float) -> None:
    """What happens that long after the first question's time."""
    world.clock.move_to(ASKED + timedelta(minutes=minutes))
    await services.timetable.run_due()
    await services.deliver.drain()


async def say(services: Services, number: int, text: str, minutes: float, **more: object) -> Post:
    at = ASKED + timedelta(minutes=minutes)
    made = post(number, number % 10, text=text, created_at=at, **more)
    await services.ingest.take(batch(made))
    await services.deliver.drain()
    return made


def places(world: World) -> dict[int, int | str]:
    """Where each mirrored post stands: the number of the question, or "channel"."""
    threads = {
        where.message_id: o.announcement.question.number
        for where, o in world.discord.standing.items()
        if isinstance(o.announcement, ChatThread)
    }
    return {
        entry.post.id: threads.get(where.channel_id, "channel")
        for where, outgoing in world.discord.standing.items()
        if isinstance(outgoing.announcement, FeedMessage)
        for entry in outgoing.announcement.entries
    }
