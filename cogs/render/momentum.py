"""The momentum of a tweetup as a message: three sentences, a chart, and what could be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot.domain.announcements import MomentumNote
from bot.domain.events import Event
from bot.domain.markdown import escape, link
from bot.domain.momentum import (
    HOUR_DAYS,
    HOUR_PEOPLE,
    HOUR_POSTS,
    Hour,
    Momentum,
    Span,
)
from bot.domain.posts import Author, Post, post_url
from bot.services.momentum import MomentumShown
from bot.services.momentum_loading import ToDo
from bot.texts import text
from cogs.notices import NOBODY, DismissButton
from cogs.render.excerpt import in_one_line
from cogs.render.message import Message
from cogs.render.momentum_chart import picture
from cogs.render.written import written

SHOWN, NAMED = 3, 15
FIRST_WORDS = 220


async def for_organisers(found: MomentumShown, *buttons: discord.ui.Item[Any]) -> Message:
    """For an organiser who asked; what they read, nobody else sees."""
    content = _told(found.event, found.momentum)
    drawn = await picture(found.event, found.momentum)
    if found.to_do is None:
        return Message(content, picture=drawn)
    embed = waiting(found.event, found.to_do, weekly=found.weekly)
    return Message(content, embeds=(embed,), buttons=buttons, picture=drawn)


def waiting(event: Event, to_do: ToDo, *, weekly: bool) -> discord.Embed:
    """What a word of the organisers would help, and whether they get the weekly note."""
    state = text("momentum.weekly" if weekly else "momentum.not_weekly")
    said = "\n\n".join((*_to_do(to_do), state))
    embed = discord.Embed(title=text("momentum.to_do"), description=said)
    return embed.set_footer(text=text("momentum.footer", hashtag=event.hashtag))


async def weekly_note(found: MomentumNote, delivery_id: int) -> Message:
    """To organisers unasked: of posts and people how many alone, for the message stays."""
    open_ones = {"questions": found.questions, "newcomers": found.newcomers, "silent": found.silent}
    counts = [text(f"momentum.waiting.{what}", n=n) for what, n in open_ones.items() if n]
    lines = [_told(found.event, found.momentum)]
    if counts:
        lines.append(text("momentum.waiting", what="; ".join(counts)))
    lines.append(text("momentum.where"))
    return Message(
        "\n\n".join(lines),
        buttons=(DismissButton(NOBODY, delivery_id),),
        picture=await picture(found.event, found.momentum),
    )


def _told(event: Event, found: Momentum) -> str:
    heading = text(
        "momentum.heading", name=escape(event.name), since=written(found.days[0].on, "day")
    )
    hour = _hour(found.hour, event.zone)
    return "\n".join((heading, *(f"- {each}" for each in (*sentences(event, found), hour))))


def sentences(event: Event, found: Momentum) -> Iterator[str]:
    """How much was said and by how many, how many of them are new, and how much of it is talk."""
    latest, before = found.latest, found.before
    if not any(day.posts or day.adverts for day in found.days):
        yield text("momentum.nothing", hashtag=escape(event.hashtag))
        return
    if before is None:
        yield text("momentum.so_far", when=_when(latest), much=_much(latest))
        yield text("momentum.new", n=latest.first_time)
        yield text("momentum.talk", replies=_replies(latest), adverts=_adverts(latest))
        return
    weeks = {"when": _when(latest), "much": _much(latest), "before": _much(before)}
    if found.trend is None:
        yield text("momentum.days_before", n=before.days, **weeks)
    else:
        trend = text(f"momentum.trend.{found.trend}")
        yield text("momentum.week", trend=trend, **weeks)
    yield text("momentum.new_before", n=latest.first_time, before=before.first_time)
    yield text(
        "momentum.talk_before",
        replies=_replies(latest),
        replies_before=_replies(before),
        adverts=_adverts(latest),
        adverts_before=_adverts(before),
    )


def _when(span: Span) -> str:
    first, last = written(span.first, "day"), written(span.last, "day")
    if first == last:
        return text("momentum.on_day", day=first)
    return text("momentum.on_days", first=first, last=last)


def _much(span: Span) -> str:
    posts = text("momentum.posts", n=span.posts)
    if span.people is None or not span.posts:
        return posts
    return text("momentum.by", posts=posts, people=text("momentum.people", n=span.people))


def _replies(span: Span) -> str:
    told = _share(span.replies, span.posts)
    ratio = span.replies_per_post
    return told if ratio is None else text("momentum.ratio", share=told, ratio=f"{ratio:.1f}")


def _adverts(span: Span) -> str:
    return _share(span.adverts, span.posts + span.adverts)


def _share(some: int, of: int) -> str:
    return text("momentum.share", some=some, of=of) if of else text("momentum.none")


def _hour(hour: Hour | None, zone: str) -> str:
    if hour is None:
        return text("momentum.no_hour", posts=HOUR_POSTS, people=HOUR_PEOPLE, days=HOUR_DAYS)
    since, until = f"{hour.hour:02}:00", f"{(hour.hour + 1) % 24:02}:00"
    share = _share(hour.posts, hour.of)
    return text("momentum.hour", since=since, until=until, zone=zone, share=share)


def _to_do(to_do: ToDo) -> Iterator[str]:
    if to_do.questions:
        yield _list(text("momentum.questions", n=len(to_do.questions)), to_do.questions)
    if to_do.newcomers:
        yield _list(text("momentum.newcomers", n=len(to_do.newcomers)), to_do.newcomers)
    if to_do.silent:
        yield _silent(to_do)
    if not (to_do.questions or to_do.newcomers or to_do.silent):
        yield text("momentum.nothing_to_do")


def _list(heading: str, posts: Sequence[tuple[Post, Author]]) -> str:
    lines = [heading, *(f"- {_line(post, author)}" for post, author in posts[:SHOWN])]
    if len(posts) > SHOWN:
        lines.append(text("momentum.more", n=len(posts) - SHOWN))
    return "\n".join(lines)


def _line(post: Post, author: Author) -> str:
    leads = link(text("feed.open"), post_url(author.handle, post.newest_version), previewed=False)
    words = in_one_line(post, FIRST_WORDS, "").strip()
    return f"@{escape(author.handle)}: {words} {leads}"


def _silent(to_do: ToDo) -> str:
    """By name only those who agreed that others see that they come."""
    named = sorted(to_do.named)[:NAMED]
    others = len(to_do.silent) - len(named)
    who = ", ".join(f"<@{member_id}>" for member_id in named)
    if others:
        unnamed = text("momentum.others", n=others)
        who = text("momentum.and", who=who, others=unnamed) if who else unnamed
    return text("momentum.silent", who=who)
