"""Points three to five: passing on what others say, different people, other people's talk."""

from __future__ import annotations

from math import ceil

from bot.domain.posts import Post
from bot.domain.scorecard.finding import Finding, percent, share, shown_by, stands
from bot.domain.scorecard.timeline import Sorted

SHARED, NEARLY_SHARED = 1 / 5, 1 / 10
# People addressed: one for every third post, but no fewer and no more than these.
POSTS_A_PERSON, FEWEST_PEOPLE, MOST_PEOPLE = 3, 5, 20
ELSEWHERE, NEARLY_ELSEWHERE = 1 / 5, 1 / 10


def sharing(read: Sorted) -> Finding:
    """Every fifth post passes on somebody else's, as it is or quoted; nearly every tenth.

    Rules of thumb ask for more (T. McDonald's "5-3-2": five of ten posts are others'), but count
    no answers, which give others as much. Others' vacancies are not counted.
    """
    shared = read.shared
    state = stands(share(len(shared), read.posts), nearly=NEARLY_SHARED, well=SHARED)
    return Finding(
        "sharing",
        state,
        {"n": len(shared), "posts": read.posts, "percent": percent(len(shared), read.posts)},
        shown_by(shared),
        "keep" if state == "well" else "more",
    )


def community(read: Sorted) -> Finding:
    """Different people are spoken to: one for every third thing said, five at least, twenty at
    most; nearly with half of that.

    A community is who one talks to, and not how often: who answers the same two people all the
    time has friends, which is good, and no community yet.
    """
    by_person: dict[str, Post] = {}
    for post in read.words:
        for handle in sorted(read.addressed(post)):
            by_person.setdefault(handle, post)
    wanted = min(max(ceil(len(read.words) / POSTS_A_PERSON), FEWEST_PEOPLE), MOST_PEOPLE)
    state = stands(len(by_person), nearly=wanted / 2, well=wanted)
    first = {post.id: post for post in by_person.values()}
    return Finding(
        "community",
        state,
        {"n": len(by_person)},
        shown_by(first.values()),
        "keep" if state == "well" else "more",
    )


def discussions(read: Sorted) -> Finding:
    """Every fifth thing said stands in a conversation that somebody else began; nearly every tenth.

    There are always more of those than of one's own, and it is where people meet whom they do not
    know yet. A conversation counts as one's own if its first post was read and is one's own.
    """
    began = {post.id for post in read.own}
    elsewhere = [post for post in read.answers if post.conversation_id not in began]
    said = len(read.words)
    state = stands(share(len(elsewhere), said), nearly=NEARLY_ELSEWHERE, well=ELSEWHERE)
    return Finding(
        "discussions",
        state,
        {"n": len(elsewhere), "said": said},
        shown_by(elsewhere),
        "keep" if state == "well" else "more",
    )
