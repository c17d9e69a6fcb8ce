"""What stays of a tweetup that is long over: how many of what, never who.

The words are keys, dotted from the general to the particular, so that a report can sum them:

- of people: `rsvp.<status>`, `guests` (of those going), `confirmed`, `late` (gave up their place);
  where there was a door `came`, `came.<how>` and `no_shows`;
- `going.talked`, `came.talked`, `no_shows.talked`: those among them who had turned to another of
  them, or been turned to, before the tweetup began;
- `ties`: pairs of them who ever did; `ties.new`: those who first did once it had begun;
- `introductions.<kind>.made`, of these `.hello` (somebody said hello) and `.met` (all say that they
  met), and `.withdrawn`;
- `turnout.people` (of those who had answered, how many came, guests included), and by group as
  `turnout_groups` names them `turnout.<group>.members` and `.came`;
- `talk.<term>`: how many people spoke of it, where enough did;
- `posts`, `reposts`, `people` (who wrote either); day by day also `posts.<kind>` as they were
  judged, `interactions.<kind>`, and of the conversation alone `voices` (who wrote in it), of these
  `first_time` (never before under any of the guild's hashtags) and `replies` (to somebody else).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.door import Attendance, still_expected
from bot.domain.interactions import Interaction, ordered
from bot.domain.introductions import MadeIntroduction
from bot.domain.meeting import all_met
from bot.domain.rsvp import Rsvp
from bot.domain.talk_terms import PEOPLE, Spoken, most_used, uses
from bot.domain.terms import term_key

# How long after its end everything is kept of a tweetup, unless the operator says otherwise.
KEPT = timedelta(days=90)

# What `of_talk` counts.
OF_TALK = ("posts", "reposts", "people")
TERM = "talk."
# So many terms are counted, and kept where so many people used them: a few might be known by it.
TERMS, TERM_KEPT = 12, 5

Days = Mapping[date, Counter[str]]


@dataclass(frozen=True, slots=True)
class Answered:
    """Who stood how; `came` is None where nobody was checked in, `people` are X ids by member."""

    rsvps: Collection[Rsvp]
    confirmed: Collection[int]
    late: Collection[int]
    came: Collection[Attendance] | None
    people: Mapping[int, int]

    @property
    def going(self) -> set[int]:
        return {rsvp.member_id for rsvp in self.rsvps if rsvp.status == "going"}

    @property
    def arrived(self) -> set[int]:
        return {each.member_id for each in self.came or () if each.member_id is not None}

    @property
    def missing(self) -> set[int]:
        return set() if self.came is None else set(still_expected(self.rsvps, self.came))


@dataclass(frozen=True, slots=True)
class Said:
    """A post under the hashtag; `kind` is what it was judged to be, None where it was not.
    `answers`: it replies to somebody else."""

    author_id: int
    at: datetime
    is_repost: bool
    kind: str | None
    answers: bool = False

    @property
    def converses(self) -> bool:
        """Whether it is neither a repost nor an advertisement nor a copy."""
        return not self.is_repost and self.kind in {None, "conversation"}


def of_people(answered: Answered) -> Counter[str]:
    counts = Counter(f"rsvp.{rsvp.status}" for rsvp in answered.rsvps)
    counts["guests"] = sum(r.guests for r in answered.rsvps if r.status == "going")
    counts["confirmed"] = len(answered.going & set(answered.confirmed))
    counts["late"] = len(answered.late)
    if answered.came is not None:
        counts["came"] = len(answered.came)
        counts.update(f"came.{each.how}" for each in answered.came)
        counts["no_shows"] = len(answered.missing)
    return counts


def of_ties(answered: Answered, known: Iterable[Interaction], starts_at: datetime) -> Counter[str]:
    """`known` are the interactions between any two who were going or came, oldest first."""
    first: dict[tuple[int, int], datetime] = {}
    for each in known:
        if each.other_id is not None and each.other_id != each.author_id:
            first.setdefault(ordered(each.author_id, each.other_id), each.at)
    before = {pair for pair, at in first.items() if at < starts_at}
    tied = {person for pair in before for person in pair}
    counts = Counter({"ties": len(first), "ties.new": len(first) - len(before)})
    groups = {"going": answered.going}
    if answered.came is not None:
        groups |= {"came": answered.arrived, "no_shows": answered.missing}
    for name, members in groups.items():
        counts[f"{name}.talked"] = sum(answered.people.get(each) in tied for each in members)
    return counts


def of_introductions(made: Iterable[MadeIntroduction]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in made:
        if each.state != "made":
            counts[f"introductions.{each.kind}.withdrawn"] += 1
            continue
        counts[f"introductions.{each.kind}.made"] += 1
        counts[f"introductions.{each.kind}.hello"] += any(m.answer == "hello" for m in each.members)
        counts[f"introductions.{each.kind}.met"] += all_met(each)
    return counts


def of_talk(said: Collection[Said]) -> Counter[str]:
    reposts = sum(each.is_repost for each in said)
    people = len({each.author_id for each in said})
    return Counter({"posts": len(said) - reposts, "reposts": reposts, "people": people})


def of_terms(spoken: Iterable[Spoken], hashtag: str, at_least: int = PEOPLE) -> Counter[str]:
    """What most people spoke of under that hashtag, by how many did."""
    used = most_used(uses(spoken, {term_key(hashtag)}), TERMS, at_least)
    return Counter({f"{TERM}{use.written}": len(use.people) for use in used})


def of_days(
    said: Iterable[Said],
    interactions: Iterable[Interaction],
    zone: str,
    first_heard: Mapping[int, datetime],
) -> Days:
    """By the days of the event's zone. `first_heard` is when each person's first post came that
    is known under any of the guild's hashtags."""
    local = ZoneInfo(zone)
    days: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for day, of_day in _by_day(said, local).items():
        days[day] = of_talk(of_day)
        days[day].update(f"posts.{e.kind}" for e in of_day if e.kind and not e.is_repost)
        talk = [each for each in of_day if each.converses]
        voices = {each.author_id for each in talk}
        new = (v for v in voices if first_heard[v].astimezone(local).date() == day)
        days[day]["voices"] = len(voices)
        days[day]["first_time"] = sum(1 for _ in new)
        days[day]["replies"] = sum(each.answers for each in talk)
    for each in interactions:
        days[each.at.astimezone(local).date()][f"interactions.{each.kind}"] += 1
    return days


def _by_day(said: Iterable[Said], local: ZoneInfo) -> dict[date, list[Said]]:
    found: defaultdict[date, list[Said]] = defaultdict(list)
    for each in sorted(said, key=lambda each: each.at):
        found[each.at.astimezone(local).date()].append(each)
    return found
