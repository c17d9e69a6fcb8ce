"""What the filtered stream brings, and what it asks X for."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta

from bot.domain.posts import Followed
from bot.sandbox.x_api import XSandbox
from bot.x.client import XClient
from bot.x.search import cursor_key
from bot.x.snowflake import made_at
from bot.x.stream import StreamSource
from tests.clock import PATIENCE, ManualClock
from tests.x.conftest import TAG, Bill, Notebook, Story, eventually, taking
from tests.x.streaming import connected, connects, pass_time, rules, settled, the_post

KEY = cursor_key(TAG)


async def test_what_was_said_before_comes_first_and_then_what_is_said(
    source: StreamSource,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    clock: ManualClock,
    client: XClient,
    bill: Bill,
) -> None:
    said = story.say_many(150, first_ago=timedelta(hours=2))
    async with taking(source, notebook):
        await connected(sandbox)
        for number in range(20):
            said.append(story.say(number, ago=timedelta(0)))
        await eventually(lambda: len(notebook.posts) == 170)
    assert notebook.deliveries() == said
    assert await rules(client) == {f"#{TAG}": f"tweetup:{TAG}"}
    assert bill.charged == sandbox.charged


async def test_the_stream_brings_reposts_with_the_original_and_its_author(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    weeks_ago = clock.now() - timedelta(days=20)
    long_text = f"{'We look forward to this. ' * 6}#HRTweetupLDN"
    original = story.world.post(story.bo, long_text, at=weeks_ago)
    async with taking(source, notebook):
        await connected(sandbox)
        repost = story.world.post(story.amara, at=clock.now(), repost_of=original)
        await eventually(lambda: repost.id in notebook.posts)
    post = notebook.posts[repost.id]
    assert (post.reposted_id, post.reposted_author_id) == (original.id, story.bo.id)
    assert "HRTweetupLDN" in post.hashtags
    assert list(notebook.context) == [original.id]
    assert set(notebook.authors) == {story.amara.id, story.bo.id}


async def test_posts_that_only_quote_the_hashtag_are_dropped(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    quoted = the_post(story, story.say(1))
    async with taking(source, notebook):
        await connected(sandbox)
        story.world.post(story.bo, "Look at this", at=clock.now(), quote=quoted)
        after = story.say(2, ago=timedelta(0))
        await eventually(lambda: after in notebook.posts)
    assert notebook.deliveries() == [quoted.id, after]


async def test_duplicates_and_disorder(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox
) -> None:
    async with taking(source, notebook):
        await connected(sandbox)
        with sandbox.stream.out_of_order():
            said = [story.say(n, ago=timedelta(seconds=30 - n)) for n in range(10)]
        for post_id in said:
            sandbox.stream.send(the_post(story, post_id))
        await eventually(lambda: len(notebook.posts) == 10)
        last = story.say(11, ago=timedelta(0))
        await eventually(lambda: last in notebook.posts)
    assert notebook.deliveries() == [*reversed(said), last]


async def test_what_comes_while_a_batch_is_stored_is_the_next_one(
    source: StreamSource,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    bill: Bill,
) -> None:
    async with asyncio.timeout(PATIENCE), aclosing(source.batches()) as batches:
        one = asyncio.ensure_future(anext(batches))
        await connected(sandbox)
        said = [story.say(0, ago=timedelta(0))]
        notebook.take(await one)
        said += [story.say(n, ago=timedelta(0)) for n in range(1, 151)]
        sandbox.stream.send(the_post(story, said[-1]))
        sandbox.stream.disconnect("ForceDisconnect")
        await settled(sandbox)
        while len(notebook.posts) < len(said):
            notebook.take(await anext(batches))
    assert notebook.deliveries() == said
    assert 25 <= max(len(batch.posts) for batch in notebook.batches) <= 100
    assert bill.charged == sandbox.charged
    assert bill.entries <= len(said) / 3


async def test_a_post_that_is_longer_than_any_line_should_be(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    async with taking(source, notebook):
        await connected(sandbox)
        long = story.world.post(story.bo, "#HRTweetupLDN " + "long " * 300_000, at=clock.now())
        await eventually(lambda: long.id in notebook.posts)
    assert len(notebook.posts[long.id].text) > 1_000_000


async def test_the_cursor_follows_a_minute_behind_once_nothing_is_missing(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    async with taking(source, notebook):
        await connected(sandbox)
        await pass_time(clock, sandbox, seconds=70)
        said = story.say(1, ago=timedelta(seconds=2))
        await eventually(lambda: said in notebook.posts)
    cursor = made_at(int(notebook.cursors[KEY]))
    assert cursor == made_at(said) - timedelta(minutes=1)


async def test_hashtags_come_and_go_without_a_new_connection(
    source: StreamSource,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    clock: ManualClock,
    client: XClient,
) -> None:
    hour_ago = clock.now() - timedelta(hours=1)
    async with taking(source, notebook):
        await connected(sandbox)
        early = story.world.post(story.bo, "Early #other", at=clock.now() - timedelta(minutes=5))
        notebook.following.append(Followed("other", hour_ago))
        await pass_time(clock, sandbox, seconds=40)
        await eventually(lambda: early.id in notebook.posts)
        live = story.world.post(story.bo, "Live #other", at=clock.now())
        await eventually(lambda: live.id in notebook.posts)
        notebook.following = [Followed("other", hour_ago)]
        await pass_time(clock, sandbox, seconds=40)
        gone = story.say(1, ago=timedelta(0))
        both = story.world.post(story.bo, "#Other and #HRTweetupLDN", at=clock.now())
        await eventually(lambda: both.id in notebook.posts)
        assert await rules(client) == {"#other": "tweetup:other"}
    assert gone not in notebook.posts
    assert connects(sandbox) == 1


async def test_a_post_under_two_hashtags_is_one_batch(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    notebook.following.append(Followed("other", clock.now()))
    async with taking(source, notebook):
        await connected(sandbox)
        both = story.world.post(story.bo, "#Other and #HRTweetupLDN", at=clock.now())
        await eventually(lambda: both.id in notebook.posts)
    (batch,) = [batch for batch in notebook.batches if batch.posts]
    assert (batch.hashtag, [post.id for post in batch.posts]) == (None, [both.id])


async def test_rules_of_others_stay(
    source: StreamSource, notebook: Notebook, client: XClient, sandbox: XSandbox
) -> None:
    await client.add_rules({"#theirs": "somebody else", "#old": "tweetup:old"})
    async with taking(source, notebook):
        await connected(sandbox)
    assert await rules(client) == {"#theirs": "somebody else", f"#{TAG}": f"tweetup:{TAG}"}


async def test_while_nothing_is_followed_nothing_is_asked(
    source: StreamSource, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    following, notebook.following = notebook.following, []
    async with taking(source, notebook):
        await clock.run(minutes=10)
        assert sandbox.requests == []
        notebook.following = following
        await clock.run(seconds=30)
        await connected(sandbox)
        notebook.following = []
        await pass_time(clock, sandbox, seconds=40)
        assert not sandbox.stream.connected.is_set()
        assert len(sandbox.rules) == 0
        notebook.following = following
        await pass_time(clock, sandbox, seconds=40)
        await connected(sandbox)
