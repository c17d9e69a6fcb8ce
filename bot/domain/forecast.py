"""How many people will come: a range that holds the truth four times in five.

Members are told apart by what is known of them (`domain.turnout_groups`). How many of a group come
is beta-binomial: each comes with the group's own chance, and that is not known for sure. Three
things are not known, and no single value is taken for them:

- how this community keeps its word, as a shift of all chances (`SHIFTS`, in logits);
- how much evenings differ, by the weather or a strike, for all alike (`EVENINGS`, in logits too,
  and how likely each is beforehand);
- each group's own chance, around `prior_chance` of it.

For every shift and every difference of evenings, the chances of the groups follow from earlier
tweetups as a beta posterior does; each such pair weighs as much as it foretold the earlier
tweetups' totals (Bayes' rule). What is long past weighs less (`DECAY`, `FORGETTING`), for
communities change. The sum over groups is convolved exactly, guests included: they come with
whoever brings them.

The priors are the project's own judgement of free evening events: of those who say yes and are not
asked again, two in three come; of those who confirm, nine in ten. They weigh as much as
`PRIOR_PEOPLE` do, so a few tweetups outweigh them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.turnout_groups import Group, Outcome, Parties, unasked

# How much of all that may happen the range holds.
COVERS = 0.8
# In logits: "going" and no more is a chance of 0.69, of who was asked and confirmed one of 0.89.
_STANDING = {"going": 0.5, "maybe": -1.0, "waiting": -1.7}
_CONFIRMED = {None: 0.3, True: 1.6, False: -0.2}
_FRESH, _SPOKE = 0.3, 0.4
PRIOR_PEOPLE = 30.0
SHIFTS = tuple(step / 2 for step in range(-5, 6))
SHIFT_SPREAD = 0.7
EVENINGS = {0.1: 0.3, 0.4: 0.4, 0.8: 0.3}
# A normal evening among others, as Gauss and Hermite would sample it: deviation and weight.
_DAYS = ((-1.732, 1 / 6), (0.0, 2 / 3), (1.732, 1 / 6))
# Earlier tweetups that are looked at, the latest; and what each tells as the next one passes.
LOOKED_AT = 12
DECAY = 0.8
FORGETTING = 0.25
# Hypotheses that weigh less than this change nothing that is shown.
_NEGLIGIBLE = 1e-4


@dataclass(frozen=True, slots=True)
class Forecast:
    """`chances[n]` is how likely n people come, guests included; `rested_on` counts the earlier
    tweetups it learned from."""

    chances: tuple[float, ...]
    rested_on: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """The fewest and the most to expect: the shortest range that holds `COVERS` of all."""
        low, high, held = 0, self.at_most, math.fsum(self.chances)
        while low < high:
            end = low if self.chances[low] <= self.chances[high] else high
            held -= self.chances[end]
            if held < COVERS:
                break
            low, high = low + (end == low), high - (end == high)
        return low, high

    @property
    def at_most(self) -> int:
        """Everybody who means to come, guests included."""
        return len(self.chances) - 1


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    shift: float
    evening: float


_PRIOR = {
    _Hypothesis(shift, evening): share * math.exp(-((shift / SHIFT_SPREAD) ** 2) / 2)
    for shift in SHIFTS
    for evening, share in EVENINGS.items()
}


def prior_chance(group: Group, shift: float = 0.0) -> float:
    """How likely a member of a group comes, before anything is known of their community."""
    logit = _STANDING[group.standing] + _CONFIRMED[group.confirmed] + shift
    return _chance(logit + _FRESH * group.fresh + _SPOKE * group.spoke)


def forecast(coming: Parties, past: Sequence[Mapping[Group, Outcome]]) -> Forecast:
    """How many will come of those who mean to, after `past` tweetups of the same community, the
    earliest first."""
    if all(group.confirmed is None for group in coming):
        past = [unasked(each) for each in past]
    past = past[-LOOKED_AT:]
    total = [0.0] * (1 + sum(sum(sizes) for sizes in coming.values()))
    groups = sorted(coming.items(), key=lambda item: item[0].key)
    for each, weight in _weights(past).items():
        if weight < _NEGLIGIBLE:
            continue
        betas = [_beta(group, each, past) for group, _ in groups]
        for deviation, share in _DAYS:
            sums = [1.0]
            for (_, sizes), (a, b) in zip(groups, betas, strict=True):
                sums = convolved(sums, heads(sizes, *_on(deviation * each.evening, a, b)))
            for number, chance in enumerate(sums):
                total[number] += weight * share * chance
    whole = math.fsum(total)
    return Forecast(tuple(chance / whole for chance in total), len(past))


def beta_binomial(n: int, a: float, b: float) -> list[float]:
    """How likely each number from 0 to n is, where the chance of each of n is drawn from
    Beta(a, b)."""
    whole = _log_beta(a, b) + math.log(n + 1)
    return [
        math.exp(_log_beta(k + a, n - k + b) - _log_beta(k + 1, n - k + 1) - whole)
        for k in range(n + 1)
    ]


def heads(sizes: Sequence[int], a: float, b: float) -> list[float]:
    """How likely each number of people is, of parties that come or not as `beta_binomial` says.

    Of as many parties as come, any may be the ones.
    """
    alone = sum(size == 1 for size in sizes)
    # ways[j][s]: how many choices of j parties with guests have s people together.
    ways: list[dict[int, int]] = [{0: 1}]
    for size in (size for size in sizes if size > 1):
        ways.append({})
        for j in range(len(ways) - 1, 0, -1):
            for people, count in ways[j - 1].items():
                ways[j][people + size] = ways[j].get(people + size, 0) + count
    found = [0.0] * (1 + sum(sizes))
    for k, chance in enumerate(beta_binomial(len(sizes), a, b)):
        choices = math.comb(len(sizes), k)
        for j in range(max(k - alone, 0), min(k, len(ways) - 1) + 1):
            rest = math.comb(alone, k - j)
            for people, count in ways[j].items():
                found[people + k - j] += chance * (count * rest / choices)
    return found


def convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """How likely each sum is of two numbers that do not depend on each other."""
    sums = [0.0] * (len(one) + len(other) - 1)
    for number, chance in enumerate(one):
        for further, and_then in enumerate(other):
            sums[number + further] += chance * and_then
    return sums


def _weights(past: Sequence[Mapping[Group, Outcome]]) -> dict[_Hypothesis, float]:
    """How likely each hypothesis is, by how well it foretold each total from those before it.

    For this alone totals are taken as normal; they weigh hypotheses and never make the range.
    """
    prior = weights = _normalised(_PRIOR)
    for number, outcome in enumerate(past):
        came = sum(k for _, k in outcome.values())
        weights = _normalised(
            {
                each: weight ** (1 - FORGETTING)
                * prior[each] ** FORGETTING
                * _foretold(outcome, came, each, past[:number])
                for each, weight in weights.items()
            }
        )
    return weights


def _foretold(
    outcome: Mapping[Group, Outcome],
    came: int,
    each: _Hypothesis,
    past: Sequence[Mapping[Group, Outcome]],
) -> float:
    """How likely it was, up to a factor, that so many came."""
    mean, variance, slope = 0.0, 1 / 12, 0.0
    for group, (n, _) in outcome.items():
        a, b = _beta(group, each, past)
        chance, strength = a / (a + b), a + b
        spread = n * chance * (1 - chance)
        mean += n * chance
        variance += spread * (strength + n) / (strength + 1)
        slope += spread
    variance += (slope * each.evening) ** 2
    return max(math.exp(-((came - mean) ** 2) / variance / 2) / math.sqrt(variance), 1e-12)


def _beta(
    group: Group, each: _Hypothesis, past: Sequence[Mapping[Group, Outcome]]
) -> tuple[float, float]:
    """What is known of a group's chance on an evening like most."""
    chance = prior_chance(group, each.shift)
    came, stayed = chance * PRIOR_PEOPLE, (1 - chance) * PRIOR_PEOPLE
    for age, outcome in enumerate(reversed(past)):
        n, k = outcome.get(group, (0, 0))
        if n:
            # On one evening people are alike, and tell less than on evenings of their own.
            alike = each.evening**2 * chance * (1 - chance)
            tells = DECAY**age / (1 + (n - 1) * alike)
            came, stayed = came + tells * k, stayed + tells * (n - k)
    return came, stayed


def _on(deviation: float, a: float, b: float) -> tuple[float, float]:
    """A group's chance on an evening that is so much better, in logits, and as surely known."""
    mean = _chance(math.log(a / b) + deviation)
    return mean * (a + b), (1 - mean) * (a + b)


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _normalised(weights: Mapping[_Hypothesis, float]) -> dict[_Hypothesis, float]:
    whole = math.fsum(weights.values())
    return {each: weight / whole for each, weight in weights.items()}
