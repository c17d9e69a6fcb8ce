"""`tweetup classify`: what kind of post each post of a file is, and why.

Two kinds of file are read: archives (see bot/x/archive.py), told in the order of time, and lines
that are JSON objects with a `text` (and an `id`, an `author_id` or `author` and a `created_at`,
where they are known), told in the order of the file.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.cleaning import cut
from bot.domain.noise import AuthorRecord, Content, Memory, Verdict, classify, content_of
from bot.domain.noise import fingerprint as fingerprint_of
from bot.domain.posts import Post
from bot.errors import UserError
from bot.texts import text
from bot.x.archive import json_lines, read_archive
from bot.x.payload import Unreadable, parse_page

EXCERPT = 100


@dataclass(frozen=True, slots=True)
class Item:
    """A post of the file; of a bare line little more is known than its content."""

    content: Content
    id: str | None = None
    author: Hashable | None = None
    at: datetime | None = None


def main(file: Path, as_json: bool) -> int:
    """Write a verdict for each post.

    Raises UserError: archive.* as `read_archive`, classify.no_text (with `line` and `path`).
    """
    items = _read(file)
    told: Counter[str] = Counter()
    for item, verdict in zip(items, _verdicts(items), strict=True):
        told[verdict.kind] += 1
        sys.stdout.write(_as_json(item, verdict) if as_json else _as_sentences(item, verdict))
    if not as_json:
        counts = ", ".join(f"{_kind(kind)}: {count}" for kind, count in told.most_common())
        sys.stdout.write(f"{counts}\n")
    return 0


def _read(file: Path) -> Sequence[Item]:
    with closing(json_lines(file)) as lines:
        _, first = next(lines, (0, {}))
    if isinstance(first, dict) and "text" in first:
        return [_line(number, body, file) for number, body in json_lines(file)]
    return [_item(post) for post in read_archive(file).posts]


def _line(number: int, body: Any, file: Path) -> Item:
    if not isinstance(body, dict) or not isinstance(said := body.get("text"), str):
        raise UserError("classify.no_text", line=number, path=str(file))
    try:
        return _item(*parse_page({"data": [body]}).posts)
    except Unreadable:
        author = body.get("author_id", body.get("author"))
        return Item(
            content=Content(said),
            id=None if body.get("id") is None else str(body["id"]),
            author=None if author is None else str(author),
            at=_time(body.get("created_at")),
        )


def _item(post: Post) -> Item:
    return Item(content_of(post), str(post.id), str(post.author_id), post.created_at)


def _time(found: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(found))
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _verdicts(items: Sequence[Item]) -> Sequence[Verdict]:
    """In the order of `items`; what came before is what was posted before, where that is known."""
    order = list(range(len(items)))
    times = [item.at for item in items if item.at is not None]
    if len(times) == len(items):
        order.sort(key=times.__getitem__)
    judged = dict(zip(order, _in_order([items[index] for index in order]), strict=True))
    return [judged[index] for index in range(len(items))]


def _in_order(items: Sequence[Item]) -> Iterator[Verdict]:
    authors: defaultdict[Hashable, AuthorRecord] = defaultdict(AuthorRecord)
    memory = Memory()
    for item in items:
        mark = fingerprint_of(item.content.text)
        record = AuthorRecord() if item.author is None else authors[item.author]
        verdict = classify(item.content, record, memory.earlier(mark, item.author, item.at))
        if item.author is not None:
            authors[item.author] = record.after(item.content, verdict.kind, item.at)
        if not item.content.repost:
            memory.add(mark, item.author, item.at)
        yield verdict


def _as_json(item: Item, verdict: Verdict) -> str:
    told: Mapping[str, object] = {
        **({} if item.id is None else {"id": item.id}),
        "kind": verdict.kind,
        "confidence": round(verdict.confidence, 3),
        "reasons": _reasons(verdict),
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _as_sentences(item: Item, verdict: Verdict) -> str:
    shown = " ".join("".join(c if c.isprintable() else " " for c in item.content.text).split())
    name = "" if item.id is None else f" {item.id}"
    return (
        f"{_kind(verdict.kind)} ({verdict.confidence:.0%}){name}: {cut(shown, EXCERPT)}\n"
        f"    {'; '.join(_reasons(verdict))}\n"
    )


def _reasons(verdict: Verdict) -> list[str]:
    return [text(f"noise.reason.{reason.key}", **reason.params) for reason in verdict.reasons]


def _kind(kind: str) -> str:
    return text(f"noise.kind.{kind}")
