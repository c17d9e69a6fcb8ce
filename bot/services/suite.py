"""All services, built on one database, one clock and one announcer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.budget import UNCAPPED, Terms
from bot.ports import Announcer, Clock
from bot.services.account_links import AccountLinks
from bot.services.backfill import Backfill
from bot.services.budget import Budget
from bot.services.chat import Chats
from bot.services.chat_control import ChatControl
from bot.services.contexts import Contexts
from bot.services.deliver import Deliver
from bot.services.digest import Digest
from bot.services.events import Events
from bot.services.feed_control import FeedControl
from bot.services.filter_control import FilterControl
from bot.services.ingest import Ingest
from bot.services.introduce import Introduce
from bot.services.privacy import Privacy
from bot.services.reading import Reading
from bot.services.remind import Remind
from bot.services.removal import Removal
from bot.services.review import Review
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
    filter: FilterControl
    review: Review
    digest: Digest
    backfill: Backfill
    timetable: Timetable
    events: Events
    rsvp: RsvpService
    links: AccountLinks
    privacy: Privacy
    budget: Budget
    removal: Removal
    sweep: Sweep

    usage: UsageChecks
    chat: ChatControl


def build(
    database: Database, clock: Clock, announcer: Announcer, terms: Terms = UNCAPPED
) -> Services:
    deliver = Deliver(database, clock, announcer)
    budget = Budget(database, clock, deliver, terms)
    links = AccountLinks(database, clock, deliver)
    ingest = Ingest(database, clock, links, deliver)
    remind = Remind(database, clock, deliver)
    introduce = Introduce(database, clock, deliver)
    digest = Digest(database, clock, deliver)
    chats = Chats(database, clock, deliver)
    timetable = Timetable(
        clock,
        remind,
        introduce,
        digest,
        chats,
    )
    ingest.on_folded = timetable.wake
    reading = Reading(database, clock, ingest, deliver)
    removal = Removal(database, clock, deliver)
    return Services(
        deliver=deliver,
        ingest=ingest,
        contexts=Contexts(database, clock, ingest, deliver),
        reading=reading,
        feed=FeedControl(database, clock, deliver, reading, timetable),
        filter=FilterControl(database, clock, deliver, timetable),
        review=Review(database, clock, deliver),
        digest=digest,
        backfill=Backfill(database, clock, budget, deliver, timetable),
        timetable=timetable,
        events=Events(database, clock, deliver, timetable),
        rsvp=RsvpService(database, clock, deliver),
        links=links,
        privacy=Privacy(database, clock, deliver),
        removal=removal,
        sweep=Sweep(database, clock, removal),
        budget=budget,
        usage=UsageChecks(database, clock),
        chat=ChatControl(database, clock, timetable, deliver),
    )
