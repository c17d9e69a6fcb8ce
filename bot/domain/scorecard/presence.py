"""Points one and two: a strategy, and the size of the following."""

from __future__ import annotations

from bot.domain.scorecard.finding import ENOUGH, Finding, percent, share, shown_by, stands
from bot.domain.scorecard.timeline import Sorted

REGULAR = 1 / 2
WAYS, WAY_FROM = 2, 1 / 10
VACANCIES_AT_MOST = 1 / 3
FOLLOWERS, NEARLY_FOLLOWERS = 150, 75


def strategy(read: Sorted) -> Finding:
    """Regular, varied, and not only vacancies: all three of them; nearly with two.

    *Regular*: something in every second week, be it one post. How much is nobody's business:
    people come back to whom they expect, and once a week is enough for that.
    *Varied*: two of three ways (own words, answers, passing on) make a tenth each.
    *Not only vacancies*: they and offers are a third of one's own words at most. That is the part
    the "rule of thirds" of social media marketing leaves to what one sells; the other two are
    others' ideas and talking to people. With fewer than five own posts that counts as kept.
    """
    adverts = [post for post in read.own if read.is_advert(post)]
    talk = [post for post in read.own if not read.is_advert(post)]
    ways = sum(
        share(len(way), read.posts) >= WAY_FROM for way in (talk, read.answers, read.passed_on)
    )
    kept = {
        "vacancies": len(read.own) < ENOUGH
        or share(len(adverts), len(read.own)) <= VACANCIES_AT_MOST,
        "varied": ways >= WAYS,
        "regular": share(read.active_weeks, read.weeks) >= REGULAR,
    }
    broken = [name for name, is_kept in kept.items() if not is_kept]
    return Finding(
        "strategy",
        stands(len(kept) - len(broken), nearly=2, well=3),
        {
            "n": read.active_weeks,
            "weeks": read.weeks,
            "ways": ways,
            "percent": percent(len(adverts), len(read.own)),
        },
        shown_by(adverts) if "vacancies" in broken else (),
        broken[0] if broken else "keep",
    )


def following(read: Sorted) -> Finding:
    """150 people who follow; nearly with 75.

    About as many as one can know (R. Dunbar, "Neocortex size as a constraint on group size in
    primates", 1992), so that somebody is there whenever one asks something. More is no better:
    what the others of the eight points measure is not to be had by numbers.
    """
    followers = read.profile.followers
    state = stands(followers, nearly=NEARLY_FOLLOWERS, well=FOLLOWERS)
    advice = "keep" if state == "well" else "more"
    return Finding("following", state, {"n": followers}, advice=advice)
