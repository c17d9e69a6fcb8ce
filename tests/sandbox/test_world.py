"""The X in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.x_api import Media, Poll, Post, World
from bot.sandbox.x_api.model import snowflake

if TYPE_CHECKING:
    from tests.sandbox.conftest import Clock, People

PHOTO = Media("photo", "https://pics.example/room.jpg", alt_text="The room, still empty")


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30))
def test_ids_are_unique_and_follow_the_time(seconds: list[int]) -> None:
    start = datetime.fromisoformat("2026-01-08T09:00:00+00:00")
    world = World(lambda: start)
    author = world.add_user("amara_learns", "Amara")
    posts = [world.post(author, "x", at=start + timedelta(seconds=s)) for s in seconds]
    assert len({post.id for post in posts}) == len(posts)
    for post in posts:
        assert post.id >> 22 == snowflake(post.created_at) >> 22
    shown = list(world.newest_first(0, snowflake(start + timedelta(seconds=4))))
    assert shown == sorted(posts, key=lambda post: post.id, reverse=True)


def test_an_id_begins_with_the_milliseconds_since_x_s_epoch() -> None:
    epoch = datetime.fromisoformat("2010-11-04T01:42:54.657+00:00")
    assert snowflake(epoch) == 0
    assert snowflake(epoch + timedelta(milliseconds=3), 5) == (3 << 22) + 5


def test_a_reply_is_addressed_and_says_so_where_x_hides_it(
    world: World, people: People, hello: Post, clock: Clock
) -> None:
    reply = world.post(people.bo, "Welcome!", at=clock(), reply_to=hello)
    assert reply.texts.sent.text == "@amara_learns Welcome!"
    assert reply.texts.sent.text[reply.texts.hidden :] == "Welcome!"
    named = world.post(people.bo, "@Amara_Learns hi", at=clock(), reply_to=hello)
    assert named.texts.sent.text == "@Amara_Learns hi"
    thread = world.post(people.bo, "One more thing", at=clock(), reply_to=reply)
    assert thread.texts.sent.text == "One more thing"
    assert {reply.conversation_id, thread.conversation_id} == {hello.id}


def test_a_long_post_is_cut_and_kept_whole_in_its_note(
    world: World, people: People, clock: Clock
) -> None:
    text = "Pay & people. " * 25 + "#HRTweetupLDN"
    post = world.post(people.bo, text, at=clock())
    assert post.texts.note is not None
    assert unescape(post.texts.note.text) == text
    assert [tag["tag"] for tag in post.texts.note.entities["hashtags"]] == ["HRTweetupLDN"]
    assert post.texts.sent.length <= 280
    assert "hashtags" not in post.texts.sent.entities
    (link,) = post.texts.sent.entities["urls"]
    assert post.texts.sent.text.endswith(f"… {link['url']}")
    assert link["expanded_url"] == post.url


def test_280_characters_are_not_long(world: World, people: People, clock: Clock) -> None:
    assert world.post(people.bo, "&" * 280, at=clock()).texts.note is None
    assert world.post(people.bo, "&" * 281, at=clock()).texts.note is not None
    with_more = world.post(people.bo, "x" * 280, at=clock(), media=[PHOTO])
    reply = world.post(people.cleo, "x" * 280, at=clock(), reply_to=with_more)
    assert with_more.texts.note is reply.texts.note is None


def test_a_repost_starts_with_rt_and_is_cut(world: World, people: People, clock: Clock) -> None:
    original = world.post(people.bo, f"{'word ' * 30}#HRTweetupLDN", at=clock())
    repost = world.post(people.amara, repost_of=original, at=clock())
    assert repost.texts.sent.text.startswith("RT @BoPayroll: word word")
    assert repost.texts.sent.text.endswith("…")
    assert repost.texts.sent.length == 140
    assert [each["username"] for each in repost.texts.sent.entities["mentions"]] == ["BoPayroll"]
    again = world.post(people.cleo, repost_of=repost, at=clock())
    assert again.repost_of is original
    assert original.metrics.reposts == 2


def test_a_quote_and_media_leave_links_in_the_text(
    world: World, people: People, clock: Clock, hello: Post
) -> None:
    post = world.post(people.bo, "This!", at=clock(), quote=hello, media=[PHOTO])
    quoted, picture = post.texts.sent.entities["urls"]
    assert quoted["expanded_url"] == f"https://x.com/amara_learns/status/{hello.id}"
    assert picture["media_key"] == post.media[0].key
    assert picture["display_url"].startswith("pic.x.com/")
    assert hello.metrics.quotes == 1


def test_edits_have_x_s_limits(world: World, people: People, clock: Clock, hello: Post) -> None:
    last = hello
    for n in range(5):
        last = world.edit(hello, f"Hello {n}", at=hello.created_at + timedelta(minutes=n + 1))
    assert world.newest(hello) is last
    assert len(hello.versions) == 6
    with pytest.raises(ValueError, match="edited"):
        world.edit(hello, "Too often", at=hello.created_at + timedelta(minutes=9))
    late = world.post(people.bo, "x", at=clock())
    poll = world.post(people.bo, "Pub?", at=clock(), poll=Poll(("Yes", "No")))
    reply = world.post(people.bo, "x", at=clock(), reply_to=hello)
    repost = world.post(people.bo, repost_of=hello, at=clock())
    with pytest.raises(ValueError, match="edited"):
        world.edit(late, "y", at=clock() + timedelta(minutes=31))
    for post in (poll, reply, repost):
        with pytest.raises(ValueError, match="edited"):
            world.edit(post, "y", at=clock())


def test_deleting_any_version_deletes_all_and_the_reposts(
    world: World, people: People, clock: Clock, hello: Post
) -> None:
    repost = world.post(people.bo, repost_of=hello, at=clock())
    edited = world.edit(hello, "Hello again", at=hello.created_at + timedelta(minutes=1))
    world.delete(hello)
    assert [world.is_public(post) for post in (hello, edited, repost)] == [False] * 3
    assert repost.deleted_at == clock()
    with pytest.raises(ValueError, match="edited"):
        world.edit(edited, "Back", at=hello.created_at + timedelta(minutes=2))


def test_a_repost_is_as_public_as_its_original(
    world: World, people: People, clock: Clock, hello: Post
) -> None:
    repost = world.post(people.bo, repost_of=hello, at=clock())
    assert world.is_public(repost)
    world.protect(people.amara)
    assert not world.is_public(repost)


def test_renaming_frees_the_handle_and_keeps_the_person(world: World, people: People) -> None:
    world.rename(people.bo, "bo_pays")
    assert world.user_by_handle("BO_PAYS") is people.bo
    assert world.user_by_handle("BoPayroll") is None
    newcomer = world.add_user("bopayroll", "Another Bo")
    assert newcomer.id != people.bo.id
    with pytest.raises(ValueError, match="taken"):
        world.rename(people.amara, "BO_PAYS")
    world.rename(people.bo, "Bo_Pays")
    assert people.bo.handle == "Bo_Pays"


@pytest.mark.parametrize("handle", ["", "sixteen_letters_", "no-dash", "É"])
def test_refuses_impossible_handles(world: World, handle: str) -> None:
    with pytest.raises(ValueError, match="handles"):
        world.add_user(handle, "X")


def test_refuses_impossible_posts(world: World, people: People, clock: Clock, hello: Post) -> None:
    with pytest.raises(ValueError, match="nothing"):
        world.post(people.bo, "", at=clock())
    with pytest.raises(ValueError, match="nothing"):
        world.post(people.bo, "words", repost_of=hello, at=clock())
