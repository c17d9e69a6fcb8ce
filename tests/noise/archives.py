"""The labelled posts: real ones by id, where the archives are beside this checkout; invented ones.

Labels name an archive and a post's id, never its text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.domain.noise import AuthorRecord, Kind, Memory, Verdict, classify, content_of, fingerprint
from bot.x.archive import read_archive

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[3] / "shared" / "archives"
SAMPLE = SHARED / "job_ads_sample.jsonl"

needs_archives = pytest.mark.skipif(
    not SAMPLE.is_file(), reason="the archives are not beside this checkout (../shared/archives)"
)


@dataclass(frozen=True)
class Judged:
    """A labelled post of an archive and what the classifier says of it."""

    name: str  # archive/id
    kind: Kind
    verdict: Verdict
    text: str


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def labels() -> dict[str, dict[int, Kind]]:
    """Kinds by archive and post id."""
    found: defaultdict[str, dict[int, Kind]] = defaultdict(dict)
    for label in lines(HERE / "labels.jsonl"):
        assert label.keys() == {"archive", "id", "kind"}
        assert label["kind"] in get_args(Kind)
        found[label["archive"]][int(label["id"])] = label["kind"]
    return found


def judged() -> list[Judged]:
    """Every labelled post, each archive read from its start as the bot would have."""
    found = []
    for name, kinds in labels().items():
        authors: defaultdict[int, AuthorRecord] = defaultdict(AuthorRecord)
        memory = Memory()
        posts = read_archive(SHARED / f"{name}.jsonl.gz").posts
        for post in (post for post in posts if not post.is_repost):
            content, author = content_of(post), post.author_id
            mark = fingerprint(content.text)
            earlier = memory.earlier(mark, author, post.created_at)
            verdict = classify(content, authors[author], earlier)
            authors[author] = authors[author].after(content, verdict.kind, post.created_at)
            memory.add(mark, author, post.created_at)
            if post.id in kinds:
                label = kinds[post.id]
                found.append(Judged(f"{name}/{post.id}", label, verdict, post.plain_text))
    return found
