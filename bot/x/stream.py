"""The filtered stream: posts within seconds, reposts included."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.alarm import Alarm
from bot.domain.budget import Step
from bot.domain.posts import Batch, Followed, Post
from bot.errors import SourceStopped
from bot.ports import Clock, Tracking
from bot.x.backoff import Backoff
from bot.x.client import XClient
from bot.x.coverage import Coverage
from bot.x.gathering import gathered
from bot.x.lines import Lines
from bot.x.payload import Page
from bot.x.problems import RateLimited, Refused, XUnavailable
from bot.x.rules import sync_rules
from bot.x.search import carries, cursor_key
from bot.x.snowflake import first_id_at

log = structlog.get_logger(__name__)

# X sends something at least every 20 seconds.
_SIGN_OF_LIFE = timedelta(seconds=20)
# A connection that held this long was a good one: failures are counted afresh.
_GOOD = timedelta(minutes=1)
# How often to ask what is followed.
_ASK_AGAIN = timedelta(seconds=30)
# Posts come unordered; one may be this much older than the last.
_LATE = timedelta(minutes=1)
_REMEMBERED = 10_000
# After so many posts the budget may have changed; as many are stored together at most.
_ASK_AFTER_POSTS = 100
_CONFLICT = 409


class StreamSource:
    """Follows the hashtags over one connection, and fills what it misses by search.

    What comes while a batch is stored is the next one. X may send a post twice or out of order, and
    stay silent or hang up at any time.
    """

    def __init__(self, client: XClient, tracking: Tracking, clock: Clock) -> None:
        self._client = client
        self._tracking = tracking
        self._clock = clock
        self._backoff = Backoff()
        self._rules_backoff = Backoff()
        self._coverage = Coverage(client, tracking, clock)
        self._hashtags: frozenset[str] = frozenset()
        self._step = Step.FULL
        self._heard_since_asked = 0
        self._ask_again_at = clock.now()
        self._connected_at: datetime | None = None
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._alarm = Alarm(clock)
        self._ended = False

    def wake(self) -> None:
        """Ask what is followed as soon as X next says something, a sign of life at least."""
        self._ask_again_at = self._clock.now()

    def end(self) -> None:
        """A connection is given up at X's next word: within a sign of life."""
        self._ended = True
        self._alarm.ring()

    async def batches(self) -> AsyncGenerator[Batch]:
        while not self._ended:
            try:
                async with aclosing(self._one_connection()) as found:
                    async for batch in found:
                        yield batch
                if not self._ended:
                    await self._alarm.wait(_ASK_AGAIN.total_seconds())
            except (RateLimited, XUnavailable) as error:
                await self._hold(error)
            except Refused as refusal:
                # Without a rule X refuses to connect: somebody took ours away just now.
                if refusal.status != _CONFLICT:
                    raise SourceStopped("x.refused", detail=refusal.detail) from refusal
                await self._hold(XUnavailable(refusal.detail, network=False))

    async def _one_connection(self) -> AsyncGenerator[Batch]:
        """Fill the gaps, connect, and listen until X hangs up or nothing is followed."""
        self._connected_at = None
        self._coverage.disconnected()
        await self._follow()
        for batch in await self._filled():
            yield batch
        if not self._hashtags:
            return
        step = self._step
        async with self._client.stream(step) as content, Lines(content, self._clock) as lines:
            self._connected_at = self._clock.now()
            self._coverage.connected()
            # What a connection brings cannot be changed: for less it is made anew.
            while self._hashtags and self._step == step and not self._ended:
                line = await self._next_line(lines)
                if line:
                    before_asking = _ASK_AFTER_POSTS - self._heard_since_asked % _ASK_AFTER_POSTS
                    more = lines.at_hand(before_asking - 1)
                    heard = await self._client.read_lines([line, *more])
                    for batch in self._batches_of(heard.pages):
                        yield batch
                    if heard.ended is not None:
                        raise heard.ended
                if self._clock.now() >= self._ask_again_at:
                    await self._follow_meanwhile()
                for batch in await self._filled():
                    yield batch

    async def _hold(self, error: RateLimited | XUnavailable) -> None:
        """Leave X alone as long as it asks."""
        now = self._clock.now()
        if self._connected_at is not None and now - self._connected_at >= _GOOD:
            self._backoff.reset()
        seconds = self._backoff.after(error, now)
        log.warning("stream ended", reason=repr(error), again_in_seconds=seconds)
        self._coverage.disconnected()
        if not self._ended:
            await self._alarm.wait(seconds)

    async def _follow(self) -> None:
        """Bring X's rules and our gaps in line with what is followed now."""
        followed = await self._affordable()
        hashtags = frozenset(item.hashtag for item in followed)
        connected = self._connected_at is not None
        if hashtags != self._hashtags or (hashtags and not connected):
            await sync_rules(self._client, hashtags)
        self._hashtags = hashtags
        self._coverage.follow(followed, connected=connected)
        self._ask_again_at = self._clock.now() + _ASK_AGAIN

    async def _affordable(self) -> list[Followed]:
        """What is followed but for what is paused; notes how sparing the connection has to be."""
        followed = await self._tracking.followed()
        found = {item: await self._client.step([item.hashtag]) for item in followed}
        read = {item: step for item, step in found.items() if step is not Step.PAUSED}
        self._step = max(read.values(), default=Step.FULL)
        self._heard_since_asked = 0
        return list(read)

    async def _follow_meanwhile(self) -> None:
        """The same while connected: a failing call is no reason to hang up."""
        try:
            await self._follow()
        except (RateLimited, XUnavailable) as error:
            now = self._clock.now()
            seconds = max(self._rules_backoff.after(error, now), _ASK_AGAIN.total_seconds())
            self._ask_again_at = now + timedelta(seconds=seconds)
            log.warning("rules not changed", reason=repr(error), again_in_seconds=seconds)
        else:
            self._rules_backoff.reset()

    async def _filled(self) -> tuple[Batch, ...]:
        batches = await self._coverage.fill()
        for batch in batches:
            for post in batch.posts:
                self._is_new(post)
        return batches

    async def _next_line(self, lines: Lines) -> bytes | None:
        """A line, or None when there is something else to do."""
        look_at = self._coverage.next_look_at
        busy_at = min(self._ask_again_at, look_at) if look_at else self._ask_again_at
        line = await lines.next(min(busy_at - self._clock.now(), _SIGN_OF_LIFE - lines.silence))
        if line is None and lines.silence >= _SIGN_OF_LIFE:
            raise XUnavailable("no sign of life", network=True)
        return line

    def _batches_of(self, pages: Sequence[Page]) -> Iterator[Batch]:
        """What is new in what came together: a batch for each hashtag, in the order it came."""
        by_tag: dict[str, list[Page]] = {}
        for page in pages:
            for post in page.posts:
                # The stream also matches what a post quotes, and rules just removed for a while.
                tags = sorted(tag for tag in self._hashtags if carries(post, tag))
                if tags and self._is_new(post):
                    by_tag.setdefault(tags[0], []).append(replace(page, posts=(post,)))
        self._heard_since_asked += sum(len(page.posts) for page in pages)
        if self._heard_since_asked >= _ASK_AFTER_POSTS:
            self._ask_again_at = self._clock.now()
        for tag, new in by_tag.items():
            found = gathered(new)
            posts = tuple(found.posts.values())
            cursor = None
            if self._coverage.whole(tag):
                cursor = str(first_id_at(max(post.created_at for post in posts) - _LATE))
            yield found.batch(cursor_key(tag), posts, cursor=cursor)

    def _is_new(self, post: Post) -> bool:
        if post.id in self._seen:
            return False
        self._seen[post.id] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True
