"""All services, built on one database, one clock and one announcer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.aftermath import KEPT
from bot.domain.budget import UNCAPPED, Terms
from bot.domain.shards import ALONE, Layout
from bot.ports import Announcer, Clock
from bot.services.account_links import AccountLinks
from bot.services.arrivals import Arrivals
from bot.services.backfill import Backfill
from bot.services.blocks import Blocks
from bot.services.budget import Budget
from bot.services.calendars import Calendars
from bot.services.calls import Calls
from bot.services.change_notices import ChangeNotices
from bot.services.changes import Changes
from bot.services.chat import Chats
from bot.services.chat_control import ChatControl
from bot.services.check_in import CheckIn
from bot.services.clusters import Clusters
from bot.services.confirmations import Confirmations
from bot.services.contexts import Contexts
from bot.services.deadlines import Deadlines
from bot.services.deliver import Deliver
from bot.services.departures import Departures
from bot.services.digest import Digest
from bot.services.doctor import Doctor
from bot.services.door import DoorService
from bot.services.door_hours import DoorHours
from bot.services.drafts import Drafts
from bot.services.events import Events
from bot.services.feed_control import FeedControl
from bot.services.filter_control import FilterControl
from bot.services.follow_up import FollowUp
from bot.services.forecasts import Forecasts
from bot.services.help import Help
from bot.services.ingest import Ingest
from bot.services.introduce import Introduce
from bot.services.languages import Languages
from bot.services.leases import Leases
from bot.services.leavers import Leavers
from bot.services.link_expiry import LinkExpiry
from bot.services.listing import Listing
from bot.services.meeting import Meeting
from bot.services.momentum import Momentums
from bot.services.network import Networks
from bot.services.organisers import Organisers
from bot.services.overview import Overview
from bot.services.privacy import Privacy
from bot.services.questions import Questions
from bot.services.reading import Reading
from bot.services.remind import Remind
from bot.services.reminder_control import ReminderControl
from bot.services.removal import Removal
from bot.services.reports import Reports
from bot.services.retention import Retention
from bot.services.review import Review
from bot.services.rsvp import RsvpService
from bot.services.rsvp_control import RsvpControl
from bot.services.scorecards import Scorecards
from bot.services.series import SeriesControl
from bot.services.series_making import SeriesMaking
from bot.services.sharing import SharedHashtags
from bot.services.starter_control import StarterControl
from bot.services.summaries import Summaries
from bot.services.sweep import Sweep
from bot.services.timetable import Timetable
from bot.services.usage import UsageChecks
from bot.services.vitals import VitalSigns
from bot.services.vouching import Vouching
from bot.services.who_to_follow import WhoToFollow
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Services:
    leases: Leases
    clusters: Clusters
    calls: Calls
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
    drafts: Drafts
    overview: Overview
    organisers: Organisers
    help: Help
    changes: Changes
    series: SeriesControl
    listing: Listing
    rsvp: RsvpService
    reminders: ReminderControl
    confirmations: Confirmations
    door: DoorService
    check_in: CheckIn
    calendars: Calendars
    rsvp_control: RsvpControl
    questions: Questions
    leavers: Leavers
    languages: Languages
    departures: Departures
    arrivals: Arrivals
    meeting: Meeting
    reports: Reports
    forecasts: Forecasts
    summaries: Summaries
    links: AccountLinks
    starters: StarterControl
    vouching: Vouching
    introduce: Introduce
    blocks: Blocks
    privacy: Privacy
    budget: Budget
    removal: Removal
    sweep: Sweep
    sharing: SharedHashtags
    usage: UsageChecks
    chat: ChatControl
    networks: Networks
    momentums: Momentums
    scorecards: Scorecards
    who_to_follow: WhoToFollow
    doctor: Doctor
    vital_signs: VitalSigns


def build(
    database: Database,
    clock: Clock,
    announcer: Announcer,
    terms: Terms = UNCAPPED,
    public_url: str | None = None,
    kept: timedelta = KEPT,
    name: str = "",
    layout: Layout = ALONE,
) -> Services:
    """`public_url` is where the bot's own pages are found, where it has any; `kept` is how long
    after its end everything is kept of a tweetup; `name` is this process's among others, and
    `layout` how the guilds are shared out among them.

    It is long because it is a list: what each service is given. Nothing is decided here.
    """
    leases = Leases(database, clock, name)
    deliver = Deliver(database, clock, announcer, leases)
    clusters = Clusters(database, leases, deliver, layout)
    budget = Budget(database, clock, deliver, terms)
    links = AccountLinks(database, clock, deliver)
    ingest = Ingest(database, clock, links, deliver)
    digest = Digest(database, clock, deliver)
    introduce = Introduce(database, clock, deliver)
    making = SeriesMaking(database, clock, deliver)
    departures = Departures(database, clock, deliver)
    momentums = Momentums(database, clock, deliver)
    forecasts = Forecasts(database, clock, deliver)
    summaries = Summaries(database, clock, deliver)
    timetable = Timetable(
        database,
        clock,
        ChangeNotices(database, clock, deliver),
        Remind(database, clock, deliver),
        Deadlines(database, clock, deliver),
        introduce,
        digest,
        Chats(database, clock, deliver),
        DoorHours(database, clock),
        LinkExpiry(database, clock, deliver),
        FollowUp(database, clock, deliver),
        forecasts,
        summaries,
        making,
        momentums,
        Retention(database, clock, deliver, kept),
        departures,
    )
    ingest.on_due = timetable.wake
    links.on_proved = timetable.wake
    events = Events(database, clock, deliver, timetable)
    making.on_made = departures.on_change = events.changed
    leavers = Leavers(database, clock, deliver, timetable)

    def served() -> None:
        for each in (deliver, leavers, departures):
            each.wake()

    clusters.on_served = served
    changes = Changes(database, clock, deliver, events)
    reading = Reading(database, clock, ingest, deliver, leases)
    removal = Removal(database, clock, deliver)
    contexts = Contexts(database, clock, ingest, deliver)
    return Services(
        leases=leases,
        clusters=clusters,
        calls=Calls(
            database,
            clock,
            leases,
            deliver=deliver,
            timetable=timetable,
            contexts=contexts,
            reading=reading,
        ),
        deliver=deliver,
        ingest=ingest,
        contexts=contexts,
        reading=reading,
        feed=FeedControl(database, clock, deliver, reading, timetable),
        filter=FilterControl(database, clock, deliver, timetable),
        review=Review(database, clock, deliver),
        digest=digest,
        backfill=Backfill(database, clock, budget, deliver, timetable),
        timetable=timetable,
        events=events,
        drafts=Drafts(database, clock, events),
        overview=Overview(database, clock),
        organisers=Organisers(database),
        help=Help(database, clock),
        changes=changes,
        series=SeriesControl(database, clock, timetable),
        listing=Listing(database, clock, deliver, changes),
        rsvp=RsvpService(database, clock, deliver, timetable),
        rsvp_control=RsvpControl(database, clock, deliver, timetable),
        questions=Questions(database, clock),
        leavers=leavers,
        languages=Languages(database),
        departures=departures,
        arrivals=Arrivals(database, clock, deliver.wake),
        reminders=ReminderControl(database, clock, timetable),
        confirmations=Confirmations(database, clock),
        door=DoorService(database, clock, timetable),
        check_in=CheckIn(database, clock, timetable, public_url),
        calendars=Calendars(database, clock, public_url),
        meeting=Meeting(database, clock, deliver),
        reports=Reports(database, clock, deliver),
        forecasts=forecasts,
        summaries=summaries,
        links=links,
        vouching=Vouching(database, clock, deliver, timetable),
        starters=StarterControl(database, clock),
        introduce=introduce,
        blocks=Blocks(database, clock, deliver),
        privacy=Privacy(database, clock, deliver, timetable),
        removal=removal,
        sweep=Sweep(database, clock, removal),
        budget=budget,
        sharing=SharedHashtags(ingest, leases),
        usage=UsageChecks(database, clock),
        chat=ChatControl(database, clock, timetable, deliver),
        networks=Networks(database, clock, deliver),
        momentums=momentums,
        scorecards=Scorecards(database, clock, budget),
        who_to_follow=WhoToFollow(database),
        doctor=Doctor(database, clock, budget, reading),
        vital_signs=VitalSigns(database, clock, terms, reading, leases),
    )
