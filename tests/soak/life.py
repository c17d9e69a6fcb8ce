"""What people do on X for a month, at random but from a seed, and what a channel must show of it.

Every version of every post carries a word of its own, so that whatever shows it can be recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from bot.sandbox.x_api import Media, Poll, Post, User, World

TAG = "#HRTweetup"
PEOPLE = 14
# X lets a post be edited for half an hour; the last minute is left alone.
EDITABLE = timedelta(minutes=29)
ADVERT = "Want to work in #Leeds? View our latest opening: HR Officer https://jobs.example/{} #Jobs"
_WORD = re.compile(r"\bw\d+\b")


class Life:
    """Acts one after another in `world`, at the world's own time."""

    def __init__(self, world: World, dice: Random) -> None:
        self._world = world
        self._dice = dice
        self._people: list[User] = []
        self._said: list[Post] = []
        self._adverts: set[int] = set()
        self._words = 0
        self._words_of: dict[int, str] = {}
        self.gone_since: dict[int, datetime] = {}
        """First versions' ids, by when they ceased to be shown to all."""
        for _ in range(PEOPLE):
            self._join()
        self._board = world.add_user("job_board", "The Job Board")

    def act(self) -> None:
        """Let somebody do something."""
        acts: dict[Callable[[], None], float] = {
            self._say: 30,
            self._answer: 26,
            self._go_on: 6,
            self._quote: 8,
            self._say_aside: 5,
            self._repost: 4,
            self._advertise: 4,
            self._edit: 8,
            self._delete: 5,
            self._withhold: 1.5,
            self._protect: 0.3,
            self._suspend: 0.3,
            self._rename: 0.7,
            self._like: 4,
        }
        self._dice.choices(list(acts), list(acts.values()))[0]()

    def say_many(self, count: int) -> None:
        for _ in range(count):
            self._dice.choice((self._say, self._answer))()

    def talk(self, count: int) -> None:
        """One post after another in the same moment, each of which answers the one before it."""
        self._say()
        for _ in range(count):
            before = self._said[-1]
            self._post(self._somebody(), TAG, reply_to=before)

    def shown(self) -> list[Post]:
        """What people say under the hashtag and may be shown: each post's first version."""
        return [
            post
            for post in self._said
            if self._is_tagged(post) and not self._is_gone(post) and not self._is_advert(post)
        ]

    def word_of(self, post: Post) -> str:
        """What the newest version of a post can be recognised by."""
        return self._words_of[post.versions[-1]]

    def words_gone(self, before: datetime) -> set[str]:
        """What nothing may show any more: the words of posts that were gone before then."""
        return {
            self._words_of[version]
            for post in self._said
            if post.id in self.gone_since and self.gone_since[post.id] <= before
            for version in post.versions
        }

    def first_of(self, post_id: int) -> Post:
        """The first version of the post that has this id."""
        found = self._world.find(post_id)
        first = found and self._world.find(found.versions[0])
        if first is None:
            raise AssertionError(f"nobody ever posted {post_id}")
        return first

    def _say(self) -> None:
        media = [Media("photo", "https://pbs.example/1.jpg", "A cup")] * self._chance(0.1)
        poll = Poll(("Tea", "Coffee")) if not media and self._chance(0.05) else None
        self._post(self._somebody(), TAG, media=media, poll=poll)

    def _advertise(self) -> None:
        """What a channel folds away, whose author does nothing else."""
        word = self._new_word()
        text = f"{word} {ADVERT.format(word)} {TAG}"
        self._adverts.add(self._put(self._board, text, word).id)

    def _say_aside(self) -> None:
        self._post(self._somebody(), "")

    def _answer(self) -> None:
        if (parent := self._recent()) is not None:
            self._post(self._somebody(), TAG if self._chance(0.85) else "", reply_to=parent)

    def _go_on(self) -> None:
        if (before := self._recent()) is not None and self._is_public(before.author):
            self._post(before.author, TAG, reply_to=before)

    def _quote(self) -> None:
        if (quoted := self._recent()) is not None:
            self._post(self._somebody(), TAG, quote=quoted)

    def _repost(self) -> None:
        if (original := self._recent()) is not None:
            self._world.post(self._somebody(), at=self._world.now(), repost_of=original)

    def _edit(self) -> None:
        now = self._world.now()
        for post in reversed(self._said[-20:]):
            latest = self._world.newest(post)
            young = post.created_at <= now <= post.created_at + EDITABLE
            editable = latest.is_editable_kind and latest.edits_remaining
            if young and editable and self._stands(post) and not self._is_advert(post):
                tag = TAG if self._is_tagged(post) else ""
                text, word = self._text(tag)
                self._words_of[self._world.edit(post, text, at=now).id] = word
                return

    def _delete(self) -> None:
        if (post := self._any()) is not None:
            self._world.delete(post)
            self._note_gone()

    def _withhold(self) -> None:
        """On the day it was posted: later nobody tells without being paid for it."""
        now = self._world.now()
        for post in reversed(self._said[-10:]):
            if post.created_at.date() == now.date() and now.hour < 22 and self._stands(post):
                self._world.withhold(self._world.newest(post), "DE")
                self._note_gone()
                return

    def _protect(self) -> None:
        self._leave(self._world.protect)

    def _suspend(self) -> None:
        self._leave(self._world.suspend)

    def _leave(self, how: Callable[[User], None]) -> None:
        how(self._somebody())
        self._note_gone()
        self._join()

    def _rename(self) -> None:
        self._world.rename(self._somebody(), f"anew_{self._number()}")

    def _like(self) -> None:
        if (post := self._recent()) is not None:
            post.metrics.likes += 1

    def _post(self, author: User, tag: str, **more: object) -> None:
        text, word = self._text(tag)
        self._put(author, text, word, **more)

    def _put(self, author: User, text: str, word: str, **more: object) -> Post:
        post = self._world.post(author, text, at=self._world.now(), **more)  # type: ignore[arg-type]
        self._words_of[post.id] = word
        self._said.append(post)
        return post

    def _text(self, tag: str) -> tuple[str, str]:
        word = self._new_word()
        length = self._dice.choice((3, 10, 30, 90))
        return " ".join((word, "tea " * length, tag)), word

    def _join(self) -> None:
        number = self._number()
        self._people.append(self._world.add_user(f"person_{number}", f"Person {number}"))

    def _note_gone(self) -> None:
        for post in self._said:
            if post.id not in self.gone_since and self._is_gone(post):
                self.gone_since[post.id] = self._world.now()

    def _is_gone(self, post: Post) -> bool:
        newest = self._world.newest(post)
        return not self._world.is_public(newest) or newest.withheld is not None

    def _stands(self, post: Post) -> bool:
        return not self._is_gone(post)

    def _is_tagged(self, post: Post) -> bool:
        return TAG in post.texts.typed

    def _is_advert(self, post: Post) -> bool:
        return post.id in self._adverts

    def _is_public(self, user: User) -> bool:
        return user.protected_at is None and user.suspended_at is None

    def _somebody(self) -> User:
        return self._dice.choice([user for user in self._people if self._is_public(user)])

    def _recent(self) -> Post | None:
        """One of the last posts, as people see them; nobody minds an advertisement."""
        span = 4 if self._chance(0.6) else 25
        last = [post for post in self._said[-span:] if not self._is_advert(post)]
        standing = [post for post in last if self._stands(post)]
        return self._world.newest(self._dice.choice(standing)) if standing else None

    def _any(self) -> Post | None:
        standing = [post for post in self._said[-200:] if self._stands(post)]
        return self._dice.choice(standing) if standing else None

    def _chance(self, part: float) -> bool:
        return self._dice.random() < part

    def _new_word(self) -> str:
        return f"w{self._number()}"

    def _number(self) -> int:
        self._words += 1
        return self._words


def words_in(text: str) -> Iterator[str]:
    yield from _WORD.findall(text)
