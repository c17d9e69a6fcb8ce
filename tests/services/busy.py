"""A tweetup in which everything has happened that can."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.announcements import Introduction
from bot.domain.events import Event
from bot.services.suite import Services
from tests.services.world import (
    GUILD,
    ORGANISER,
    STARTS,
    World,
    attendees,
    batch,
    mention,
    post,
    show_everything,
)


async def busy_tweetup(world: World, services: Services) -> Event:
    """1 and 2 talked, are introduced and came; 3, who wants none, did not; 9 posts alone."""
    event = await attendees(services, 1, 2, 3)
    await services.privacy.consent(GUILD, 3, introductions=False)
    await show_everything(services, event)
    await services.rsvp.annotate(GUILD, event.id, 1, "By wheelchair")
    await services.ingest.take(
        batch(
            post(5, by=1, text="A secret word #HRTweetup"),
            post(6, by=2, reply_to_id=5, reply_to_author_id=1, text="Which one? #HRTweetup"),
            post(7, by=9, mentions=(mention(77),), edits=(7, 8)),
            post(9, by=3, reposted_id=5, reposted_author_id=1, text="RT"),
        )
    )
    world.clock.move_to(STARTS - timedelta(days=10))
    await services.timetable.run_due()
    await services.deliver.drain()
    assert len(world.discord.of(Introduction)) == 1
    (made,) = (await services.privacy.known(GUILD, 1)).introductions
    await services.meeting.greet(made.made.id, 1)
    world.clock.move_to(STARTS)
    await services.door.open(event)
    for member in (1, 2):
        await services.door.check_in(GUILD, event.id, member, by=ORGANISER)
    await services.ingest.take(batch(post(20, by=1, text="We meet! #HRTweetup")))
    await services.deliver.drain()
    for member in (1, 2):
        await services.meeting.met(made.made.id, member, True)
    await services.deliver.drain()
    return event
