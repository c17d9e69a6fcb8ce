"""Every signal adds its weight, the sum is the log-odds of the verdict.

Two cards are added up side by side, "is it a job advertisement?" and "is it a promotion?". A weight
of 0.7 doubles the odds, 2.3 makes them ten times higher. How the weights came about and how well
they do is told in docs/noise.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp
from operator import itemgetter
from typing import NamedTuple

from bot.domain.noise.author import AuthorRecord
from bot.domain.noise.content import Content, read
from bot.domain.noise.copies import Seen, fingerprint, likeness
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


def classify(
    content: Content,
    author: AuthorRecord | None = None,
    earlier: Sequence[Seen] = (),
    mark: str | None = None,
) -> Verdict:
    """What kind of post `content` is, given what its author did before and what was said of late.

    `earlier` holds the author's own last posts and those of anybody with the same fingerprint. An
    advertisement stays one when it is repeated; of the rest a copy is a duplicate first. Never a
    duplicate are a repost, being a copy openly, and a question without a link: who asks again was
    not answered. `mark` is the content's fingerprint, where it is known already.
    """
    reading = read(content)
    found = list(signals(reading, author or AuthorRecord()))
    for_job_ad = [WEIGHTS[each.key].job_ad * each.strength for each in found]
    for_promotion = [WEIGHTS[each.key].promotion * each.strength for each in found]
    job_ad = _probability(BASE.job_ad, for_job_ad)
    promotion = _probability(BASE.promotion, for_promotion)
    if job_ad >= 0.5 and job_ad >= promotion:
        return Verdict("job_ad", job_ad, _strongest(for_job_ad, found))
    asks = not reading.links and any(each.key == "asks" for each in found)
    before = () if content.repost or asks else earlier
    alike = likeness(mark or fingerprint(content.text), before) if before else 0.0
    if alike:
        return Verdict("duplicate", alike, (Reason("copy", {"percent": round(100 * alike)}),))
    if promotion >= 0.5:
        return Verdict("promotion", promotion, _strongest(for_promotion, found))
    for_talk = [-min(points) for points in zip(for_job_ad, for_promotion, strict=True)]
    talk = _strongest(for_talk, found)
    return Verdict("conversation", 1 - max(job_ad, promotion), talk or (Reason("plain"),))


def _probability(base: float, points: Iterable[float]) -> float:
    return 1 / (1 + exp(-base - sum(points)))


def _strongest(points: Iterable[float], found: Iterable[Signal]) -> tuple[Reason, ...]:
    """What counts at all, from strong to weak."""
    counting = [each for each in zip(points, found, strict=True) if each[0] > 0]
    counting.sort(key=itemgetter(0), reverse=True)
    return tuple([Reason(signal.key, signal.params) for _, signal in counting])
