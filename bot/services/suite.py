"""All services, built on one database, one clock and one announcer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports import Announcer, Clock
from bot.services.account_links import AccountLinks
from bot.services.budget import Budget
from bot.services.contexts import Contexts
from bot.services.deliver import Deliver
from bot.services.events import Events
from bot.services.ingest import Ingest
from bot.services.introduce import Introduce
from bot.services.privacy import Privacy
from bot.services.reading import Reading
from bot.services.remind import Remind
from bot.services.rsvp import RsvpService
from bot.services.timetable import Timetable
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Services:
    deliver: Deliver
    ingest: Ingest
    contexts: Contexts
    reading: Reading
    timetable: Timetable
    events: Events
    rsvp: RsvpService
    links: AccountLinks
    privacy: Privacy
    budget: Budget


def build(database: Database, clock: Clock, announcer: Announcer) -> Services:
    deliver = Deliver(database, clock, announcer)
    links = AccountLinks(database, clock, deliver)
    ingest = Ingest(database, clock, links, deliver)
    remind = Remind(database, clock, deliver)
    introduce = Introduce(database, clock, deliver)
    timetable = Timetable(clock, remind, introduce)
    return Services(
        deliver=deliver,
        ingest=ingest,
        contexts=Contexts(database, clock, ingest, deliver),
        reading=Reading(database, clock, ingest, deliver),
        timetable=timetable,
        events=Events(database, clock, deliver, timetable),
        rsvp=RsvpService(database, clock, deliver),
        links=links,
        privacy=Privacy(database, clock, deliver),
        budget=Budget(database, clock),
    )
