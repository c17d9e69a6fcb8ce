"""Two servers that share the bot, with one of everything that a command or a button can be about.

Everybody who could try something is there: one of each kind.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, UserHandle
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import chat, chat_plan
from bot.domain.changes import ChangeDraft, facts
from bot.domain.deliveries import DeliveryKind, NewDelivery
from bot.domain.door import Attendance, Door
from bot.domain.drafts import Typed
from bot.domain.events import Event
from bot.domain.introductions import IntroducedMember, MadeIntroduction
from bot.domain.meeting import Report
from bot.domain.members import AccountLink
from bot.domain.noise.judging import Past
from bot.domain.noise.verdict import Verdict
from bot.domain.questions import QuestionDraft
from bot.domain.recurrence import Recurrence
from bot.domain.rsvp import Rsvp, RsvpSettings
from bot.domain.series import Series, Template
from db import (
    account_links,
    answers,
    attendance,
    changes,
    chat_drafts,
    chats,
    deliveries,
    doors,
    drafts,
    events,
    feed,
    filed,
    filters,
    introductions,
    organisers,
    people,
    posts,
    questions,
    reports,
    rsvp_settings,
    rsvps,
    series,
    verdicts,
)
from tests.cogs.posts import ADA, BO, post
from tests.cogs.town import NEEDED, PEOPLE, START, Town

HOUR = timedelta(hours=1)
# What stands in the first server only, some of it for organisers or one member only.
NAME, PLACE = "Secret Supper", "Hidden Cellar"
NOTE, TOLD, ANSWER, WORD = "crutches", "He was rude", "No nuts at all", "pyramid"
HANDLE = "annie_unproved"
LOOK_AFTER = frozenset({"organiser", "named"})
# By what was written: who may ever read it. An organiser was told of the introduction; who is
# named for the tweetup came later.
READERS: dict[str, frozenset[str]] = {
    NAME: LOOK_AFTER | {"named for another", "attendee", "member"},
    PLACE: LOOK_AFTER | {"named for another", "attendee", "member"},
    NOTE: LOOK_AFTER | {"attendee"},
    ANSWER: LOOK_AFTER | {"attendee"},
    WORD: LOOK_AFTER,
    TOLD: frozenset({"organiser", "attendee"}),
    HANDLE: frozenset({"attendee"}),
}

Person = MemberActor | UserHandle


@dataclass
class Village:
    """`people` by what they are to `event`; `ids` are what custom_ids are filled with."""

    town: Town
    people: dict[str, Person]
    elsewhere: ChannelHandle
    event: Event
    ids: dict[str, int]
    beside: sqlite3.Connection
    """To the bot's database, and used by nobody else."""
    copy: sqlite3.Connection
    """The database as it was in the beginning."""
    _read: tuple[int, frozenset[str]] = (0, frozenset())
    _put_back: int = 0
    _first: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.beside.backup(self.copy)
        self._put_back = self._version()
        self._first = self.rows()

    def place_of(self, person: Person) -> ChannelHandle:
        """Where somebody types and taps."""
        if isinstance(person, UserHandle):
            return person.dm_channel
        return self.town.channel if person.guild is self.town.guild else self.elsewhere

    def rows(self) -> frozenset[str]:
        """The whole database, a line a row."""
        # To read it all takes long, and SQLite counts what others commit.
        if self._read[0] != self._version():
            self._read = self._version(), frozenset(self.beside.iterdump())
        return self._read[1]

    def put_back(self) -> None:
        """Make the database what it was in the beginning."""
        if self._put_back != self._version():
            self.copy.backup(self.beside)
            self._put_back = self._version()
            self._read = self._put_back, self._first

    def _version(self) -> int:
        (version,) = self.beside.execute("PRAGMA data_version").fetchone()
        return int(version)


async def settle(town: Town, beside: sqlite3.Connection, copy: sqlite3.Connection) -> Village:
    """Make both servers, and let everything that is to be sent be sent."""
    olive = town.organiser()
    await town.plan(olive, name=NAME, place=PLACE, when="1 January 03:00", hashtag="Supper")
    await town.plan(olive, name="Other Supper", when="2 January 03:00", hashtag="Other")
    await town.plan(olive, name="Put Away", when="3 January 03:00", hashtag="Away")
    event, other, away = await town.events()
    elsewhere, oscar = await _elsewhere(town)
    names = ("nina", "nora", "ann", "bo", "max", "mel")
    nina, nora, ann, bo, rick, mel = (town.member(name) for name in names)
    async with town.database.begin() as conn:
        await organisers.name(conn, event.id, nina.id)
        await organisers.name(conn, other.id, nora.id)
        await events.archive(conn, away.id, archived=True)
        ids = {"guild": town.guild.id, "event": event.id, "other": other.id, "away": away.id}
        ids |= {"ann": ann.id, "asker": rick.id, "olive": olive.id}
        ids |= await _answers(conn, event, ann, bo, rick)
        ids |= await _introduced(conn, event, ann, bo, olive)
        ids |= await _in_hand(conn, town, event, olive)
    town.services.deliver.wake()
    await town.env.settle()
    outsider = town.env.create_user("otto")
    return Village(
        town=town,
        people={
            "organiser": olive,
            "named": nina,
            "named for another": nora,
            "attendee": ann,
            "member": mel,
            "organiser elsewhere": oscar,
            "outsider": outsider,
        },
        elsewhere=elsewhere,
        event=event,
        ids=ids,
        beside=beside,
        copy=copy,
    )


async def _elsewhere(town: Town) -> tuple[ChannelHandle, MemberActor]:
    guild = town.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("chat")
    for role in guild.roles.values():
        if role.id in town.env.backend.guilds[guild.id].members[town.bot_id].role_ids:
            needed = discord.Permissions(**dict.fromkeys(NEEDED, True))
            town.env.backend.edit_role(guild.id, role.id, {"permissions": needed.value})
    rights = discord.Permissions(PEOPLE.value | discord.Permissions(manage_events=True).value)
    role = guild.create_role("Organisers", permissions=rights)
    oscar = guild.add_member(town.env.create_user("oscar"), roles=[role])
    given = {"name": "Supper Club", "hashtag": "Club", "when": "4 January 03:00", "place": "Pub"}
    shown = await oscar.slash(channel, "tweetup create", **given)
    assert shown.response is not None
    await oscar.click(shown.response, label="Create")
    return channel, oscar


async def _answers(
    conn: AsyncConnection, event: Event, ann: MemberActor, bo: MemberActor, asker: MemberActor
) -> dict[str, int]:
    """Who comes and who asked to, with a note; an organisers' question, answered."""
    given = (
        Rsvp(ann.id, "going", 1, note=NOTE),
        Rsvp(bo.id, "going", 2),
        Rsvp(asker.id, "asked", 3),
    )
    await rsvp_settings.save(conn, event.id, RsvpSettings(approval=True))
    await rsvps.save(conn, event.id, given, START)
    question = await questions.add(conn, event.id, QuestionDraft("What can you not eat?"))
    await answers.save(conn, ann.id, {question.id: ANSWER})
    await doors.save(conn, Door(event.id, "00" * 16, START))
    came, _ = await attendance.add(conn, Attendance(event.id, "self", START, member_id=bo.id))
    await filters.add_word(conn, event.id, WORD, WORD)
    return {"question": question.id, "attendance": came.id}


async def _introduced(
    conn: AsyncConnection, event: Event, ann: MemberActor, bo: MemberActor, olive: MemberActor
) -> dict[str, int]:
    """An introduction, what was quietly told of it, and a question about an account on X."""
    await people.save(conn, (ADA, BO))
    members = (IntroducedMember(ann.id, ADA.id), IntroducedMember(bo.id, BO.id))
    made = MadeIntroduction(
        guild_id=event.guild_id,
        event_id=event.id,
        members=members,
        kind="finally_meet",
        evidence=(11, 10),
        opening="any.1",
        made_at=START,
    )
    introduction = await introductions.add(conn, made)
    assert introduction is not None
    report = await reports.add(
        conn, Report(event.guild_id, event.id, introduction, ann.id, TOLD, START)
    )
    told = NewDelivery(
        event.guild_id,
        "report",
        {"report": report},
        event.id,
        member_id=olive.id,
        key=f"report:{report}:{olive.id}",
    )
    link = AccountLink(event.guild_id, ann.id, HANDLE, "tw-1", START + 90 * HOUR, seen_id=ADA.id)
    await account_links.save(conn, link)
    told_by = await deliveries.add(conn, told, START)
    assert told_by is not None
    return {
        "introduction": introduction,
        "report": report,
        "person": ADA.id,
        "delivery": told_by,
    }


async def _in_hand(
    conn: AsyncConnection, town: Town, event: Event, olive: MemberActor
) -> dict[str, int]:
    """What organisers have begun and not finished, and what waits for their word."""
    typed = Typed(channel_id=event.channel_id, zone=event.zone, name=NAME, hashtag="Next")
    typed = replace(typed, when="22 January 18:30", place=PLACE)
    draft = await drafts.save(conn, event.guild_id, olive.id, typed, town.clock.now())
    after = replace(facts(event), place="Elsewhere")
    change = ChangeDraft(event.id, "edited", after, event.revision, town.clock.now())
    asked = chat.Question(1, "Where do you sit?", START + HOUR)
    plan = chat_plan.ChatPlan((asked,), START + HOUR, START + 2 * HOUR, None)
    planned = await chats.add(conn, event.id, plan)
    form = chat_plan.Typed("1 January 01:00", "10", "Where do you sit?")
    chat_draft = await chat_drafts.add(conn, event.id, form, town.clock.now())
    await posts.save(conn, (post(10, ADA), post(11, ADA)))
    await feed.add(conn, ((event.id, 10, "held"), (event.id, 11, "folded")), START)
    ad = Past(ADA.id, START, "job_ad", False, "ad")
    await verdicts.save(conn, ((11, ad, Verdict("job_ad", 0.9, ())),))
    kinds: tuple[DeliveryKind, ...] = ("held", "digest")
    ids = {
        kind: await deliveries.add(
            conn,
            NewDelivery(event.guild_id, kind, {"post": 10}, event.id, event.channel_id),
            START,
        )
        for kind in kinds
    }
    await filed.digest(conn, event.id, (11,), ids["digest"] or 0)
    proposed = Series(
        guild_id=event.guild_id,
        rule=Recurrence("week", 2, time(3), date(2026, 1, 1), 3, until=date(2026, 6, 1)),
        zone=event.zone,
        times=6,
        template=Template(NAME, "Supper", PLACE, None, "", 2 * HOUR),
        event_id=event.id,
        revision=event.revision,
        slot_at=event.starts_at,
        next_at=event.starts_at + timedelta(weeks=2),
        made_at=town.clock.now(),
    )
    return {
        "draft": draft.id,
        "change": await changes.add_draft(conn, change),
        "chat": planned.id,
        "chat_draft": chat_draft.id,
        "series": await series.add(conn, proposed),
        **{kind: each or 0 for kind, each in ids.items()},
    }
