"""Reading all that is new under a hashtag: paging, cursors, gaps, and money spent once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.posts import Batch, Followed
from bot.errors import SourceStopped
from bot.sandbox.x_api import Fault, XSandbox
from bot.x.client import XClient
from bot.x.problems import RateLimited, XUnavailable
from bot.x.search import HashtagSearch, cursor_key
from bot.x.snowflake import first_id_at, made_at
from tests.clock import ManualClock
from tests.x.conftest import TAG, Bill, Notebook, Story, paths

KEY = cursor_key(TAG)


@pytest.fixture
def search(client: XClient, notebook: Notebook, clock: ManualClock) -> HashtagSearch:
    return HashtagSearch(client, notebook, clock, TAG)


async def read(search: HashtagSearch, notebook: Notebook) -> tuple[Batch, ...]:
    batches = await search.read(notebook.following[0])
    for batch in batches:
        notebook.take(batch)
    return batches


async def test_all_pages_come_oldest_first_and_the_cursor_is_the_first_pages_newest(
    search: HashtagSearch, notebook: Notebook, story: Story, sandbox: XSandbox, bill: Bill
) -> None:
    said = story.say_many(250, first_ago=timedelta(hours=3))
    (batch,) = await read(search, notebook)
    assert [post.id for post in batch.posts] == said
    assert (batch.source, batch.cursor, batch.hashtag) == (KEY, str(said[-1]), None)
    assert {author.handle for author in batch.authors} == {
        "amara_learns", "BoPayroll", "cleo_hires",
    }  # fmt: skip
    assert len(paths(sandbox, "/recent")) == 3
    assert bill.charged == sandbox.charged == 250 * 5_000 + 3 * 10_000


async def test_a_long_backlog_comes_in_parts_each_with_a_cursor_of_its_own(
    search: HashtagSearch, notebook: Notebook, story: Story
) -> None:
    said = story.say_many(1_200, first_ago=timedelta(hours=20))
    batches = await read(search, notebook)
    assert [len(batch.posts) for batch in batches] == [500, 500, 200]
    assert notebook.deliveries() == said
    assert [batch.cursor for batch in batches] == [str(said[n]) for n in (499, 999, 1_199)]


async def test_a_parent_that_comes_for_itself_on_another_page_is_no_context(
    search: HashtagSearch, notebook: Notebook, story: Story, clock: ManualClock
) -> None:
    an_hour_ago = clock.now() - timedelta(hours=1)
    parent = story.world.post(story.bo, "Who comes? #HRTweetupLDN", at=an_hour_ago)
    other = story.world.post(story.bo, "Without the hashtag", at=an_hour_ago)
    story.say_many(150, first_ago=timedelta(minutes=50))
    for said in (parent, other):
        story.world.post(
            story.amara, "I do! #HRTweetupLDN", at=clock.now() - timedelta(minutes=1), reply_to=said
        )
    (batch,) = await read(search, notebook)
    assert [post.id for post in batch.context] == [other.id]
    assert batch.posts[0].id == parent.id


@pytest.mark.parametrize(
    "fault",
    [
        Fault.rate_limited(),
        Fault.rate_limited(headers=False),
        Fault.html_503(),
        Fault.cut(),
    ],
)
async def test_after_a_failure_it_goes_on_with_the_page_that_failed(
    search: HashtagSearch,
    notebook: Notebook,
    story: Story,
    sandbox: XSandbox,
    client: XClient,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
) -> None:
    said = story.say_many(250, first_ago=timedelta(hours=3))
    asked = client.search

    async def failing(query: str, **options: object) -> object:
        if options["next_token"] is not None and not paths(sandbox, "/recent")[1:]:
            sandbox.faults.add("search", fault)
        return await asked(query, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(client, "search", failing)
    with pytest.raises((RateLimited, XUnavailable)):
        await read(search, notebook)
    assert notebook.batches == []
    said_meanwhile = story.say(1, ago=timedelta(seconds=40))
    await read(search, notebook)
    tokens = [asked.get("next_token") for asked in paths(sandbox, "/recent")]
    assert tokens[0] is None
    assert tokens[1] == tokens[2] is not None
    assert len(tokens) == 4
    assert notebook.deliveries() == said
    assert notebook.cursors[KEY] == str(said[-1])
    await read(search, notebook)
    assert notebook.deliveries() == [*said, said_meanwhile]


async def test_it_goes_on_from_the_cursor_and_pays_nothing_twice(
    search: HashtagSearch, notebook: Notebook, story: Story, sandbox: XSandbox, clock: ManualClock
) -> None:
    first = story.say(1)
    await read(search, notebook)
    charged = sandbox.charged
    assert await read(search, notebook) == ()
    assert sandbox.charged == charged
    assert paths(sandbox, "/recent")[-1]["since_id"] == str(first)
    clock.move(minutes=5)
    second = story.say(2)
    await read(search, notebook)
    assert notebook.deliveries() == [first, second]


async def test_what_was_not_stored_is_read_again(
    search: HashtagSearch, notebook: Notebook, story: Story
) -> None:
    said = story.say(1)
    await search.read(notebook.following[0])
    await read(search, notebook)
    assert notebook.deliveries() == [said]


async def test_another_hashtag_that_search_takes_for_ours_is_dropped_and_not_read_again(
    search: HashtagSearch, notebook: Notebook, story: Story, clock: ManualClock, sandbox: XSandbox
) -> None:
    # Search folds accents.
    at = clock.now() - timedelta(minutes=2)
    other = story.world.post(story.bo, "Bonjour #HRTweetupLDÑ", at=at)
    assert await read(search, notebook) == (Batch(KEY, (), cursor=str(other.id)),)
    assert "since_id" not in paths(sandbox, "/recent")[-1]
    await read(search, notebook)
    assert paths(sandbox, "/recent")[-1]["since_id"] == str(other.id)


async def test_a_hashtag_followed_just_now_starts_where_search_ends(
    search: HashtagSearch, notebook: Notebook, clock: ManualClock, sandbox: XSandbox
) -> None:
    notebook.following = [Followed(TAG, clock.now())]
    await read(search, notebook)
    assert paths(sandbox, "/recent")[-1]["start_time"] == "2026-01-08T08:59:00Z"


async def test_what_lies_before_the_time_that_counts_is_not_paid_for(
    search: HashtagSearch, notebook: Notebook, story: Story, clock: ManualClock
) -> None:
    # The cursor is that of an earlier event of the same hashtag.
    notebook.cursors[KEY] = str(first_id_at(clock.now() - timedelta(days=200)))
    story.say(1, ago=timedelta(days=2))
    counts = story.say(2, ago=timedelta(hours=2))
    with capture_logs() as logs:
        await read(search, notebook)
    assert notebook.deliveries() == [counts]
    assert logs == []


async def test_a_cursor_out_of_reach_is_a_gap_that_is_told_once(
    search: HashtagSearch, notebook: Notebook, story: Story, clock: ManualClock, sandbox: XSandbox
) -> None:
    notebook.following = [Followed(TAG, clock.now() - timedelta(days=30))]
    notebook.cursors[KEY] = str(first_id_at(clock.now() - timedelta(days=9)))
    said = story.say_many(3, first_ago=timedelta(days=6))
    with capture_logs() as logs:
        await read(search, notebook)
        await read(search, notebook)
    assert notebook.deliveries() == said
    assert "since_id" not in paths(sandbox, "/recent")[0]
    assert [log["event"] for log in logs] == ["gap: search reaches back seven days"]
    assert logs[0]["missed_until"] == (clock.now() - timedelta(days=7, minutes=-10)).isoformat()


async def test_x_may_draw_the_line_elsewhere(
    search: HashtagSearch, notebook: Notebook, story: Story, clock: ManualClock, sandbox: XSandbox
) -> None:
    # Its clock is an hour ahead of ours: what we take to be in reach is not.
    notebook.following = [Followed(TAG, clock.now() - timedelta(days=30))]
    notebook.cursors[KEY] = str(first_id_at(clock.now() - timedelta(days=6, hours=23, minutes=30)))
    said = story.say(1)
    clock.move(hours=1)
    search._clock = ManualClock(clock.now() - timedelta(minutes=55))
    with pytest.raises(SourceStopped) as stopped:
        await read(search, notebook)
    assert stopped.value.key == "x.refused"
    assert "start_time" in str(stopped.value.params["detail"])
    assert len(paths(sandbox, "/recent")) == 2
    search._clock = clock
    await read(search, notebook)
    assert notebook.deliveries() == [said]


async def test_the_cursor_stays_in_reach_of_a_silent_hashtag(
    search: HashtagSearch, notebook: Notebook, story: Story, clock: ManualClock
) -> None:
    notebook.following = [Followed(TAG, clock.now())]
    with capture_logs() as logs:
        for _ in range(30):
            clock.move(hours=12)
            await read(search, notebook)
    assert logs == []
    assert notebook.deliveries() == []
    assert clock.now() - made_at(int(notebook.cursors[KEY])) < timedelta(days=2)
    late = story.say(1, ago=timedelta(minutes=40))
    await read(search, notebook)
    assert notebook.deliveries() == [late]


async def test_when_somebody_last_spoke(
    search: HashtagSearch, notebook: Notebook, story: Story, clock: ManualClock
) -> None:
    await read(search, notebook)
    assert search.last_post_at == notebook.following[0].since
    story.say(1, ago=timedelta(minutes=3))
    await read(search, notebook)
    assert search.last_post_at == clock.now() - timedelta(minutes=3)
    clock.move(hours=1)
    await read(search, notebook)
    assert search.last_post_at == clock.now() - timedelta(hours=1, minutes=3)
