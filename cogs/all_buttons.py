"""Every button and select that outlives the process; the bot listens for these and no others."""

from __future__ import annotations

from cogs import chat_draft, chat_recap
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
from cogs.tweetup_answers import AnswersPageButton
from cogs.tweetup_momentum import WeeklyNoteButton
from cogs.tweetup_network import DrawnButton
from cogs.tweetup_repeat import SeriesButton

BUTTONS = (
    AnswerButton,
    MyRsvpButton,
    ConsentButton,
    SnoozeButton,
    StopRemindersButton,
    ShowMissedButton,
    DismissButton,
    HelloButton,
    MetButton,
    FindMeButton,
    LeaveButton,
    OthersButton,
    LeaveSurelyButton,
    ReportButton,
    ShowReportButton,
    ForgetButton,
    ChoiceButton,
    ChoiceSelect,
    BackfillButton,
    ScorecardButton,
    DraftButton,
    ReadingButton,
    ChangeButton,
    StillComingButton,
    DoorButton,
    PickSelect,
    TapSelect,
    UndoButton,
    CodeButton,
    CalendarButton,
    FeedButton,
    OfferButton,
    GuestsSelect,
    NoteButton,
    RequestButton,
    DigestButton,
    DigestPageButton,
    ReviewButton,
    chat_draft.DraftButton,
    chat_recap.CatchUpButton,
    chat_recap.PageButton,
    CancelButton,
    ConfirmLinkButton,
    SeriesButton,
    QuestionsButton,
    QuestionButton,
    AnswersPageButton,
    DrawnButton,
    FollowedButton,
    PeoplePageButton,
    OwnPictureButton,
    WeeklyNoteButton,
    BeginButton,
)
