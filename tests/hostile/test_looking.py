"""Hostile words of people on X, in what members ask to see: a scorecard, whom to follow."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings

from bot.domain.cleaning import clean
from bot.domain.posts import Author, Link, Metrics, Post
from bot.domain.scorecard import Profile, Timeline, score
from bot.domain.who_to_follow import grouped
from bot.services.who_to_follow import FollowList
from cogs.people import page
from cogs.render.message import Message
from cogs.render.people import whole
from cogs.render.scorecard import messages
from tests.hostile.rules import require_contained, require_fitting, require_harmless
from tests.hostile.saying import NOW, PLAIN, event, line
from tests.hostile.values import SAMPLES, VALUES, words
from tests.sampled import sampled


@cache
def card(text: str) -> tuple[Message, ...]:
    """Of an account that says nothing else: advertises, answers and passes on."""
    text = clean(text)
    owner = Author(1, "h" * 15, line(text, 80))
    link = Link("https://t.co/1", "https://jobs.example/1", "jobs.example/1")
    ad = "We're hiring an HR Officer, apply now https://t.co/1 #jobs #hiring "
    posts = [Post(10 + n, 1, ad + text, NOW, links=(link,), lang="en") for n in range(6)]
    posts += [Post(30 + n, 1, text, NOW, reply_to_id=5, reply_to_author_id=2) for n in range(6)]
    posts += [Post(50 + n, 1, text, NOW, metrics=Metrics(3), lang="en") for n in range(9)]
    return messages(score(Timeline(Profile(owner, line(text, 200)), tuple(posts)), NOW))


@cache
def listed(text: str) -> FollowList:
    text = clean(text)
    people = [Author(n, f"{'_' * 12}{n:03}", line(text, 80)) for n in range(1, 31)]
    said = {person.id: [text, f"{text} payroll"] for person in people if person.id % 7 == 0}
    return FollowList(event(text), grouped(people, said), "not_listed")


def require_all(text: str) -> None:
    for shown, plain in zip(card(text), card(PLAIN), strict=True):
        require_fitting(shown)
        require_harmless(shown, plain)
    found = listed(text)
    for number in range(2):
        require_fitting(page(found, number))
        require_harmless(page(found, number), page(listed(PLAIN), number))
    # Everybody has one line, and nobody's name makes another.
    told = whole(found)
    require_contained(told)
    lines = [each for each in told.splitlines() if each.startswith("- ")]
    assert len(lines) == 30
    assert all(
        each.rpartition(": ")[2][:34] == "https://x.com/intent/follow?screen" for each in lines
    )


@pytest.mark.parametrize("name", sampled(SAMPLES, every=2))
def test_each_value(name: str) -> None:
    require_all(VALUES[name])


@settings(max_examples=5)
@example("@everyone and @here @everyone and @here \u2066a \u2067b \u2068c")
@given(words())
def test_whatever_is_made_of_them(text: str) -> None:
    require_all(text)
