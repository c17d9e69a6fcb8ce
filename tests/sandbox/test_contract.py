"""What the sandbox answers, held against X's own API descriptions, old and new.

The descriptions are not part of this project; where they are absent, these tests are skipped.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from bot.sandbox.x_api import Media, Poll, Post, World

if TYPE_CHECKING:
    from tests.sandbox.conftest import Api, Clock, People

SPECS = Path(__file__).parents[3] / "shared" / "specs"
FILES = {"old": "x-openapi-2.166-legacy-names.json", "new": "x-openapi.json"}

pytestmark = pytest.mark.skipif(
    not all((SPECS / name).exists() for name in FILES.values()),
    reason="X's API descriptions are not beside this checkout (../shared/specs)",
)

STREAM = "/2/tweets/search/stream"
SHARED_FIELDS = (
    "attachments,conversation_id,created_at,display_text_range,edit_controls,entities,lang,"
    "possibly_sensitive,public_metrics,reply_settings,withheld"
)
OBJECT_FIELDS = {
    "user_fields": "created_at,description,location,profile_image_url,protected,public_metrics,"
    "url,verified,verified_type,withheld",
    "media_fields": "alt_text,duration_ms,height,preview_image_url,type,url,variants,width",
    "poll_fields": "duration_minutes,end_datetime,voting_status",
}
EVERYTHING = {
    "old": {
        "tweet_fields": f"{SHARED_FIELDS},author_id,edit_history_tweet_ids,in_reply_to_user_id,"
        "note_tweet,referenced_tweets",
        "expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id,"
        "in_reply_to_user_id,entities.mentions.username,attachments.media_keys,"
        "attachments.poll_ids,referenced_tweets.id.attachments.media_keys,"
        "entities.note.mentions.username,edit_history_tweet_ids",
    }
    | OBJECT_FIELDS,
    "new": {
        "post_fields": f"{SHARED_FIELDS},note_post",
        "expansions": "author_id,referenced_posts,in_reply_to_user_id,"
        "entities.mentions.username,attachments.media_keys,attachments.poll_ids,"
        "edit_history_post_ids",
    }
    | OBJECT_FIELDS,
}


@cache
def description(dialect: str) -> dict[str, Any]:
    text = (SPECS / FILES[dialect]).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text, object_hook=_closed)
    return loaded


def _closed(found: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI 3.0's "nullable" in JSON Schema's words."""
    if found.get("nullable") and isinstance(found.get("type"), str):
        return found | {"type": [found["type"], "null"]}
    return found


def check(dialect: str, path: str, body: Any, method: str = "get") -> None:
    """Hold an answer against the schema for it, and its names against those the schema knows."""
    whole = description(dialect)
    content = whole["paths"][path][method]["responses"]["200"]["content"]
    schema = whole | content["application/json"]["schema"]
    errors = list(Draft4Validator(schema, format_checker=FormatChecker()).iter_errors(body))
    assert not errors, "\n".join(f"{error.json_path}: {error.message}" for error in errors)
    for post in (*_list(body.get("data")), *_includes(body, "tweets"), *_includes(body, "posts")):
        kind = "Tweet" if dialect == "old" else "Post"
        if "text" in post:
            assert post.keys() <= whole["components"]["schemas"][kind]["properties"].keys()
    if "includes" in body:
        known = whole["components"]["schemas"]["Expansions"]["properties"].keys()
        assert body["includes"].keys() <= known


def _list(data: Any) -> list[dict[str, Any]]:
    return data if isinstance(data, list) else [data or {}]


def _includes(body: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body.get("includes", {}).get(kind, [])
    return found


@pytest.fixture
def variety(world: World, people: People, clock: Clock, hello: Post) -> list[Post]:
    """One post of every kind, each old enough to be found."""
    at = clock() - timedelta(minutes=10)
    photo = Media("photo", "https://pics.example/1.jpg", alt_text="A room")
    video = Media(
        "video", "https://pics.example/2.jpg", video_url="https://v.example/2.mp4", duration_ms=900
    )
    gone = world.post(people.cleo, "Soon gone", at=at)
    hidden = world.post(world.add_user("shy_hr", "Shy"), "Soon hidden", at=at)
    tag = "#HRTweetupLDN"
    posts = [
        world.edit(hello, f"Hello & welcome {tag}", at=hello.created_at + timedelta(minutes=5)),
        world.post(people.bo, f"Thanks {tag}", at=at, reply_to=hello),
        world.post(people.bo, f"@cleo_hires see {tag}", at=at, quote=hello, media=[photo]),
        world.post(people.cleo, f"{'long ' * 80} @BoPayroll {tag} https://a.example", at=at),
        world.post(people.cleo, f"Where? {tag}", at=at, poll=Poll(("Pub", "Café"))),
        world.post(people.amara, f"Look {tag}", at=at, media=[video], possibly_sensitive=True),
        world.post(people.bo, f"Was that you? {tag}", at=at, reply_to=gone),
        world.post(people.bo, f"Or you? {tag}", at=at, quote=hidden),
    ]
    world.withhold(posts[-1], "DE", by_copyright=True)
    world.withhold(people.cleo, "FR")
    world.delete(gone)
    world.protect(hidden.author)
    world.post(people.amara, repost_of=posts[3], at=at)
    return posts


@pytest.mark.parametrize("dialect", FILES)
async def test_search(dialect: str, api: Api, variety: list[Post]) -> None:
    body = await api.search(max_results=10, **EVERYTHING[dialect])
    assert len(body["data"]) == len(variety)
    assert len(body["errors"]) == 2
    check(dialect, "/2/tweets/search/recent", body)
    check(dialect, "/2/tweets/search/recent", await api.search("nothing", **EVERYTHING[dialect]))


@pytest.mark.parametrize("dialect", FILES)
async def test_post_lookup(dialect: str, api: Api, world: World, variety: list[Post]) -> None:
    world.delete(variety[1])
    world.suspend(variety[2].author)
    ids = ",".join(str(post.id) for post in variety)
    _, body = await api.get("/2/tweets", ids=ids, **EVERYTHING[dialect])
    assert body["data"]
    assert body["errors"]
    check(dialect, "/2/tweets", body)
    for post in variety:
        _, body = await api.get(f"/2/tweets/{post.id}", **EVERYTHING[dialect])
        check(dialect, "/2/tweets/{id}", body)


@pytest.mark.parametrize("dialect", FILES)
async def test_user_lookup(
    dialect: str, api: Api, world: World, people: People, variety: list[Post]
) -> None:
    world.suspend(people.bo)
    parameters = {
        name: value for name, value in EVERYTHING[dialect].items() if name.endswith("r_fields")
    } | {f"{'tweet' if dialect == 'old' else 'post'}_fields": "id"}
    ids = f"{people.amara.id},{people.bo.id},{people.cleo.id},9"
    _, by_ids = await api.get("/2/users", ids=ids, **parameters)
    assert len(by_ids["data"]) == len(by_ids["errors"]) == 2
    check(dialect, "/2/users", by_ids)
    _, by_handles = await api.get("/2/users/by", usernames="amara_learns,nobody", **parameters)
    check(dialect, "/2/users/by", by_handles)
    for handle in ("cleo_hires", "BoPayroll", "nobody"):
        _, one = await api.get(f"/2/users/by/username/{handle}", **parameters)
        check(dialect, "/2/users/by/username/{username}", one)


@pytest.mark.parametrize("dialect", FILES)
async def test_timelines(
    dialect: str, api: Api, world: World, people: People, variety: list[Post]
) -> None:
    path = "/2/users/{id}/tweets"
    for user, posts in ((people.amara, 3), (people.bo, 4), (people.cleo, 2)):
        _, body = await api.get(f"/2/users/{user.id}/tweets", **EVERYTHING[dialect])
        assert len(body["data"]) == posts
        check(dialect, path, body)
    world.suspend(people.bo)
    world.protect(people.cleo)
    for refused in (people.bo.id, people.cleo.id, 9):
        _, body = await api.get(f"/2/users/{refused}/tweets", **EVERYTHING[dialect])
        assert "data" not in body
        assert len(body["errors"]) == 1
        check(dialect, path, body)


async def test_stream(
    api: Api, world: World, people: People, clock: Clock, variety: list[Post]
) -> None:
    await api.add_rules("#HRTweetupLDN", "long")
    parameters = {
        name.replace("_fields", ".fields"): value for name, value in EVERYTHING["old"].items()
    }
    url = f"{api.sandbox.url}{STREAM}"
    async with api.session.get(url, params=parameters, headers=api.bearer) as response:
        for post in variety:
            api.sandbox.stream.send(post)
            check("old", STREAM, json.loads(await response.content.readline()))
        api.sandbox.stream.disconnect()
        check("old", STREAM, json.loads(await response.content.readline()))


@pytest.mark.parametrize("dialect", FILES)
async def test_rules(dialect: str, api: Api) -> None:
    path = f"{STREAM}/rules"
    add = {"add": [{"value": "#a", "tag": "A"}, {"value": "#b"}]}
    _, added = await api.ask("POST", path, {}, add)
    check(dialect, path, added, "post")
    _, listed = await api.get(path)
    check(dialect, path, listed)
    _, deleted = await api.ask("POST", path, {}, {"delete": {"values": ["#a"]}})
    check(dialect, path, deleted, "post")


async def test_refused_rules_as_the_old_description_has_them(api: Api) -> None:
    path = f"{STREAM}/rules"
    await api.add_rules("#a")
    _, refused = await api.ask("POST", path, {}, {"add": [{"value": "#a"}, {"value": "("}]})
    assert len(refused["errors"]) == 2
    check("old", path, refused, "post")
    _, missing = await api.ask("POST", path, {}, {"delete": {"ids": ["404"]}})
    check("old", path, missing, "post")


async def test_counts_of_the_new_description(api: Api, variety: list[Post], clock: Clock) -> None:
    """The old one has numbers where X sends strings of digits."""
    await api.search()
    _, counts = await api.get(f"{STREAM}/rules/counts")
    check("new", f"{STREAM}/rules/counts", counts)
    fields = "cap_reset_day,daily_client_app_usage,daily_project_usage,project_cap,project_id"
    _, usage = await api.get("/2/usage/tweets", usage_fields=f"{fields},project_usage")
    check("new", "/2/usage/tweets", usage)


async def test_counts_by_the_day(api: Api, variety: list[Post]) -> None:
    path = "/2/tweets/counts/recent"
    _, counts = await api.get(path, query="#HRTweetupLDN", granularity="day")
    assert counts["meta"] == {"total_tweet_count": len(variety)}
    check("old", path, counts)


@pytest.mark.parametrize("dialect", FILES)
async def test_compliance(dialect: str, api: Api) -> None:
    _, created = await api.ask("POST", "/2/compliance/jobs", {}, {"type": "tweets", "name": "x"})
    check(dialect, "/2/compliance/jobs", created, "post")
    _, job = await api.get(f"/2/compliance/jobs/{created['data']['id']}")
    check(dialect, "/2/compliance/jobs/{id}", job)


def test_the_check_itself_can_fail() -> None:
    with pytest.raises(AssertionError, match="is not of type"):
        check("old", "/2/tweets", {"data": [{"id": 1, "text": "x"}]})
    with pytest.raises(AssertionError):
        check("new", "/2/tweets", {"data": [{"id": "1", "text": "x", "referenced_tweets": []}]})
    with pytest.raises(AssertionError):
        check("new", "/2/tweets", {"includes": {"tweets": []}})
