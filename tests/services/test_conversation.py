"""What posts answer and quote: fetched once, shown within them, and never held up for long."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from msgspec import structs

from bot.domain.announcements import FeedEntry, FeedMessage, Notice
from bot.domain.posts import Author, Batch, Metrics, PollOption, Post
from bot.errors import NotNow, SourceStopped, Unreachable
from bot.services.contexts import PATIENCE, REST
from bot.services.suite import Services
from db import interactions
from tests.services.world import GUILD, NOW, STARTS, World, author, batch, draft, post


@dataclass
class FakeX:
    """Answers look-ups from what it holds, after failing as often as it was told to."""

    posts: dict[int, Post] = field(default_factory=dict)
    authors: tuple[Author, ...] = ()
    failures: list[Exception] = field(default_factory=list)
    asked: list[list[int]] = field(default_factory=list)

    def hold(self, *given: Post) -> None:
        self.posts |= {version: each for each in given for version in (each.id, *each.edits)}
        self.authors = (*self.authors, *(author(each.author_id) for each in given))

    async def find(self, ids: Collection[int]) -> Batch:
        self.asked.append(list(ids))
        if self.failures:
            raise self.failures.pop(0)
        return Batch(
            "lookup",
            (),
            context=tuple(self.posts[each] for each in ids if each in self.posts),
            authors=self.authors,
            missing=tuple(each for each in ids if each not in self.posts),
        )


async def begun(world: World) -> Services:
    """The services of a process that looks up what is wanted, with an event to mirror for."""
    services = looking_up(world)
    await services.events.create(draft())
    await services.deliver.drain()
    return services


def looking_up(world: World) -> Services:
    services = world.services()
    services.ingest.on_wanted = lambda: None
    return services


async def test_a_parent_under_the_hashtag_that_is_late_still_comes_first(world: World) -> None:
    """The stream is unordered, and what was said while it was down is searched for afterwards."""
    services = await begun(world)
    x = FakeX()
    grandparent, parent = post(1, by=1), post(2, by=2, reply_to_id=1, text="So? #HRTweetup")
    x.hold(grandparent)
    answer = post(3, by=3, reply_to_id=2)
    authors = (author(2), author(3))
    await services.ingest.take(Batch("stream", (answer,), context=(parent,), authors=authors))
    await services.deliver.drain()
    assert world.discord.mirrored() == []
    await services.contexts.look_up(x)
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 2, 3]
    await services.ingest.take(batch(grandparent, parent))
    await services.deliver.drain()
    assert world.discord.mirrored() == [1, 2, 3]


async def test_a_parent_from_before_the_hashtag_was_followed_is_context_alone(
    world: World,
) -> None:
    services = await begun(world)
    before = post(1, by=1, created_at=NOW - timedelta(days=1))
    await services.ingest.take(
        Batch("stream", (post(3, by=3, reply_to_id=1),), (before,), (author(1), author(3)))
    )
    await services.deliver.drain()
    assert world.discord.mirrored() == [3]


def entries(world: World) -> list[FeedEntry]:
    return [
        entry
        for outgoing in world.discord.standing.values()
        if isinstance(outgoing.announcement, FeedMessage)
        for entry in outgoing.announcement.entries
    ]


def last(world: World) -> FeedEntry:
    return entries(world)[-1]


async def test_a_parent_without_the_hashtag_is_fetched_once_and_shown(world: World) -> None:
    services, x = await begun(world), FakeX()
    x.hold(post(1, by=1, text="Where do we meet?", hashtags=()))
    await services.ingest.take(batch(post(2, by=2, reply_to_id=1)))
    await services.deliver.drain()
    assert world.discord.mirrored() == []
    assert await services.contexts.look_up(x) > 0
    await services.deliver.drain()
    shown = last(world).context
    assert shown is not None
    assert (shown.post.text, shown.author.handle) == ("Where do we meet?", "person1")
    await services.ingest.take(batch(post(3, by=3, reply_to_id=1)))
    await services.deliver.drain()
    await services.contexts.look_up(x)
    assert last(world).context == shown
    assert x.asked == [[1]]


async def test_a_quoted_post_is_fetched_and_shown_too(world: World) -> None:
    services, x = await begun(world), FakeX()
    x.hold(post(1, by=1, text="Ten tips", hashtags=()))
    await services.ingest.take(batch(post(2, by=2, quoted_id=1), post(3, by=3)))
    await services.contexts.look_up(x)
    await services.deliver.drain()
    quoted = entries(world)[0].quoted
    assert quoted is not None
    assert quoted.post.text == "Ten tips"
    assert world.discord.mirrored() == [2, 3]


@pytest.mark.parametrize("stays", ["missing", "withheld", "protected"])
async def test_what_nobody_may_see_is_remembered_and_never_shown(world: World, stays: str) -> None:
    services, x = await begun(world), FakeX()
    if stays != "missing":
        x.hold(post(1, by=1, hashtags=(), withheld=stays == "withheld"))
        x.authors = (structs.replace(author(1), protected=stays == "protected"),)
    for number in (2, 3):
        await services.ingest.take(batch(post(number, by=2, reply_to_id=1, quoted_id=1)))
        await services.contexts.look_up(x)
        await services.deliver.drain()
        entry = last(world)
        assert (entry.context, entry.quoted) == (None, None)
        assert entry.unavailable == {"reply_to", "quoted"}
    assert x.asked == [[1]]


@pytest.mark.parametrize("answer", ["edited and withheld", "something else"])
async def test_whatever_x_answers_it_is_asked_once(world: World, answer: str) -> None:
    services, x = await begun(world), FakeX()
    if answer == "something else":
        x.posts[1] = post(9, by=1, hashtags=())
    else:
        x.hold(edited(1, to=3, withheld=True))
    await services.ingest.take(batch(post(5, by=2, reply_to_id=1)))
    await services.contexts.look_up(x)
    await services.deliver.drain()
    assert last(world).context is None
    assert last(world).unavailable == {"reply_to"}
    assert x.asked == [[1]]


async def test_context_that_came_along_needs_no_look_up(world: World) -> None:
    services, x = await begun(world), FakeX()
    came = replace(batch(post(2, by=2, reply_to_id=1)), context=(post(1, by=1, hashtags=()),))
    await services.ingest.take(came)
    await services.deliver.drain()
    await services.contexts.look_up(x)
    assert last(world).context is not None
    assert x.asked == []


async def test_context_without_a_text_is_a_link(world: World) -> None:
    services = await begun(world)
    came = replace(batch(post(2, by=2, reply_to_id=1)), context=(post(1, by=1, text=""),))
    await services.ingest.take(came)
    await services.deliver.drain()
    assert (last(world).context, last(world).unavailable) == (None, frozenset())


async def test_context_by_somebody_who_hides_since_is_not_shown(world: World) -> None:
    services = await begun(world)
    came = replace(batch(post(2, by=2, reply_to_id=1)), context=(post(1, by=1, hashtags=()),))
    hidden = Batch("search:hrtweetup", (), authors=(structs.replace(author(1), protected=True),))
    await services.ingest.take(came)
    await services.ingest.take(hidden)
    await services.deliver.drain()
    assert last(world).context is None
    assert last(world).unavailable == {"reply_to"}


@pytest.mark.parametrize(
    "failure",
    [NotNow(600), SourceStopped("x.no_credits"), ValueError("an answer nobody foresaw")],
    ids=["busy", "stopped", "unforeseen"],
)
async def test_the_feed_goes_on_while_x_is_down(world: World, failure: Exception) -> None:
    services, x = await begun(world), FakeX(failures=[failure])
    await services.ingest.take(batch(post(2, by=2, reply_to_id=1), post(3, by=3)))
    assert await services.contexts.look_up(x) == PATIENCE.total_seconds()
    await services.deliver.drain()
    assert world.discord.mirrored() == []
    world.clock.move(seconds=PATIENCE.total_seconds())
    assert await services.contexts.look_up(x) >= 500
    await services.deliver.drain()
    assert world.discord.mirrored() == [2, 3]
    assert (entries(world)[0].context, entries(world)[0].unavailable) == (None, frozenset())
    # X is left alone until then, and what was missed is not paid for any more.
    world.clock.move(seconds=REST.total_seconds())
    await services.contexts.look_up(x)
    assert x.asked == [[1]]


async def test_a_failure_that_passes_is_not_noticed(world: World) -> None:
    services, x = await begun(world), FakeX(failures=[NotNow(0), NotNow(5)])
    x.hold(post(1, by=1, hashtags=()))
    await services.ingest.take(batch(post(2, by=2, reply_to_id=1)))
    assert await services.contexts.look_up(x) == 5
    world.clock.move(seconds=5)
    await services.contexts.look_up(x)
    await services.deliver.drain()
    assert last(world).context is not None


async def test_a_process_that_died_in_between_loses_nothing(world: World) -> None:
    services, x = await begun(world), FakeX()
    x.hold(post(1, by=1, hashtags=()))
    await services.ingest.take(batch(post(2, by=2, reply_to_id=1)))
    world.clock.move(hours=3)
    again = looking_up(world)
    await again.deliver.recover()
    await again.deliver.drain()
    assert world.discord.mirrored() == []
    await again.contexts.look_up(x)
    await again.deliver.drain()
    assert last(world).context is not None


async def test_more_than_one_call_takes_is_asked_in_turn(world: World) -> None:
    services, x = await begun(world), FakeX()
    await services.ingest.take(
        batch(*(post(1_000 + n, by=2, reply_to_id=1 + n) for n in range(150)))
    )
    await services.contexts.look_up(x)
    assert [len(ids) for ids in x.asked] == [100, 50]


async def test_without_a_worker_nothing_waits(world: World) -> None:
    services = world.services()
    await services.events.create(draft())
    await services.ingest.take(batch(post(2, by=2, reply_to_id=1)))
    await services.deliver.drain()
    assert world.discord.mirrored() == [2]


async def test_a_thread_shares_a_message_and_what_follows_answers_it(world: World) -> None:
    services = await begun(world)
    first, second = post(1, by=1), post(2, by=1, reply_to_id=1)
    await services.ingest.take(batch(first, second))
    await services.deliver.drain()
    assert [e.continues for e in entries(world)] == [False, True]
    before = len(world.discord.sent)
    await services.ingest.take(batch(post(3, by=1, reply_to_id=2)))
    await services.deliver.drain()
    assert len(world.discord.sent) == before + 1
    parent = last(world).parent
    assert parent is not None
    assert world.discord.standing[parent] == world.discord.sent[-2]


def edited(number: int, to: int, text: str = "Better", **more: object) -> Post:
    return post(to, by=1, text=text, edits=(number, to), **more)


async def test_an_edit_changes_the_message_and_makes_no_second_one(world: World) -> None:
    services = await begun(world)
    await services.ingest.take(batch(*(post(n, by=n, edits=(n,)) for n in range(1, 6))))
    await services.deliver.drain()
    standing, sent = dict(world.discord.standing), len(world.discord.sent)
    for _ in range(2):
        await services.ingest.take(batch(edited(1, to=900)))
        await services.deliver.drain()
    assert (len(world.discord.sent), world.discord.updates) == (sent, 1)
    assert world.discord.standing.keys() == standing.keys()
    entry = entries(world)[0]
    assert (entry.post.text, entry.post.id, entry.post.newest_version) == ("Better", 1, 900)
    assert world.discord.mirrored() == [1, 2, 3, 4, 5]


async def test_what_answers_a_later_version_answers_the_message(world: World) -> None:
    services = await begun(world)
    await services.ingest.take(batch(post(1, by=1, edits=(1,))))
    await services.deliver.drain()
    await services.ingest.take(batch(edited(1, to=900), post(901, by=2, reply_to_id=900)))
    await services.deliver.drain()
    assert last(world).parent is not None


async def test_an_edit_before_the_first_version_went_out_is_all_there_is(world: World) -> None:
    services = await begun(world)
    await services.ingest.take(batch(post(1, by=1, edits=(1,)), edited(1, to=3)))
    await services.ingest.take(batch(post(1, by=1, edits=(1,))))
    await services.deliver.drain()
    assert [entry.post.text for entry in entries(world)] == ["Better"]


async def test_an_edited_parent_is_shown_as_it_is_now(world: World) -> None:
    services, x = await begun(world), FakeX()
    x.hold(edited(1, to=3, hashtags=()))
    await services.ingest.take(batch(post(5, by=2, reply_to_id=1)))
    await services.contexts.look_up(x)
    await services.deliver.drain()
    shown = last(world).context
    assert shown is not None
    assert (shown.post.text, shown.post.newest_version) == ("Better", 3)
    later = post(4, by=1, text="Best", edits=(1, 3, 4), hashtags=())
    await services.ingest.take(Batch("search:hrtweetup", (), context=(later,)))
    await services.deliver.drain()
    shown = last(world).context
    assert shown is not None
    assert shown.post.text == "Best"


async def test_whom_an_edited_post_turns_to_counts_anew(world: World) -> None:
    services = await begun(world)
    await services.ingest.take(batch(post(1, by=1, reply_to_id=7, reply_to_author_id=2)))
    await services.ingest.take(batch(edited(1, to=3)))
    async with world.database.read() as conn:
        found = await interactions.among(conn, GUILD, [1, 2, 3], STARTS)
    assert found == []


async def test_counts_that_come_anyway_change_a_young_message_now_and_then(world: World) -> None:
    services = await begun(world)
    await services.ingest.take(batch(post(1, by=1)))
    await services.deliver.drain()

    async def reply(number: int, likes: int) -> None:
        parent = post(1, by=1, metrics=Metrics(likes=likes))
        came = batch(post(number, by=2, reply_to_id=1))
        await services.ingest.take(replace(came, context=(parent,)))
        await services.deliver.drain()

    for number, minutes, updates in ((2, 5, 0), (3, 10, 1), (4, 5, 1), (5, 10, 2), (6, 40, 2)):
        world.clock.move(minutes=minutes)
        await reply(number, likes=number)
        assert world.discord.updates == updates
    assert entries(world)[0].post.metrics == Metrics(likes=5)


async def test_a_post_goes_out_with_its_poll(world: World) -> None:
    services = await begun(world)
    poll = (PollOption("Yes", 1), PollOption("No", 0))
    await services.ingest.take(batch(post(1, by=1, poll=poll)))
    await services.deliver.drain()
    assert last(world).post.poll == poll


async def test_a_message_that_a_moderator_took_away_stays_away(world: World) -> None:
    services = await begun(world)
    await services.ingest.take(batch(post(1, by=1, edits=(1,))))
    await services.deliver.drain()
    world.discord.fail(FeedMessage, Unreachable("gone"))
    await services.ingest.take(batch(edited(1, to=3)))
    await services.deliver.drain()
    assert world.discord.of(Notice) == []
    assert len(world.discord.sent) == 2 + 1
