"""The real client against the sandbox's X, on a clock that tests move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import pytest

from bot.domain.budget import Step
from bot.domain.gone import Gone
from bot.domain.posts import Author, Batch, Followed, Post
from bot.ports import PostSource
from bot.sandbox.x_api import Fault, User, World, XSandbox
from bot.sandbox.x_api.ledger import Ledger as SandboxLedger
from bot.x.client import XClient
from bot.x.stream import StreamSource
from tests.clock import PATIENCE, ManualClock

TAG = "hrtweetupldn"


@dataclass
class Notebook:
    """Keeps what a source brings, as the store would: each post once, cursors never back."""

    following: list[Followed] = field(default_factory=list)
    posts: dict[int, Post] = field(default_factory=dict)
    context: dict[int, Post] = field(default_factory=dict)
    authors: dict[int, Author] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)

    async def followed(self) -> Collection[Followed]:
        return list(self.following)

    async def cursor(self, source: str) -> str | None:
        return self.cursors.get(source)

    def take(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.posts.update((post.id, post) for post in batch.posts)
        self.context.update((post.id, post) for post in batch.context)
        self.authors.update((author.id, author) for author in batch.authors)
        if batch.cursor is not None:
            before = self.cursors.get(batch.source, "0")
            self.cursors[batch.source] = str(max(int(before), int(batch.cursor)))

    def deliveries(self) -> list[int]:
        """The id of every post, as often as it came."""
        return [post.id for batch in self.batches for post in batch.posts]


class Bill:
    """Adds up what X was read, as the sandbox does; `payers` are those it was read for and
    `entries` how often it was told of."""

    def __init__(self, clock: ManualClock) -> None:
        self._sums = SandboxLedger(clock.now)
        self._counts = count(1)
        self.payers: set[int | None] = set()
        self.entries = 0

    async def read(
        self, *, posts: Collection[int], users: Collection[int], payer: int | None = None
    ) -> None:
        self.payers.add(payer)
        self.entries += 1
        self._sums.charge("post", posts)
        self._sums.charge("user", users)

    async def counted(self) -> None:
        self._sums.charge("count", [next(self._counts)])

    @property
    def charged(self) -> int:
        return self._sums.charged


@dataclass
class Story:
    """An invented X with three people in it, and what they say."""

    world: World
    clock: ManualClock
    amara: User
    bo: User
    cleo: User

    def say(self, number: int, *, ago: timedelta = timedelta(minutes=1)) -> int:
        """A post under the hashtag that counts from 1; its id."""
        who = (self.amara, self.bo, self.cleo)[number % 3]
        at = self.clock.now() - ago
        return self.world.post(who, f"Post {number} #HRTweetupLDN", at=at).id

    def say_many(self, count: int, *, first_ago: timedelta) -> list[int]:
        """`count` posts, evenly from `first_ago` before now; their ids, oldest first."""
        step = first_ago / (count + 1)
        return [self.say(n, ago=first_ago - step * n) for n in range(count)]


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def story(clock: ManualClock) -> Story:
    world = World(clock.now)
    return Story(
        world,
        clock,
        amara=world.add_user("amara_learns", "Amara Okafor"),
        bo=world.add_user("BoPayroll", "Bo Lindqvist"),
        cleo=world.add_user("cleo_hires", "Cléo Martin"),
    )


@pytest.fixture
async def sandbox(story: Story) -> AsyncIterator[XSandbox]:
    async with XSandbox(story.world, keep_alive_seconds=None) as running:
        yield running


@pytest.fixture
def bill(clock: ManualClock) -> Bill:
    return Bill(clock)


@pytest.fixture
async def client(sandbox: XSandbox, bill: Bill) -> AsyncIterator[XClient]:
    async with client_of(sandbox, bill) as opened:
        yield opened


@pytest.fixture
def notebook(clock: ManualClock) -> Notebook:
    return Notebook([Followed(TAG, clock.now() - timedelta(days=1))])


@pytest.fixture
def source(client: XClient, notebook: Notebook, clock: ManualClock) -> StreamSource:
    return StreamSource(client, notebook, clock)


def client_of(sandbox: XSandbox, bill: Bill, **options: object) -> XClient:
    settings = {"api_url": sandbox.url, "user_agent": "Tweetup/0.0-test", **options}
    return XClient(sandbox.token, ledger=bill, **settings)  # type: ignore[arg-type]


@asynccontextmanager
async def taking(source: PostSource, notebook: Notebook) -> AsyncIterator[asyncio.Task[None]]:
    """Read from `source` into `notebook` meanwhile; the task shows how it ended, if it did."""

    async def take() -> None:
        async with aclosing(source.batches()) as batches:
            async for batch in batches:
                notebook.take(batch)

    task = asyncio.create_task(take())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait for what loopback connections bring about."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what is waited for is not ours to signal
            await asyncio.sleep(0.001)


def paths(sandbox: XSandbox, ending: str) -> list[dict[str, str]]:
    """The parameters of every request so far to a path with this ending."""
    return [dict(seen.parameters) for seen in sandbox.requests if seen.path.endswith(ending)]


class Spent:
    """The port Thrift once the budget is used up."""

    async def step(self, hashtags: Collection[str] = ()) -> Step:
        return Step.PAUSED


somebody_must_act = pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Fault.credits_depleted(), "x.no_credits"),
        (Fault.spend_cap_reached(date(2026, 2, 1)), "x.spend_cap"),
        (Fault.usage_capped(), "x.usage_capped"),
        (Fault.client_forbidden(), "x.forbidden"),
        (Fault.unauthorised(), "x.unauthorised"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)


@dataclass
class Heard:
    """A witness: what it was told of."""

    told: list[Gone] = field(default_factory=list)

    async def remove(self, gone: Gone) -> None:
        self.told.append(gone)


@pytest.fixture
def heard() -> Heard:
    return Heard()
