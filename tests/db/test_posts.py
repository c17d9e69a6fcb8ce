from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posts import Author, Link, Media, Mention, Metrics, PollOption, Post
from db import people, posts, schema
from db.engine import Database
from tests.db.rows import LARGEST, NOW, a_post

ALICE = Author(1, "Alice_HR", "Alice Ångström", "https://pictures.example/alice.jpg")

# Neither PostgreSQL nor UTF-8 itself knows NUL or halves of surrogate pairs in a text.
_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
_id = st.integers(1, LARGEST)
_maybe_id = st.none() | _id
_media = st.builds(
    Media,
    kind=st.sampled_from(["photo", "video", "animated_gif"]),
    url=st.none() | _text,
    alt_text=st.none() | _text,
)
_posts = st.builds(
    Post,
    id=_id,
    author_id=_id,
    text=_text,
    created_at=st.datetimes(
        min_value=datetime(2006, 1, 1),  # noqa: DTZ001 - the zone comes beside it
        timezones=st.just(UTC),
    ),
    conversation_id=_maybe_id,
    lang=st.none() | _text,
    hashtags=st.lists(_text, max_size=3).map(tuple),
    mentions=st.lists(st.builds(Mention, _text, _maybe_id), max_size=3).map(tuple),
    links=st.lists(st.builds(Link, _text, _text, _text), max_size=3).map(tuple),
    media=st.lists(_media, max_size=3).map(tuple),
    poll=st.lists(st.builds(PollOption, _text, st.none() | _id), max_size=4).map(tuple),
    reply_to_id=_maybe_id,
    reply_to_author_id=_maybe_id,
    quoted_id=_maybe_id,
    quoted_author_id=_maybe_id,
    reposted_id=_maybe_id,
    reposted_author_id=_maybe_id,
    edits=st.lists(_id, max_size=3).map(tuple),
    version_id=_maybe_id,
    possibly_sensitive=st.booleans(),
    withheld=st.booleans(),
    metrics=st.none() | st.builds(Metrics, _id, _id),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(post=_posts)
async def test_a_post_comes_back_as_it_was(conn: AsyncConnection, post: Post) -> None:
    savepoint = await conn.begin_nested()
    assert (await posts.save(conn, [post])).new == {post.id}
    assert await posts.get_many(conn, [post.id]) == {post.id: post}
    await savepoint.rollback()


async def test_the_body_holds_only_what_there_is(conn: AsyncConnection) -> None:
    post = a_post(5, mentions=(Mention("bob"),), reposted_id=3)
    await posts.save(conn, [post])
    row = (await conn.execute(sa.select(schema.posts))).one()
    body = {"text": "Post 5 #HRdrinks", "mentions": [{"handle": "bob"}]}
    assert row == (5, 1, post.created_at, 3, body)


async def test_saving_tells_which_posts_were_new(conn: AsyncConnection) -> None:
    nothing: set[int] = set()
    assert await posts.save(conn, [a_post(2), a_post(1)]) == ({1, 2}, nothing, nothing)
    assert await posts.save(conn, [a_post(3), a_post(2)]) == ({3}, nothing, nothing)
    assert await posts.save(conn, []) == (nothing, nothing, nothing)


async def test_a_post_that_is_told_again_is_not_written_again(conn: AsyncConnection) -> None:
    post = a_post(1, mentions=(Mention("bob"),), reposted_id=3, metrics=Metrics(likes=2))
    await posts.save(conn, [post])
    # As a bot would have written it that wrote down more.
    spelt_out = {
        "text": post.text,
        "lang": None,
        "mentions": [{"handle": "bob", "author_id": None}],
    }
    body = {**spelt_out, "metrics": {"likes": 2}}
    await conn.execute(sa.update(schema.posts).values(body=body))
    assert await posts.save(conn, [post]) == (set(), set(), set())
    assert await conn.scalar(sa.select(schema.posts.c.body)) == body
    elsewhere = post.created_at.astimezone(timezone(timedelta(hours=2)))
    assert await posts.save(conn, [replace(post, created_at=elsewhere)]) == (set(), set(), set())


async def test_a_later_version_takes_the_place_of_the_stored_one(conn: AsyncConnection) -> None:
    photo = (Media("photo", "https://pictures.example/1.jpg"),)
    first, other = a_post(1, edits=(1,), media=photo), a_post(3)
    await posts.save(conn, [first, other])
    edited = replace(first, text="Better", version_id=2, edits=(1, 2), media=())
    assert await posts.save(conn, [edited, other]) == (set(), {1}, set())
    await posts.note_versions(conn, [edited, other])
    # The photo stays: what comes because of another post comes without its own.
    assert await posts.get_many(conn, [1, 9]) == {1: replace(edited, media=photo)}
    assert await posts.save(conn, [first]) == (set(), set(), set())
    assert await posts.save(conn, [edited]) == (set(), set(), set())
    assert await posts.first_versions(conn, [1, 2, 3]) == {2: 1}
    assert await posts.stored(conn, [1, 2, 3, 4]) == {1, 2, 3}


async def test_another_process_may_have_been_first_just_now(postgres_url: str) -> None:
    one, other = Database(postgres_url), Database(postgres_url)
    await one.migrate()
    liked = a_post(1, metrics=Metrics(likes=2))
    edited, before = (
        a_post(3, text=f"Version {n}", version_id=n, edits=(3, *range(31, n + 1))) for n in (33, 32)
    )
    blocked = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    async def save() -> posts.News:
        async with other.begin() as conn:
            return await posts.save(conn, [liked, a_post(2), before])

    async with one.begin() as conn:
        await posts.save(conn, [a_post(3)])
    async with one.begin() as conn, one.read() as watching:
        await posts.save(conn, [a_post(1), edited])
        saving = asyncio.create_task(save())
        while not await watching.scalar(blocked):
            assert not saving.done()
    assert await saving == ({2}, set(), {1})
    async with one.read() as conn:
        assert await posts.get_many(conn, [1, 3]) == {1: liked, 3: edited}
    for database in (one, other):
        await database.close()


async def test_those_that_change_are_written_in_the_order_of_their_ids(
    conn: AsyncConnection,
) -> None:
    """Else two processes that are told of the same ones could each wait for the other."""
    await posts.save(conn, [a_post(1), a_post(2), a_post(3)])
    written: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("UPDATE posts"):
            written.append(str(parameters))

    sa.event.listen(conn.sync_connection, "before_cursor_execute", note)
    await posts.save(conn, [a_post(number, metrics=Metrics(likes=5)) for number in (2, 3, 1)])
    assert [next(n for n in "123" if f"Post {n}" in each) for each in written] == ["1", "2", "3"]


async def test_new_counts_are_told_apart_from_new_words(conn: AsyncConnection) -> None:
    poll = (PollOption("Yes", 0), PollOption("No", 0))
    await posts.save(conn, [a_post(1), a_post(2, poll=poll)])
    liked = a_post(1, metrics=Metrics(likes=2))
    voted = a_post(2, poll=(PollOption("Yes", 3), PollOption("No", 0)))
    assert await posts.save(conn, [liked, voted]) == (set(), set(), {1, 2})
    # An answer without counts and votes takes none away.
    assert await posts.save(conn, [a_post(1), a_post(2)]) == (set(), set(), set())
    assert await posts.get_many(conn, [1, 2]) == {1: liked, 2: voted}


async def test_thousands_of_posts_go_in_and_out_at_once(conn: AsyncConnection) -> None:
    many = [a_post(number) for number in range(1, 12_001)]
    assert len((await posts.save(conn, many)).new) == 12_000
    assert await posts.get_many(conn, range(15_000)) == {post.id: post for post in many}


async def test_people_come_back_as_they_were(conn: AsyncConnection) -> None:
    bob = Author(LARGEST, "bob", "Bob", None, protected=True)
    await people.save(conn, [bob, ALICE])
    assert await people.get_many(conn, {1, LARGEST, 7}) == {1: ALICE, LARGEST: bob}


async def test_people_are_as_x_described_them_last(conn: AsyncConnection) -> None:
    renamed = Author(1, "alice", "Alice", "https://pictures.example/new.jpg", protected=True)
    await people.save(conn, [ALICE, renamed])
    assert await people.get_many(conn, {1}) == {1: renamed}


async def test_what_x_leaves_blank_stays_as_it_was_known(conn: AsyncConnection) -> None:
    await people.save(conn, [ALICE])
    await people.save(conn, [Author(1, "", "", None)])
    await people.save(conn, [Author(1, "", "", "")])
    assert await people.get_many(conn, {1}) == {1: ALICE}


async def test_posts_may_be_by_people_x_told_nothing_of(conn: AsyncConnection) -> None:
    await posts.save(conn, [a_post(1, author_id=99, created_at=NOW)])
    assert await people.get_many(conn, {99}) == {}


async def test_many_rows_are_written_as_few_are(conn: AsyncConnection) -> None:
    elsewhere = timezone(timedelta(hours=2))
    told = [
        a_post(n, text=f"Café {n} \N{WAVING HAND SIGN}", created_at=NOW.astimezone(elsewhere))
        for n in range(1, 201)
    ]
    assert (await posts.save(conn, told[:90])).new == set(range(1, 91))
    assert await posts.save(conn, told) == (set(range(91, 201)), set(), set())
    assert await posts.get_many(conn, range(1, 201)) == {post.id: post for post in told}
    crowd = [
        Author(n, f"Person_{n}", f"Person {n}", "https://pictures.example/1") for n in range(99)
    ]
    await people.save(conn, crowd)
    await people.save(conn, [replace(each, name="", avatar_url=None) for each in crowd])
    assert await people.get_many(conn, range(99)) == {each.id: each for each in crowd}
