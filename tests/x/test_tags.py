"""Archives of TAGS: every column that counts, and every row that cannot be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.posts import Link, Mention
from bot.errors import UserError
from bot.x.tags import BadRow, is_tags, read_tags
from tests.x.tags_files import row, write

ENTITIES = json.dumps(
    {
        "hashtags": [{"text": "HRTweetup", "indices": [0, 10]}],
        "user_mentions": [{"screen_name": "bo_hires", "id_str": "22"}],
        "urls": [{"url": "https://t.co/a", "expanded_url": "https://a.example/"}],
    }
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tags.csv"


def test_a_row_is_a_post_and_its_author(path: Path) -> None:
    answer = row(
        2,
        text="@bo_hires yes,\nhttps://t.co/a #HRTweetup &amp; more",
        user_lang="en",
        in_reply_to_user_id_str="22",
        in_reply_to_status_id_str="1480000000000000001",
        profile_image_url="https://pbs.example/ada.png",
        entities_str=ENTITIES,
    )
    archive, bad = read_tags(
        write(path, answer, row(1, from_user="bo_hires", from_user_id_str="22"))
    )
    assert bad == ()
    first, second = archive.posts
    assert (first.id, first.author_id, first.hashtags) == (1480000000000000001, 22, ("HRTweetup",))
    assert first.created_at == datetime(2022, 1, 10, 9, 1, tzinfo=UTC)
    assert second.text == "@bo_hires yes,\nhttps://t.co/a #HRTweetup &amp; more"
    assert (second.reply_to_id, second.reply_to_author_id, second.lang) == (first.id, 22, "en")
    assert second.mentions == (Mention("bo_hires", 22),)
    assert second.links == (Link("https://t.co/a", "https://a.example/", "https://a.example/"),)
    assert archive.authors[11].handle == "ada_hr"
    assert archive.authors[11].avatar_url == "https://pbs.example/ada.png"


def test_without_entities_the_text_tells(path: Path) -> None:
    archive, _ = read_tags(write(path, row(1, text="Hi @Bo_Hires and me@home.example #HR #&amp;")))
    (post,) = archive.posts
    assert post.mentions == (Mention("Bo_Hires"),)
    assert post.hashtags == ("HR",)


def test_a_mention_without_a_post_is_no_reply(path: Path) -> None:
    archive, _ = read_tags(write(path, row(1, in_reply_to_user_id_str="22")))
    assert (archive.posts[0].reply_to_id, archive.posts[0].reply_to_author_id) == (None, None)


def test_a_repost_is_tied_to_its_original_where_that_is_there(path: Path) -> None:
    bo = {"from_user": "Bo_Hires", "from_user_id_str": "22"}
    archive, _ = read_tags(
        write(
            path,
            row(1, text="A long thought about interviews and @cy #HRTweetup", **bo),
            row(2, text="RT @bo_hires: A long thought about interviews and @cy #HRTwe…"),
            row(3, text="RT @nobody: Something else by @cy #HRTweetup"),
        )
    )
    original, tied, loose = archive.posts
    assert (tied.reposted_id, tied.reposted_author_id) == (original.id, 22)
    assert loose.reposted_id is None
    assert loose.mentions == ()


def test_the_id_tells_the_time_where_the_row_does_not(path: Path) -> None:
    archive, _ = read_tags(write(path, row(1, created_at="")))
    assert archive.posts[0].created_at.date() == datetime(2022, 1, 9, tzinfo=UTC).date()


def test_bad_rows_are_left_out_and_named_by_their_line(path: Path) -> None:
    archive, bad = read_tags(
        write(
            path,
            row(1),
            row(2, id_str="1.48E+18"),
            row(3, text="two\nlines"),
            row(4, from_user_id_str=""),
            row(5, created_at="10/01/2022"),
            row(6, entities_str="{" + "x" * 100),
            row(7, from_user=" "),
            row(8),
        )
    )
    assert [post.id % 10 for post in archive.posts] == [1, 3, 8]
    assert bad == (
        BadRow(3, "id_str", "1.48E+18"),
        BadRow(6, "from_user_id_str", ""),
        BadRow(7, "created_at", "10/01/2022"),
        BadRow(8, "entities_str", "{" + "x" * 59 + "…"),
        BadRow(9, "from_user", ""),
    )


def test_a_row_that_comes_twice_counts_once(path: Path) -> None:
    archive, _ = read_tags(write(path, row(1), row(1)))
    assert len(archive.posts) == 1


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"id_str,text\n1,hello\n", "tags.columns"),
        (b"id_str,from_user,text,from_user_id_str\n", "archive.empty"),
        (b"id_str,from_user,text,from_user_id_str\n\xff\xfe,a,b,1\n", "archive.not_text"),
        (b"id_str,from_user,text,from_user_id_str\n1,a,b,x\n", "archive.empty"),
        (b'id_str,from_user,text,from_user_id_str\n1,a,"' + b"x" * 200_000 + b'",1\n', "tags.csv"),
    ],
)
def test_what_cannot_be_used_is_refused(path: Path, content: bytes, key: str) -> None:
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        read_tags(path)
    assert refused.value.key == key


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(UserError) as refused:
        read_tags(path)
    assert refused.value.key == "archive.missing"
    assert not is_tags(path)


def test_a_tags_file_is_told_from_xs_own_json(path: Path, tmp_path: Path) -> None:
    json_file = tmp_path / "x.jsonl"
    json_file.write_text('{"data": [{"id": "1", "text": "id_str"}]}\n', encoding="utf-8")
    assert not is_tags(json_file)
    assert is_tags(write(path, row(1)))
