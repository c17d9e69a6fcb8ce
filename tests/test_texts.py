"""The catalogue holds every text the program asks for, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import fields as fields_of
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import bot
from bot.domain.announcements import PlaceNews
from bot.domain.budget import Step
from bot.domain.changes import ChangeKind, Field, Problem, Scope
from bot.domain.chat import ChatState, QuestionState
from bot.domain.chat_plan import Typed
from bot.domain.feed import SourceKind
from bot.domain.filtering import Noise, Policy, Standing
from bot.domain.findings import LEVELS, Level
from bot.domain.in_common import PartKind, SpanKind
from bot.domain.members import Where, Which
from bot.domain.momentum import Trend
from bot.domain.noise import Kind
from bot.domain.noise.scoring import WEIGHTS
from bot.domain.openings import FAMILIES as OPENINGS
from bot.domain.permissions import FOR_CHATS, FOR_ROLES, IN_CHANNEL, IN_GUILD
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
from bot.texts import text
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
from tests.catalogues import catalogue, placeholders

ROOT = Path(bot.__file__).parent.parent
SOURCES = [path for part in ("bot", "cogs", "db") for path in sorted((ROOT / part).rglob("*.py"))]
ERRORS = {"UserError", "SourceStopped", "DatabaseTooNew", "Replaced"}


@dataclass(frozen=True)
class Use:
    """A place that asks for a text. `key` has {} where it is put together as the program runs;
    `params` is None where they are."""

    key: str
    params: frozenset[str] | None
    stops_source: bool = False


@cache
def all_uses() -> tuple[Use, ...]:
    """Found when a test asks: reading the whole program takes a second or two."""
    return tuple(use for path in SOURCES for use in uses(path.read_text(encoding="utf-8")))


def uses(source: str) -> Iterator[Use]:
    tree = ast.parse(source)
    reading = {"text", "_of"} if "from bot.texts import" in source else set()
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name in ERRORS | reading:
            prefix = "error." if name in ERRORS else ""
            for key in keys(call.args[0], tree):
                yield Use(prefix + key, params(call), name == "SourceStopped")


def keys(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """What an expression can be as far as the text of the program tells."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        yield "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from keys(node.body, tree)
        yield from keys(node.orelse, tree)
    elif isinstance(node, ast.Name):
        for found in ast.walk(tree):
            if isinstance(found, ast.Assign) and ast.unparse(found.targets[0]) == node.id:
                yield from keys(found.value, tree)
    elif isinstance(node, ast.Subscript):
        return  # a key that is named where it was put
    else:
        raise AssertionError(f"what key is {ast.unparse(node)}?")


def params(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name) - {"locale"}


COMMANDS = {
    "tweetup": (),
    "tweetup.create": (
        *("name", "hashtag", "when", "place"),
        *("time_zone", "channel", "capacity", "length", "description"),
    ),
    "tweetup.edit": (
        *("event", "name", "hashtag", "when", "place", "capacity", "time_zone"),
        *("length", "description", "scope"),
    ),
    "tweetup.postpone": ("event", "when", "reason"),
    "tweetup.cancel": ("event", "reason", "scope"),
    "tweetup.repeat": ("event", "rule", "until", "times"),
    "tweetup.series": (),
    "tweetup.series.show": ("event",),
    "tweetup.series.stop": ("event",),
    "tweetup.list": (),
    "tweetup.show": ("event",),
    "tweetup.duplicate": ("event", "when"),
    "tweetup.archive": ("event",),
    "tweetup.unarchive": ("event",),
    "tweetup.organisers": (),
    "tweetup.organisers.role": ("role",),
    "tweetup.organisers.add": ("member", "event"),
    "tweetup.organisers.remove": ("member", "event"),
    "tweetup.organisers.list": ("event",),
    "tweetup.reminders": ("event", "times"),
    "tweetup.no_shows": ("event",),
    "forecast": ("event",),
    "help": (),
    "tweetup.report": ("event",),
    "tweetup.vouch": ("member", "handle"),
    "tweetup.release": ("handle",),
    "door": (),
    "door.open": ("event",),
    "door.close": ("event",),
    "checkin": ("code",),
    "tweetup.introduce": ("event",),
    "tweetup.rsvp": (
        "event",
        "guests",
        "deadline",
        "approval",
        "allowed_role",
        "attendee_role",
        "offer_hours",
    ),
    "tweetup.requests": ("event",),
    "tweetup.questions": ("event",),
    "tweetup.answers": ("event",),
    "tweetup.network": ("event", "share"),
    "tweetup.momentum": ("event",),
    "tweetup.doctor": (),
    "link": ("handle",),
    "unlink": (),
    "scorecard": ("handle",),
    "people": ("event",),
    "me": (),
    "me.show": (),
    "me.export": (),
    "me.forget": (),
    "me.calendar": (),
    "me.posts": ("event",),
    "me.block": ("member",),
    "me.unblock": ("member",),
    "feed": (),
    "feed.status": ("event",),
    "feed.pause": ("event",),
    "feed.resume": ("event",),
    "feed.source": ("kind",),
    "feed.backfill": ("event",),
    "feed.quiet_hours": ("start", "end", "event"),
    "feed.mute": ("author", "event"),
    "feed.allow": ("author", "event"),
    "feed.unmute": ("author", "event"),
    "feed.block": ("word", "event"),
    "feed.unblock": ("word", "event"),
    "feed.filter": ("kind", "policy", "channel", "event"),
    "feed.digest": ("at", "event"),
    "chat": (),
    "chat.schedule": ("when", "every", "host", "event"),
    "chat.show": ("event",),
    "chat.cancel": ("event",),
    "chat.recap": ("event",),
}
NAMED = [
    f"command.{name}"
    for c, options in COMMANDS.items()
    for name in (c, *(f"{c}.{o}" for o in options))
]
FORM = ["name", "hashtag", "when", "place", "capacity"]
# What stands for {} in keys that are put together; every member of a family must have a text.
FAMILIES: dict[str, list[str]] = {
    "{}.name": NAMED,
    "{}.about": NAMED,
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
    "digest.button.{}": ["earlier", "later"],
    "held.outcome.{}": [*set(OUTCOMES.values()), "dropped"],
    "review.button.{}": list(get_args(Decision)),
    "review.{}": list(get_args(Decision)),
    "permission.{}": [*IN_CHANNEL, *IN_GUILD, *FOR_CHATS, *FOR_ROLES],
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
    found = [fixed.format(each) for each in FAMILIES[pattern]]
    if pattern == "notice.{}":
        stops = (use.key.removeprefix("error.") for use in all_uses() if use.stops_source)
        found += [f"notice.source.{stop}" for stop in sorted(set(stops))]
    return found


def test_every_way_a_key_is_put_together_is_known_here() -> None:
    used = {use.key for use in all_uses() if "{}" in use.key}
    assert used == set(FAMILIES), "FAMILIES above lists what each {} can be"


def test_the_errors_of_dates_are_those_that_are_raised() -> None:
    source = (ROOT / "bot/domain/when.py").read_text(encoding="utf-8")
    calls = re.findall(r"_error\((.+?), text\)", source)
    raised = {key for call in calls for key in re.findall(r'"(\w+)"', call)}
    assert raised == set(FAMILIES["error.when.{}"])


def test_every_text_that_is_asked_for_is_there_and_no_other() -> None:
    asked_for = {use.key for use in all_uses() if "{}" not in use.key}
    asked_for |= {key for pattern in FAMILIES for key in members(pattern)}
    missing, needless = asked_for - set(catalogue()), set(catalogue()) - asked_for
    assert not missing, f"bot/locale/en.po lacks {sorted(missing)}"
    assert not needless, f"nobody asks for {sorted(needless)}; a command's stand in COMMANDS above"


def test_every_placeholder_is_filled() -> None:
    unfilled = {
        use.key: missing
        for use in all_uses()
        if use.key in catalogue() and use.params is not None
        if (missing := placeholders(catalogue()[use.key]) - use.params)
    }
    assert unfilled == {}


def test_a_text_that_is_asked_for_with_a_number_has_forms_for_it() -> None:
    counted = [use.key for use in all_uses() if use.params and "n" in use.params]
    known = [catalogue()[key] for key in counted if "{}" not in key]
    assert not [message.id for message in known if not message.pluralizable]


def test_the_plural_fits_the_number() -> None:
    assert text("reminder.going", n=1) == "1 person is going. Are you?"
    assert text("reminder.going", n=0) == "0 people are going. Are you?"


def test_a_key_without_a_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no.such.text")
