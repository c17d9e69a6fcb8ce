"""Every signal adds its weight, the sum is the log-odds of the verdict.

Two cards are added up side by side, "is it a job advertisement?" and "is it a promotion?". A weight
of 0.7 doubles the odds, 2.3 makes them ten times higher. How the weights came about and how well
they do is told in docs/noise.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from bot.domain.noise.author import NO_RECORD, AuthorRecord
from bot.domain.noise.content import Content, Reading, read
from bot.domain.noise.copies import NOTHING_EARLIER, Earlier, fingerprint, likeness
from bot.domain.noise.signals import Signal, signals
from bot.domain.noise.verdict import Reason, Verdict


class Weights(NamedTuple):
    job_ad: float
    promotion: float


# Where a card stands with no signal at all: under a hashtag people talk.
BASE = Weights(job_ad=-3.5, promotion=-3.0)

WEIGHTS: dict[str, Weights] = {
    "template": Weights(3.0, 0),  # no person words it like that, though some quote it in jest
    "vacancy": Weights(2.0, 0),  # people say "we're hiring" too: needs company
    "apply": Weights(1.5, 0),  # where to apply is the point of an ad
    "job_address": Weights(1.5, 0),  # articles about work have such addresses at times
    "job_hashtags": Weights(1.3, 0),  # each; HR people talk under one, robots stack them
    "pay": Weights(1.5, 0),  # people talk about pay, seldom as a range
    "terms": Weights(1.0, 0),
    "role": Weights(1.0, 0),  # everybody's title, so little alone
    "heading": Weights(1.0, 0),  # the same as the title of an ad
    "place": Weights(1.0, 0),
    "pitch": Weights(1.5, 0.5),  # talks to one reader, sells a job or a course
    "offer": Weights(0, 2.5),
    "stand": Weights(0, 1.5),  # visitors talk of stands too
    "invites": Weights(0, 1.5),
    "giveaway": Weights(0, 2.0),
    "product": Weights(0, 1.5),
    "call": Weights(0, 1.0),  # organisers call as well
    "contact": Weights(0.5, 1.5),  # a number or an address to write to
    "stuffed": Weights(0, 2.5),  # trending hashtags that have nothing to do with one another
    "hashtags_only": Weights(0, 2.0),
    "link": Weights(0.5, 0.5),  # half of all talk carries one
    "link_only": Weights(0, 0.5),  # mostly pictures, where the archive does not tell
    "timer": Weights(1.0, 1.0),
    "author_job_ads": Weights(2.0, 0),  # less than BASE: a recruiter may talk
    "author_promotions": Weights(0, 2.0),
    "author_answers": Weights(-0.5, -0.5),  # who answers others is here to talk
    "answers": Weights(-1.5, -1.5),
    "first_person": Weights(-1.5, -1.0),  # somebody is speaking
    "in_person": Weights(-3.0, 0),  # "come and find me": a person at the event; stands say it too
    "looking": Weights(-3.0, -1.0),  # somebody who wants a job, not who offers one
    "asks": Weights(-6.0, -2.0),  # a question for help is never folded
    "thanks": Weights(-1.0, -2.0),
    "programme": Weights(-0.5, -1.0),  # the event's own talks
}


# What speaks for people talking is what speaks against either.
_FOR_JOB_AD = {key: weights.job_ad for key, weights in WEIGHTS.items()}
_FOR_PROMOTION = {key: weights.promotion for key, weights in WEIGHTS.items()}
_FOR_TALK = {key: -min(weights) for key, weights in WEIGHTS.items()}


def classify(
    content: Content,
    author: AuthorRecord = NO_RECORD,
    earlier: Earlier = NOTHING_EARLIER,
    mark: str | None = None,
) -> Verdict:
    """What kind of post `content` is, given what its author did before and what was said of late.

    An advertisement stays one when it is repeated; of the rest a copy is a duplicate first. Never a
    duplicate are a repost, being a copy openly, and a question without a link: who asks again was
    not answered. `mark` is the content's fingerprint, where it is known already.
    """
    reading = read(content)
    found = signals(reading, author)
    for_job_ad = for_promotion = 0.0
    for each in found:
        for_job_ad += _FOR_JOB_AD[each.key] * each.strength
        for_promotion += _FOR_PROMOTION[each.key] * each.strength
    job_ad = _probability(BASE.job_ad, for_job_ad)
    promotion = _probability(BASE.promotion, for_promotion)
    if job_ad >= 0.5 and job_ad >= promotion:
        return Verdict("job_ad", job_ad, _strongest(_FOR_JOB_AD, found))
    if alike := _repeats(reading, found, earlier, mark):
        return Verdict("duplicate", alike, (Reason("copy", {"percent": round(100 * alike)}),))
    if promotion >= 0.5:
        return Verdict("promotion", promotion, _strongest(_FOR_PROMOTION, found))
    talk = _strongest(_FOR_TALK, found)
    return Verdict("conversation", 1 - max(job_ad, promotion), talk or (Reason("plain"),))


def _repeats(
    reading: Reading, found: Sequence[Signal], earlier: Earlier, mark: str | None
) -> float:
    """How much of an earlier text it repeats as far as that makes it a duplicate."""
    if reading.content.repost or not (earlier.own or earlier.said):
        return 0.0
    alike = likeness(mark or fingerprint(reading.content.text), earlier)
    if alike and not reading.links and any(each.key == "asks" for each in found):
        return 0.0
    return alike


def _probability(base: float, points: float) -> float:
    return 1 / (1 + exp(-base - points))


def _strongest(weights: Mapping[str, float], found: Sequence[Signal]) -> tuple[Reason, ...]:
    """What counts at all, from strong to weak."""
    counting = [each for each in found if weights[each.key] > 0]
    if len(counting) > 1:
        counting.sort(key=lambda each: weights[each.key] * each.strength, reverse=True)
    return tuple([Reason(each.key, each.params) for each in counting])
