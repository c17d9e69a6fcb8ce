"""`tweetup import` and `tweetup export`, as somebody types them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services.suite import build
from db import feed
from db.engine import Database
from tests.command import typed as tweetup
from tests.services.world import NOW, FakeDiscord, HandClock, batch, draft, post
from tests.x.tags_files import row, write

pytestmark = pytest.mark.usefixtures("logging_put_back")

USERS = [{"id": "11", "username": "ada_hr", "name": "Ada Quill"}, {"id": "22", "username": "bo"}]


def page(*numbers: int) -> dict[str, Any]:
    posts: list[dict[str, Any]] = [
        {
            "id": str(n),
            "author_id": "11" if n % 2 else "22",
            "text": f"Post {n} #HRTweetup",
            "created_at": "2026-01-02T09:00:00Z",
        }
        for n in numbers
    ]
    posts[-1]["referenced_tweets"] = [{"type": "replied_to", "id": str(numbers[0])}]
    return {"data": posts, "includes": {"users": USERS}, "__twarc": {"version": "2"}}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "twarc.jsonl"
    pages = [page(*range(1, 701)), page(701, 702)]
    path.write_text("".join(json.dumps(each) + "\n" for each in pages), encoding="utf-8")
    return path


@pytest.fixture
def db(sqlite_url: str) -> str:
    """A database with two tweetups, in the first of which a post was mirrored and one waits."""

    async def fill() -> None:
        database = Database(sqlite_url)
        services = build(database, HandClock(), FakeDiscord())
        await services.events.create(draft())
        other = draft(name="Payroll Breakfast", hashtag="pay", guild_id=11)
        await services.events.create(replace(other, starts_at=NOW + timedelta(days=30)))
        await services.ingest.take(batch(post(7, by=22), post(9_001, by=22)))
        await services.deliver.drain()
        async with database.begin() as conn:
            await feed.add(conn, [(2, 7, "proof")])
        await database.close()

    asyncio.run(fill())
    return sqlite_url


def rows(db: str) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(db.partition(":///")[2]) as raw:
        names = ("posts", "people", "interactions", "feed", "deliveries")
        found = {
            name: raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names
        }
    raw.close()
    return found


def test_an_archive_joins_the_history_and_nothing_is_mirrored(
    db: str, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows(db)
    assert tweetup("import", str(archive), "--event", "hr tw", "--db", db) == 0
    assert capsys.readouterr().out == (
        "HR Tweetup: 702 posts read, 701 of them new to the history. Authors: 2.\n"
    )
    after = rows(db)
    assert after["deliveries"] == before["deliveries"]
    states = {post_id: state for event, post_id, state, *_ in after["feed"] if event == 1}
    assert states.pop(7) == states.pop(9_001) == "mirrored"
    assert set(states.values()) == {"imported"}
    assert len(after["interactions"]) == 2
    assert [p[:3] for p in after["people"] if p[0] == 22] == [(22, "person22", "person22")]

    assert tweetup("import", str(archive), "--event", "1", "--db", db) == 0
    assert ", 0 of them new to the history" in capsys.readouterr().out
    assert rows(db) == after


def test_a_hashtag_means_every_tweetup_that_has_it(
    db: str, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tweetup("import", str(archive), "--hashtag", "#PAY", "--db", db) == 0
    assert capsys.readouterr().out.startswith("Payroll Breakfast: 702 posts")


def test_an_archive_of_tags_names_the_rows_it_leaves_out(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [row(n, id_str="1.48E+18") for n in range(25)]
    path = write(tmp_path / "export.csv", row(1), row(2), *bad)
    assert tweetup("import", str(path), "--event", "1", "--db", db) == 0
    out, err = capsys.readouterr()
    assert out == "HR Tweetup: 2 posts read, 2 of them new to the history. Authors: 1.\n"
    lines = err.splitlines()
    assert lines[0] == "Left out: line 4 has “1.48E+18” as id_str, which cannot be read."
    assert len(lines) == 21
    assert lines[-1] == "5 more rows were left out."


def test_ids_go_out_one_a_line(db: str, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tweetup("import", str(archive), "--event", "1", "--db", db)
    capsys.readouterr()
    assert tweetup("export", "HR Tweetup", "--db", db) == 0
    assert capsys.readouterr().out.split() == [*map(str, range(1, 703)), "9001"]
    assert tweetup("export", "2", "--db", db) == 0
    assert capsys.readouterr().out == "", "a post that proved an account is nobody else's business"


def test_all_that_is_stored_goes_out_to_its_organiser(
    db: str, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tweetup("import", str(archive), "--event", "1", "--db", db)
    capsys.readouterr()
    assert tweetup("export", "1", "--jsonl", "--db", db) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 703
    assert lines[699] == {
        "id": "700",
        "author_id": "22",
        "text": "Post 700 #HRTweetup",
        "created_at": "2026-01-02T09:00:00+00:00",
        "reply_to_id": "1",
        "reply_to_author_id": "11",
        "author": {
            "id": "22",
            "handle": "person22",
            "name": "Person 22",
            "avatar_url": None,
            "protected": False,
        },
        "state": "imported",
    }


LISTED = "  1  HR Tweetup, 2026-01-22, #HRTweetup\n  2  Payroll Breakfast, 2026-02-07, #pay\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "quiz"], "“quiz” does not name one tweetup."),
        (["export", "e"], "“e” does not name one tweetup."),
        (["import", "ARCHIVE", "--event", "9"], "“9” does not name one tweetup."),
        (["import", "ARCHIVE", "--hashtag", "quiz"], "“quiz” does not name one tweetup."),
    ],
)
def test_a_wrong_tweetup_lists_those_there_are(
    db: str, archive: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    given = [str(archive) if each == "ARCHIVE" else each for each in arguments]
    assert tweetup(*given, "--db", db) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert err.endswith(LISTED)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "ARCHIVE"], "Please say whose history"),
        (["import", "ARCHIVE", "--event", "1", "--hashtag", "x"], "Please say whose history"),
        (["import", "gone.jsonl", "--event", "1"], "The archive gone.jsonl cannot be read"),
        (["import", "README", "--event", "1"], "Line 1 of README is not JSON"),
    ],
)
def test_misuse_is_one_sentence_and_changes_nothing(
    db: str,
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(archive.parent)
    Path("README").write_text("hello\n", encoding="utf-8")
    before = rows(db)
    given = [str(archive) if each == "ARCHIVE" else each for each in arguments]
    assert tweetup(*given, "--db", db) == 2
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert rows(db) == before


def test_a_database_that_is_not_there_is_not_made(
    tmp_path: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/typo.db"
    for arguments in (["export", "1"], ["import", str(archive), "--event", "1"]):
        assert tweetup(*arguments, "--db", url) == 2
        assert capsys.readouterr().err.startswith("There is no database at ")
    assert not (tmp_path / "typo.db").exists()


def test_the_settings_name_the_database(
    db: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = tmp_path / "mine.toml"
    config.write_text(f"[database]\nurl = '{db}'\n", encoding="utf-8")
    for name in ("TWEETUP_DISCORD_TOKEN", "TWEETUP_X_BEARER_TOKEN"):
        monkeypatch.setenv(name, "planted")
    assert tweetup("export", "1", "--config", str(config)) == 0
    assert capsys.readouterr().out == "7\n9001\n"
