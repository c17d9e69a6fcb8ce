"""What a tweetup came to: did people connect? Figures for organisers, of counts alone.

Three rules keep what somebody answered theirs:

- an introduction counts as met only where all said so; a no and no answer are one number;
- how many said hello or met is told of at least `FEW` introductions together, and by kind only
  where each kind has as many: of fewer, those who are in one could reckon what another answered;
- a term stands there where several people used it (`talk_terms.PEOPLE`).

What somebody turned down is counted nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.aftermath import TERM
from bot.domain.calibration import Checked
from bot.domain.events import Event
from bot.domain.introductions import IntroductionKind

FEW = 5
# Earlier tweetups that one is compared with.
EARLIER = 5
KINDS: tuple[IntroductionKind, ...] = ("finally_meet", "bridge")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and always told as such."""

    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Introductions:
    """Introductions of a kind, or of all kinds where `kind` is None; `hello` and `met` are None
    where they are too few to tell."""

    kind: IntroductionKind | None
    made: int
    hello: int | None = None
    met: int | None = None


@dataclass(frozen=True, slots=True)
class Turnup:
    """Of members who had a place how many came; `talked` and `quiet` are those of them who had
    talked to another before, and those who had not. `late` gave their place up on the last day.
    """

    came: Share
    talked: Share
    quiet: Share
    late: int
    walk_ins: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One tweetup in figures. `turnup` is None where nobody was checked in."""

    event: Event
    going: int
    guests: int
    maybe: int
    declined: int
    turnup: Turnup | None
    introductions: tuple[Introductions, ...]
    ties: int
    new_ties: int
    posts: int
    people: int
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A summary beside those of the guild's earlier tweetups, earliest first; `checked` are the
    forecasts up to this one, its own the last where there was one."""

    summary: Summary
    earlier: tuple[Summary, ...] = ()
    checked: tuple[Checked, ...] = ()

    @property
    def own(self) -> Checked | None:
        """What was foretold of this one, and what came true."""
        found = self.checked[-1] if self.checked else None
        own = found is not None and found.foretold.event_id == self.summary.event.id
        return found if own else None


def summary(event: Event, counts: Mapping[str, int]) -> Summary:
    """The figures of an event, from counts as `aftermath` names them."""

    def n(what: str) -> int:
        return counts.get(what, 0)

    return Summary(
        event,
        going=n("rsvp.going"),
        guests=n("guests"),
        maybe=n("rsvp.maybe"),
        declined=n("rsvp.declined"),
        turnup=_turnup(counts) if "came" in counts else None,
        introductions=_introductions(counts),
        ties=n("ties"),
        new_ties=n("ties.new"),
        posts=n("posts"),
        people=n("people"),
        terms=_terms(counts),
    )


def is_worth_telling(found: Summary) -> bool:
    """Whether anything came of a tweetup that a summary could tell of."""
    return bool(found.going or found.turnup)


def _turnup(counts: Mapping[str, int]) -> Turnup:
    going, missing = counts.get("rsvp.going", 0), counts.get("no_shows", 0)
    talked, missing_talked = counts.get("going.talked", 0), counts.get("no_shows.talked", 0)
    quiet, missing_quiet = going - talked, missing - missing_talked
    return Turnup(
        came=Share(going - missing, going),
        talked=Share(talked - missing_talked, talked),
        quiet=Share(quiet - missing_quiet, quiet),
        late=counts.get("late", 0),
        walk_ins=counts.get("came.walk_in", 0),
    )


def _introductions(counts: Mapping[str, int]) -> tuple[Introductions, ...]:
    made = {kind: counts.get(f"introductions.{kind}.made", 0) for kind in KINDS}
    there = [kind for kind in KINDS if made[kind]]
    if all(made[kind] >= FEW for kind in there):
        return tuple(_told(counts, [kind], kind) for kind in there)
    several = [Introductions(kind, made[kind]) for kind in there]
    if sum(made.values()) >= FEW:
        several.append(_told(counts, there, None))
    return tuple(several)


def _told(
    counts: Mapping[str, int], kinds: Sequence[IntroductionKind], kind: IntroductionKind | None
) -> Introductions:
    made, hello, met = (
        sum(counts.get(f"introductions.{each}.{what}", 0) for each in kinds)
        for what in ("made", "hello", "met")
    )
    return Introductions(kind, made, hello, met)


def _terms(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    found = [(what.removeprefix(TERM), n) for what, n in counts.items() if what.startswith(TERM)]
    return tuple(sorted(found, key=lambda term: (-term[1], term[0])))
