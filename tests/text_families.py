"""What stands for {} in keys that are put together; every member of a family must have a text."""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import get_args

from bot.domain.announcements import PlaceNews
from bot.domain.budget import Step
from bot.domain.changes import ChangeKind, Field, Problem, Scope
from bot.domain.chat import ChatState, QuestionState
from bot.domain.chat_plan import Typed
from bot.domain.events import EventState
from bot.domain.feed import SourceKind
from bot.domain.filtering import Noise, Policy, Standing
from bot.domain.findings import LEVELS, Level
from bot.domain.in_common import PartKind, SpanKind
from bot.domain.members import Where, Which
from bot.domain.momentum import Trend
from bot.domain.noise import Kind
from bot.domain.noise.scoring import WEIGHTS
from bot.domain.openings import FAMILIES as OPENINGS
from bot.domain.permissions import FOR_ROLES, INVITED
from bot.domain.readings import Doubt
from bot.domain.recurrence import POSITIONS
from bot.domain.reminders import Snooze, Tone
from bot.domain.rsvp import Answer, Status
from bot.domain.scorecard import Mistake, Point, State
from bot.domain.scorecard.finding import ADVICE
from bot.domain.starters import Reason
from bot.domain.summary import KINDS
from bot.services.link_news import LinkNews
from bot.services.meeting import Greeted
from bot.services.review import Decision
from bot.services.who_to_follow import Own
from cogs.calendars import FeedChange
from cogs.chat import CancelChoice
from cogs.chat_draft import DraftChoice
from cogs.choices import VALUES, Setting, Switch
from cogs.door_panel import DoorButtonKind
from cogs.door_people import DoorList
from cogs.draft_forms import BASICS, DETAILS, FormKind
from cogs.drafts import DraftAction
from cogs.feed_backfill import BackfillChoice
from cogs.link_confirm import LinkChoice
from cogs.me import Choice
from cogs.panel import Consent
from cogs.party import OfferChoice
from cogs.people import FollowChoice
from cogs.questions import QuestionAction
from cogs.render.held import OUTCOMES
from cogs.render.in_common import IN_WORDS
from cogs.render.written import How
from cogs.requests import RequestChoice
from cogs.scorecard import ScorecardChoice
from cogs.tweetup_momentum import NoteChoice
from cogs.tweetup_network import DrawChoice
from cogs.tweetup_repeat import SeriesChoice
from tests.text_uses import all_uses, commands

FORM = ["name", "hashtag", "when", "place", "capacity"]
FAMILIES: dict[str, list[str]] = {
    "{}.name": [],  # of every command and option
    "{}.about": [],
    "{}.{}": [f"series.scope.{each}" for each in get_args(Scope)],
    "pattern.{}": list(get_args(How)),
    "link.button.{}": list(get_args(LinkChoice)),
    "rsvp.button.{}": list(get_args(Answer)),
    "rsvp.{}": list(get_args(Status)),
    "offer.button.{}": list(get_args(OfferChoice)),
    "help.organising.{}": [
        *("create", "coming", "talk", "meet", "change", "evening", "doctor"),
    ],
    "offer.{}": ["going", "lapsed", "passed", "withdrawn", "cancelled"],
    "promotion.{}": list(get_args(PlaceNews)),
    "requests.choice.{}": list(get_args(RequestChoice)),
    "requests.done.{}": ["going", "waitlisted", "refused"],
    "questions.organiser.{}": list(get_args(QuestionAction)),
    "questions.form.{}": ["wording", "choices", "required"],
    "questions.form.{}.about": ["wording", "choices", "required"],
    "questions.form.required.{}": ["yes", "no"],
    "consent.{}.question": list(get_args(Consent)),
    "consent.{}.on": list(get_args(Switch)),
    "consent.{}.off": list(get_args(Switch)),
    "consent.{}.turn_on": list(get_args(Switch)),
    "consent.{}.turn_off": list(get_args(Switch)),
    "consent.{}.{}": [
        f"{what}.{label}"
        for what in get_args(Consent)
        for label in ("yes", "no", "turn_on", "turn_off")
    ],
    "consent.reminders.{}": ["dm_alone", *get_args(Where), *get_args(Which)],
    "choices.{}": list(get_args(Setting)),
    "choices.{}.{}": [f"{what}.{value}" for what, values in VALUES.items() for value in values],
    "consent.reminders.button.{}": [*get_args(Where), *get_args(Which)],
    "reminder.direct.{}": list(get_args(Tone)),
    "reminder.channel.{}": list(get_args(Tone)),
    "reminder.snooze.{}": list(get_args(Snooze)),
    "still.{}": ["going", "waitlisted", "offered", "asked"],
    "reminders.{}": ["planned", "sent", "missed", "left_out"],
    "change.question.{}": list(get_args(ChangeKind)),
    "change.line.{}": list(get_args(Field)),
    "change.button.{}": list(get_args(ChangeKind)),
    "change.done.{}": list(get_args(ChangeKind)),
    "change.done.following.{}": ["edited", "cancelled"],
    "recurrence.position.{}": [str(position) for position in POSITIONS],
    "series.button.{}": list(get_args(SeriesChoice)),
    "change.news.{}": list(get_args(ChangeKind)),
    "card.title.{}": ["postponed", "cancelled"],
    "card.facts.{}": list(get_args(EventState)),
    "edit_form.{}": FORM,
    "edit_form.{}.about": FORM,
    "introduction.button.{}": ["yes", "no", "met", "hello", "leave", "find", "wrong"],
    "introduction.hello.{}": list(get_args(Greeted)),
    "introduction.leave.{}": ["thread", "direct"],
    "introduction.met.{}": ["yes", "no", "together"],
    "introduction.form.{}.label": ["words", "apart"],
    "introduction.form.{}.about": ["words", "apart"],
    "introduction.question.{}": [
        f"{family}.{number}" for family, count in OPENINGS.items() for number in range(1, count + 1)
    ],
    "in_common.{}.{}": [
        f"{kind}.{form}"
        for kind in get_args(PartKind)
        for form in ("once", "often", "each_other", "each_other_often")
    ],
    "in_common.when.{}": list(get_args(SpanKind)),
    "in_common.number.{}": [str(number) for number in range(1, IN_WORDS + 1)],
    "in_common.bridge.{}": ["one", "several"],
    "starters.reason.{}": [each for each in get_args(Reason) if each != "shared"],
    "me.show.{}": [
        *get_args(Status),
        "blocked",
        "checked_in",
        "messages",
        "posts",
        "found_by",
        "report",
    ],
    "me.show.said_{}": ["hello", "declined"],
    "summary.kind.{}": [*KINDS, "all"],
    "network.button.{}": list(get_args(DrawChoice)),
    "momentum.trend.{}": list(get_args(Trend)),
    "momentum.waiting.{}": ["questions", "newcomers", "silent"],
    "momentum.button.{}": list(get_args(NoteChoice)),
    "people.button.{}": list(get_args(FollowChoice)),
    "people.own.{}": list(get_args(Own)),
    "scorecard.button.{}": list(get_args(ScorecardChoice)),
    "scorecard.standing.{}": list(get_args(State)),
    "scorecard.state.{}": list(get_args(State)),
    "scorecard.mistake.{}": list(get_args(Mistake)),
    "scorecard.point.{}": list(get_args(Point)),
    "scorecard.measure.{}": list(get_args(Point)),
    "scorecard.aim.{}": list(get_args(Point)),
    "scorecard.advice.{}.{}": [f"{point}.{each}" for point in ADVICE for each in ADVICE[point]],
    "me.forget.{}": list(get_args(Choice)),
    "feed.source.{}": list(get_args(SourceKind)),
    "feed.status.source.{}": list(get_args(SourceKind)),
    "feed.backfill.button.{}": list(get_args(BackfillChoice)),
    "calendar.feed.{}": list(get_args(FeedChange)),
    "door.button.{}": list(get_args(DoorButtonKind)),
    "door.list.{}": list(get_args(DoorList)),
    "door.list.{}_nobody": list(get_args(DoorList)),
    "door.tap.{}": list(get_args(DoorList)),
    "feed.status.kept_out.{}": ["today", "in_all"],
    "filter.kind.{}": list(get_args(Noise)),
    "filter.policy.{}": list(get_args(Policy)),
    "filter.standing.{}": list(get_args(Standing)),
    "filter.no_longer.{}": list(get_args(Standing)),
    "digest.kind.{}": list(get_args(Kind)),
    "held.outcome.{}": [*set(OUTCOMES.values()), "dropped"],
    "review.button.{}": list(get_args(Decision)),
    "review.{}": list(get_args(Decision)),
    "permission.{}": [*INVITED, *FOR_ROLES],
    "notice.{}": [
        "departure",
        *get_args(LinkNews),
        *("dm_closed", "dm_unwanted", "no_permission", "gone", "refused"),
        "chat_thread_gone",
        *("deleted.card", "deleted.scheduled_event", "listing.deleted"),
        *(f"listing.{problem}" for problem in get_args(Problem)),
        *("introduction.no_permission", "report_closed"),
        *("forecast", "summary"),
        *("requests", "role.no_permission", "role.refused", "series.missed"),
        *(f"money.{step.key}" for step in Step),
    ],
    "doctor.{}": list(LEVELS),
    "doctor.{}.mend": [key for key, level in LEVELS.items() if level != "fine"],
    "doctor.level.{}": list(get_args(Level)),
    "doctor.line.{}": list(get_args(Level)),
    "doctor.area.{}": sorted({key.partition(".")[0] for key in LEVELS}),
    "noise.kind.{}": list(get_args(Kind)),
    "noise.reason.{}": [*WEIGHTS, "copy", "plain"],
    "feed.status.money.step.{}": [step.key for step in Step if step is not Step.FULL],
    "draft.form.{}": [*get_args(FormKind), *BASICS, *DETAILS],
    "draft.form.{}.about": [*BASICS, *DETAILS],
    "draft.button.{}": list(get_args(DraftAction)),
    "draft.doubt.{}": list(get_args(Doubt)),
    "chat.form.{}.label": [field.name for field in fields_of(Typed)],
    "chat.form.{}.about": [field.name for field in fields_of(Typed)],
    "chat.button.{}": list(get_args(DraftChoice)),
    "chat.cancel.button.{}": list(get_args(CancelChoice)),
    "chat.question.{}": list(get_args(QuestionState)),
    "chat.state.{}": list(get_args(ChatState)),
    "error.{}": [],  # each is raised somewhere under its own key
    "error.when.{}": ["no_time", "no_date", "one_time", "midnight", "unreadable", "impossible"],
}


def members(pattern: str) -> list[str]:
    fixed = pattern.replace("{}.{}", "{}", 1)
    found = [*FAMILIES[pattern], *READ.get(pattern, list)()]
    return [fixed.format(each) for each in found]


def _named() -> list[str]:
    return [
        f"command.{name}"
        for command, options in commands().items()
        for name in (command, *(f"{command}.{option}" for option in options))
    ]


def _stops() -> list[str]:
    stops = {use.key.removeprefix("error.") for use in all_uses() if use.stops_source}
    return [f"source.{stop}" for stop in sorted(stops)]


# What more stands for {}, read off the program when it is asked for.
READ = {"{}.name": _named, "{}.about": _named, "notice.{}": _stops}
