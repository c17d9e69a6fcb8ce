"""All services, built on one database, one clock and one announcer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.budget import UNCAPPED, Terms
from bot.ports import Announcer, Clock
from bot.services.account_links import AccountLinks
from bot.services.backfill import Backfill
from bot.services.budget import Budget
from bot.services.change_notices import ChangeNotices
from bot.services.changes import Changes
from bot.services.contexts import Contexts
from bot.services.deliver import Deliver
from bot.services.drafts import Drafts
from bot.services.events import Events
from bot.services.feed_control import FeedControl
from bot.services.ingest import Ingest
from bot.services.introduce import Introduce
from bot.services.listing import Listing
from bot.services.organisers import Organisers
from bot.services.overview import Overview
from bot.services.privacy import Privacy
from bot.services.reading import Reading
from bot.services.remind import Remind
from bot.services.reminder_control import ReminderControl
from bot.services.removal import Removal
from bot.services.rsvp import RsvpService
from bot.services.sweep import Sweep
from bot.services.timetable import Timetable
from bot.services.usage import UsageChecks
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Services:
    deliver: Deliver
    ingest: Ingest
    contexts: Contexts
    reading: Reading
    feed: FeedControl
    backfill: Backfill
    timetable: Timetable
    events: Events
    drafts: Drafts
    overview: Overview
    organisers: Organisers

    changes: Changes
    listing: Listing
    rsvp: RsvpService
    reminders: ReminderControl
    links: AccountLinks
    privacy: Privacy
    budget: Budget
    removal: Removal
    sweep: Sweep

    usage: UsageChecks


def build(
    database: Database, clock: Clock, announcer: Announcer, terms: Terms = UNCAPPED
) -> Services:
    deliver = Deliver(database, clock, announcer)
    budget = Budget(database, clock, deliver, terms)
    links = AccountLinks(database, clock, deliver)
    ingest = Ingest(database, clock, links, deliver)
    remind = Remind(database, clock, deliver)
    introduce = Introduce(database, clock, deliver)
    notices = ChangeNotices(database, clock, deliver)
    timetable = Timetable(clock, remind, introduce, notices)
    events = Events(database, clock, deliver, timetable)
    changes = Changes(database, clock, deliver, events)
    reading = Reading(database, clock, ingest, deliver)
    removal = Removal(database, clock, deliver)
    return Services(
        deliver=deliver,
        ingest=ingest,
        contexts=Contexts(database, clock, ingest, deliver),
        reading=reading,
        feed=FeedControl(database, clock, deliver, reading),
        backfill=Backfill(database, budget, deliver),
        timetable=timetable,
        events=events,
        drafts=Drafts(database, clock, events),
        overview=Overview(database, clock),
        organisers=Organisers(database),
        changes=changes,
        listing=Listing(database, clock, deliver, changes),
        rsvp=RsvpService(database, clock, deliver),
        reminders=ReminderControl(database, clock, timetable),
        links=links,
        privacy=Privacy(database, clock, deliver),
        removal=removal,
        sweep=Sweep(database, clock, removal),
        budget=budget,
        usage=UsageChecks(database, clock),
    )
