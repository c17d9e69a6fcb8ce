"""The whole card: eight points, four mistakes, and the one thing to begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.scorecard import content, mistakes, people, presence
from bot.domain.scorecard.finding import Finding, Mistake, Point, State
from bot.domain.scorecard.timeline import Profile, Sorted, Timeline, sort

# How far back an account is looked at, and how many of its posts are read at most.
REACH = timedelta(weeks=12)
POSTS_AT_MOST = 200
# The same account is read again after this: as long as what is advised takes.
AGAIN_AFTER = timedelta(weeks=1)
# Of fewer posts than these there is nothing to say yet.
POSTS_AT_LEAST = 10

POINTS: tuple[Callable[[Sorted], Finding], ...] = (
    presence.strategy,
    presence.following,
    people.sharing,
    people.community,
    people.discussions,
    content.worth_sharing,
    content.replies,
    content.giving,
)
MISTAKES: Mapping[Mistake, Callable[[Sorted], bool]] = {
    "faceless": mistakes.faceless,
    "only_openings": mistakes.only_openings,
    "no_personality": mistakes.no_personality,
    "no_interaction": mistakes.no_interaction,
}
# What changes most for whoever reads the account comes first.
_BEGIN_WITH: tuple[Point, ...] = (
    *("discussions", "replies", "giving", "strategy", "community"),
    *("worth_sharing", "sharing", "following"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """What an account's timeline shows.

    `findings` are the eight points in their order; none where so little was posted that nothing
    can be said. `made` are those of the four mistakes that show.
    """

    profile: Profile
    posts: int
    weeks: int
    whole: bool
    findings: tuple[Finding, ...] = ()
    made: tuple[Mistake, ...] = ()

    @property
    def begin_with(self) -> Finding | None:
        """The one thing to do first; None where every point stands well or cannot be told."""
        order: dict[State, int] = {"next": 0, "nearly": 1}
        open_ones = [each for each in self.findings if each.state in order]
        return min(
            open_ones,
            key=lambda each: (
                # Numbers of followers come by themselves, if at all.
                each.point == "following",
                order[each.state],
                _BEGIN_WITH.index(each.point),
            ),
            default=None,
        )

    def standing(self, state: State) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.state == state)


def score(timeline: Timeline, now: datetime) -> Card:
    """The card of an account; its posts are those of `REACH`, `POSTS_AT_MOST` at most."""
    read = sort(timeline, now)
    about = (timeline.profile, read.posts, read.weeks, timeline.whole)
    if read.posts < POSTS_AT_LEAST:
        return Card(*about)
    return Card(
        *about,
        findings=tuple(point(read) for point in POINTS),
        made=tuple(name for name, shows in MISTAKES.items() if shows(read)),
    )
