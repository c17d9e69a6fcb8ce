"""An introduction: the people, what they did before they met, and a question to go on with."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.announcements import (
    Hello,
    Introduced,
    Introduction,
    IntroductionThread,
    MetQuestion,
)
from bot.domain.cleaning import cut
from bot.domain.markdown import escape, escape_within, link
from bot.domain.meeting import WORDS_LIMIT
from bot.domain.posts import profile_url
from bot.texts import text
from cogs.find_me import FindMeButton
from cogs.introductions import HelloButton, LeaveButton, MetButton
from cogs.render.in_common import bridge_sentence, joined_sentence, opening, sentence
from cogs.render.message import QUIET, Message, pings
from cogs.render.post import post_embed
from cogs.render.written import listed
from cogs.reports import ReportButton

NAME_LIMIT = 30
# Three of them and what stands around them fit into the 6,000 characters of a message's embeds.
QUOTE_LIMIT = 1_500


def thread_name(announcement: IntroductionThread) -> str:
    """The thread's name; its end tells after a crash which introduction the thread is for."""
    names = [short(member.author.name) for member in announcement.members]
    if len(names) > 2:
        shown = text("introduction.thread_of_three", names=listed(names))
    else:
        shown = text("introduction.thread", one=names[0], other=names[1])
    return shown + thread_mark(announcement)


def thread_mark(announcement: IntroductionThread) -> str:
    return f" · {announcement.introduction_id}"


def introduction(announcement: Introduction, delivery_id: int) -> Message:
    """In a thread it mentions those who are introduced and nobody else."""
    members = announcement.members
    parts = [_hello(announcement), _why(announcement), opening(announcement.opening)]
    if found := _recognised(announcement):
        parts.append(found)
    if announcement.to is not None:
        parts.append(text("introduction.direct.next"))
    if announcement.met:
        parts.append(text("introduction.all_met"))
    return Message(
        "\n\n".join(parts),
        embeds=tuple(
            post_embed(e.post, e.author, limit=QUOTE_LIMIT) for e in announcement.evidence
        ),
        buttons=_buttons(announcement.introduction_id, delivery_id),
        mentions=QUIET if announcement.to else pings(*(each.member_id for each in members)),
    )


def _buttons(introduction_id: int, delivery_id: int) -> tuple[discord.ui.Item[Any], ...]:
    return (
        HelloButton(introduction_id, delivery_id),
        MetButton("met", introduction_id, delivery_id),
        FindMeButton(introduction_id, delivery_id),
        LeaveButton(introduction_id, delivery_id),
        ReportButton(introduction_id, delivery_id),
    )


def hello(announcement: Hello, delivery_id: int) -> Message:
    """In a thread the others see who it is; in a direct message it says how to answer."""
    label = text("introduction.button.hello_back")
    back = HelloButton(announcement.introduction_id, delivery_id, label)
    if announcement.to is None:
        mention = f"<@{announcement.member.member_id}>"
        return Message(text("introduction.says_hello", mention=mention), buttons=(back,))
    who, name = person(announcement.member), escape(announcement.event.name)
    return Message(text("introduction.says_hello_direct", person=who, name=name), buttons=(back,))


def met_question(announcement: MetQuestion, delivery_id: int) -> Message:
    """In a thread it mentions those it asks."""
    members, name = announcement.members, escape(announcement.event.name)
    mentions = listed([f"<@{each.member_id}>" for each in members])
    if announcement.to is None:
        content = text("introduction.did_you_meet", mentions=mentions, name=name)
    else:
        content = text("introduction.did_you_meet_direct", mentions=mentions, name=name)
    return Message(
        content,
        buttons=(
            MetButton("yes", announcement.introduction_id, delivery_id),
            MetButton("no", announcement.introduction_id, delivery_id),
        ),
        mentions=QUIET if announcement.to else pings(*(each.member_id for each in members)),
    )


def person(member: Introduced) -> str:
    """How people find each other on Discord and on X."""
    handle = f"@{member.author.handle}"
    return text(
        "introduction.person",
        mention=f"<@{member.member_id}>",
        handle=link(handle, profile_url(member.author.handle), previewed=False),
    )


def short(name: str) -> str:
    return cut(name, NAME_LIMIT)


def _hello(announcement: Introduction) -> str:
    people = [person(each) for each in announcement.members if each.member_id != announcement.to]
    if announcement.to is not None:
        return text("introduction.direct.hello", people=listed(people))
    if len(people) > 2:
        return text("introduction.hello_three", people=listed(people))
    return text("introduction.hello", one=people[0], other=people[1])


def _why(announcement: Introduction) -> str:
    """What they have in common, that they are all coming, and that the proof stands below."""
    lines = [*_told(announcement)]
    coming = {"name": escape(announcement.event.name)}
    if announcement.shared:
        lines.append(text("introduction.coming", **coming))
    else:
        lines.append(text("introduction.coming_below", **coming))
    return " ".join(lines)


def _told(announcement: Introduction) -> list[str]:
    if announcement.shared:
        return [bridge_sentence([short(each.name) for each in announcement.shared])]
    names = {each.author.id: short(each.author.name) for each in announcement.members}
    joined = {each.author.id for each in announcement.members if each.joined}
    lines = []
    for each in announcement.between:
        one, other = each.common.one, each.common.other
        if one in joined:
            line = joined_sentence(each.common, names[one], names[other], each.hashtag)
        else:
            line = sentence(each.common, names[one], names[other], each.hashtag)
        if joined and one not in joined:
            pair = {"one": escape(names[one]), "other": escape(names[other])}
            line = text("introduction.of_the_pair", told=line, **pair)
        lines.append(line)
    return lines


def _recognised(announcement: Introduction) -> str:
    """How to find each other on the day, as far as they said."""
    lines = [
        text(
            "introduction.find",
            mention=f"<@{each.member_id}>",
            words=escape_within(each.find_me, WORDS_LIMIT),
        )
        for each in announcement.members
        if each.find_me
    ]
    return "\n".join(lines)
