"""Looking up posts and users over real HTTP, in both dialects."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.x_api import Media, Poll, Post, World

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock, People


async def test_looks_up_posts_in_the_order_asked(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    other = world.post(people.bo, "x", at=clock())
    _, body = await api.get("/2/tweets", ids=f"{other.id},{hello.id},{other.id}")
    assert [post["id"] for post in body["data"]] == [str(other.id), str(hello.id)]
    assert "errors" not in body


async def test_tells_what_is_gone_or_not_for_strangers(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    hidden = world.post(people.bo, "x", at=clock())
    silenced = world.post(people.cleo, "x", at=clock())
    gone = world.post(people.amara, "x", at=clock())
    world.delete(gone)
    world.protect(people.bo)
    world.suspend(people.cleo)
    ids = [hello.id, gone.id, 12345, hidden.id, silenced.id]
    status, body = await api.get("/2/tweets", ids=",".join(map(str, ids)))
    assert status == 200
    assert [post["id"] for post in body["data"]] == [str(hello.id)]
    told = {error["resource_id"]: error["type"].rsplit("/", 1)[1] for error in body["errors"]}
    assert told == {
        str(gone.id): "resource-not-found",
        "12345": "resource-not-found",
        str(hidden.id): "not-authorized-for-resource",
        str(silenced.id): "not-authorized-for-resource",
    }


async def test_a_single_post_that_is_gone_is_an_error_and_no_data(
    api: Api, world: World, hello: Post
) -> None:
    world.delete(hello)
    status, body = await api.get(f"/2/tweets/{hello.id}")
    assert (status, list(body)) == (200, ["errors"])
    assert body["errors"][0]["parameter"] == "id"


async def test_any_version_of_a_post_gives_the_newest(api: Api, world: World, hello: Post) -> None:
    edited = world.edit(hello, "Hello!", at=hello.created_at + timedelta(minutes=1))
    _, body = await api.get(
        "/2/tweets", ids=f"{hello.id},{edited.id}", tweet_fields="edit_controls"
    )
    (post,) = body["data"]
    assert (post["id"], post["text"]) == (str(edited.id), "Hello!")
    assert post["edit_controls"] == {
        "is_edit_eligible": True,
        "editable_until": "2026-01-08T08:30:00.000Z",
        "edits_remaining": 4,
    }


async def test_answers_all_the_fields_it_is_asked_for(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    post = world.post(
        people.bo, "Look & come, @cleo_hires", at=clock(), reply_to=hello, possibly_sensitive=True
    )
    post.metrics.likes = 7
    world.withhold(post, "DE", "FR")
    fields = (
        "author_id,conversation_id,created_at,in_reply_to_user_id,referenced_tweets,lang,entities,"
        "possibly_sensitive,public_metrics,withheld,display_text_range,reply_settings"
    )
    _, body = await api.get(f"/2/tweets/{post.id}", tweet_fields=fields)
    amara, bo, cleo = (str(each.id) for each in (people.amara, people.bo, people.cleo))
    assert body["data"] == {
        "id": str(post.id),
        "text": "@amara_learns Look &amp; come, @cleo_hires",
        "edit_history_tweet_ids": [str(post.id)],
        "author_id": bo,
        "conversation_id": str(hello.id),
        "created_at": "2026-01-08T09:00:00.000Z",
        "in_reply_to_user_id": amara,
        "referenced_tweets": [{"type": "replied_to", "id": str(hello.id)}],
        "lang": "en",
        "entities": {
            "mentions": [
                {"start": 0, "end": 13, "username": "amara_learns", "id": amara},
                {"start": 31, "end": 42, "username": "cleo_hires", "id": cleo},
            ]
        },
        "possibly_sensitive": True,
        "public_metrics": {
            "retweet_count": 0,
            "reply_count": 0,
            "like_count": 7,
            "quote_count": 0,
            "bookmark_count": 0,
            "impression_count": 0,
        },
        "withheld": {"copyright": False, "country_codes": ["DE", "FR"], "scope": "tweet"},
        "display_text_range": [14, 42],
        "reply_settings": "everyone",
    }


async def expanded(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> tuple[Post, dict[str, Any]]:
    """Bo's post with all that can hang on one, and the page on which it is looked up."""
    post = world.post(
        people.bo,
        "@amara_learns, do!",
        at=clock(),
        quote=hello,
        media=[
            Media("video", "https://pics.example/still.jpg", video_url="https://v.example/1.mp4")
        ],
        poll=Poll(("Pub", "Café"), duration=timedelta(hours=1)),
    )
    _, body = await api.get(
        "/2/tweets",
        ids=post.id,
        expansions="author_id,referenced_tweets.id.author_id,attachments.media_keys,"
        "attachments.poll_ids,entities.mentions.username",
        tweet_fields="author_id",
        user_fields="profile_image_url,protected",
        media_fields="preview_image_url,variants,url",
        poll_fields="voting_status,end_datetime,duration_minutes",
    )
    return post, body


async def test_expands_posts_and_people_in_the_old_dialect(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    _, body = await expanded(api, world, people, clock, hello)
    includes = body["includes"]
    assert [each["id"] for each in includes["tweets"]] == [str(hello.id)]
    assert includes["tweets"][0]["author_id"] == str(people.amara.id)
    assert {each["username"] for each in includes["users"]} == {"BoPayroll", "amara_learns"}
    assert includes["users"][0].keys() == {
        "id",
        "name",
        "username",
        "profile_image_url",
        "protected",
    }


async def test_expands_media_and_polls_in_the_old_dialect(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    post, body = await expanded(api, world, people, clock, hello)
    (data,), includes = body["data"], body["includes"]
    assert data["attachments"]["media_keys"] == [post.media[0].key]
    assert includes["media"] == [
        {
            "media_key": post.media[0].key,
            "type": "video",
            "preview_image_url": "https://pics.example/still.jpg",
            "variants": [
                {
                    "bit_rate": 832_000,
                    "content_type": "video/mp4",
                    "url": "https://v.example/1.mp4",
                }
            ],
        }
    ]
    assert includes["polls"] == [
        {
            "id": data["attachments"]["poll_ids"][0],
            "options": [
                {"position": 1, "label": "Pub", "votes": 0},
                {"position": 2, "label": "Café", "votes": 0},
            ],
            "duration_minutes": 60,
            "end_datetime": "2026-01-08T10:00:00.000Z",
            "voting_status": "open",
        }
    ]


async def test_speaks_the_new_dialect(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    post = world.post(people.bo, "word " * 70, at=clock(), reply_to=hello)
    _, body = await api.get(
        "/2/tweets",
        ids=post.id,
        expansions="author_id,referenced_posts,in_reply_to_user_id,edit_history_post_ids",
        post_fields="note_post,public_metrics,withheld",
        user_fields="public_metrics",
    )
    (data,) = body["data"]
    assert data["author_id"] == str(people.bo.id)
    assert data["in_reply_to_user_id"] == str(people.amara.id)
    assert data["referenced_posts"] == [{"type": "replied_to", "id": str(hello.id)}]
    assert data["edit_history_post_ids"] == [str(post.id)]
    assert data["note_post"]["text"].startswith("@amara_learns word word")
    assert data["public_metrics"]["repost_count"] == 0
    assert not [name for name in data if "tweet" in name]
    assert {each["id"] for each in body["includes"]["posts"]} == {str(hello.id), str(post.id)}
    included = next(each for each in body["includes"]["posts"] if each["id"] == str(hello.id))
    assert included.keys() == {"id", "text", "public_metrics"}  # its author is not to be had
    assert body["includes"]["users"][0]["public_metrics"]["post_count"] == 1


async def test_a_word_of_the_other_dialect_or_none_is_billed_and_missing(
    api: Api, hello: Post
) -> None:
    for parameters in (
        {"post_fields": "author_id,referenced_tweets"},
        {"tweet_fields": "note_post,colour"},
        {"post_fields": "id", "expansions": "referenced_tweets.id"},
    ):
        status, body = await api.get("/2/tweets", ids=hello.id, **parameters)
        assert status == 200
        assert body["errors"] == []
        assert "includes" not in body
        assert not {"author_id", "note_post"} & body["data"][0].keys()
    assert api.sandbox.charged == 5_000


async def test_a_reference_to_something_gone_is_an_error_beside_the_data(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    reply = world.post(people.bo, "x", at=clock(), reply_to=hello)
    world.delete(hello)
    _, body = await api.get("/2/tweets", ids=reply.id, expansions="referenced_tweets.id")
    assert body["data"][0]["referenced_tweets"] == [{"type": "replied_to", "id": str(hello.id)}]
    assert "includes" not in body
    assert body["errors"][0]["resource_id"] == str(hello.id)
    assert body["errors"][0]["parameter"] == "referenced_tweets.id"
    assert body["errors"][0]["type"].endswith("/resource-not-found")


async def test_a_mention_of_a_suspended_person_is_an_error_beside_the_data(
    api: Api, world: World, people: People, clock: Clock
) -> None:
    post = world.post(people.bo, "@amara_learns and @cleo_hires", at=clock())
    world.suspend(people.cleo)
    _, body = await api.get("/2/tweets", ids=post.id, expansions="entities.mentions.username")
    assert [user["username"] for user in body["includes"]["users"]] == ["amara_learns"]
    assert body["errors"][0]["resource_id"] == str(people.cleo.id)


async def test_expansions_alone_tell_the_dialect(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    reply = world.post(people.bo, "x", at=clock(), reply_to=hello)
    _, body = await api.get("/2/tweets", ids=reply.id, expansions="referenced_posts")
    assert body["includes"]["posts"][0]["id"] == str(hello.id)


async def test_a_repost_shows_the_metrics_of_what_it_reposts(
    api: Api, world: World, people: People, clock: Clock, hello: Post
) -> None:
    hello.metrics.likes = 3
    repost = world.post(people.bo, repost_of=hello, at=clock())
    _, body = await api.get(f"/2/tweets/{repost.id}", tweet_fields="public_metrics")
    metrics = body["data"]["public_metrics"]
    assert (metrics["like_count"], metrics["retweet_count"]) == (3, 1)


async def test_looks_up_users(api: Api, world: World, people: People) -> None:
    world.suspend(people.cleo)
    world.protect(people.bo)
    ids = f"{people.amara.id},{people.bo.id},{people.cleo.id},99"
    _, by_id = await api.get("/2/users", ids=ids, user_fields="protected,description")
    assert by_id["data"] == [
        {
            "id": str(people.amara.id),
            "name": "Amara Okafor",
            "username": "amara_learns",
            "description": "L&D, first job",
            "protected": False,
        },
        {
            "id": str(people.bo.id),
            "name": "Bo Lindqvist",
            "username": "BoPayroll",
            "description": "",
            "protected": True,
        },
    ]
    assert [error["title"] for error in by_id["errors"]] == ["Forbidden", "Not Found Error"]
    _, by_handle = await api.get("/2/users/by", usernames="AMARA_LEARNS,nobody_here")
    assert by_handle["data"][0]["username"] == "amara_learns"
    assert by_handle["errors"][0]["value"] == "nobody_here"
    _, one = await api.get("/2/users/by/username/bopayroll")
    assert one["data"]["name"] == "Bo Lindqvist"
    status, nobody = await api.get("/2/users/by/username/nobody_here")
    assert (status, list(nobody)) == (200, ["errors"])


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/2/tweets", {}),
        ("/2/tweets", {"ids": "1,x"}),
        ("/2/tweets", {"ids": ",".join(map(str, range(101)))}),
        ("/2/tweets/abc", {}),
        ("/2/users", {"ids": "1", "query": "x"}),
        ("/2/users/by", {}),
    ],
)
async def test_refuses_what_x_refuses(path: str, parameters: dict[str, str], api: Api) -> None:
    status, body = await api.get(path, **parameters)
    assert (status, body["title"]) == (400, "Invalid Request")


async def test_only_the_token_lets_in(api: Api, hello: Post) -> None:
    for headers in ({}, {"Authorization": "Bearer something else"}):
        url = f"{api.sandbox.url}/2/tweets?ids={hello.id}"
        async with api.session.get(url, headers=headers) as response:
            body = await response.json(content_type=None)
        assert (response.status, body["title"]) == (401, "Unauthorized")
    assert api.sandbox.charged == 0
    seen = api.sandbox.requests[-1]
    assert (seen.method, seen.path, seen.parameters) == ("GET", "/2/tweets", {"ids": str(hello.id)})
    assert api.sandbox.token not in repr(api.sandbox.requests)
