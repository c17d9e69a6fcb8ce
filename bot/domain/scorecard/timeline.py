"""What one account showed of late, sorted into what the eight points look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.noise import Kind, content_of, fingerprint, judge
from bot.domain.posts import Author, Post, handle_key
from bot.domain.strength import NAMED_IN_EARNEST

WEEK = timedelta(weeks=1)
_ADVERTS: tuple[Kind, ...] = ("job_ad", "promotion")


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as whoever meets it sees it first. `about` is what it says of itself."""

    author: Author
    about: str = ""
    followers: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """What an account posted of late, newest first, answers and reposts included.

    Not `whole` where there is more of that time which was not read.
    """

    profile: Profile
    posts: tuple[Post, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Sorted:
    """A timeline's posts, newest first in each list.

    `own` are its own words to everybody, those that quote others among them; `answers` what it
    replied to others; `passed_on` others' posts as they are. `kinds` says what each post is.
    `weeks` have gone by since the oldest of them, and in `active_weeks` there was a post.
    """

    profile: Profile
    own: tuple[Post, ...]
    answers: tuple[Post, ...]
    passed_on: tuple[Post, ...]
    kinds: Mapping[int, Kind]
    weeks: int
    active_weeks: int

    @property
    def posts(self) -> int:
        return len(self.own) + len(self.answers) + len(self.passed_on)

    @property
    def words(self) -> tuple[Post, ...]:
        """What it said itself, to everybody or to somebody."""
        return (*self.own, *self.answers)

    @property
    def shared(self) -> tuple[Post, ...]:
        """Other people's posts that it passed on or quoted, advertisements not among them."""
        quoting = (post for post in self.own if self.quotes_another(post))
        return tuple(post for post in (*self.passed_on, *quoting) if not self.is_advert(post))

    def is_advert(self, post: Post) -> bool:
        """Whether it asks something of people: to apply, to buy, to come to a stand."""
        return self.kinds[post.id] in _ADVERTS

    def is_vacancy(self, post: Post) -> bool:
        return self.kinds[post.id] == "job_ad"

    def quotes_another(self, post: Post) -> bool:
        return post.quoted_id is not None and self._quoted(post) != self._me

    def addressed(self, post: Post) -> set[str]:
        """The handles, as they compare, of those a post turns to; oneself is not among them.

        X puts everybody in a conversation before an answer to it: of many only the one is meant
        who is answered.
        """
        named = [
            each
            for each in post.mentions
            if len(post.mentions) <= NAMED_IN_EARNEST or each.author_id == post.reply_to_author_id
        ]
        handles = {handle_key(each.handle) for each in named}
        return ({*handles, self._quoted(post)} if post.quoted_id else handles) - {self._me, ""}

    @property
    def _me(self) -> str:
        return handle_key(self.profile.author.handle)

    def _quoted(self, post: Post) -> str:
        """Whom a post quotes: the link to the quoted post names them."""
        paths = (urlsplit(link.expanded_url).path.strip("/").split("/") for link in post.links)
        ending = ["status", str(post.quoted_id)]
        return next((handle_key(path[0]) for path in paths if path[1:3] == ending), "")


def sort(timeline: Timeline, now: datetime) -> Sorted:
    """A post that answers its own author goes on what they said, and counts as `own`."""
    me = timeline.profile.author
    own, answers, passed_on = [], [], []
    for post in timeline.posts:
        if post.is_repost:
            if post.reposted_author_id != me.id:
                passed_on.append(post)
        elif _answers_another(post, me):
            answers.append(post)
        else:
            own.append(post)
    ages = {(now - post.created_at) // WEEK for post in timeline.posts}
    return Sorted(
        timeline.profile,
        tuple(own),
        tuple(answers),
        tuple(passed_on),
        _kinds(timeline.posts),
        weeks=max(ages, default=0) + 1,
        active_weeks=len(ages),
    )


def links_out(post: Post) -> bool:
    """Whether a post leads away from X; pictures and other posts do not."""
    return bool(content_of(post).links)


def _answers_another(post: Post, me: Author) -> bool:
    """X's newer vocabulary names whom a reply answers only among those it mentions."""
    if post.reply_to_id is None:
        return False
    if post.reply_to_author_id is not None:
        return post.reply_to_author_id != me.id
    return any(handle_key(each.handle) != handle_key(me.handle) for each in post.mentions)


def _kinds(posts: tuple[Post, ...]) -> dict[int, Kind]:
    known = {post.id: post for post in posts}
    marks = {post.id: fingerprint(post.plain_text) for post in posts}
    return {post.id: verdict.kind for post, _, verdict in judge(known, marks, {}, {})}
