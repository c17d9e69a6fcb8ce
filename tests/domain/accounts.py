"""Invented accounts, as their timelines show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.posts import Author, Link, Mention, Metrics, Post
from bot.domain.scorecard import Card, Finding, Point, Profile, Timeline, score

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
ME = 1
VACANCY = "We're hiring! HR Officer, Swansea - £30,000 to £34,000, apply now {} #hr #jobs"
ABOUT = "HR generalist in Leeds. Onboarding, spreadsheets, sourdough."


class Account:
    """One that is being told of, from its latest post back; `every` is between two posts."""

    def __init__(
        self,
        handle: str = "nell_hr",
        *,
        about: str = ABOUT,
        followers: int = 200,
        every: timedelta = timedelta(days=1),
        picture: str | None = "https://pbs.example/nell.png",
    ) -> None:
        self.profile = Profile(Author(ME, handle, "Nell Rowe", picture), about, followers)
        self.posts: list[Post] = []
        self._every = every

    def says(self, text: str, *, link: str | None = None, reposts: int = 0, **more: Any) -> Post:
        links = () if link is None else (Link("https://t.co/1", link, link),)
        if link is not None:
            text = f"{text} https://t.co/1"
        return self._add(text, links=links, metrics=Metrics(reposts), **more)

    def answers(self, handle: str, text: str, **more: Any) -> Post:
        """An answer in somebody else's conversation, unless told otherwise."""
        number = 10_000 + len(self.posts)
        named = (Mention(handle, _id(handle)),)
        given: dict[str, Any] = {
            "reply_to_id": number,
            "conversation_id": number,
            "mentions": named,
        }
        given |= {"reply_to_author_id": _id(handle)}
        return self._add(f"@{handle} {text}", **(given | more))

    def passes_on(self, handle: str, text: str) -> Post:
        named = (Mention(handle, _id(handle)),)
        return self._add(
            f"RT @{handle}: {text}", reposted_id=5, reposted_author_id=_id(handle), mentions=named
        )

    def quotes(self, handle: str, text: str) -> Post:
        address = f"https://x.com/{handle}/status/77"
        links = (Link("https://t.co/2", address, address),)
        return self._add(f"{text} https://t.co/2", quoted_id=77, links=links)

    def advertises(self, times: int) -> None:
        for number in range(times):
            self.says(VACANCY.format(f"{number}"), link=f"https://jobs.example/{number}")

    def timeline(self, **more: Any) -> Timeline:
        return Timeline(self.profile, tuple(self.posts), **more)

    def card(self) -> Card:
        return score(self.timeline(), NOW)

    def finding(self, point: Point) -> Finding:
        return next(each for each in self.card().findings if each.point == point)

    def _add(self, text: str, **more: Any) -> Post:
        number = len(self.posts)
        at = NOW - timedelta(hours=1) - self._every * number
        given: dict[str, Any] = {"lang": "en", "conversation_id": 900 - number} | more
        made = Post(id=900 - number, author_id=ME, text=text, created_at=at, **given)
        self.posts.append(made)
        return made


def quiet_but_warm() -> Account:
    """Little more than a post a week, most of it to somebody, nothing asked for."""
    nell = Account(followers=41, every=timedelta(days=5))
    for handle, text in (
        ("ada", "That happened to us too: in the end we sat down with payroll for a morning."),
        ("bo", "How did the first week with the new starters go?"),
        ("cy", "Bring the questions on paper. It helps me more than any slide."),
        ("dee", "I would ask for the exit interviews first, they tell you most."),
        ("ada", "Save me a seat, I’ll be the one with the yellow scarf."),
        ("eli", "We tried that in spring, and the rota was the part nobody believed in."),
        ("fay", "Thx!"),
        ("gus", "My first one was a disaster as well, it gets better from there."),
    ):
        nell.answers(handle, text)
    nell.passes_on("bo", "Slides from last night, with all the questions you asked")
    nell.passes_on("ada", "Who else is new in HR and finds these evenings scary?")
    nell.says("I finally wrote down how we onboard people. It is one page, and I am proud of it.")
    nell.says("What is the kindest thing a manager did for you in your first week?", reposts=2)
    return nell


def loud_broadcaster() -> Account:
    """Vacancies every half hour, and nobody spoken to."""
    acme = Account(
        "acme_jobs",
        about="#jobs #hiring https://acme.example",
        followers=9_000,
        every=timedelta(minutes=30),
        picture="https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png",
    )
    acme.advertises(60)
    return acme


def all_rounder() -> Account:
    """An account at which nothing is to be mended."""
    nell = Account()
    for number in range(12):
        nell.answers(f"person{number}", f"How did you get your managers to try {number}?")
        nell.says("I wonder whether anybody reads handbooks. Ours is a comic now.", reposts=1)
        if number % 3 == 0:
            nell.says(VACANCY.format(number), link=f"https://jobs.example/{number}")
        nell.passes_on(f"person{number}", f"Notes from evening {number}")
    return nell


def brand_new() -> Account:
    new = Account("newly_here", followers=3)
    new.says("Hello! My first post.")
    new.answers("ada", "Thank you, I look forward to Thursday.")
    return new


def _id(handle: str) -> int:
    return 100 + sum(map(ord, handle))
