"""Archive files of every sort that turns up, and broken ones. The people here are invented."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import Batch
from bot.errors import UserError
from bot.x.archive import Archive, read_archive
from bot.x.payload import parse_page
from bot.x.replaying import ArchiveSource
from bot.x.snowflake import first_id_at
from tests.sampled import sampled

START = datetime(2026, 1, 8, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHARED = Path(__file__).parents[3] / "shared" / "archives"


def a_post(minute: int, **more: Any) -> dict[str, Any]:
    at = START + timedelta(minutes=minute)
    return {
        "id": str(first_id_at(at) + minute),
        "text": f"Minute {minute} #HRTweetupLDN",
        "author_id": str(100 + minute % 3),
        "created_at": f"{at:%Y-%m-%dT%H:%M:%S.000Z}",
        **more,
    }


def a_page(*minutes: int, **more: Any) -> dict[str, Any]:
    return {
        "data": [a_post(minute) for minute in minutes],
        "includes": {
            "users": [{"id": str(100 + n), "username": f"user{n}", "name": f"User {n}"}
                      for n in range(3)]
        },
        "meta": {"result_count": len(minutes)},
        **more,
    }  # fmt: skip


def write(path: Path, *lines: object, zipped: bool = False) -> Path:
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if zipped else content)
    return path


def minutes_of(archive: Archive) -> list[int]:
    return [round((post.created_at - START) / timedelta(minutes=1)) for post in archive.posts]


@pytest.mark.parametrize("zipped", [False, True])
def test_pages_in_any_order(tmp_path: Path, zipped: bool) -> None:
    # The name of the file says nothing about what is in it.
    path = write(
        tmp_path / "kept.gz",
        a_page(7, 6, 5),
        a_page(2, 1, __twarc={"url": "https://api.x.com/2/tweets/search/all", "version": "2.14"}),
        {"meta": {"result_count": 0}},
        a_page(9, 8),
        a_page(6, 5, 4),
        zipped=zipped,
    )
    archive = read_archive(path)
    assert minutes_of(archive) == [1, 2, 4, 5, 6, 7, 8, 9]
    assert {author.handle for author in archive.authors.values()} == {"user0", "user1", "user2"}


def test_lines_that_are_lists_or_single_posts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [a_post(3), a_post(1)], a_post(2), {"data": a_post(4)})
    assert minutes_of(read_archive(path)) == [1, 2, 3, 4]


def test_blank_lines_and_a_missing_last_newline_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"\n{json.dumps(a_page(1))}\r\n\n{json.dumps(a_page(2))}")
    assert minutes_of(read_archive(path)) == [1, 2]


def test_includes_are_context_and_the_fuller_version_wins(tmp_path: Path) -> None:
    long = a_post(1, text="Minute 1 #HRTweetupLDN, told in full", lang="en")
    path = write(
        tmp_path / "a.jsonl",
        {"data": [a_post(1)], "includes": {"tweets": [a_post(0)]}},
        {
            "data": [a_post(2, referenced_tweets=[{"type": "replied_to", "id": a_post(1)["id"]}])],
            "includes": {"tweets": [long, a_post(0)]},
        },
    )
    archive = read_archive(path)
    assert minutes_of(archive) == [1, 2]
    assert archive.posts[0].text == long["text"]
    assert [other.text for other in archive.context.values()] == [a_post(0)["text"]]
    # The reply's page said whom it answers; its own `in_reply_to_user_id` is missing.
    assert archive.posts[1].reply_to_author_id == 101


def test_a_parent_on_another_page_tells_its_author(tmp_path: Path) -> None:
    reply = a_post(2, referenced_tweets=[{"type": "replied_to", "id": a_post(1)["id"]}])
    archive = read_archive(write(tmp_path / "a.jsonl", {"data": [reply]}, {"data": [a_post(1)]}))
    assert archive.posts[1].reply_to_author_id == 101


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_lines_is_void(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    lines = [
        a_page(1, 2, 3),
        a_page(3, 4),
        {"data": [a_post(3, text="Minute 3 #HRTweetupLDN, in full")]},
        {"data": [a_post(5, lang="en")], "includes": {"tweets": [a_post(1, lang="de")]}},
        {"data": [a_post(5, lang="fr")], "includes": {"users": [{"id": "100", "username": "x"}]}},
    ]
    expected = read_archive(write(tmp_path / "a.jsonl", *lines))
    dice.shuffle(lines)
    for line in lines:
        if isinstance(line.get("data"), list):
            dice.shuffle(line["data"])
    assert read_archive(write(tmp_path / "b.jsonl", *lines)) == expected


def damaged(change: Callable[[bytes], bytes], *, zipped: bool) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        # Dice keep gzip from packing it all into one small block.
        dice = random.Random(1)
        pages = [a_page(n, note="".join(dice.choices("abcdefghij", k=5_000))) for n in range(50)]
        path = write(folder / "a.jsonl", *pages, zipped=zipped)
        path.write_bytes(change(path.read_bytes()))
        return path

    return make


def holding(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "a.jsonl"
        path.write_bytes(content)
        return path

    return make


@pytest.mark.parametrize(
    ("make", "key", "line"),
    [
        (lambda folder: folder / "nowhere.jsonl", "archive.missing", None),
        (lambda folder: folder, "archive.missing", None),
        (holding(b""), "archive.empty", None),
        (holding(b"\n\n"), "archive.empty", None),
        (holding(b'{"meta": {"result_count": 0}}\n'), "archive.empty", None),
        (holding(b"id,text\n1,hello\n"), "archive.not_json", 1),
        (holding(b"hello"), "archive.not_json", 1),
        (holding(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe"), "archive.not_json", 1),
        (holding(json.dumps(a_page(1)).encode() + b"\nno\n"), "archive.not_json", 2),
        (holding(gzip.compress(b"hello\n")), "archive.not_json", 1),
        (holding(b'{"rows": [1, 2]}\n'), "archive.not_pages", 1),
        (holding(b"12\n"), "archive.not_pages", 1),
        (holding(b'[{"id": "x"}]\n'), "archive.not_pages", 1),
        (holding(b'{"data": [{"id": "1", "text": "no author"}]}\n'), "archive.not_pages", 1),
        (damaged(lambda content: content[:-40], zipped=False), "archive.truncated", 50),
        (damaged(lambda content: content[: len(content) // 2], zipped=True), "archive.truncated",
         None),
        (damaged(lambda content: content[:-5], zipped=True), "archive.truncated", None),
        (damaged(lambda content: content[:99] + bytes(99) + content[198:], zipped=True),
         "archive.truncated", None),
        (holding(b"\x1f\x8b"), "archive.truncated", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file(
    tmp_path: Path, make: Callable[[Path], Path], key: str, line: int | None
) -> None:
    path = make(tmp_path)
    with pytest.raises(UserError) as wrong:
        read_archive(path)
    assert wrong.value.key == key
    assert wrong.value.params["path"] == str(path)
    assert wrong.value.params.get("line") == line


def windows(source: ArchiveSource) -> list[tuple[datetime, Batch]]:
    """Every batch of a source and the simulated time it comes at."""

    async def collect() -> list[tuple[datetime, Batch]]:
        return [(source.time_of(batch), batch) async for batch in source.batches()]

    return asyncio.run(collect())


def replay(archive: Archive, window: timedelta = HOUR, cursor: str | None = None) -> ArchiveSource:
    return ArchiveSource(archive, "hrtweetupldn", window, name="archive:1", cursor=cursor)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    root = a_post(-600, author_id="900")
    reply = a_post(200, referenced_tweets=[{"type": "replied_to", "id": root["id"]}])
    inner = a_post(201, referenced_tweets=[{"type": "replied_to", "id": a_post(200)["id"]}])
    users = [{"id": "900", "username": "root"}, {"id": "901", "username": "bystander"}]
    return read_archive(
        write(
            tmp_path / "a.jsonl",
            a_page(0, 1, 59, 60, 61, 500),
            {"data": [reply, inner], "includes": {"tweets": [root], "users": users}},
        )
    )


def test_posts_come_in_windows_at_fixed_times(archive: Archive) -> None:
    found = windows(replay(archive))
    assert [(at, [post.text for post in batch.posts]) for at, batch in found] == [
        (START + HOUR, [a_post(n)["text"] for n in (0, 1, 59)]),
        (START + 2 * HOUR, [a_post(n)["text"] for n in (60, 61)]),
        (START + 4 * HOUR, [a_post(n)["text"] for n in (200, 201)]),
        (START + 9 * HOUR, [a_post(500)["text"]]),
    ]
    assert all(batch.hashtag == "hrtweetupldn" for _, batch in found)
    assert {batch.source for _, batch in found} == {"archive:1"}


def test_a_batch_brings_what_its_posts_refer_to_and_no_more(archive: Archive) -> None:
    batches = [batch for _, batch in windows(replay(archive))]
    assert [len(batch.context) for batch in batches] == [0, 0, 1, 0]
    assert {author.handle for author in batches[2].authors} == {"user0", "user2", "root"}
    assert {author.handle for author in batches[3].authors} == {"user2"}


@given(
    minutes=st.sets(st.integers(0, 3_000), min_size=1, max_size=40),
    window=st.integers(1, 400).map(lambda minutes: timedelta(minutes=minutes)),
    stored=st.integers(0, 40),
)
def test_it_goes_on_after_what_was_stored(
    minutes: set[int], window: timedelta, stored: int
) -> None:
    archive = Archive(parse_page(a_page(*sorted(minutes))).posts, {}, {})
    whole = windows(replay(archive, window))
    assert [post for _, batch in whole for post in batch.posts] == list(archive.posts)
    assert [at for at, _ in whole] == sorted({at for at, _ in whole})
    for at, batch in whole:
        assert all(at - window <= post.created_at < at for post in batch.posts)
    stored = min(stored, len(whole))
    cursor = whole[stored - 1][1].cursor if stored else None
    assert windows(replay(archive, window, cursor)) == whole[stored:]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real archives are not at hand")
@pytest.mark.parametrize(
    "path", sampled(sorted(SHARED.glob("*.jsonl.gz")), every=4), ids=lambda path: path.name
)
def test_real_archives_are_read_whole(path: Path) -> None:
    archive = read_archive(path)
    with gzip.open(path) as lines:
        posts = [post for line in lines for post in json.loads(line)["data"]]
    ids = {post["id"] for post in posts}
    reposts = {
        post["id"]
        for post in posts
        for reference in post.get("referenced_tweets", ())
        if reference["type"] == "retweeted"
    }
    assert {str(post.id) for post in archive.posts} == ids
    assert {str(post.id) for post in archive.posts if post.is_repost} == reposts
    assert not {str(other) for other in archive.context} & ids
    batches = [batch for _, batch in windows(replay(archive))]
    assert [post for batch in batches for post in batch.posts] == list(archive.posts)
    told = {author.id for batch in batches for author in batch.authors}
    assert {post.author_id for post in archive.posts} <= told
