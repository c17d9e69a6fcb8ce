"""The query language, as search and as the stream read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.x_api import Media, Post, World
from bot.sandbox.x_api.operators import SEARCH, STREAM, QueryError
from bot.sandbox.x_api.queries import Query

if TYPE_CHECKING:
    from tests.sandbox.conftest import Clock, People


@pytest.fixture
def posts(world: World, people: People, clock: Clock, hello: Post) -> dict[str, Post]:
    return {
        "hello": hello,
        "reply": world.post(people.bo, "Welcome to the café!", at=clock(), reply_to=hello),
        "quote": world.post(people.cleo, "Come along", at=clock(), quote=hello),
        "repost": world.post(people.bo, repost_of=hello, at=clock()),
        "photo": world.post(
            people.cleo,
            "The cafe, @BoPayroll: https://pub.example/map #LDN",
            at=clock(),
            media=[Media("photo", "https://pics.example/1.jpg")],
            lang="fr",
        ),
    }


def asked(query: str, posts: dict[str, Post], *, stream: bool = False) -> set[str]:
    read = Query(query, STREAM if stream else SEARCH)
    return {name for name, post in posts.items() if read.matches(post)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("#hrtweetupldn", {"hello", "repost"}),
        ("#HRTweetup", set()),
        ("(#LDN OR #HRTweetupLDN) -is:retweet", {"hello", "photo"}),
        ("#LDN OR #HRTweetupLDN from:BoPayroll", {"photo", "repost"}),
        ("(#LDN OR #HRTweetupLDN) from:bopayroll", {"repost"}),
        ("from:cleo_hires -#LDN", {"quote"}),
        ("to:amara_learns", {"reply"}),
        ("@bopayroll", {"photo"}),
        ("#HRTweetupLDN is:retweet", {"repost"}),
        ("welcome is:reply", {"reply"}),
        ("along is:quote", {"quote"}),
        ("WELCOME", {"reply"}),
        ("well", set()),
        ('"to the cafe"', {"reply"}),
        ('"the to cafe"', set()),
        ("cafe", {"reply", "photo"}),
        ("café lang:fr", {"photo"}),
        ("cafe has:images has:media has:links has:mentions has:hashtags", {"photo"}),
        ('url:"pub.example"', {"photo"}),
        ("url:pub.example/map", {"photo"}),
        ("cafe is:verified", {"photo"}),
        ("cafe -is:nullcast", {"reply", "photo"}),
        ("cafe is:nullcast", set()),
    ],
)
def test_search_finds(query: str, found: set[str], posts: dict[str, Post]) -> None:
    assert asked(query, posts) == found


def test_posts_are_found_by_the_ids_they_refer_to(posts: dict[str, Post]) -> None:
    hello = posts["hello"].id
    assert asked(f"conversation_id:{hello}", posts) == {"hello", "reply"}
    assert asked(f"in_reply_to_tweet_id:{hello}", posts) == {"reply"}
    assert asked(f"retweets_of_tweet_id:{hello}", posts) == {"repost"}
    assert asked(f"from:{posts['quote'].author.id}", posts) == {"quote", "photo"}


def test_the_stream_reads_the_quoted_post_too(posts: dict[str, Post]) -> None:
    assert asked("#HRTweetupLDN", posts, stream=True) == {"hello", "repost", "quote"}
    assert asked("along -#HRTweetupLDN", posts, stream=True) == set()


def test_the_stream_tells_accents_apart(posts: dict[str, Post]) -> None:
    assert asked("café", posts, stream=True) == {"reply"}
    assert asked("cafe", posts, stream=True) == {"photo"}


def test_a_long_post_is_found_by_all_of_its_text(
    world: World, people: People, clock: Clock
) -> None:
    post = world.post(people.bo, "word " * 80 + "#HRTweetupLDN", at=clock())
    assert Query("#HRTweetupLDN", SEARCH).matches(post)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "(#a",
        "#a)",
        "()",
        "#a OR",
        "OR #a",
        "#a OR OR #b",
        "-",
        '"',
        '"open',
        "#a and #b",
        "#a or #b",
        "-#a",
        "-#a -#b",
        "#a OR -#b",
        "is:retweet",
        "-is:nullcast",
        "lang:en has:links",
        "-(#a OR #b)",
        "#a -(#b)",
        "#a is:lucky",
        "#a min_faves:3",
        "#a from:",
        '""',
        "!!",
    ],
)
def test_refuses_what_x_cannot_read(query: str) -> None:
    with pytest.raises(QueryError):
        Query(query, SEARCH)


def test_says_why_a_group_is_refused() -> None:
    with pytest.raises(QueryError, match="group cannot be negated"):
        Query("#a -(#b OR #c)", SEARCH)


@pytest.mark.parametrize("query", ["#a -#b", "(#a OR #b) -is:retweet", "(is:reply OR is:quote) #a"])
def test_one_part_that_stands_alone_is_enough(query: str) -> None:
    Query(query, SEARCH)
