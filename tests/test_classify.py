"""`tweetup classify`, from the file on disk to what it prints."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.classify import main
from bot.errors import UserError
from tests.domain.making import FIRST

AD = "HR Officer, Swansea - £30,000 to £34,000, apply now https://work.example/7 #hr #jobs"
TALK = "Who is bringing the board games to the tweetup on Thursday evening? https://go.example/{}"


def write(path: Path, *bodies: Any) -> Path:
    path.write_text("".join(f"{json.dumps(body)}\n" for body in bodies), encoding="utf-8")
    return path


def v2(post_id: int, author_id: int, text: str, at: datetime, **more: Any) -> dict[str, Any]:
    return {
        "id": str(post_id),
        "author_id": str(author_id),
        "text": text,
        "created_at": at.isoformat().replace("+00:00", "Z"),
        **more,
    }


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Any:
    def tell(path: Path) -> list[dict[str, Any]]:
        assert main(path, as_json=True) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return tell


class TestLines:
    def test_a_text_alone_is_enough(self, tmp_path: Path, told: Any) -> None:
        path = write(tmp_path / "a.jsonl", {"text": AD, "label": "job_ad"}, {"text": "Hello all"})
        ad, talk = told(path)
        assert ad.keys() == {"kind", "confidence", "reasons"}
        assert ad["kind"] == "job_ad"
        assert ad["confidence"] > 0.95
        assert "names the pay (“£30,000 to £34,000”)" in ad["reasons"]
        assert talk["kind"] == "conversation"
        assert talk["reasons"] == ["nothing in it is typical of advertising"]

    def test_an_id_is_told_again(self, tmp_path: Path, told: Any) -> None:
        path = write(tmp_path / "a.jsonl", {"id": 7, "text": "Hello"}, {"id": "8x", "text": "Hi"})
        assert [post["id"] for post in told(path)] == ["7", "8x"]

    def test_authors_are_remembered_by_either_name(self, tmp_path: Path, told: Any) -> None:
        near = TALK.replace("board ", "").format(2)  # a word less: only an author's own counts
        for key in ("author", "author_id"):
            first = {"text": TALK.format(1), key: "ann"}
            path = write(tmp_path / "a.jsonl", first, {"text": near, key: "ann"})
            assert [post["kind"] for post in told(path)] == ["conversation", "duplicate"]
            path = write(tmp_path / "a.jsonl", first, {"text": near, key: "ben"})
            assert [post["kind"] for post in told(path)] == ["conversation", "conversation"]

    def test_with_times_the_later_one_is_the_duplicate(self, tmp_path: Path, told: Any) -> None:
        new = {"id": "2", "text": TALK.format(2), "created_at": "2027-06-02T09:00:00Z"}
        old = {"id": "1", "text": TALK.format(1), "created_at": "2027-06-01"}
        found = told(write(tmp_path / "a.jsonl", new, old))
        assert [(post["id"], post["kind"]) for post in found] == [
            ("2", "duplicate"),
            ("1", "conversation"),
        ]

    def test_a_line_may_be_a_whole_post_of_x(self, tmp_path: Path, told: Any) -> None:
        text = "Acme is hiring in Leeds https://t.co/a"
        links = [{"url": "https://t.co/a", "expanded_url": "https://acme.example/jobs/7"}]
        path = write(
            tmp_path / "a.jsonl",
            {"text": text},
            v2(1, 1, text, FIRST, entities={"urls": links}),
        )
        assert [post["kind"] for post in told(path)] == ["conversation", "job_ad"]

    def test_gzipped(self, tmp_path: Path, told: Any) -> None:
        path = tmp_path / "a.jsonl.gz"
        path.write_bytes(gzip.compress(json.dumps({"text": AD}).encode()))
        assert [post["kind"] for post in told(path)] == ["job_ad"]


class TestArchives:
    def test_posts_come_in_the_order_of_time(self, tmp_path: Path, told: Any) -> None:
        page = {
            "data": [
                v2(3, 1, TALK.format(3), FIRST + timedelta(hours=2)),
                v2(2, 2, AD, FIRST + timedelta(hours=1)),
                v2(1, 1, TALK.format(1), FIRST),
            ]
        }
        found = told(write(tmp_path / "a.jsonl", page))
        assert [(post["id"], post["kind"]) for post in found] == [
            ("1", "conversation"),
            ("2", "job_ad"),
            ("3", "duplicate"),
        ]

    def test_a_repost_is_not_a_duplicate_of_what_it_passes_on(
        self, tmp_path: Path, told: Any
    ) -> None:
        reposted = [{"type": "retweeted", "id": "1"}]
        page = {
            "data": [
                v2(1, 1, TALK.format(1), FIRST),
                v2(
                    2,
                    2,
                    f"RT @ann: {TALK.format(1)}",
                    FIRST + timedelta(hours=1),
                    referenced_tweets=reposted,
                ),
            ]
        }
        found = told(write(tmp_path / "a.jsonl", page))
        assert [post["kind"] for post in found] == ["conversation", "conversation"]

    def test_the_record_of_an_author_grows(self, tmp_path: Path, told: Any) -> None:
        doubtful = "Acme is hiring in {} https://go.example/2"
        towns = ["Leeds", "York", "Hull", "Ripon"]
        ads = [v2(n, 5, f"{AD} {n}", FIRST + timedelta(hours=n)) for n in range(1, 5)]
        later = [
            v2(10 + n, author, doubtful.format(towns[n]), FIRST + timedelta(days=1, hours=n))
            for n, author in enumerate((5, 6))
        ]
        found = told(write(tmp_path / "a.jsonl", {"data": [*ads, *later]}))
        assert [post["kind"] for post in found[-2:]] == ["job_ad", "conversation"]
        assert "the author posts job advertisements (100 % so far)" in found[-2]["reasons"]


def test_sentences_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = f"Hello\n\x1b[31mall {'of you ' * 20}"
    path = write(tmp_path / "a.jsonl", {"text": AD, "id": "7"}, {"text": long})

    assert main(path, as_json=False) == 0

    first, reasons, second, _, counts = capsys.readouterr().out.splitlines()
    assert first.startswith("job advertisement (9")
    assert first.endswith(f" 7: {AD}")
    assert reasons.startswith("    ")
    assert "names the pay" in reasons
    assert second.startswith("conversation (95%): Hello [31mall of you ")
    assert second.endswith("…")
    assert counts == "job advertisement: 1, conversation: 1"


@pytest.mark.parametrize(
    ("written", "key", "line"),
    [
        ("", "archive.empty", None),
        ("no json\n", "archive.not_json", 1),
        ('{"text": "Hello"}\n{"text": "Hel', "archive.truncated", 2),
        ('{"text": "Hello"}\n{"id": "5"}\n', "classify.no_text", 2),
        ('{"text": null}\n', "classify.no_text", 1),
        ('{"text": "Hello"}\n[]\n', "classify.no_text", 2),
        ('{"name": "Ann"}\n', "archive.not_pages", 1),
    ],
)
def test_files_that_cannot_be_read(
    written: str,
    key: str,
    line: int | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(written, encoding="utf-8")

    with pytest.raises(UserError) as caught:
        main(path, as_json=True)

    assert caught.value.key == key
    assert caught.value.params.get("line") == line
    assert capsys.readouterr().out == ""
