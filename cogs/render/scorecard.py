"""A scorecard: first how all stands, then each point with what was seen and what to try."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import discord

from bot.domain.cleaning import contained, cut
from bot.domain.markdown import escape, link
from bot.domain.posts import Post, post_url
from bot.domain.scorecard import Card, Finding, State
from bot.texts import text
from cogs.render.message import Message

POINTS_A_PAGE = 4
FIRST_WORDS = 32
_ORDER: tuple[State, ...] = ("well", "nearly", "next", "unclear")
# Whom a post answers or passes on, and links: what is left are its first words.
_BEFORE_WORDS = re.compile(r"^(?:RT @\w+: |\s*@\w+)+|https?://\S+")


def messages(card: Card) -> tuple[Message, ...]:
    """The whole card, a message a page; the first alone tells how it stands."""
    if not card.findings:
        said = text("scorecard.too_few", n=card.posts, handle=escape(card.profile.author.handle))
        return (Message(said),)
    numbered = list(enumerate(card.findings, 1))
    pages = [numbered[n : n + POINTS_A_PAGE] for n in range(0, len(numbered), POINTS_A_PAGE)]
    return (_overview(card), *(Message(embeds=(_points(card, page),)) for page in pages))


def _overview(card: Card) -> Message:
    embed = discord.Embed(
        title=text("scorecard.title", handle=card.profile.author.handle),
        description="\n\n".join((_read(card), *_standing(card), _mistakes(card), _begin(card))),
    )
    embed.set_footer(text=text("scorecard.footer"))
    return Message(embeds=(embed,))


def _read(card: Card) -> str:
    key = "scorecard.read_all" if card.whole else "scorecard.read_latest"
    weeks = text("scorecard.weeks", n=card.weeks)
    return text(key, n=card.posts, weeks=weeks)


def _standing(card: Card) -> Iterable[str]:
    for state in _ORDER:
        found = card.standing(state)
        if found:
            points = "\n".join(f"- {text(f'scorecard.point.{each.point}')}" for each in found)
            yield f"**{text(f'scorecard.standing.{state}')}**\n{points}"


def _mistakes(card: Card) -> str:
    heading = text("scorecard.mistakes")
    if not card.made:
        return f"**{heading}**\n{text('scorecard.mistakes_none')}"
    return "\n".join(
        (f"**{heading}**", *(f"- {text(f'scorecard.mistake.{each}')}" for each in card.made))
    )


def _begin(card: Card) -> str:
    first = card.begin_with
    if first is None:
        return text("scorecard.begin_nothing")
    return text("scorecard.begin", advice=_advice(first))


def _points(card: Card, page: Iterable[tuple[int, Finding]]) -> discord.Embed:
    embed = discord.Embed()
    for number, found in page:
        name = text(f"scorecard.point.{found.point}")
        state = text(f"scorecard.state.{found.state}")
        embed.add_field(
            name=text("scorecard.heading", number=number, point=name, state=state),
            value="\n".join(_lines(card, found)),
            inline=False,
        )
    return embed


def _lines(card: Card, found: Finding) -> Iterable[str]:
    measured: dict[str, Any] = dict(found.measured)
    yield text(f"scorecard.measure.{found.point}", **measured)
    yield text("scorecard.aim", aim=text(f"scorecard.aim.{found.point}"))
    if found.evidence:
        handle = card.profile.author.handle
        posts = ", ".join(_evidence(each, handle) for each in found.evidence)
        yield text("scorecard.evidence", posts=posts)
    yield text("scorecard.next_week", advice=_advice(found))


def _advice(found: Finding) -> str:
    return text(f"scorecard.advice.{found.point}.{found.advice}")


def _evidence(post: Post, handle: str) -> str:
    words = " ".join(_BEFORE_WORDS.sub(" ", post.plain_text).split())
    # Contained once it is cut, which may take away what ended a direction of writing.
    shown = contained(cut(words, FIRST_WORDS))
    label = text("scorecard.quoted", words=shown) if words else None
    return link(label or text("feed.open"), post_url(handle, post.newest_version), previewed=False)
