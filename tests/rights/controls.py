"""How every button and select is tried: put below a message, with the first server's ids in it.

That is more than Discord lets anybody do, who can tap only what was sent to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from cogs import chat_draft, chat_recap, tweetup_answers
from cogs.answering import QuestionsButton
from cogs.beginning import BeginButton
from cogs.calendars import CalendarButton, FeedButton
from cogs.change_confirm import ChangeButton
from cogs.chat import CancelButton
from cogs.choices import ChoiceButton, ChoiceSelect
from cogs.digest import DigestButton, DigestPageButton
from cogs.door_code import CodeButton
from cogs.door_panel import DoorButton, PickSelect, TapSelect, UndoButton
from cogs.drafts import DraftButton, ReadingButton
from cogs.feed_backfill import BackfillButton
from cogs.find_me import FindMeButton
from cogs.introductions import HelloButton, LeaveButton, LeaveSurelyButton, MetButton
from cogs.link_confirm import ConfirmLinkButton
from cogs.me import ForgetButton
from cogs.missed import ShowMissedButton
from cogs.network import OwnPictureButton
from cogs.notices import DismissButton
from cogs.panel import ConsentButton
from cogs.party import GuestsSelect, NoteButton, OfferButton
from cogs.people import FollowedButton, PeoplePageButton
from cogs.questions import QuestionButton
from cogs.reminders import SnoozeButton, StopRemindersButton
from cogs.reports import ReportButton, ShowReportButton
from cogs.requests import RequestButton
from cogs.review import ReviewButton
from cogs.rsvp import AnswerButton, MyRsvpButton
from cogs.scorecard import ScorecardButton
from cogs.starters import OthersButton
from cogs.still_coming import StillComingButton
from cogs.tweetup_momentum import WeeklyNoteButton
from cogs.tweetup_network import DrawnButton
from cogs.tweetup_repeat import SeriesButton

# Whoever is chosen where a select takes a member.
SOMEBODY = "somebody"


@dataclass(frozen=True)
class Control:
    """`custom_id` with names of ids in it; `value` is what is chosen, where it is a select."""

    item: type[discord.ui.DynamicItem[Any]]
    custom_id: str
    value: str | None = None


CONTROLS: dict[str, Control] = {
    "begin": Control(BeginButton, "begin:{guild}:d{delivery}"),
    "rsvp": Control(AnswerButton, "rsvp:{guild}:{event}:going:d{delivery}"),
    "mine": Control(MyRsvpButton, "mine:{guild}:{event}:d{delivery}"),
    "calendar": Control(CalendarButton, "calendar:{guild}:{event}"),
    "calendar:feed": Control(FeedButton, "calendar:feed:{guild}:revoke"),
    "consent": Control(ConsentButton, "consent:{guild}:{event}:listed:on"),
    "choice": Control(ChoiceButton, "choice:{guild}:listed:on"),
    "choose": Control(ChoiceSelect, "choose:{guild}:reminders", "none"),
    "guests": Control(GuestsSelect, "guests:{guild}:{event}", "0"),
    "note": Control(NoteButton, "note:{guild}:{event}"),
    "questions": Control(QuestionsButton, "questions:{guild}:{event}"),
    "offer": Control(OfferButton, "offer:{guild}:{event}:pass"),
    "still": Control(StillComingButton, "still:{guild}:{event}:d{delivery}"),
    "snooze": Control(SnoozeButton, "snooze:{guild}:{event}:hours:d{delivery}"),
    "stop": Control(StopRemindersButton, "stop:{guild}:d{delivery}"),
    "missed": Control(ShowMissedButton, "missed:{ann}:{event}:d{delivery}"),
    "notice": Control(DismissButton, "notice:{ann}:d{delivery}"),
    "link": Control(ConfirmLinkButton, "link:no:{guild}:{person}"),
    "me": Control(ForgetButton, "me:keep"),
    "hello": Control(HelloButton, "hello:{introduction}:d{delivery}"),
    "met": Control(MetButton, "met:yes:{introduction}:d{delivery}"),
    "find": Control(FindMeButton, "find:{introduction}:d{delivery}"),
    "leave": Control(LeaveButton, "leave:{introduction}:d{delivery}"),
    "leave:surely": Control(LeaveSurelyButton, "leave:{introduction}:surely"),
    "starters": Control(OthersButton, "starters:{guild}:{event}:d{delivery}"),
    "wrong": Control(ReportButton, "wrong:{introduction}:d{delivery}"),
    "report": Control(ShowReportButton, "report:{olive}:{report}:d{delivery}"),
    "network": Control(OwnPictureButton, "network:{event}"),
    "momentum": Control(WeeklyNoteButton, "momentum:{event}:off"),
    "drawn": Control(DrawnButton, "drawn:{event}:yes"),
    "people": Control(FollowedButton, "people:{event}:yes"),
    "people-page": Control(PeoplePageButton, "people-page:{event}:1:later"),
    "digest": Control(DigestButton, "digest:d{digest}"),
    "digest-page": Control(DigestPageButton, "digest-page:1:d{digest}"),
    "chat_recap": Control(chat_recap.CatchUpButton, "chat_recap:{chat}:d{delivery}"),
    "chat_page": Control(chat_recap.PageButton, "chat_page:{chat}:0"),
    "draft": Control(DraftButton, "draft:create:{draft}"),
    "draft:at": Control(ReadingButton, "draft:at:{draft}:1769106600"),
    "change": Control(ChangeButton, "change:{change}:apply"),
    "series": Control(SeriesButton, "series:{series}:begin"),
    "backfill": Control(BackfillButton, "backfill:{event}:leave"),
    "scorecard": Control(ScorecardButton, "scorecard:{guild}:read"),
    "request": Control(RequestButton, "request:{event}:{asker}:1:approve"),
    "question": Control(QuestionButton, "question:{event}:{question}:1:removal"),
    "answers": Control(tweetup_answers.PageButton, "answers:{event}:0:later"),
    "review": Control(ReviewButton, "review:approve:d{held}"),
    "chat_draft": Control(chat_draft.DraftButton, "chat_draft:{chat_draft}:change"),
    "chat_cancel": Control(CancelButton, "chat_cancel:{chat}:cancel"),
    "door": Control(DoorButton, "door:{event}:missing:0"),
    "door:code": Control(CodeButton, "door:{event}:code"),
    "door:pick": Control(PickSelect, "door:{event}:pick", SOMEBODY),
    "door:tap": Control(TapSelect, "door:{event}:tap:missing:0", "{ann}"),
    "door:undo": Control(UndoButton, "door:{event}:undo:{attendance}"),
}
