"""Something to answer: posts by people who are coming, for those who have talked to nobody yet.

The best are questions that nobody has answered. Then come posts with rare words that the member
uses too, then those of people who are new as well or whom many know, then the latest. Everybody
gets a first post before anybody gets a second, and no post or author is shown to everybody. The
same input always gives the same posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.members import Consents
from bot.domain.openings import asks
from bot.domain.posts import Post
from bot.domain.terms import Term, rarity, terms

Reason = Literal["unanswered", "shared", "newcomer", "connected", "latest"]

OFFERED = 3
# Of a round: more members than these would crowd one post, or one author.
MEMBERS_A_POST = 3
MEMBERS_AN_AUTHOR = 5
# Who has talked to so many who are coming is a good one to begin with.
WELL_CONNECTED = 5
# Answering something older than this reads oddly.
RECENT = timedelta(days=21)
# Before a round that is nearer than this nobody may find a quiet moment to answer.
ROOM_TO_ANSWER = timedelta(hours=12)
# Less than this in a post without a question or a picture gives nobody anything to say.
WORDS_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that could be answered; its author comes.

    `answered_by` are the X ids of others who did; `knows` is how many people who are coming its
    author has talked to.
    """

    post: Post
    answered_by: frozenset[int] = frozenset()
    knows: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it asks everybody, and nobody has answered."""
        return asks(self.post) and not self.answered_by and not self.post.mentions

    @property
    def is_easy(self) -> bool:
        return asks(self.post) or bool(self.post.poll)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a member said: in a post of theirs or, without a post, to the organisers."""

    text: str
    post_id: int = 0


@dataclass(frozen=True, slots=True)
class Seeker:
    """A member who looks for something to answer; `person_id` is None without an X account.

    `avoided` are X ids of people whose posts would not help: those they know already, and those
    who are kept apart from them. `had` are the posts they were offered before.
    """

    member_id: int
    person_id: int | None = None
    sayings: tuple[Saying, ...] = ()
    avoided: frozenset[int] = frozenset()
    had: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Starter:
    """A post to answer and why it was chosen.

    Where a word is `shared`, `at` is where it begins in the post, and `own_id` the post of the
    member's own that has it too; 0 where they said it to the organisers.
    """

    post_id: int
    author_id: int
    reason: Reason
    at: int = 0
    own_id: int = 0


@dataclass(frozen=True, slots=True)
class _Common:
    """The words of a post that a member uses too: what they count together, and the rarest."""

    weight: float
    term: Term
    own_id: int


def may_be_written_to(consents: Consents) -> bool:
    """Whether posts to answer may be sent to a member unasked.

    Only on their word: that the bot may write to them or, where they were not asked that, that
    it may remind them by message.
    """
    if consents.messaged is None:
        return consents.remind_where == "dm"
    return consents.messaged


def suits(post: Post, now: datetime) -> bool:
    """Whether a post can be answered by somebody new: it speaks to all, is recent, says
    something, and is fit to be shown."""
    to_another = post.reply_to_id is not None and post.reply_to_author_id != post.author_id
    if post.is_repost or to_another or post.withheld or post.possibly_sensitive:
        return False
    if now - post.created_at > RECENT:
        return False
    says = len(terms(post.plain_text)) >= WORDS_ENOUGH
    return says or asks(post) or bool(post.media) or bool(post.poll)


def offer(
    seekers: Iterable[Seeker], candidates: Iterable[Candidate], ignored: Collection[str] = ()
) -> dict[int, tuple[Starter, ...]]:
    """What each member is offered, best first: at most three posts, by different authors.

    Members for whom nothing is left are left out. `ignored` are words that count for nothing, as
    `term_key` writes them.
    """
    posts = sorted(candidates, key=lambda each: each.post.id)
    words = {each.post.id: terms(each.post.plain_text, ignored) for each in posts}
    rare = rarity([{term.key for term in found} for found in words.values()])
    turn = sorted(seekers, key=lambda each: each.member_id)
    choices = {each.member_id: _choices(each, posts, words, rare) for each in turn}
    chosen: dict[int, list[Starter]] = {each.member_id: [] for each in turn}
    posts_used, authors_used = Counter[int](), Counter[int]()
    for _ in range(OFFERED):
        for seeker in turn:
            own = chosen[seeker.member_id]
            authors = {starter.author_id for starter in own}
            for starter in choices[seeker.member_id]:
                crowded = posts_used[starter.post_id] >= MEMBERS_A_POST
                if crowded or authors_used[starter.author_id] >= MEMBERS_AN_AUTHOR:
                    continue
                if starter.author_id in authors:
                    continue
                own.append(starter)
                posts_used[starter.post_id] += 1
                authors_used[starter.author_id] += 1
                break
        # Who chose last chooses first of what is left.
        turn.reverse()
    return {member_id: tuple(own) for member_id, own in sorted(chosen.items()) if own}


def _choices(
    seeker: Seeker,
    candidates: Iterable[Candidate],
    words: Mapping[int, tuple[Term, ...]],
    rare: Mapping[str, float],
) -> list[Starter]:
    """All that would do for a member, the best first."""
    said: dict[str, int] = {}
    for saying in seeker.sayings:
        for term in terms(saying.text):
            # The first saying of a word is the one to speak of.
            said.setdefault(term.key, saying.post_id)
    ranked: list[tuple[tuple[int, float, bool, int], Starter]] = []
    for each in candidates:
        post = each.post
        if post.author_id in seeker.avoided or post.author_id == seeker.person_id:
            continue
        if post.id in seeker.had or seeker.person_id in each.answered_by:
            continue
        common = _common(words[post.id], said, rare)
        tier, starter = _starter(each, common)
        weight = 0.0 if common is None else common.weight
        ranked.append(((tier, -weight, not each.is_easy, -post.id), starter))
    return [starter for _, starter in sorted(ranked, key=lambda entry: entry[0])]


def _starter(candidate: Candidate, common: _Common | None) -> tuple[int, Starter]:
    post = candidate.post
    if candidate.is_open:
        return 0, Starter(post.id, post.author_id, "unanswered")
    if common is not None:
        return 1, Starter(post.id, post.author_id, "shared", common.term.at, common.own_id)
    if candidate.knows >= WELL_CONNECTED:
        return 2, Starter(post.id, post.author_id, "connected")
    if candidate.knows == 0:
        return 2, Starter(post.id, post.author_id, "newcomer")
    return 3, Starter(post.id, post.author_id, "latest")


def _common(
    found: Iterable[Term], said: Mapping[str, int], rare: Mapping[str, float]
) -> _Common | None:
    shared: dict[str, Term] = {}
    for term in found:
        if term.key in said and term.key in rare:
            shared.setdefault(term.key, term)
    if not shared:
        return None
    rarest = max(shared, key=lambda key: (rare[key], len(key), key))
    # To a thousandth: the order in which numbers are added must not decide.
    weight = round(sum(rare[key] for key in sorted(shared)), 3)
    return _Common(weight, shared[rarest], said[rarest])
