"""From X's JSON to posts, in both vocabularies. The people here are invented."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import Link, Media, Mention, Metrics, PollOption
from bot.x.payload import FieldMissing, Unreadable, parse_page
from bot.x.snowflake import first_id_at, made_at

OLD = {
    "reposts": "retweet_count",
    "references": "referenced_tweets",
    "note": "note_tweet",
    "posts": "tweets",
    "edits": "edit_history_tweet_ids",
}
NEW = {
    "reposts": "repost_count",
    "references": "referenced_posts",
    "note": "note_post",
    "posts": "posts",
    "edits": "edit_history_post_ids",
}
DIALECTS = pytest.mark.parametrize("names", [OLD, NEW], ids=["old", "new"])

LONG_TEXT = {
    "text": "Well said &amp; true #HRTweetupLDN, @BoPayroll @ghost t.co/1",
    "entities": {
        "hashtags": [{"start": 22, "end": 35, "tag": "HRTweetupLDN"}],
        "mentions": [
            {"start": 37, "end": 47, "username": "BoPayroll", "id": "8"},
            {"start": 48, "end": 54, "username": "ghost"},
            {"start": 48, "end": 54},
        ],
        "urls": [
            {
                "url": "https://t.co/1",
                "expanded_url": "https://hr.example/a",
                "display_url": "hr.example/a",
            },
            {"url": "https://t.co/2"},
        ],
    },
}
USERS = [
    {
        "id": "7",
        "username": "amara_learns",
        "name": "Amara",
        "profile_image_url": "https://pbs.example/a_normal.png",
        "protected": True,
    },
    {"id": "8", "username": "BoPayroll"},
]
MEDIA = [
    {
        "media_key": "3_1",
        "type": "photo",
        "url": "https://pbs.example/1.jpg",
        "alt_text": "A full room",
    },
    {
        "media_key": "3_2",
        "type": "video",
        "preview_image_url": "https://pbs.example/2.jpg",
    },
]


def a_post(post_id: int = 2009173224453046272, **more: Any) -> dict[str, Any]:
    return {"id": str(post_id), "text": "Hello", "author_id": "7", **more}


def page_in_full(names: dict[str, str]) -> dict[str, Any]:
    return {
        "data": [
            a_post(
                12,
                text="Well said &amp; true #HRTweetupLDN…",
                created_at="2026-01-08T09:00:00.000Z",
                conversation_id="10",
                lang="en",
                in_reply_to_user_id="8",
                possibly_sensitive=True,
                entities={"hashtags": [{"start": 0, "end": 1, "tag": "cut"}]},
                attachments={"media_keys": ["3_1", "3_2", "3_9"]},
                public_metrics={"like_count": 3, names["reposts"]: 2, "quote_count": 1},
                **{
                    names["references"]: [
                        {"type": "replied_to", "id": "10"},
                        {"type": "quoted", "id": "11"},
                    ],
                    names["note"]: LONG_TEXT,
                    names["edits"]: ["9", "12"],
                },
            )
        ],
        "includes": {
            names["posts"]: [a_post(10, author_id="8"), a_post(11, author_id="9")],
            "users": USERS,
            "media": MEDIA,
        },
        "meta": {"newest_id": "12", "oldest_id": "12", "result_count": 1, "next_token": "b26"},
        "__twarc": {"version": "2.14.0"},
    }


@DIALECTS
def test_a_post_in_full(names: dict[str, str]) -> None:
    page = parse_page(page_in_full(names))
    (post,) = page.posts
    assert post.text == "Well said &amp; true #HRTweetupLDN, @BoPayroll @ghost t.co/1"
    assert post.plain_text.startswith("Well said & true")
    assert post.created_at == datetime(2026, 1, 8, 9, tzinfo=UTC)
    assert (post.conversation_id, post.lang, post.possibly_sensitive) == (10, "en", True)
    assert post.hashtags == ("HRTweetupLDN",)
    assert post.mentions == (Mention("BoPayroll", 8), Mention("ghost"))
    assert post.links == (
        Link("https://t.co/1", "https://hr.example/a", "hr.example/a"),
        Link("https://t.co/2", "https://t.co/2", "https://t.co/2"),
    )
    assert post.media == (
        Media("photo", "https://pbs.example/1.jpg", "A full room"),
        Media("video", "https://pbs.example/2.jpg"),
    )
    assert (post.reply_to_id, post.reply_to_author_id) == (10, 8)
    assert (post.quoted_id, post.quoted_author_id) == (11, 9)
    assert post.edits == (9, 12)
    assert post.metrics == Metrics(reposts=2, likes=3)
    assert post.poll == ()
    assert not post.withheld
    assert [other.id for other in page.context] == [10, 11]
    amara, bo = page.authors
    assert (amara.name, amara.avatar_url, amara.protected) == (
        "Amara",
        "https://pbs.example/a_normal.png",
        True,
    )
    assert (bo.name, bo.avatar_url, bo.protected) == ("BoPayroll", None, False)
    assert (page.newest_id, page.next_token) == (12, "b26")


@DIALECTS
def test_a_repost_is_tied_to_the_original_and_has_its_hashtags(names: dict[str, str]) -> None:
    # X cuts a repost's text, and with it the hashtags at the end of a longer one.
    original = a_post(
        5, author_id="8", entities={"hashtags": [{"tag": "London"}, {"tag": "HRTweetupLDN"}]}
    )
    repost = a_post(
        6,
        text="RT @BoPayroll: We meet in #London at…",
        entities={"hashtags": [{"tag": "London"}]},
        **{names["references"]: [{"type": "retweeted", "id": "5"}]},
    )
    (post,) = parse_page({"data": repost, "includes": {names["posts"]: [original]}}).posts
    assert post.is_repost
    assert (post.reposted_id, post.reposted_author_id) == (5, 8)
    assert post.hashtags == ("London", "HRTweetupLDN")


@pytest.mark.parametrize(
    ("text", "mentions", "author"),
    [
        ("RT @BoPayroll: Hi @cleo", [("cleo", "9"), ("bopayroll", "8")], 8),
        ("RT @BoPayroll: Hi", [("BoPayroll", None)], None),
        ("RT @BoPayroll: Hi", [], None),
        ("I say RT @BoPayroll: Hi", [("BoPayroll", "8")], None),
    ],
)
def test_an_original_that_did_not_come_along_is_known_by_the_reposts_text(
    text: str, mentions: list[tuple[str, str | None]], author: int | None
) -> None:
    repost = a_post(
        text=text,
        referenced_tweets=[{"type": "retweeted", "id": "5"}],
        entities={"mentions": [{"username": handle, "id": known} for handle, known in mentions]},
    )
    (post,) = parse_page({"data": [repost]}).posts
    assert (post.reposted_id, post.reposted_author_id) == (5, author)


def test_a_poll_has_its_options_in_their_order() -> None:
    options = [
        {"position": 2, "label": "Tea", "votes": 4},
        {"position": 1, "label": "Coffee", "votes": 7},
        {"position": 3, "label": "Neither"},
    ]
    page = parse_page(
        {
            "data": [a_post(attachments={"poll_ids": ["11", "12"]}), a_post(5)],
            "includes": {"polls": [{"id": "11", "options": options}]},
        }
    )
    assert page.posts[0].poll == (
        PollOption("Coffee", 7),
        PollOption("Tea", 4),
        PollOption("Neither"),
    )
    assert page.posts[1].poll == ()
    assert page.posts[1].metrics is None


def test_the_author_answered_is_not_taken_for_a_reply() -> None:
    # X sets in_reply_to_user_id on a post that begins with somebody's handle, too.
    (post,) = parse_page({"data": [a_post(in_reply_to_user_id="8")]}).posts
    assert (post.reply_to_id, post.reply_to_author_id) == (None, None)


def test_a_parent_of_unknown_author_is_known_by_the_reply() -> None:
    reply = a_post(6, in_reply_to_user_id="8", referenced_posts=[{"type": "replied_to", "id": "5"}])
    bare = {"id": "5", "text": "Hi"}
    page = parse_page({"data": [reply], "includes": {"posts": [bare, {"id": "4", "text": "?"}]}})
    assert [(other.id, other.author_id) for other in page.context] == [(5, 8)]


def test_a_post_that_came_for_itself_is_no_context() -> None:
    page = parse_page({"data": [a_post(5)], "includes": {"tweets": [a_post(5)]}})
    assert [post.id for post in page.posts] == [5]
    assert page.context == ()


def test_a_withheld_post_is_marked() -> None:
    withheld = {"copyright": False, "country_codes": ["DE"], "scope": "tweet"}
    (post,) = parse_page({"data": [a_post(withheld=withheld)]}).posts
    assert post.withheld


def test_little_is_enough_and_nulls_are_nothing() -> None:
    post_id = first_id_at(datetime(2026, 1, 8, 9, tzinfo=UTC))
    (post,) = parse_page(
        {
            "data": [
                {
                    "id": str(post_id),
                    "author_id": "7",
                    "text": None,
                    "entities": None,
                    "note_tweet": {"text": "Long", "entities": None},
                    "attachments": {"media_keys": None},
                    "lang": None,
                }
            ],
            "includes": None,
        }
    ).posts
    assert (post.text, post.created_at) == ("Long", datetime(2026, 1, 8, 9, tzinfo=UTC))


def test_media_of_a_new_kind_is_passed_over() -> None:
    page = parse_page(
        {
            "data": [a_post(attachments={"media_keys": ["1"]})],
            "includes": {"media": [{"media_key": "1", "type": "hologram"}]},
        }
    )
    assert page.posts[0].media == ()


def test_an_empty_answer_is_an_empty_page() -> None:
    page = parse_page({"meta": {"result_count": 0}})
    assert (page.posts, page.newest_id, page.next_token) == ((), None, None)


def test_a_post_without_an_author_is_a_loud_mistake() -> None:
    # X answers 200 to the wrong vocabulary and leaves out what it did not understand.
    with pytest.raises(FieldMissing) as missing:
        parse_page({"data": [{"id": "5", "text": "Hi"}]})
    assert (missing.value.field, missing.value.post_id) == ("author_id", 5)


@pytest.mark.parametrize(
    "body",
    [
        [],
        None,
        "text",
        {"data": "text"},
        {"data": [{"text": "no id"}]},
        *(
            {"data": [a_post() | {"id": bad}]}
            for bad in ("", "-5", "5a", "²", "\ud83d", "9" * 20, None)
        ),
        {"data": [a_post(created_at="2026-01-08T09:00:00")]},
    ],
)
def test_other_shapes_are_refused(body: object) -> None:
    with pytest.raises(Unreadable):
        parse_page(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["data", "includes", "tweets", "posts", "users", "id", "text", "author_id", "entities",
             "hashtags", "tag", "mentions", "username", "referenced_tweets", "type", "meta"]
        )
        | st.text(max_size=3),
        inner,
        max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip


@given(JSON)
def test_nothing_but_unreadable_is_ever_raised(body: object) -> None:
    with suppress(Unreadable):
        parse_page(body)


@given(
    st.datetimes(datetime(2011, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    st.integers(0, 2**22 - 1),
)
def test_ids_and_times_convert(moment: datetime, below: int) -> None:
    at = moment.replace(tzinfo=UTC)
    first = first_id_at(at)
    assert at - timedelta(milliseconds=1) < made_at(first + below) <= at
    assert first_id_at(made_at(first + below)) == first


def test_an_id_of_x_itself() -> None:
    # The docs' own example: https://docs.x.com/x-api/posts/lookup
    assert made_at(1460323737035677698).replace(microsecond=0) == datetime(
        2021, 11, 15, 19, 8, 5, tzinfo=UTC
    )
